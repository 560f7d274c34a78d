import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { Tab } from '../../ipc/views.ts'
import { Dashboard } from '../features/dashboard/dashboard.tsx'

export interface TabProps {
  accountId: string
}

type TabComponent = ComponentType<TabProps> | LazyExoticComponent<ComponentType<TabProps>>

const applications = () => import('../features/applications/applications-tab.tsx')

/** What each tab of an account shows. The dashboard comes at once; the others when they are first opened. */
export const tabComponents: Record<Tab, TabComponent> = {
  dashboard: Dashboard,
  applications: lazy(async () => {
    const { ApplicationsTab } = await applications()
    return {
      default: ({ accountId }: TabProps) => <ApplicationsTab accountId={accountId} type="application" />,
    }
  }),
  agents: lazy(async () => {
    const { ApplicationsTab } = await applications()
    return { default: ({ accountId }: TabProps) => <ApplicationsTab accountId={accountId} type="agent" /> }
  }),
  users: lazy(async () => ({ default: (await import('../features/users/users-tab.tsx')).UsersTab })),
  invitations: lazy(async () => ({
    default: (await import('../features/invitations/invitations-tab.tsx')).InvitationsTab,
  })),
  services: lazy(async () => ({
    default: (await import('../features/services/services-tab.tsx')).ServicesTab,
  })),
  activity: lazy(async () => ({
    default: (await import('../features/activity/activity-tab.tsx')).ActivityTab,
  })),
  settings: lazy(async () => ({
    default: (await import('../features/account-settings/settings-tab.tsx')).SettingsTab,
  })),
}
