import CircleCheck from 'lucide-react/icons/circle-check'
import { type ReactNode, useState } from 'react'
import type { DuplicateSide, Duplicates } from '../../../ipc/views.ts'
import { roleNames } from '../../../strings/common.ts'
import { duplicateReasons, duplicateWords as t } from '../../../strings/duplicates.ts'
import { number } from '../../../strings/format.ts'
import { userWords } from '../../../strings/users.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Answer } from '../../ui/answer.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/fields.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { missingGrants, sidesOf } from './duplicate-sides.ts'
import { useRemoveDuplicate } from './use-remove-duplicate.ts'
import { type UserActions, useUserActions } from './use-user-actions.ts'
import { UserStatus } from './user-columns.tsx'
import styles from './users.module.css'

type Group = Duplicates['groups'][number]

/** Logins that look like one person's, side by side. Nothing is removed but what somebody chooses to. */
export function DuplicatesDrawer({ accountId }: { accountId: string }) {
  const answer = useBridgeQuery('users.duplicates', { accountId })
  const actions = useUserActions(accountId)
  const closePanel = useAppStore((store) => store.closePanel)
  return (
    <Drawer
      wide
      isOpen
      onClose={() => closePanel('duplicates')}
      title={t.title}
      subtitle={<bdi>{actions.rights.account?.name}</bdi>}
    >
      <Answer answer={answer}>
        {({ count, groups }) =>
          count === 0 ? (
            <EmptyState icon={<CircleCheck size={22} />} title={t.none} reason={t.noneReason} />
          ) : (
            <>
              <p className={styles.muted}>{t.subtitle(count)}</p>
              {groups.flatMap((group) =>
                group.others.map(({ user, reasons }) => (
                  <Pair
                    key={`${group.keep.membershipId}/${user.membershipId}`}
                    accountId={accountId}
                    first={group.keep}
                    second={user}
                    reasons={reasons}
                    actions={actions}
                  />
                )),
              )}
              {count > shownIn(groups) && <p className={styles.muted}>{t.more(count - shownIn(groups))}</p>}
            </>
          )
        }
      </Answer>
    </Drawer>
  )
}

function shownIn(groups: readonly Group[]): number {
  return groups.reduce((sum, { others }) => sum + others.length, 0)
}

interface PairProps {
  accountId: string
  first: DuplicateSide
  second: DuplicateSide
  reasons: Group['others'][number]['reasons']
  actions: UserActions
}

function Pair({ accountId, first, second, reasons, actions }: PairProps) {
  const [isTurned, setIsTurned] = useState(false)
  const [wantsCopy, setWantsCopy] = useState(true)
  const removeDuplicate = useRemoveDuplicate(accountId)
  const { kept, gone, turnRefusal } = sidesOf(first, second, isTurned)
  const missing = missingGrants(kept, gone)
  const copyRefusal = actions.rights.refusal('applications.assign')
  const copies = missing.length > 0 && wantsCopy && copyRefusal === null
  const refusal = actions.refusals({ ...gone, version: 1 }).remove
  return (
    <section className={styles.pair} aria-label={t.pairOf(first.name)}>
      <h3 className={styles.sectionTitle}>
        <bdi>{first.name}</bdi>
      </h3>
      <p className={styles.muted}>{reasons.map((reason) => duplicateReasons[reason]).join(' · ')}</p>
      <table className={styles.compare}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t.why}</span>
            </th>
            <th scope="col" data-side="keep">
              {t.keep}
            </th>
            <th scope="col" data-side="remove">
              {t.remove}
            </th>
          </tr>
        </thead>
        <tbody>
          <Row name={userWords.drawer.email} sides={[kept, gone]} of={({ email }) => <bdi>{email}</bdi>} />
          <Row
            name={t.facts.login}
            sides={[kept, gone]}
            of={({ isLegacy, isMe, isOwner }) => (
              <span className={styles.badges}>
                {isLegacy ? <Badge tone="warning">{t.legacy}</Badge> : t.shared}
                {isMe && <Badge tone="accent">{userWords.you}</Badge>}
                {isOwner && <Badge>{userWords.owner}</Badge>}
              </span>
            )}
          />
          <Row name={t.facts.role} sides={[kept, gone]} of={({ role }) => roleNames[role]} />
          <Row
            name={t.facts.status}
            sides={[kept, gone]}
            of={({ status }) => <UserStatus status={status} />}
          />
          <Row
            name={t.facts.lastActive}
            sides={[kept, gone]}
            of={({ lastActiveAt }) => (lastActiveAt ? <Time at={lastActiveAt} /> : userWords.neverActive)}
          />
          <Row
            name={t.facts.joined}
            sides={[kept, gone]}
            of={({ createdAt }) => <Time at={createdAt} as="date" />}
          />
          <Row
            name={t.facts.permissions}
            sides={[kept, gone]}
            of={({ permissions }) => number(permissions.length)}
          />
          <Row name={t.facts.grants} sides={[kept, gone]} of={({ grants }) => <Grants names={grants} />} />
        </tbody>
      </table>
      {missing.length > 0 ? (
        <Checkbox
          isSelected={copies}
          isDisabled={copyRefusal !== null}
          onChange={setWantsCopy}
          description={copyRefusal ?? missing.map(({ name }) => name).join(', ')}
        >
          {t.copy(missing.length, kept.email)}
        </Checkbox>
      ) : (
        <p className={styles.muted}>{t.nothingToCopy}</p>
      )}
      <div className={styles.pairButtons}>
        <Button
          size="small"
          disabledReason={turnRefusal}
          aria-label={t.keepThisOf(gone.email)}
          onPress={() => setIsTurned(!isTurned)}
        >
          {t.keepThis}
        </Button>
        <Button
          size="small"
          kind="danger"
          disabledReason={refusal}
          onPress={() => void removeDuplicate(kept, gone, copies ? missing : [])}
        >
          {t.removeThis(gone.email)}
        </Button>
      </div>
      {refusal && <p className={styles.reason}>{refusal}</p>}
    </section>
  )
}

interface RowProps {
  name: string
  sides: readonly DuplicateSide[]
  of: (side: DuplicateSide) => ReactNode
}

function Row({ name, sides, of }: RowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {sides.map((side) => (
        <td key={side.membershipId}>{of(side)}</td>
      ))}
    </tr>
  )
}

function Grants({ names }: { names: readonly { name: string }[] }) {
  if (names.length === 0) return <span className={styles.muted}>{t.noGrants}</span>
  return (
    <>
      {number(names.length)} <span className={styles.muted}>{names.map(({ name }) => name).join(', ')}</span>
    </>
  )
}
