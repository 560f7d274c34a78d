import { type ComponentType, type ReactNode, useEffect, useSyncExternalStore } from 'react'

interface Later<P extends object> {
  (props: P): ReactNode
  /** Fetches it ahead of its use. */
  fetch(): Promise<void>
}

const all: (() => Promise<void>)[] = []

/**
 * A part that isn't in the first frame: its code is fetched when it is first shown, or before that in a quiet moment.
 * Once it is here it is drawn in the same frame that asks for it, which `React.lazy` doesn't promise. Until then
 * nothing is drawn, or `Meanwhile`.
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Meanwhile?: ComponentType<P>,
): Later<P> {
  let loaded: ComponentType<P> | null = null
  let failure: { error: unknown } | null = null
  let fetching: Promise<void> | null = null
  const listeners = new Set<() => void>()

  async function attempt(): Promise<void> {
    try {
      loaded = await load()
    } catch (error) {
      failure = { error }
    }
    for (const listener of listeners) listener()
  }
  function fetch(): Promise<void> {
    fetching ??= attempt()
    return fetching
  }
  function subscribe(listener: () => void) {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  function LaterPart(props: P) {
    const Content = useSyncExternalStore(subscribe, () => loaded ?? failure)
    useEffect(() => void fetch(), [])
    if (Content === null) return Meanwhile ? <Meanwhile {...props} /> : null
    if ('error' in Content) throw Content.error
    return <Content {...props} />
  }
  LaterPart.fetch = fetch
  all.push(fetch)
  return LaterPart
}

/** Fetches all of them, each in a moment in which nothing else is to be done. Answers the function that stops it. */
export function fetchTheRest(): () => void {
  const waiting = [...all]
  let handle = requestIdleCallback(next, { timeout: 2000 })
  function next() {
    const fetch = waiting.shift()
    if (!fetch) return
    void fetch().then(() => {
      handle = requestIdleCallback(next, { timeout: 2000 })
    })
  }
  return () => cancelIdleCallback(handle)
}
