import { usePanel } from '../../app/app-store.ts'
import { TemplateDrawer } from './template-drawer.tsx'
import { TemplatesDrawer } from './templates-drawer.tsx'

/** An account's sets of permissions: the list of them, or one that is written. They lie over any place. */
export function TemplatePanels() {
  const list = usePanel('templates')
  const one = usePanel('template')
  if (list) return <TemplatesDrawer accountId={list.accountId} />
  if (!one) return null
  const { accountId, templateId } = one
  return <TemplateDrawer key={`${accountId} ${templateId}`} accountId={accountId} templateId={templateId} />
}
