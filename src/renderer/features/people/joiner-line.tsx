import type { JoinerLine } from '../../../ipc/views.ts'
import { roleNames } from '../../../strings/common.ts'
import { joinerWords as t } from '../../../strings/people-runs.ts'
import { permissionLabel } from '../../../strings/permissions.ts'
import { explain } from '../../../strings/problems.ts'
import { Badge } from '../../ui/badge.tsx'
import { Checkbox } from '../../ui/fields.tsx'
import { AccountName } from './account-name.tsx'
import { canBeDone } from './joiner-plan.ts'
import styles from './people.module.css'

interface JoinerRowProps {
  line: JoinerLine
  colleague: string
  isOn: boolean
  onChange: (isOn: boolean) => void
}

/** What one person gets in one account, and what not and why. */
export function JoinerRow({ line, colleague, isOn, onChange }: JoinerRowProps) {
  const isPossible = canBeDone(line)
  return (
    <li className={styles.line}>
      <div className={styles.lineHead}>
        <Checkbox
          aria-label={t.include(line.accountName, line.email)}
          isSelected={isPossible && isOn}
          isDisabled={!isPossible}
          onChange={onChange}
        >
          <AccountName name={line.accountName} reference={line.reference} colour={line.colour} />
        </Checkbox>
        <span className={styles.facts}>
          <bdi>{line.email || t.anybody}</bdi>
          <Badge tone={isPossible ? 'accent' : 'neutral'}>{t.kinds[line.kind]}</Badge>
        </span>
      </div>
      <Details line={line} colleague={colleague} />
    </li>
  )
}

function Details({ line, colleague }: Pick<JoinerRowProps, 'line' | 'colleague'>) {
  const { kind, role, roleBefore, grants, auto, lacks, ungiven, refusal, askName } = line
  if (refusal)
    return (
      <div className={styles.details}>
        <span className={styles.danger}>{t.lacking(explain(refusal).advice, askName)}</span>
      </div>
    )
  const isGiven = kind === 'invite' || kind === 'change'
  return (
    <div className={styles.details}>
      {isGiven && role && (
        <span>
          {roleBefore ? t.becomes(roleNames[roleBefore], roleNames[role]) : t.asRole(roleNames[role])}
        </span>
      )}
      {line.isColleagueOwner && <span className={styles.muted}>{t.ownerNot(colleague)}</span>}
      {line.isColleagueSuspended && <span className={styles.muted}>{t.suspended(colleague)}</span>}
      {isGiven && grants.length > 0 && <span>{t.grants(grants.map(({ name }) => name))}</span>}
      {isGiven && auto.length > 0 && <span className={styles.muted}>{t.auto(auto)}</span>}
      {isGiven && grants.length === 0 && auto.length === 0 && ungiven.length === 0 && (
        <span className={styles.muted}>{t.noApplications}</span>
      )}
      {isGiven && lacks.length > 0 && (
        <span className={styles.danger}>{t.lacks(lacks.map(permissionLabel))}</span>
      )}
      {isGiven && ungiven.length > 0 && <span className={styles.danger}>{t.ungiven(ungiven)}</span>}
    </div>
  )
}
