import type { Intent } from '@gatehouse/contract'
import { syncWords } from '../../../strings/sync.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useDraft } from '../../data/view-store.ts'
import { Button } from '../../ui/button.tsx'
import { dayOf } from '../../ui/date-field.tsx'

type Editable = Extract<Intent, { name: 'memberships.setPermissions' | 'memberships.setEnd' }>

/** Opens the user with what the change would make of them; what is saved there takes its place. */
export function EditMembershipButton(props: { mutationId: string; intent: Editable; what: string }) {
  const { mutationId, intent, what } = props
  const { accountId, membershipId } = intent.args
  const isEnd = intent.name === 'memberships.setEnd'
  const [, setDraft] = useDraft<unknown>(accountId, `${isEnd ? 'end' : 'permissions'} ${membershipId}`)
  const openPanel = useAppStore((store) => store.openPanel)
  return (
    <Button
      size="small"
      aria-label={syncWords.editThis(what)}
      onPress={() => {
        setDraft(draftOf(intent))
        const section = isEnd ? 'overview' : 'permissions'
        openPanel({ kind: 'user', accountId, membershipId, section, replaces: mutationId })
      }}
    >
      {syncWords.edit}
    </Button>
  )
}

/** As the form keeps it. A role brings its permissions, so those of a named one are left to the form. */
function draftOf(intent: Editable): unknown {
  if (intent.name === 'memberships.setEnd')
    return intent.args.endsAt === null ? '' : dayOf(new Date(intent.args.endsAt))
  const { role, permissions, baseVersion } = intent.args
  return {
    version: baseVersion,
    role,
    permissions: permissions ?? null,
    base: role === 'custom' ? null : role,
  }
}
