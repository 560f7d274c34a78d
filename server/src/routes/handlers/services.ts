import { addService, editService, listServices, removeService } from '../../services/account-services.ts'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const serviceHandlers: HandlersOf<'services'> = {
  'services.list': async ({ db, entry }) => ok(await listServices(db, entry)),
  'services.add': ({ write, entry, body }) => addService(write, entry, body),
  'services.edit': ({ write, entry, params, body }) => editService(write, entry, params.serviceId, body),
  'services.remove': ({ write, entry, params }) => removeService(write, entry, params.serviceId),
}
