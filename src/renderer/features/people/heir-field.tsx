import type { AccountId, MembershipId } from '@gatehouse/contract'
import type { Heir } from '../../../ipc/views.ts'
import { roleNames, words } from '../../../strings/common.ts'
import { leaverWords as t } from '../../../strings/people-runs.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { PersonField, usePersonSearch } from '../../ui/person-field.tsx'
import styles from './people.module.css'

interface HeirFieldProps {
  accountId: AccountId
  accountName: string
  /** Logins that leave: none of them takes over. */
  userIds: readonly string[]
  heir: Heir | null
  onChange: (membershipId: MembershipId | undefined) => void
}

/** Who takes over an account, out of all its active users who stay. */
export function HeirField({ accountId, accountName, userIds, heir, onChange }: HeirFieldProps) {
  const search = usePersonSearch()
  const { data } = useBridgeQuery(
    'people.heirs',
    { accountId, userIds: [...userIds], find: search.asked },
    { enabled: search.isOpen, keepBefore: true },
  )
  return (
    <PersonField
      isLabelHidden
      className={styles.heir}
      label={t.heir(accountName)}
      nobody={t.heirPlaceholder}
      value={heir?.name ?? null}
      search={search}
      findLabel={t.findHeir}
      found={
        data && {
          total: data.total,
          people: data.heirs.map(({ membershipId, name, role, email }) => ({
            id: membershipId,
            name,
            details: [roleNames[role], email],
          })),
        }
      }
      onChoose={({ id }) => onChange(data?.heirs.find((each) => each.membershipId === id)?.membershipId)}
      clear={heir && { label: words.clear, onClear: () => onChange(undefined) }}
    />
  )
}
