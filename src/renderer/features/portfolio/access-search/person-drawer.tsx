import { useState } from 'react'
import type { AccessPerson, PersonAccess } from '../../../../ipc/views.ts'
import { accessSearchWords, accessPersonWords as t } from '../../../../strings/access-search.ts'
import { roleNames } from '../../../../strings/common.ts'
import { relativeTime } from '../../../../strings/format.ts'
import { leaverWords } from '../../../../strings/people-runs.ts'
import { permissionLabel } from '../../../../strings/permissions.ts'
import { useAppStore } from '../../../app/app-store.ts'
import { useBridgeQuery } from '../../../data/use-bridge.ts'
import { Answer } from '../../../ui/answer.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { ColourMark } from '../../../ui/colour-mark.tsx'
import { Drawer } from '../../../ui/overlay.tsx'
import { SourceBadges } from '../../../ui/source-badges.tsx'
import { useNow } from '../../../ui/time.tsx'
import styles from './access-search.module.css'

const pieceSize = 25
const most = 200

/** Everything that one person has: each account, role, permission and application, with the reason. */
export function AccessPersonDrawer({ userId }: { userId: string }) {
  const closePanel = useAppStore((store) => store.closePanel)
  const openPanel = useAppStore((store) => store.openPanel)
  const [limit, setLimit] = useState(pieceSize)
  const answer = useBridgeQuery('access.person', { userId, limit }, { keepBefore: true })
  const { data } = answer
  return (
    <Drawer
      isOpen
      wide
      title={data ? <bdi>{data.name}</bdi> : t.accounts}
      subtitle={data && t.subtitle(data.email, data.total)}
      onClose={() => closePanel('access-person')}
      footer={
        data &&
        !data.isMe && (
          <Button onPress={() => openPanel({ kind: 'leaver', userId })}>
            {accessSearchWords.menu.leaver}
          </Button>
        )
      }
    >
      <Answer answer={answer} inline>
        {(person) => (
          <>
            <Others person={person} />
            <ul className={styles.places} aria-label={t.accounts}>
              {person.items.map((item) => (
                <Place key={item.membershipId} item={item} name={person.name} />
              ))}
            </ul>
            {person.items.length < person.total && (
              <div className={styles.other}>
                <p className={styles.muted}>{t.onlyFirst(person.items.length, person.total)}</p>
                {limit < most && (
                  <Button size="small" onPress={() => setLimit(Math.min(most, limit + 2 * pieceSize))}>
                    {t.more}
                  </Button>
                )}
              </div>
            )}
          </>
        )}
      </Answer>
    </Drawer>
  )
}

/** Other logins that may be theirs, each with why; nothing is merged. */
function Others({ person }: { person: AccessPerson }) {
  const openPanel = useAppStore((store) => store.openPanel)
  if (person.others.length === 0) return null
  return (
    <section className={styles.others}>
      <h3>{t.others}</h3>
      <p className={styles.muted}>{t.othersReason}</p>
      <ul>
        {person.others.map((other) => (
          <li key={other.userId} className={styles.other}>
            <span className={styles.otherText}>
              <bdi>{other.email}</bdi>
              <span className={styles.muted}>
                {t.why(other.reasons.map((reason) => leaverWords.reasons[reason]))}
              </span>
            </span>
            <span className={styles.muted}>{t.otherAccounts(other.accounts)}</span>
            <Button
              size="small"
              aria-label={t.look(other.email)}
              onPress={() => openPanel({ kind: 'access-person', userId: other.userId })}
            >
              {t.lookShort}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Place({ item, name }: { item: PersonAccess; name: string }) {
  const openPanel = useAppStore((store) => store.openPanel)
  const now = useNow()
  const { accountId, membershipId, accountName, lastActiveAt, endsAt } = item
  return (
    <li className={styles.place}>
      <div className={styles.placeHead}>
        {item.accountColour && <ColourMark colour={item.accountColour} />}
        <h3>
          <bdi>{accountName}</bdi>
        </h3>
        <Badge tone={item.isOwner ? 'accent' : 'neutral'}>{roleNames[item.role]}</Badge>
        {item.status === 'suspended' && <Badge tone="warning">{accessSearchWords.status.suspended}</Badge>}
        {item.accountStatus !== 'active' && (
          <Badge tone="warning">{accessSearchWords.closed[item.accountStatus]}</Badge>
        )}
        {item.isLegacy && <Badge>{accessSearchWords.legacy}</Badge>}
        <span className={styles.placeActions}>
          <Button
            size="small"
            aria-label={t.openUserIn(name, accountName)}
            onPress={() => openPanel({ kind: 'user', accountId, membershipId })}
          >
            {t.openUser}
          </Button>
        </span>
      </div>
      <div className={styles.facts}>
        <span>
          {lastActiveAt === null ? t.neverSeen : t.lastSeen(relativeTime(new Date(lastActiveAt), now))}
        </span>
        {endsAt !== null && <span>{t.ends(relativeTime(new Date(endsAt), now))}</span>}
      </div>
      <Applications item={item} />
      <details className={styles.permissions}>
        <summary aria-label={t.permissionsOf(accountName, item.permissions.length)}>
          {t.permissions(item.permissions.length)}
        </summary>
        <ul>
          {item.permissions.map((permission) => (
            <li key={permission}>{permissionLabel(permission)}</li>
          ))}
        </ul>
      </details>
    </li>
  )
}

function Applications({ item: { applications, accountName } }: { item: PersonAccess }) {
  if (applications === null) return <p className={styles.muted}>{t.applicationsHidden}</p>
  if (applications.length === 0) return <p className={styles.muted}>{t.noApplications}</p>
  return (
    <ul className={styles.applications} aria-label={t.applications(accountName)}>
      {applications.map(({ id, name, sources }) => (
        <li key={id}>
          <bdi>{name}</bdi>
          <SourceBadges sources={sources} none="" />
        </li>
      ))}
    </ul>
  )
}
