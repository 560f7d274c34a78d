import {
  createTemplate,
  deleteTemplate,
  editTemplate,
  listTemplates,
} from '../../services/memberships/templates.ts'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const templateHandlers: HandlersOf<'templates'> = {
  'templates.list': async ({ db, entry }) => ok(await listTemplates(db, entry)),
  'templates.create': ({ write, entry, body }) => createTemplate(write, entry, body),
  'templates.edit': ({ write, entry, params, body }) => editTemplate(write, entry, params.templateId, body),
  'templates.delete': ({ write, entry, params }) => deleteTemplate(write, entry, params.templateId),
}
