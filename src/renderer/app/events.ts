import { bridge } from '../data/bridge.ts'
import { notifyProblem } from '../data/use-mutate.ts'
import { useAppStore } from './app-store.ts'

/** What main asks the window to do: show a link that arrived, or run an entry of the system's menu. */
export function listenToApp(): () => void {
  const { openPanel, go } = useAppStore.getState()
  const stops = [
    bridge().on('link.arrived', ({ linkId }) => openPanel({ kind: 'invitation-link', linkId })),
    bridge().on('link.refused', notifyProblem),
    bridge().on('menu.chosen', ({ action }) => {
      if (action === 'palette') openPanel({ kind: 'palette', text: '' })
      else if (action === 'shortcuts') openPanel({ kind: 'shortcuts' })
      else if (action === 'paste-link') openPanel({ kind: 'paste-link' })
      else if (action === 'settings') go({ screen: 'settings' })
      else void bridge().command('sync.now', {})
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
