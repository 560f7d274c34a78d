import type { ApplicationUser } from '../../../ipc/views.ts'
import { applicationWords } from '../../../strings/applications.ts'
import { useBulk } from '../../data/use-bulk.ts'
import type { Rights } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { SelectionBar } from '../../ui/selection-bar.tsx'
import { type GrantTarget, grantLines, toGrant, toRevoke } from './grant-changes.ts'

const t = applicationWords.users

interface GrantsBarProps {
  target: GrantTarget
  rights: Rights
  chosen: readonly ApplicationUser[]
  hidden: number
  all: number
  onAll: () => void
  onClear: () => void
}

/** Gives or takes an application to or from all users that are chosen: at once, with "Undo". */
export function GrantsBar({ target, rights, chosen, hidden, all, onAll, onClear }: GrantsBarProps) {
  const runBulk = useBulk()
  const granting = toGrant(chosen)
  const revoking = toRevoke(chosen)
  const refused = rights.refusal('applications.assign')

  async function run(kind: 'add' | 'remove', users: readonly ApplicationUser[]) {
    const words = kind === 'add' ? t.granted : t.revoked
    const outcome = await runBulk(grantLines(kind, target, users), {
      done: words(users.length, target.applicationName),
    })
    if (outcome) onClear()
  }

  return (
    <SelectionBar
      count={chosen.length}
      hidden={hidden}
      onClear={onClear}
      all={{ count: all, onSelect: onAll }}
    >
      <Button
        size="small"
        kind="primary"
        disabledReason={refused ?? (granting.length === 0 ? t.nobodyToGrant : null)}
        onPress={() => void run('add', granting)}
      >
        {t.grant(granting.length)}
      </Button>
      <Button
        size="small"
        disabledReason={refused ?? (revoking.length === 0 ? t.nobodyToRevoke : null)}
        onPress={() => void run('remove', revoking)}
      >
        {t.revoke(revoking.length)}
      </Button>
    </SelectionBar>
  )
}
