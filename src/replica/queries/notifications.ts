import { ok } from '@gatehouse/contract'
import { readNotifications } from '../repositories/notifications.ts'
import type { Handler } from './context.ts'

/** The newest first; at most as many as are kept. */
export const listNotifications: Handler<'notifications.list'> = ({ sql }) => ok(readNotifications(sql))
