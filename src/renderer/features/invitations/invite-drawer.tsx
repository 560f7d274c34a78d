import { useMemo, useState } from 'react'
import { words } from '../../../strings/common.ts'
import { invitationWords } from '../../../strings/invitations.ts'
import { useAppStore, usePanel } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useBulk } from '../../data/use-bulk.ts'
import { useMutate } from '../../data/use-mutate.ts'
import { Button } from '../../ui/button.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { AddressField } from './address-field.tsx'
import { afterSending } from './edit-lines.ts'
import { InviteApplications } from './invite-applications.tsx'
import { faultOfOffer, OfferFields } from './invite-fields.tsx'
import { isSent } from './judge.ts'
import { invitationIntent } from './send-invitations.ts'
import { offerOf, useInviteForm } from './use-invite-form.ts'

const t = invitationWords.invite

/** Invites one or many to an account; what was typed stays until it is sent, whatever goes wrong. */
export function InviteDrawer({ accountId }: { accountId: string }) {
  const form = useInviteForm(accountId)
  const { rights, draft, judged, toSend } = form
  const closePanel = useAppStore((store) => store.closePanel)
  const replaces = usePanel('invite')?.replaces
  const send = useSend(accountId, form, replaces)
  const [isSending, setIsSending] = useState(false)
  const applicationName = useApplicationNames(accountId)
  const refusal =
    rights.refusal('users.invite') ??
    (judged.length === 0 ? t.addressesRequired : toSend.length === 0 ? t.nobodyToInvite : null) ??
    faultOfOffer(form)

  return (
    <Drawer
      wide
      isOpen
      onClose={() => closePanel('invite')}
      title={t.title(rights.account?.name ?? '')}
      footer={
        <>
          <span>
            {form.hasDraft && (
              <Button kind="link" onPress={form.discard}>
                {t.discardDraft}
              </Button>
            )}
          </span>
          <Button onPress={() => closePanel('invite')}>{words.cancel}</Button>
          <Button
            kind="primary"
            isPending={isSending}
            disabledReason={refusal}
            onPress={() => {
              setIsSending(true)
              void send().finally(() => setIsSending(false))
            }}
          >
            {t.send(toSend.length)}
          </Button>
        </>
      }
    >
      <AddressField draft={draft} judged={judged} set={form.set} applicationName={applicationName} />
      <OfferFields
        form={form}
        applications={
          <InviteApplications
            accountId={accountId}
            rights={rights}
            chosen={draft.applicationIds}
            onChange={(applicationIds) => form.set({ applicationIds })}
          />
        }
      />
    </Drawer>
  )
}

/** Sends all that can go out. One alone can be undone from its notice; several get a list of what became of each. */
function useSend(
  accountId: string,
  form: ReturnType<typeof useInviteForm>,
  replaces: { mutationId: string; invitationId: string } | undefined,
) {
  const mutate = useMutate()
  const applyAll = useBulk()
  const closePanel = useAppStore((store) => store.closePanel)

  return async () => {
    const offer = offerOf(form)
    const [first, ...more] = form.toSend
    if (!offer || !first) return
    // What was left out stays in the draft, to be mended; what goes out does not.
    const left = afterSending(form.draft, form.judged, (each) => !isSent(each))
    const keepLeft = () => (left ? form.set(left) : form.discard())

    // The first takes the place of the change that was refused; what is sent beside it is new.
    if (replaces || more.length === 0) {
      const { intent, inverse } = invitationIntent(accountId, first, offer, replaces?.invitationId)
      const answer = await mutate(intent, {
        done: t.sentTo(first.line.email),
        inverse,
        ...(replaces ? { replaces: replaces.mutationId } : {}),
      })
      if (!answer.ok) return
      if (more.length === 0) {
        closePanel('invite')
        return keepLeft()
      }
    }
    const made = (replaces ? more : form.toSend).map((line) => invitationIntent(accountId, line, offer))
    const outcome = await applyAll(made, {
      done: t.sent(made.length),
      detail: left ? t.later(form.judged.length - form.toSend.length) : undefined,
    })
    if (!outcome) return
    keepLeft()
    closePanel('invite')
  }
}

function useApplicationNames(accountId: string): (id: string) => string {
  const applications = useBridgeQuery('applications.list', { accountId, type: 'application' }).data
  const agents = useBridgeQuery('applications.list', { accountId, type: 'agent' }).data
  return useMemo(() => {
    const names = new Map<string, string>(
      [...(applications ?? []), ...(agents ?? [])].map(({ id, name }) => [id, name]),
    )
    return (id) => names.get(id) ?? id
  }, [applications, agents])
}
