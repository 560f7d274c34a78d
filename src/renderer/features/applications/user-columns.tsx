import type { IntentInput } from '@gatehouse/contract'
import type { ApplicationUser } from '../../../ipc/views.ts'
import { applicationWords } from '../../../strings/applications.ts'
import { words } from '../../../strings/common.ts'
import { userWords } from '../../../strings/users.ts'
import type { Mutate } from '../../data/use-mutate.ts'
import type { Rights } from '../../data/use-session.ts'
import { WaitingMark } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Name, TwoLines } from '../../ui/name.tsx'
import { SourceBadges } from '../../ui/source-badges.tsx'
import type { Column } from '../../ui/table.tsx'
import type { GrantTarget } from './grant-changes.ts'

const t = applicationWords.users

export function userColumns(target: GrantTarget, rights: Rights, mutate: Mutate): Column<ApplicationUser>[] {
  return [
    {
      id: 'user',
      header: t.columns.user,
      sortable: true,
      cell: (user) => (
        <TwoLines
          first={
            <>
              <Name strong>{user.name}</Name>
              {user.waiting && <WaitingMark>{words.waiting}</WaitingMark>}
            </>
          }
          second={<bdi>{user.email}</bdi>}
        />
      ),
    },
    {
      id: 'access',
      header: t.columns.access,
      sortable: true,
      width: '226px',
      priority: 1,
      cell: (user) => (
        <SourceBadges sources={user.sources} none={user.status === 'suspended' ? t.suspended : t.noAccess} />
      ),
    },
    {
      id: 'action',
      header: t.columns.action,
      hideHeader: true,
      width: '96px',
      align: 'end',
      cell: (user, tabIndex) => {
        const action = actionOf(user, target, rights)
        return (
          <Button
            size="small"
            excludeFromTabOrder={tabIndex === -1}
            aria-label={action.fullLabel}
            disabledReason={action.disabledReason}
            onPress={() => void mutate(action.intent, { done: action.done, inverse: action.inverse })}
          >
            {action.label}
          </Button>
        )
      },
    },
  ]
}

interface Action {
  label: string
  fullLabel: string
  done: string
  disabledReason: string | null
  intent: IntentInput
  inverse: IntentInput
}

/** Grants where there is no grant, revokes where there is; what every user has anyway can't be taken from one. */
function actionOf(user: ApplicationUser, target: GrantTarget, rights: Rights): Action {
  const { accountId, applicationId, applicationName } = target
  const args = { accountId, applicationId, membershipId: user.membershipId }
  const add = { name: 'grants.add', args } as const
  const remove = { name: 'grants.remove', args } as const
  const say = userWords.drawer
  const auto = user.sources.includes('environment')
    ? say.environment
    : user.sources.includes('account')
      ? t.accountAuto
      : null
  if (user.hasGrant || auto) {
    return {
      label: say.revoke,
      fullLabel: say.revokeFrom(applicationName, user.name),
      done: say.revoked(applicationName, user.name),
      disabledReason: user.hasGrant ? rights.refusal('applications.assign') : auto,
      intent: remove,
      inverse: add,
    }
  }
  return {
    label: say.grant,
    fullLabel: say.grantTo(applicationName, user.name),
    done: say.granted(applicationName, user.name),
    disabledReason: rights.refusal('applications.assign'),
    intent: add,
    inverse: remove,
  }
}
