import { useDeferredValue, useId, useState } from 'react'
import { beginReviewWords as t } from '../../../strings/reviews.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Name } from '../../ui/name.tsx'
import type { Person } from './begin-draft.ts'
import styles from './reviews.module.css'

interface PersonFieldProps {
  accountId: string
  label: string
  hint?: string | undefined
  /** What it says while nobody is chosen. */
  nobody: string
  value: Person | null
  onChange: (person: Person | null) => void
  /** What takes the choice back; null where there is nothing to take back. */
  clear: string | null
}

const shown = 6

/** One user of the account: a name, and a search that opens on demand. */
export function PersonField(props: PersonFieldProps) {
  const { accountId, label, hint, nobody, value, onChange, clear } = props
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const [find, setFind] = useState('')
  const { data } = useBridgeQuery(
    'users.page',
    {
      accountId,
      filter: { find: useDeferredValue(find), status: 'active' },
      sort: { by: 'name', descending: false },
      limit: shown,
    },
    { enabled: isOpen, keepBefore: true },
  )
  function choose(person: Person | null) {
    onChange(person)
    setOpen(false)
    setFind('')
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a legend can't stand in line with its buttons
    <div role="group" aria-labelledby={id} className={styles.personField}>
      <span id={id} className={styles.label}>
        {label}
      </span>
      <div className={styles.chosenPerson}>
        <Name strong>{value?.name ?? nobody}</Name>
        <Button size="small" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {t.change}
        </Button>
        {value && clear !== null && (
          <Button size="small" kind="quiet" onPress={() => choose(null)}>
            {clear}
          </Button>
        )}
      </div>
      {hint && <span className={styles.hint}>{hint}</span>}
      {isOpen && (
        <div className={styles.search}>
          <TextField label={t.findPerson} value={find} onChange={setFind} autoFocus />
          <ul className={styles.people}>
            {(data?.rows ?? []).map(({ userId, name, email }) => (
              <li key={userId}>
                <Button kind="quiet" className={styles.personChoice} onPress={() => choose({ userId, name })}>
                  <Name>{name}</Name>
                  <span className={styles.muted}>
                    <bdi>{email}</bdi>
                  </span>
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
