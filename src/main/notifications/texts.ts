import type { NotificationTarget } from '../../ipc/views.ts'
import { notificationLine } from '../../strings/notification-lines.ts'
import { notificationWords as words } from '../../strings/notifications.ts'

/** What the system shows. `hidden`: without a name of an account, a person or an application. */
export function notificationText(
  target: NotificationTarget,
  count: number,
  hidden: boolean,
): { title: string; body: string } {
  if (target.kind === 'refused') return { title: words.refusedLine(count), body: words.refusedDetail }
  if (target.kind === 'several') return { title: words.several(count), body: words.severalDetail }
  if (hidden) return { title: words.hidden, body: words.hiddenDetail }
  const { title, detail } = notificationLine(target)
  return { title, body: detail }
}
