import { useState } from 'react'
import type { AccessLine, UserDetail } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { userWords } from '../../../strings/users.ts'
import { type Mutate, useMutate } from '../../data/use-mutate.ts'
import type { Rights } from '../../data/use-session.ts'
import { ActionList, type LineAction } from '../../ui/action-list.tsx'
import { WaitingMark } from '../../ui/badge.tsx'
import { Name } from '../../ui/name.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SourceBadges } from '../../ui/source-badges.tsx'
import styles from './users.module.css'

const t = userWords.drawer
const filterFrom = 12
/** A longer list scrolls by itself and builds only what is in view. */
const scrollsFrom = 60

interface AccessSectionProps {
  accountId: string
  user: UserDetail
  rights: Rights
}

/** Every application of the account: whether this user can open it, every reason why, and the grant to change. */
export function AccessSection({ accountId, user, rights }: AccessSectionProps) {
  const mutate = useMutate()
  const [filter, setFilter] = useState('')
  const wanted = filter.trim().toLocaleLowerCase()
  const found = user.access.filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
  const isLong = user.access.length > scrollsFrom
  const reached = user.access.filter(({ sources }) => sources.length > 0).length
  return (
    <section className={styles.section}>
      <h3 className={styles.sectionTitle}>
        {t.access}
        <span className={styles.muted} role="status">
          {t.accessCount(reached, user.access.length)}
        </span>
      </h3>
      {user.status === 'suspended' && <p className={styles.muted}>{t.suspended}</p>}
      {user.access.length > filterFrom && <SearchField label={t.find} value={filter} onChange={setFilter} />}
      {user.access.length === 0 ? (
        <p className={styles.muted}>{t.noApplications}</p>
      ) : (
        <div className={isLong ? styles.tall : undefined}>
          <ActionList
            fill={isLong}
            label={t.accessOf(user.name)}
            lines={found.map((line) => ({
              id: line.applicationId,
              title: (
                <>
                  <Name>{line.name}</Name>
                  {line.waiting && <WaitingMark>{words.waiting}</WaitingMark>}
                </>
              ),
              detail: detailOf(line),
              badges: <SourceBadges sources={line.sources} none={line.hasGrant ? t.keptGrant : t.noAccess} />,
              action: actionOf(line, accountId, user, rights, mutate),
            }))}
          />
        </div>
      )}
    </section>
  )
}

function detailOf({ type, status }: AccessLine): string | null {
  const parts = [type === 'agent' && t.agent, status === 'inactive' && t.notIntegrated].filter(Boolean)
  return parts.length > 0 ? parts.join(' · ') : null
}

/** A grant can be given and taken at once; what comes by itself can't be taken from one user, and says so. */
function actionOf(
  line: AccessLine,
  accountId: string,
  user: UserDetail,
  rights: Rights,
  mutate: Mutate,
): LineAction {
  const args = { accountId, applicationId: line.applicationId, membershipId: user.membershipId }
  const grant = { name: 'grants.add', args } as const
  const revoke = { name: 'grants.remove', args } as const
  const isAutomatic = line.sources.some((source) => source !== 'grant')
  if (line.hasGrant || isAutomatic) {
    const automatic = line.sources.includes('environment') ? t.environment : t.accountAuto
    return {
      label: t.revoke,
      fullLabel: t.revokeFrom(line.name, user.name),
      disabledReason: line.hasGrant ? rights.refusal('applications.assign') : automatic,
      onPress: () => void mutate(revoke, { done: t.revoked(line.name, user.name), inverse: grant }),
    }
  }
  return {
    label: t.grant,
    fullLabel: t.grantTo(line.name, user.name),
    disabledReason: rights.refusal('applications.assign'),
    onPress: () => void mutate(grant, { done: t.granted(line.name, user.name), inverse: revoke }),
  }
}
