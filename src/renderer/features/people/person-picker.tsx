import { useDeferredValue, useState } from 'react'
import { personPickerWords as t } from '../../../strings/people-runs.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { MarkedText } from '../../ui/marked-text.tsx'
import { TwoLines } from '../../ui/name.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { EmptyState } from '../../ui/states.tsx'
import styles from './people.module.css'

const mostFound = 10

interface PersonPickerProps {
  /** What is asked. */
  label: string
  onChoose: (userId: string) => void
}

/** One person out of all accounts, by a part of their name or address. */
export function PersonPicker({ label, onChoose }: PersonPickerProps) {
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const answer = useBridgeQuery(
    'search.find',
    { text: asked, limit: mostFound },
    { enabled: asked !== '', keepBefore: true },
  )
  const people = asked === '' ? [] : (answer.data?.people ?? [])
  return (
    <section className={styles.picker} aria-label={label}>
      <h3 className={styles.title}>{label}</h3>
      <SearchField label={t.find} value={text} onChange={setText} autoFocus />
      {asked === '' && <p className={styles.muted}>{t.hint}</p>}
      {asked !== '' && answer.data && people.length === 0 && (
        <EmptyState title={t.none(asked)} reason={t.noneReason} />
      )}
      {people.length > 0 && (
        <ul className={styles.found} aria-label={t.results}>
          {people.map(({ userId, name, email, accounts }) => (
            <li key={userId}>
              <Button kind="quiet" className={styles.foundPerson} onPress={() => onChoose(userId)}>
                <Avatar name={name.text} size={30} round />
                <TwoLines
                  first={<MarkedText text={name.text} marks={name.marks} strong />}
                  second={<MarkedText text={email.text} marks={email.marks} />}
                />
                <span className={styles.count}>{t.inAccounts(accounts)}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
