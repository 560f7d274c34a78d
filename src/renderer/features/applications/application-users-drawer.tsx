import { useMemo, useState } from 'react'
import type { ApplicationUser } from '../../../ipc/views.ts'
import { applicationWords } from '../../../strings/applications.ts'
import { words } from '../../../strings/common.ts'
import { userWords } from '../../../strings/users.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { type Mutate, useMutate } from '../../data/use-mutate.ts'
import { type Rights, useRights } from '../../data/use-session.ts'
import { ActionList, type LineAction } from '../../ui/action-list.tsx'
import { Answer } from '../../ui/answer.tsx'
import { WaitingMark } from '../../ui/badge.tsx'
import { Name } from '../../ui/name.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SourceBadges } from '../../ui/source-badges.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'

const t = applicationWords.users

interface ApplicationUsersDrawerProps {
  accountId: string
  applicationId: string
}

/** Which users of an account can open an application, each with the reason; grants are given and taken one by one. */
export function ApplicationUsersDrawer({ accountId, applicationId }: ApplicationUsersDrawerProps) {
  const answer = useBridgeQuery('applications.users', { accountId, applicationId })
  const application = useApplication(accountId, applicationId)
  const rights = useRights(accountId)
  const closePanel = useAppStore((store) => store.closePanel)
  const mutate = useMutate()
  const [filter, setFilter] = useState('')
  const found = useMemo(() => matching(answer.data ?? [], filter), [answer.data, filter])
  const name = application?.name ?? ''
  const target = { accountId, applicationId, applicationName: name }

  return (
    <Drawer
      wide
      isOpen
      onClose={() => closePanel('application-users')}
      title={t.title(name)}
      subtitle={
        <>
          <bdi>{rights.account?.name}</bdi>
          {answer.data && ` · ${t.count(withAccess(answer.data), answer.data.length)}`}
        </>
      }
    >
      <Answer answer={answer}>
        {(users) =>
          users.length === 0 ? (
            <EmptyState title={t.empty} reason={t.emptyReason} />
          ) : (
            <>
              <SearchField label={t.find} value={filter} onChange={setFilter} autoFocus />
              <span role="status" className="visually-hidden">
                {filter && t.shown(found.length)}
              </span>
              {found.length === 0 ? (
                <NothingFound
                  title={applicationWords.nothingFound(filter)}
                  reason={t.nothingFoundReason}
                  onClear={() => setFilter('')}
                />
              ) : (
                <ActionList
                  fill
                  label={t.listLabel(name)}
                  lines={found.map((user) => ({
                    id: user.membershipId,
                    title: (
                      <>
                        <Name>{user.name}</Name>
                        {user.waiting && <WaitingMark>{words.waiting}</WaitingMark>}
                      </>
                    ),
                    detail: <bdi>{user.email}</bdi>,
                    badges: (
                      <SourceBadges
                        sources={user.sources}
                        none={user.status === 'suspended' ? t.suspended : t.noAccess}
                      />
                    ),
                    action: actionOf(user, target, rights, mutate),
                  }))}
                />
              )}
            </>
          )
        }
      </Answer>
    </Drawer>
  )
}

interface Target {
  accountId: string
  applicationId: string
  applicationName: string
}

function actionOf(user: ApplicationUser, target: Target, rights: Rights, mutate: Mutate): LineAction {
  const { accountId, applicationId, applicationName } = target
  const args = { accountId, applicationId, membershipId: user.membershipId }
  const refused = rights.refusal('applications.assign')
  const grant = { name: 'grants.add', args } as const
  const revoke = { name: 'grants.remove', args } as const
  if (user.hasGrant) {
    return {
      label: userWords.drawer.revoke,
      fullLabel: userWords.drawer.revokeFrom(applicationName, user.name),
      disabledReason: refused,
      onPress: () =>
        void mutate(revoke, { done: userWords.drawer.revoked(applicationName, user.name), inverse: grant }),
    }
  }
  const auto = user.sources.includes('environment')
    ? userWords.drawer.environment
    : user.sources.includes('account')
      ? t.accountAuto
      : null
  if (auto) {
    return {
      label: userWords.drawer.revoke,
      fullLabel: userWords.drawer.revokeFrom(applicationName, user.name),
      disabledReason: auto,
      onPress: () => {},
    }
  }
  return {
    label: userWords.drawer.grant,
    fullLabel: userWords.drawer.grantTo(applicationName, user.name),
    disabledReason: refused,
    onPress: () =>
      void mutate(grant, { done: userWords.drawer.granted(applicationName, user.name), inverse: revoke }),
  }
}

/** Its name, whichever of the two tabs it is on. */
function useApplication(accountId: string, applicationId: string) {
  const applications = useBridgeQuery('applications.list', { accountId, type: 'application' })
  const agents = useBridgeQuery('applications.list', { accountId, type: 'agent' })
  return [...(applications.data ?? []), ...(agents.data ?? [])].find(({ id }) => id === applicationId)
}

function withAccess(users: readonly ApplicationUser[]): number {
  return users.filter(({ sources }) => sources.length > 0).length
}

function matching(users: readonly ApplicationUser[], filter: string): readonly ApplicationUser[] {
  const wanted = filter.trim().toLocaleLowerCase()
  if (!wanted) return users
  return users.filter(({ name, email }) => `${name} ${email}`.toLocaleLowerCase().includes(wanted))
}
