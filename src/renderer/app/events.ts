import { linkWords } from '../../strings/links.ts'
import { explain } from '../../strings/problems.ts'
import { bridge } from '../data/bridge.ts'
import { notify } from '../ui/toast.tsx'
import { actionOf, nowhere, runAction } from './actions/index.ts'
import { useAppStore } from './app-store.ts'
import { openNotification } from './open-notification.ts'

/** What main asks the window to do: show a link that arrived, or run an entry of the system's menu. */
export function listenToApp(): () => void {
  const { openPanel } = useAppStore.getState()
  const stops = [
    bridge().on('link.arrived', ({ linkId }) => openPanel({ kind: 'invitation-link', linkId })),
    // A general "not valid" would leave open what of: nobody sees the link that the system handed over.
    bridge().on('link.refused', (problem) =>
      notify({ tone: 'problem', title: linkWords.refused, detail: explain(problem).advice }),
    ),
    bridge().on('notification.chosen', ({ target }) => openNotification(target)),
    bridge().on('menu.chosen', ({ action }) => runAction(actionOf(action), nowhere)),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
