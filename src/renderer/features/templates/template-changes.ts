import type { IntentInput, Permission } from '@gatehouse/contract'
import type { TemplateItem } from '../../../ipc/views.ts'

/** A template as it is being written. */
export interface TemplateDraft {
  templateId: string
  name: string
  permissions: readonly Permission[]
  /** What it was when it was opened; null for a new one. */
  from: Pick<TemplateItem, 'name' | 'permissions' | 'version'> | null
}

interface Change {
  intent: IntentInput
  /** What takes it back once it has been sent. */
  inverse: IntentInput
}

export function saveIntents(accountId: string, draft: TemplateDraft): Change {
  const { templateId, name, permissions, from } = draft
  const written = { accountId, templateId, name: name.trim(), permissions: [...permissions] }
  if (!from) {
    return {
      intent: { name: 'templates.create', args: written },
      inverse: { name: 'templates.delete', args: { accountId, templateId } },
    }
  }
  const before = { accountId, templateId, name: from.name, permissions: [...from.permissions] }
  return {
    intent: { name: 'templates.edit', args: { ...written, baseVersion: from.version } },
    inverse: { name: 'templates.edit', args: { ...before, baseVersion: from.version + 1 } },
  }
}

export function deleteIntent(
  accountId: string,
  { id: templateId, name, permissions }: Pick<TemplateItem, 'id' | 'name' | 'permissions'>,
): Change {
  return {
    intent: { name: 'templates.delete', args: { accountId, templateId } },
    inverse: {
      name: 'templates.create',
      args: { accountId, templateId, name, permissions: [...permissions] },
    },
  }
}
