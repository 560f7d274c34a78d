import type { Permission } from '@gatehouse/contract'
import { lazy, Suspense, useState } from 'react'
import type { UserRow } from '../../../ipc/views.ts'
import { userWords } from '../../../strings/users.ts'
import { bridge } from '../../data/bridge.ts'
import { useBulk } from '../../data/use-bulk.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import type { Rights } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { SelectionBar } from '../../ui/selection-bar.tsx'
import { notify } from '../../ui/toast.tsx'
import { type BulkKind, eligible, type Step, stateChange } from './bulk-intents.ts'

const t = userWords.bulk

const BulkDialog = lazy(async () => ({ default: (await import('./bulk-dialogs.tsx')).BulkDialog }))

type Asked = Exclude<BulkKind, 'suspend' | 'resume' | 'remove'>

const needs: Record<BulkKind, Permission> = {
  grant: 'applications.assign',
  revoke: 'applications.assign',
  role: 'users.edit',
  end: 'users.edit',
  suspend: 'users.remove',
  resume: 'users.remove',
  remove: 'users.remove',
}

interface BulkBarProps {
  accountId: string
  keys: ReadonlySet<string>
  rights: Rights
  onClear: () => void
  all: { count: number; select: () => void } | undefined
}

/** What can be done with all users that are chosen. It is done at once; what became of each stands in the receipt. */
export function BulkBar({ accountId, keys, rights, onClear, all }: BulkBarProps) {
  const [asked, setAsked] = useState<{ kind: Asked; users: readonly UserRow[] } | null>(null)
  const runBulk = useBulk()

  async function chosen(): Promise<readonly UserRow[] | null> {
    const answer = await bridge().query('users.some', { accountId, membershipIds: [...keys] })
    if (answer.ok) return answer.value
    notifyProblem(answer.error)
    return null
  }

  async function ask(kind: Asked) {
    const users = await chosen()
    if (users) setAsked({ kind, users })
  }

  async function act(kind: 'suspend' | 'resume' | 'remove') {
    const users = await chosen()
    if (!users) return
    const found = eligible(kind, users)
    const made = found.users.map(({ membershipId }) => stateChange(kind, { accountId, membershipId }))
    await applied({ made, done: t.done[kind](made.length) }, kind === 'remove')
  }

  async function applied({ made, done }: Step, hold = false) {
    if (made.length === 0) return void notify({ title: t.nobody })
    if (await runBulk(made, { done, hold })) onClear()
  }

  const action = (kind: BulkKind) => ({
    disabledReason: rights.refusal(needs[kind]),
    onPress: () =>
      void (kind === 'suspend' || kind === 'resume' || kind === 'remove' ? act(kind) : ask(kind)),
  })
  const entry = (kind: BulkKind, label: string) => {
    const { disabledReason, onPress } = action(kind)
    return { id: kind, label, disabledReason, onAction: onPress }
  }
  return (
    <>
      <SelectionBar
        count={keys.size}
        onClear={onClear}
        all={all && { count: all.count, onSelect: all.select }}
      >
        <Button size="small" {...action('grant')}>
          {t.grant}
        </Button>
        <Button size="small" {...action('role')}>
          {t.role}
        </Button>
        <Button size="small" {...action('suspend')}>
          {t.suspend}
        </Button>
        <Button size="small" kind="danger" {...action('remove')}>
          {t.remove}
        </Button>
        <Menu
          label={t.more}
          entries={[entry('revoke', t.revoke), entry('end', t.end), entry('resume', t.resume)]}
        >
          <Button size="small">{t.more}</Button>
        </Menu>
      </SelectionBar>
      {asked && (
        <Suspense>
          <BulkDialog
            accountId={accountId}
            kind={asked.kind}
            chosen={asked.users}
            rights={rights}
            onClose={() => setAsked(null)}
            onMade={(step) => {
              setAsked(null)
              void applied(step)
            }}
          />
        </Suspense>
      )}
    </>
  )
}
