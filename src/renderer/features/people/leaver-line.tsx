import ChevronDown from 'lucide-react/icons/chevron-down'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { useId, useState } from 'react'
import type { PlanChoice } from '../../../ipc/views.ts'
import { roleNames, words } from '../../../strings/common.ts'
import { shortDate } from '../../../strings/format.ts'
import { leaverWords as t } from '../../../strings/people-runs.ts'
import { permissionLabel } from '../../../strings/permissions.ts'
import { explain } from '../../../strings/problems.ts'
import { Badge, WaitingMark } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { SourceBadges } from '../../ui/source-badges.tsx'
import { AccountName } from './account-name.tsx'
import { HeirField } from './heir-field.tsx'
import type { Decision, PlanLine } from './leaver-plan.ts'
import styles from './people.module.css'

interface LeaverLineProps {
  planned: PlanLine
  /** Logins that leave. */
  userIds: readonly string[]
  /** The login is told where there are several. */
  showLogin: boolean
  onDecide: (decision: Decision) => void
}

/** One account of somebody who leaves: who they are there, what they have, and what becomes of it. */
export function LeaverRow({ planned, userIds, showLogin, onDecide }: LeaverLineProps) {
  const { line, choice, isFlagged } = planned
  const id = useId()
  return (
    <li className={styles.line} aria-labelledby={id}>
      <div className={styles.lineHead}>
        <AccountName id={id} name={line.accountName} reference={line.reference} colour={line.colour} />
        <span className={styles.facts}>
          <span>{t.asRole(roleNames[line.role])}</span>
          {showLogin && <span>{t.withLogin(line.email)}</span>}
          {line.endsAt && <span>{t.ends(shortDate(new Date(line.endsAt)))}</span>}
          {line.status === 'suspended' && <Badge>{t.suspended}</Badge>}
          {line.waiting && <WaitingMark>{words.waiting}</WaitingMark>}
        </span>
      </div>
      {isFlagged && <Flags planned={planned} />}
      <Reached planned={planned} />
      {choice === null ? (
        <Blocked planned={planned} />
      ) : (
        <Choice planned={planned} userIds={userIds} onDecide={onDecide} />
      )}
    </li>
  )
}

function Flags({ planned: { line } }: Pick<LeaverLineProps, 'planned'>) {
  return (
    <p className={styles.flags}>
      <TriangleAlert size={14} aria-hidden="true" />
      {line.isOwner && <Badge tone="warning">{t.ownsAlone}</Badge>}
      {line.lastWith.length > 0 && !line.isOwner && (
        <span>
          {t.lastWith(line.lastWith.map(permissionLabel))} {t.lastWithHelp}
        </span>
      )}
    </p>
  )
}

function Reached({ planned: { line } }: Pick<LeaverLineProps, 'planned'>) {
  const [isShown, setShown] = useState(false)
  const id = useId()
  const { applications } = line
  if (applications === null) return <p className={styles.muted}>{t.opensUnknown}</p>
  if (applications.length === 0) return <p className={styles.muted}>{t.opensNothing}</p>
  return (
    <div className={styles.reached}>
      <Button
        kind="link"
        aria-expanded={isShown}
        {...(isShown ? { 'aria-controls': id } : {})}
        onPress={() => setShown(!isShown)}
        icon={<ChevronDown size={14} aria-hidden="true" data-open={isShown || undefined} />}
      >
        {t.opens(applications.length)}
      </Button>
      {isShown && (
        <ul id={id} className={styles.applications} aria-label={t.opensTitle(line.accountName)}>
          {applications.map(({ id: applicationId, name, sources }) => (
            <li key={applicationId}>
              <bdi>{name}</bdi>
              <SourceBadges sources={sources} none="" />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Blocked({ planned: { line, block } }: Pick<LeaverLineProps, 'planned'>) {
  const { removeRefusal, askName } = line
  const why =
    block === 'self'
      ? t.self
      : block === 'owner'
        ? t.onlyOwner(askName)
        : removeRefusal
          ? t.lacking(explain(removeRefusal).advice, askName)
          : ''
  return (
    <p className={styles.blocked}>
      <Badge>{t.leftOut}</Badge>
      <span>{why}</span>
    </p>
  )
}

function Choice({
  planned: { line, choice, heir, reason },
  userIds,
  onDecide,
}: Pick<LeaverLineProps, 'planned' | 'userIds' | 'onDecide'>) {
  const { accountId, accountName, isOwner, hasHeirs } = line
  const first: PlanChoice = isOwner ? 'transfer' : 'remove'
  return (
    <div className={styles.choice}>
      <Segmented
        isLabelHidden
        label={t.choice(accountName)}
        value={choice ?? first}
        options={[
          { value: first, label: t.choices[first] },
          { value: 'keep', label: t.choices.keep },
        ]}
        onChange={(chosen: PlanChoice) => onDecide({ choice: chosen })}
      />
      {choice === 'transfer' && !hasHeirs && <p className={styles.danger}>{t.noHeir}</p>}
      {choice === 'transfer' && hasHeirs && (
        <HeirField
          accountId={accountId}
          accountName={accountName}
          userIds={userIds}
          heir={heir}
          onChange={(heirId) => onDecide({ heirId })}
        />
      )}
      {choice === 'keep' && (
        <TextField
          hideLabel
          className={styles.heir}
          label={t.reason(accountName)}
          placeholder={t.reasonShort}
          value={reason}
          maxLength={500}
          onChange={(text) => onDecide({ reason: text })}
        />
      )}
    </div>
  )
}
