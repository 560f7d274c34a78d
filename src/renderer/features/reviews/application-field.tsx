import type { ApplicationId } from '@gatehouse/contract'
import { useState } from 'react'
import { fold } from '../../../ipc/fold.ts'
import { campaignWords, beginReviewWords as t } from '../../../strings/reviews.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { PickList } from '../../ui/pick-list.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { choicesOf, toggled } from './application-choice.ts'
import styles from './reviews.module.css'

interface ApplicationFieldProps {
  accountIds: readonly string[]
  /** Null: all of them. */
  applicationIds: readonly ApplicationId[] | null
  onChange: (applicationIds: readonly ApplicationId[] | null) => void
}

/** So many are found faster by typing. */
const findFrom = 8

/** All applications that some accounts have, or some of them. */
export function ApplicationField({ accountIds, applicationIds, onChange }: ApplicationFieldProps) {
  const isSome = applicationIds !== null
  const isOneAccount = accountIds.length === 1
  const [find, setFind] = useState('')
  const { data } = useBridgeQuery('bulk.applications', { accountIds: [...accountIds] }, { enabled: isSome })
  const choices = choicesOf(data?.applications ?? [], { isOneAccount })
  const chosen = choices.filter(({ ids }) => ids.some((id) => applicationIds?.includes(id)))
  const wanted = fold(find.trim())
  const items = choices
    .filter(({ name }) => fold(name).includes(wanted))
    .map(({ key, name, accounts }) => ({
      id: key,
      label: name,
      hint: isOneAccount ? undefined : campaignWords.onAccounts(accounts, accountIds.length),
    }))
  function toggle(key: string) {
    const choice = choices.find((each) => each.key === key)
    if (choice) onChange(toggled(applicationIds ?? [], choice))
  }
  return (
    <>
      <Segmented
        label={t.applications}
        value={isSome ? 'some' : 'all'}
        options={[
          { value: 'all', label: isOneAccount ? t.allApplications : campaignWords.allApplications },
          { value: 'some', label: t.someApplications },
        ]}
        onChange={(which) => onChange(which === 'all' ? null : [])}
        {...(isSome && data ? { description: t.chosen(chosen.length) } : {})}
      />
      {isSome && choices.length >= findFrom && (
        <SearchField label={campaignWords.findApplication} value={find} onChange={setFind} />
      )}
      {isSome && data && (
        <div className={styles.picks}>
          <PickList
            label={t.chooseApplications}
            sections={[{ id: 'all', items }]}
            selected={new Set(chosen.map(({ key }) => key))}
            onToggle={toggle}
          />
        </div>
      )}
    </>
  )
}
