import { listServices } from '../../services/reading.ts'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const serviceHandlers: HandlersOf<'services'> = {
  'services.list': async ({ db, entry }) => ok(await listServices(db, entry)),
}
