import { type FormEvent, useState } from 'react'
import type { UserDetail } from '../../../ipc/views.ts'
import { shortDate } from '../../../strings/format.ts'
import { userWords } from '../../../strings/users.ts'
import { useDraft } from '../../data/view-store.ts'
import { Button } from '../../ui/button.tsx'
import { DateField, dayOf, endOfDay } from '../../ui/date-field.tsx'
import type { UserActions } from './use-user-actions.ts'
import styles from './users.module.css'

const t = userWords.drawer

interface EndDateProps {
  accountId: string
  user: UserDetail
  actions: UserActions
  replaces?: string | undefined
  onSaved: () => void
}

/** Until when the user is here. What was chosen and not set yet is a draft of the account. */
export function EndDate({ accountId, user, actions, replaces, onSaved }: EndDateProps) {
  const [draft, setDraft] = useDraft<string>(accountId, `end ${user.membershipId}`)
  const [error, setError] = useState<string | null>(null)
  const isSet = user.endsAt ? dayOf(new Date(user.endsAt)) : ''
  const day = draft ?? isSet
  const refusal = actions.refusals(user).edit
  const isProlonged = user.endsAt !== null && day > isSet
  const ownEnd = user.isMe && isProlonged ? t.endSelf : null

  async function set(endsAt: string | null) {
    if (!(await actions.setEnd(user, endsAt, replaces))) return
    setDraft(undefined)
    onSaved()
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    const endsAt = endOfDay(day)
    const wrong = !endsAt ? t.endMissing : Date.parse(endsAt) < Date.now() ? t.endPast : null
    setError(wrong)
    if (endsAt && !wrong) void set(endsAt)
  }

  return (
    <section className={styles.group}>
      <h3 className={styles.sectionTitle}>{t.endTitle}</h3>
      <p className={styles.muted}>{user.endsAt ? t.endNow(shortDate(new Date(user.endsAt))) : t.endNone}</p>
      <form className={styles.end} onSubmit={submit}>
        <DateField
          label={t.endField}
          value={day}
          min={dayOf(new Date())}
          isDisabled={refusal !== null}
          onChange={(chosen) => {
            setError(null)
            setDraft(chosen === isSet ? undefined : chosen)
          }}
          error={error}
        />
        <div className={styles.endButtons}>
          <Button
            type="submit"
            disabledReason={refusal ?? ownEnd ?? (day !== '' && day === isSet ? t.endUnchanged : null)}
          >
            {t.endSave}
          </Button>
          {user.endsAt && (
            <Button
              kind="quiet"
              disabledReason={refusal ?? (user.isMe ? t.endSelf : null)}
              onPress={() => void set(null)}
            >
              {t.endClear}
            </Button>
          )}
        </div>
      </form>
      <p className={styles.muted}>{refusal ?? t.endFieldHelp}</p>
    </section>
  )
}
