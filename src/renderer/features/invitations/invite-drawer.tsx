import { useState } from 'react'
import { words } from '../../../strings/common.ts'
import { invitationWords } from '../../../strings/invitations.ts'
import { useAppStore, usePanel } from '../../app/app-store.ts'
import { useIsOnline, useRights } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { notify } from '../../ui/toast.tsx'
import { InviteFields } from './invite-fields.tsx'
import { InviteResults } from './invite-results.tsx'
import { type SendResult, sendInvitations } from './send-invitations.ts'
import { useInviteForm } from './use-invite-form.ts'

const t = invitationWords.invite

/** Invites one or many to an account; what was typed stays until it is sent, whatever goes wrong. */
export function InviteDrawer({ accountId }: { accountId: string }) {
  const form = useInviteForm(accountId)
  const rights = useRights(accountId)
  const isOnline = useIsOnline()
  const closePanel = useAppStore((store) => store.closePanel)
  // Taken up once: what is sent after it is new.
  const [replaces, setReplaces] = useState(usePanel('invite')?.replaces)
  const [isSending, setIsSending] = useState(false)
  const [results, setResults] = useState<readonly SendResult[] | null>(null)
  const close = () => closePanel('invite')
  const count = form.toSend.length
  const failed = (results ?? []).filter(({ problem }) => problem !== null).map(({ email }) => email)

  const hasFailed = failed.length > 0

  async function send(emails: readonly string[]) {
    if (form.days === null) return
    setIsSending(true)
    const answers = await sendInvitations(accountId, emails, form.draft, form.days, replaces)
    if (answers[0]?.problem === null) setReplaces(undefined)
    setIsSending(false)
    const left = answers.filter(({ problem }) => problem !== null).map(({ email }) => email)
    const done = answers.length - left.length
    if (left.length === 0) form.discard()
    else form.set({ addresses: left.join('\n') })
    if (done > 0) {
      notify({
        title: isOnline ? t.sent(done) : t.queued(done),
        detail: isOnline ? undefined : words.savedOffline,
      })
    }
    if (answers.length === 1 && left.length === 0) return close()
    setResults([...(results ?? []).filter(({ problem }) => problem === null), ...answers])
  }

  const refusal =
    rights.refusal('users.invite') ??
    (count === 0 ? t.addressesRequired : null) ??
    (form.days === null ? t.daysWrongShort : null)

  return (
    <Drawer
      wide
      isOpen
      onClose={close}
      title={t.title(rights.account?.name ?? '')}
      footer={
        results ? (
          <>
            <span role="status">{t.results(results.length - failed.length, failed.length)}</span>
            {hasFailed && (
              <Button kind="primary" autoFocus isPending={isSending} onPress={() => void send(failed)}>
                {t.retry}
              </Button>
            )}
            <Button onPress={() => setResults(null)}>{hasFailed ? t.backToForm : t.inviteMore}</Button>
            <Button kind={hasFailed ? 'default' : 'primary'} autoFocus={!hasFailed} onPress={close}>
              {t.done}
            </Button>
          </>
        ) : (
          <>
            <span>
              {form.hasDraft && (
                <Button kind="link" onPress={form.discard}>
                  {t.discardDraft}
                </Button>
              )}
            </span>
            <Button onPress={close}>{words.cancel}</Button>
            <Button
              kind="primary"
              isPending={isSending}
              disabledReason={refusal}
              onPress={() => void send(form.toSend.map(({ email }) => email))}
            >
              {t.send(count)}
            </Button>
          </>
        )
      }
    >
      {results ? (
        <InviteResults results={results} isOnline={isOnline} />
      ) : (
        <InviteFields accountId={accountId} form={form} rights={rights} />
      )}
    </Drawer>
  )
}
