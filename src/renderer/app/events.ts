import type { EventPayload } from '../../ipc/contract.ts'
import { linkWords } from '../../strings/links.ts'
import { explain } from '../../strings/problems.ts'
import { updateNotices } from '../../strings/update-notices.ts'
import { bridge } from '../data/bridge.ts'
import { notify } from '../ui/toast.tsx'
import { actionOf, nowhere, runAction } from './actions/index.ts'
import { useAppStore } from './app-store.ts'
import { openNotification } from './open-notification.ts'

/** What main asks the window to do: show a link that arrived, or run an entry of the system's menu. */
export function listenToApp(): () => void {
  const stops = [
    showLinks(),
    // A general "not valid" would leave open what of: nobody sees the link that the system handed over.
    bridge().on('link.refused', (problem) =>
      notify({
        tone: 'problem',
        title: linkWords.refused,
        detail: explain(problem).advice,
        reference: problem.reference,
      }),
    ),
    bridge().on('updates.notice', tellOfUpdate),
    bridge().on('notification.chosen', ({ target }) => openNotification(target)),
    bridge().on('menu.chosen', ({ action }) => runAction(actionOf(action), nowhere)),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function tellOfUpdate({ kind, version }: EventPayload<'updates.notice'>): void {
  const show = () => useAppStore.getState().go({ screen: 'settings', item: 'updates' })
  notify({
    title: updateNotices[kind](version),
    ...(kind === 'not-installed' && { tone: 'problem' }),
    ...(kind !== 'updated' && { more: { label: updateNotices.show, onPress: show } }),
  })
}

/**
 * Shows links that arrive, one after the other: none takes the place of an invitation that somebody is just reading, so
 * that a press meant for one never meets another.
 */
function showLinks(): () => void {
  const waiting = new Set<string>()
  function showNext(): void {
    const { panel, openPanel } = useAppStore.getState()
    if (panel?.kind === 'invitation-link') return void waiting.delete(panel.linkId)
    const [next] = waiting
    if (next === undefined) return
    waiting.delete(next)
    openPanel({ kind: 'invitation-link', linkId: next })
  }
  const stops = [
    bridge().on('link.arrived', ({ linkId }) => {
      waiting.add(linkId)
      showNext()
    }),
    useAppStore.subscribe(({ panel }, before) => {
      if (panel === null && before.panel !== null) showNext()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
