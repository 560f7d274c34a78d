import { useDeferredValue, useId, useRef, useState } from 'react'
import { personFieldWords as t } from '../../strings/people-runs.ts'
import { Button } from './button.tsx'
import { cx } from './class-names.ts'
import { Name } from './name.tsx'
import styles from './person-field.module.css'
import { SearchField } from './search-field.tsx'

export interface FoundPerson {
  id: string
  name: string
  /** What tells namesakes apart: an address, or what they are. */
  details: readonly string[]
}

/** What is typed, and whether anybody is looked for at all; whoever asks the question holds it. */
export function usePersonSearch() {
  const [isOpen, setOpen] = useState(false)
  const [find, setFind] = useState('')
  return { isOpen, setOpen, find, setFind, asked: useDeferredValue(find) }
}

interface PersonFieldProps {
  label: string
  /** What stands around it says whom it is about: the label is for screen readers. */
  isLabelHidden?: boolean
  hint?: string | undefined
  /** What it says while nobody is chosen. */
  nobody: string
  /** The name of whoever is chosen. */
  value: string | null
  search: ReturnType<typeof usePersonSearch>
  findLabel: string
  /** The first that match, and how many do; undefined while that isn't known. */
  found: { people: readonly FoundPerson[]; total: number } | undefined
  onChoose: (person: FoundPerson) => void
  /** What takes the choice back; null where there is nothing to take back. */
  clear: { label: string; onClear: () => void } | null
  className?: string | undefined
}

/** One person: a name, and a search that opens on demand. Esc closes the search. */
export function PersonField(props: PersonFieldProps) {
  const { label, isLabelHidden, hint, nobody, value, search, findLabel, found, onChoose, clear } = props
  const id = useId()
  const opener = useRef<HTMLButtonElement>(null)
  function close() {
    search.setOpen(false)
    search.setFind('')
    opener.current?.focus()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a legend can't stand in line with its buttons
    <div role="group" aria-labelledby={id} className={cx(styles.field, props.className)}>
      <span id={id} className={isLabelHidden ? 'visually-hidden' : styles.label}>
        {label}
      </span>
      <div className={styles.chosen}>
        {value === null ? <span>{nobody}</span> : <Name strong>{value}</Name>}
        <Button
          ref={opener}
          size="small"
          aria-expanded={search.isOpen}
          id={`${id}-open`}
          aria-labelledby={`${id}-open ${id}`}
          onPress={() => (search.isOpen ? close() : search.setOpen(true))}
        >
          {value === null ? t.choose : t.change}
        </Button>
        {clear && (
          <Button
            size="small"
            kind="quiet"
            onPress={() => {
              clear.onClear()
              close()
            }}
          >
            {clear.label}
          </Button>
        )}
      </div>
      {hint && <span className={styles.hint}>{hint}</span>}
      {search.isOpen && (
        // biome-ignore lint/a11y/noStaticElementInteractions: Esc leaves the search, wherever in it the focus is
        <div
          className={styles.search}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || event.defaultPrevented) return
            event.preventDefault()
            event.stopPropagation()
            close()
          }}
        >
          <SearchField label={findLabel} value={search.find} onChange={search.setFind} autoFocus />
          <ul className={styles.people} aria-label={t.found}>
            {(found?.people ?? []).map((person) => (
              <li key={person.id}>
                <Button
                  kind="quiet"
                  className={styles.person}
                  onPress={() => {
                    onChoose(person)
                    close()
                  }}
                >
                  <Name>{person.name}</Name>
                  {person.details.map((each) => (
                    <bdi key={each} className={styles.detail}>
                      {each}
                    </bdi>
                  ))}
                </Button>
              </li>
            ))}
          </ul>
          <p role="status" className={styles.hint}>
            {found && t.count(found.people.length, found.total)}
          </p>
        </div>
      )}
    </div>
  )
}
