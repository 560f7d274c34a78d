import type { MutationArgs } from '@gatehouse/contract'
import { syncWords } from '../../../strings/sync.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useDraft } from '../../data/view-store.ts'
import { Button } from '../../ui/button.tsx'

/** Opens a refused invitation in the form in which it was written; what is sent from there takes its place. */
export function EditInvitationButton(props: {
  mutationId: string
  invitation: MutationArgs<'invitations.create'>
  what: string
}) {
  const { mutationId, invitation, what } = props
  const { accountId, invitationId, email, role, applicationIds, message, expiresInDays } = invitation
  const [, setDraft] = useDraft<object>(accountId, 'invite')
  const openPanel = useAppStore((store) => store.openPanel)
  return (
    <Button
      size="small"
      aria-label={syncWords.editThis(what)}
      onPress={() => {
        setDraft({ addresses: email, role, applicationIds, message, days: String(expiresInDays) })
        openPanel({ kind: 'invite', accountId, replaces: { mutationId, invitationId } })
      }}
    >
      {syncWords.edit}
    </Button>
  )
}
