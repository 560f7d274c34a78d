import type { FastifyRequest } from 'fastify'
import type { Database } from '../../db/database.ts'
import type { Notices } from '../security/notices.ts'
import { agentFamily, hasSignedIn } from '../sessions/sessions.ts'
import type { Login } from '../users.ts'
import type { Devices } from './devices.ts'

/**
 * Mails the owner of a login that it was used in a browser where it never was before. A first sign-in is in a new
 * browser always, and worth no mail.
 */
export async function tellOfNewDevice(
  { db, devices, notices }: { db: Database; devices: Devices; notices: Notices },
  request: FastifyRequest,
  login: Login,
): Promise<void> {
  if (devices.visitorOf(request).isKnownTo(login.id) || !(await hasSignedIn(db, login.id))) return
  await notices.send(db, login, 'new_device', agentFamily(request.headers['user-agent'] ?? '') ?? '')
}
