import type { ReviewerCandidate } from '../../../ipc/views.ts'
import { beginReviewWords as t } from '../../../strings/reviews.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { PersonField as Field, type FoundPerson, usePersonSearch } from '../../ui/person-field.tsx'
import type { Person } from './begin-draft.ts'

interface PersonFieldProps {
  /** Whoever may review in one of these is offered, at most 500 of them. */
  accountIds: readonly string[]
  label: string
  hint?: string | undefined
  /** What it says while nobody is chosen. */
  nobody: string
  value: Person | null
  onChange: (person: Person | null) => void
  /** What takes the choice back; null where there is nothing to take back. */
  clear: string | null
}

/** Somebody who may review: a user, or an administrator of the environment. */
export function PersonField(props: PersonFieldProps) {
  const { accountIds, label, hint, nobody, value, onChange, clear } = props
  const search = usePersonSearch()
  const { data } = useBridgeQuery(
    'reviews.candidates',
    { accountIds: accountIds as never, find: search.asked },
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
      onChoose={({ id, name }) => onChange({ userId: id, name })}
      clear={value && clear !== null ? { label: clear, onClear: () => onChange(null) } : null}
    />
  )
}

function toFound({ userId, name, email, administers, accounts }: ReviewerCandidate, of: number): FoundPerson {
  const details = [
    email,
    ...(administers ? [t.administers] : []),
    ...(of > 1 ? [t.reviewsIn(accounts, of)] : []),
  ]
  return { id: userId, name, details }
}
