import type { ReactNode } from 'react'
import { activityWords as t } from '../../../strings/activity.ts'
import { fieldChanges } from '../../../strings/activity-in-words.ts'
import { CopyText } from '../../ui/copy-text.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './activity.module.css'
import type { ActivityEntry } from './activity-list.tsx'

interface ActivityDetailsProps {
  id: string
  entry: ActivityEntry
  applications: ReadonlyMap<string, string>
  actions: ReactNode
}

/** What was before and after, exactly when, and on which device. */
export function ActivityDetails({ id, entry, applications, actions }: ActivityDetailsProps) {
  const changes = fieldChanges(entry, applications)
  return (
    <div id={id} className={styles.details}>
      {changes.length > 0 ? (
        <table className={styles.changes} aria-label={t.change}>
          <thead>
            <tr>
              <th scope="col">{t.field}</th>
              <th scope="col">{t.before}</th>
              <th scope="col">{t.after}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ name, before, after }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{before ?? <Nothing />}</td>
                <td>{after ?? <Nothing />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className={styles.muted}>{t.noFields}</p>
      )}
      <dl className={styles.facts}>
        <div>
          <dt>{t.when}</dt>
          <dd>
            <Time at={entry.at} as="full" />
          </dd>
        </div>
        <div>
          <dt>{t.device}</dt>
          <dd>{entry.device ?? t.noDevice}</dd>
        </div>
      </dl>
      {entry.mutationId && <CopyText label={t.reference} text={entry.mutationId} />}
      {actions}
    </div>
  )
}

function Nothing() {
  return (
    <span className={styles.muted}>
      <span aria-hidden="true">-</span>
      <span className="visually-hidden">{t.nothing}</span>
    </span>
  )
}
