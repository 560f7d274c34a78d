import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { words } from '../../../strings/common.ts'
import { useIsOnline } from '../../data/use-session.ts'

export { newId }

/** Why nothing can be changed at the server now; null where it can. */
export function useOffline(): string | null {
  return useIsOnline() ? null : words.needsConnection
}

/** Names what the person is about to do, as long as the form or dialog is open: done twice by mistake it counts once. */
export function useAttempt(): string {
  const [attempt] = useState(() => newId())
  return attempt
}
