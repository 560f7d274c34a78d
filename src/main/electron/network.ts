import { session } from 'electron'
import type { Fetch } from '../ports.ts'

/**
 * What this program itself asks of servers goes out through a session that no page is in: that of the pages has no
 * network. Kept in memory, so neither cookies nor answers of a server are left on the disk. After `ready`.
 */
export const networkFetch: Fetch = (input, init) =>
  session.fromPartition('network', { cache: false }).fetch(input, init)
