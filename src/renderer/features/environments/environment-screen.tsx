import type { EnvironmentTab } from '../../app/app-store.ts'
import { Page } from '../../ui/page.tsx'

/** What the administrators of an environment see and do. */
export function EnvironmentScreen({ environmentId }: { environmentId: string; tab: EnvironmentTab }) {
  return <Page title={environmentId}>{null}</Page>
}
