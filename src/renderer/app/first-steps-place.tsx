import { useAccounts } from '../data/use-accounts.ts'
import { usePreferences } from '../data/use-session.ts'
import { later } from '../ui/later.tsx'

const FirstSteps = later(async () => (await import('./first-steps.tsx')).FirstSteps)

/** Where the first steps stand until they are put away. `inAccount`: on the dashboard of somebody's only account. */
export function FirstStepsPlace({ inAccount = false }: { inAccount?: boolean }) {
  const { preferences, isLoaded } = usePreferences()
  const isOnly = useAccounts().data?.length === 1
  if (inAccount !== isOnly) return null
  return isLoaded && !preferences.checklist.dismissed ? <FirstSteps /> : null
}
