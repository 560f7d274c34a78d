import UserPlus from 'lucide-react/icons/user-plus'
import UserRound from 'lucide-react/icons/user-round'
import type { Login } from '../../ipc/views.ts'
import { loginWords as t } from '../../strings/logins.ts'
import { bridge } from '../data/bridge.ts'
import { useBridgeQuery } from '../data/use-bridge.ts'
import { notifyProblem } from '../data/use-mutate.ts'
import type { MenuEntry } from '../ui/menu.tsx'
import { useAppStore } from './app-store.ts'

/** Who a login is, in a line: the name, and the server, as the same person may have one at several. */
export function loginName({ principal, server }: Pick<Login, 'principal' | 'server'>): string {
  return `${principal?.name ?? t.unreadable}, ${principal ? `${principal.email} ` : ''}${t.at(server.name)}`
}

export async function switchLogin(loginId: string): Promise<void> {
  const answer = await bridge().command('logins.switch', { loginId })
  if (!answer.ok) notifyProblem(answer.error)
}

export function lockNow(): void {
  void bridge().command('session.lock', {})
}

/** For the menu of whoever is signed in: the other logins, and another one. */
export function useLoginEntries(): MenuEntry[] {
  const { data: logins } = useBridgeQuery('logins.list', {})
  const openPanel = useAppStore((store) => store.openPanel)
  const others = (logins ?? []).filter(({ isCurrent }) => !isCurrent)
  return [
    ...others.map((login) => ({
      id: `login-${login.id}`,
      label: t.switchTo(loginName(login)),
      note: waitingIn(login),
      icon: <UserRound size={15} />,
      onAction: () => void switchLogin(login.id),
    })),
    {
      id: 'add-login',
      label: t.add,
      icon: <UserPlus size={15} />,
      onAction: () => openPanel({ kind: 'add-login' }),
    },
  ]
}

/** What was left in it when it was open last; null for nothing. */
export function waitingIn({ waiting, attention }: Pick<Login, 'waiting' | 'attention'>): string | null {
  const said = [
    ...(waiting > 0 ? [t.waiting(waiting)] : []),
    ...(attention > 0 ? [t.attention(attention)] : []),
  ]
  return said.length === 0 ? null : said.join(', ')
}
