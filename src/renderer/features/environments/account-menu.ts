import type { EnvironmentAccount } from '../../../ipc/views.ts'
import { undoWords } from '../../../strings/common.ts'
import { environmentAccountWords as t } from '../../../strings/environments.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { notify } from '../../ui/toast.tsx'
import type { PendingAccountChange } from './account-dialogs.tsx'
import { newId, useOffline } from './use-server.ts'

/** What can be done with an account as a whole, by its row. */
export function useAccountMenu(
  ask: (change: PendingAccountChange) => void,
): (account: EnvironmentAccount) => readonly MenuEntry[] {
  const openAccount = useAppStore((store) => store.openAccount)
  const openPanel = useAppStore((store) => store.openPanel)
  const offline = useOffline()

  return (account) => {
    const { id: accountId, name, status } = account
    const entry = (
      id: keyof typeof t.menu,
      onAction: () => void,
      disabledReason: string | null = offline,
    ) => ({
      id,
      label: t.menu[id],
      onAction,
      disabledReason,
    })
    return [
      entry('open', () => openAccount(accountId), null),
      ...(account.owner === 'none'
        ? [entry('chooseOwner', () => openPanel({ kind: 'transfer', accountId }), null)]
        : []),
      entry('copyReference', () => void copy(account), null),
      'separator',
      ...(status === 'active' ? [entry('suspend', () => ask({ kind: 'suspend', account }))] : []),
      ...(status === 'suspended' ? [entry('resume', () => void move(accountId, 'resume', name))] : []),
      status === 'closed'
        ? entry('reopen', () => void move(accountId, 'reopen', name))
        : entry('close', () => ask({ kind: 'close', account })),
      {
        ...entry(
          'delete',
          () => ask({ kind: 'delete', account }),
          offline ?? (status === 'closed' ? null : t.closeFirst),
        ),
        danger: true,
      },
    ]
  }
}

async function copy({ name, reference }: EnvironmentAccount): Promise<void> {
  const copied = await bridge().command('clipboard.write', { text: reference })
  if (copied.ok) notify({ title: t.copied(name) })
}

type Move = 'suspend' | 'resume' | 'close' | 'reopen'
const opposite = { resume: 'suspend', reopen: 'close', suspend: 'resume', close: 'reopen' } as const

/** Gives back what was taken: done at once, with a way back. */
async function move(accountId: string, to: 'resume' | 'reopen', name: string): Promise<void> {
  const moved = await ask(accountId, to)
  if (!moved) return
  notify({
    title: to === 'resume' ? t.resumed(name) : t.reopened(name),
    undo: () => void ask(accountId, opposite[to]).then((done) => done && notify({ title: undoWords.undone })),
  })
}

async function ask(accountId: string, to: Move): Promise<boolean> {
  const moved = await bridge().command('environments.moveAccount', { accountId, move: to, attempt: newId() })
  if (!moved.ok) notifyProblem(moved.error)
  return moved.ok
}
