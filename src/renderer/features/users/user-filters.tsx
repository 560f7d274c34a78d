import type { UserFilter } from '../../../ipc/views.ts'
import { roleNames } from '../../../strings/common.ts'
import { userWords } from '../../../strings/users.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { type Option, Select } from '../../ui/select.tsx'
import styles from './users.module.css'

const t = userWords.filters
const any = 'any'

const roles: readonly NonNullable<UserFilter['role']>[] = [
  'owner',
  'admin',
  'technician',
  'billing',
  'viewer',
  'custom',
]

const states: readonly Option[] = [
  { value: any, label: t.anyStatus },
  { value: 'active', label: userWords.status.active },
  { value: 'suspended', label: userWords.status.suspended },
  { value: 'temporary', label: t.temporary },
]

const seen: readonly Option[] = [
  { value: any, label: t.anySeen },
  { value: 'seen-30', label: t.seen30 },
  { value: '30', label: t.unseen30 },
  { value: '90', label: t.unseen90 },
  { value: 'never', label: t.never },
]

const spans = ['seen-30', '30', '90', 'never'] as const

/** The collection behind a choice builds every option. */
const mostApplications = 150

interface FiltersProps {
  accountId: string
  filter: UserFilter
  onChange: (change: Partial<UserFilter>) => void
  /** Null where nothing is filtered. */
  onClear: (() => void) | null
}

/** Each narrows the list of users. Where there is no room for them side by side they wrap. */
export function UserFilters({ accountId, filter, onChange, onClear }: FiltersProps) {
  const known = useBridgeQuery('applications.list', { accountId, type: 'application' })
  const applications = (known.data ?? [])
    .slice(0, mostApplications)
    .map(({ id, name }): Option => ({ value: id, label: name }))
  return (
    // biome-ignore lint/a11y/useSemanticElements: filters of a list are no form to be sent
    <div role="group" aria-label={t.label} className={styles.filters}>
      <Select
        hideLabel
        label={t.role}
        value={filter.role ?? any}
        options={[
          { value: any, label: t.anyRole },
          ...roles.map((role) => ({ value: role, label: roleNames[role] })),
        ]}
        onChange={(value) => onChange({ role: roles.find((role) => role === value) ?? null })}
      />
      <Select
        hideLabel
        label={t.status}
        value={filter.temporary ? 'temporary' : (filter.status ?? any)}
        options={states}
        onChange={(value) =>
          onChange({
            temporary: value === 'temporary',
            status: value === 'active' || value === 'suspended' ? value : null,
          })
        }
      />
      <Select
        hideLabel
        label={t.seen}
        value={filter.unseen ?? any}
        options={seen}
        onChange={(value) => onChange({ unseen: spans.find((span) => span === value) ?? null })}
      />
      {applications.length > 0 && (
        <Select
          hideLabel
          label={t.application}
          value={filter.applicationId ?? any}
          options={[{ value: any, label: t.anyApplication }, ...applications]}
          onChange={(value) => onChange({ applicationId: applicationIdIn(known.data, value) })}
        />
      )}
      {onClear && (
        <Button kind="link" onPress={onClear}>
          {t.clear}
        </Button>
      )}
    </div>
  )
}

function applicationIdIn(
  known: readonly { id: NonNullable<UserFilter['applicationId']> }[] | undefined,
  value: string,
): UserFilter['applicationId'] {
  return known?.find(({ id }) => id === value)?.id ?? null
}
