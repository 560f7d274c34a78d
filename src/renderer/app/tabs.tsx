import type { ComponentType } from 'react'
import type { Tab } from '../../ipc/views.ts'
import { later } from '../ui/later.tsx'

export interface TabProps {
  accountId: string
}

const applications = () => import('../features/applications/applications-tab.tsx')

const Dashboard = later(async () => (await import('../features/dashboard/dashboard.tsx')).Dashboard)
// Most starts and most switches begin there.
void Dashboard.fetch()

/** What each tab of an account shows; fetched when it is first opened, or in a quiet moment before that. */
export const tabComponents: Record<Tab, ComponentType<TabProps>> = {
  dashboard: Dashboard,
  applications: later(async () => {
    const { ApplicationsTab } = await applications()
    return ({ accountId }: TabProps) => <ApplicationsTab accountId={accountId} type="application" />
  }),
  agents: later(async () => {
    const { ApplicationsTab } = await applications()
    return ({ accountId }: TabProps) => <ApplicationsTab accountId={accountId} type="agent" />
  }),
  users: later(async () => (await import('../features/users/users-tab.tsx')).UsersTab),
  invitations: later(
    async () => (await import('../features/invitations/invitations-tab.tsx')).InvitationsTab,
  ),
  services: later(async () => (await import('../features/services/services-tab.tsx')).ServicesTab),
  reviews: later(async () => (await import('../features/reviews/reviews-tab.tsx')).ReviewsTab),
  activity: later(async () => (await import('../features/activity/activity-tab.tsx')).ActivityTab),
  settings: later(async () => (await import('../features/account-settings/settings-tab.tsx')).SettingsTab),
}
