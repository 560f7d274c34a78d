import { shell } from '../../../strings/shell.ts'
import { Page } from '../../ui/page.tsx'

/** Where the principal is signed in, and how. */
export function SessionsScreen() {
  return <Page title={shell.sessions}>{null}</Page>
}
