import type { ReviewerCandidate } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { beginReviewWords as t } from '../../../strings/reviews.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useSession } from '../../data/use-session.ts'
import { PersonField as Field, type FoundPerson, usePersonSearch } from '../../ui/person-field.tsx'
import type { Person } from './begin-draft.ts'

interface PersonFieldProps {
  /** Whoever may review in one of these is offered, at most 500 of them. */
  accountIds: readonly string[]
  label: string
  hint?: string | undefined
  /** What it says while nobody is chosen. */
  nobody: string
  /** The other reviewer, who isn't offered. */
  except?: Person | null
  value: Person | null
  onChange: (person: Person | null) => void
  /** What takes the choice back; null where there is nothing to take back. */
  clear: string | null
}

/** Somebody who may review: a user, or an administrator of the environment. */
export function PersonField(props: PersonFieldProps) {
  const { accountIds, label, hint, nobody, except, value, onChange, clear } = props
  const search = usePersonSearch()
  const { data } = useBridgeQuery(
    'reviews.candidates',
    { accountIds: [...accountIds], find: search.asked, except: except?.userId ?? null },
    { enabled: search.isOpen, keepBefore: true },
  )
  return (
    <Field
      label={label}
      hint={hint}
      nobody={nobody}
      value={value?.name ?? null}
      search={search}
      findLabel={accountIds.length > 1 ? t.findReviewer : t.findPerson}
      found={
        data && { total: data.total, people: data.people.map((each) => toFound(each, accountIds.length)) }
      }
      onChoose={({ id }) => {
        const chosen = data?.people.find(({ userId }) => userId === id)
        if (chosen) onChange({ userId: chosen.userId, name: chosen.name })
      }}
      clear={value && clear !== null ? { label: clear, onClear: () => onChange(null) } : null}
    />
  )
}

interface SecondFieldProps {
  accountIds: readonly string[]
  hint?: string
  /** Who decides first; null where it isn't one person. */
  first: Person | null
  value: Person | null
  onChange: (person: Person | null) => void
}

/** Somebody else who signs as well, or nobody. */
export function SecondField({ accountIds, hint = t.secondHint, first, value, onChange }: SecondFieldProps) {
  return (
    <PersonField
      accountIds={accountIds}
      label={t.second}
      hint={hint}
      nobody={t.noSecond}
      except={first}
      value={value}
      onChange={onChange}
      clear={words.clear}
    />
  )
}

/** Whoever is signed in. */
export function useMe(): Person | null {
  const session = useSession()
  const me = 'principal' in session ? session.principal : null
  return me && { userId: me.userId, name: me.name }
}

function toFound({ userId, name, email, administers, accounts }: ReviewerCandidate, of: number): FoundPerson {
  const details = [
    email,
    ...(administers ? [t.administers] : []),
    ...(of > 1 ? [t.reviewsIn(accounts, of)] : []),
  ]
  return { id: userId, name, details }
}
