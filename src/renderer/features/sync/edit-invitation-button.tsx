import type { MutationArgs } from '@gatehouse/contract'
import { syncWords } from '../../../strings/sync.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useViewStore } from '../../data/view-store.ts'
import { Button } from '../../ui/button.tsx'
import { dayOf } from '../../ui/date-field.tsx'

type Refused =
  | { name: 'invitations.create'; args: MutationArgs<'invitations.create'> }
  | { name: 'invitations.edit'; args: MutationArgs<'invitations.edit'> }

/** Opens a refused invitation in the form in which it was written; what is sent from there takes its place. */
export function EditInvitationButton(props: { mutationId: string; intent: Refused; what: string }) {
  const { mutationId, intent, what } = props
  const openPanel = useAppStore((store) => store.openPanel)

  function open() {
    const { accountId, invitationId } = intent.args
    if (intent.name === 'invitations.create') {
      const { email, expiresInDays, anyAddress } = intent.args
      const draft = { ...draftOf(intent.args), addresses: email, days: String(expiresInDays), anyAddress }
      keepDraft(accountId, 'invite', draft)
      openPanel({ kind: 'invite', accountId, replaces: { mutationId, invitationId } })
    } else {
      const { baseVersion, expiresInDays } = intent.args
      const days = expiresInDays === undefined ? '' : String(expiresInDays)
      const draft = { ...draftOf(intent.args), version: baseVersion, days }
      keepDraft(accountId, `invitation ${invitationId}`, draft)
      openPanel({ kind: 'edit-invitation', accountId, invitationId, replaces: mutationId })
    }
  }

  return (
    <Button size="small" aria-label={syncWords.editThis(what)} onPress={open}>
      {syncWords.edit}
    </Button>
  )
}

function draftOf(args: Refused['args']) {
  const { role, permissions, applicationIds, message, membershipEndsAt } = args
  return {
    base: role,
    permissions: permissions ?? [],
    applicationIds,
    message,
    endsOn: membershipEndsAt ? dayOf(new Date(membershipEndsAt)) : '',
  }
}

function keepDraft(accountId: string, place: string, draft: object) {
  useViewStore.getState().update(accountId, ({ drafts }) => ({ drafts: { ...drafts, [place]: draft } }))
}
