import type { AccessChange } from '../../../ipc/views.ts'
import { accessChangeInWords } from '../../../strings/access-change-in-words.ts'
import { accessChangeWords as t } from '../../../strings/access-changes.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './access-changes.module.css'

const tones: Partial<Record<AccessChange['kind'], Tone>> = {
  came: 'success',
  gained: 'success',
  resumed: 'success',
  'for-all': 'success',
  went: 'danger',
  lost: 'danger',
  suspended: 'danger',
  'not-for-all': 'danger',
  unassigned: 'danger',
  owner: 'warning',
  role: 'accent',
  end: 'accent',
}

/** Net effects on access, one a line: what kind it is, the sentence, and who did it when. */
export function ChangeList({ label, changes }: { label: string; changes: readonly AccessChange[] }) {
  return (
    <ul className={styles.list} aria-label={label}>
      {changes.map((change, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same change can stand there twice, and none has an id
        <li key={place} className={styles.change}>
          <span className={styles.kind}>
            <Badge tone={tones[change.kind] ?? 'neutral'}>{t.kinds[change.kind]}</Badge>
          </span>
          <span className={styles.what}>
            <span>{accessChangeInWords(change)}</span>
            {change.at && (
              <span className={styles.by}>
                <bdi>{change.actorName}</bdi>
                <Time at={change.at} />
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
