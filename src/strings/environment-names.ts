import type { EnvironmentKind } from '../ipc/views.ts'
import { plural } from './format.ts'
import { inLanguage } from './language.ts'

export const environmentKinds: Record<EnvironmentKind, string> = inLanguage('environmentKinds', {
  production: 'Production',
  staging: 'Staging',
  qa: 'QA',
  development: 'Development',
})

/** Words of the administration of an environment. */
export const environmentWords = inLanguage('environmentWords', {
  section: 'Environments',
  kindIs: (kind: string) => `Kind: ${kind}`,
  tabsLabel: 'Administration of the environment',
  tabs: {
    accounts: 'Accounts',
    applications: 'Applications',
    roles: 'Roles & templates',
    activity: 'Activity',
  },
  accounts: (count: number) => plural(count, 'account', 'accounts'),
  users: (count: number) => plural(count, 'user', 'users'),
  applications: (count: number) => plural(count, 'application', 'applications'),
  youAre: 'You administer this environment',
  partial: 'Not everything has arrived on this computer yet, so figures can be too low.',
  gone: 'Go to All accounts',
  settings: 'Environment settings',
})
