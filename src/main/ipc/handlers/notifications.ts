import type { notificationsArea } from '../../../ipc/areas/notifications.ts'
import type { HandlersDeps, HandlersOf } from './deps.ts'

export function notificationsHandlers(_deps: HandlersDeps): HandlersOf<typeof notificationsArea> {
  return { queries: {}, commands: {} }
}
