import { linkWords } from '../../strings/links.ts'
import { explain } from '../../strings/problems.ts'
import { bridge } from '../data/bridge.ts'
import { notify } from '../ui/toast.tsx'
import { useAppStore } from './app-store.ts'
import { lockNow } from './use-logins.tsx'

/** What main asks the window to do: show a link that arrived, or run an entry of the system's menu. */
export function listenToApp(): () => void {
  const { openPanel, go } = useAppStore.getState()
  const stops = [
    bridge().on('link.arrived', ({ linkId }) => openPanel({ kind: 'invitation-link', linkId })),
    // A general "not valid" would leave open what of: nobody sees the link that the system handed over.
    bridge().on('link.refused', (problem) =>
      notify({ tone: 'problem', title: linkWords.refused, detail: explain(problem).advice }),
    ),
    bridge().on('menu.chosen', ({ action }) => {
      if (action === 'palette') openPanel({ kind: 'palette', text: '' })
      else if (action === 'shortcuts') openPanel({ kind: 'shortcuts' })
      else if (action === 'paste-link') openPanel({ kind: 'paste-link' })
      else if (action === 'settings') go({ screen: 'settings' })
      else if (action === 'lock') lockNow()
      else void bridge().command('sync.now', {})
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
