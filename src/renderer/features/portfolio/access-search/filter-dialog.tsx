import { useState } from 'react'
import type { AccessFilter, AccountFacets } from '../../../../ipc/views.ts'
import { accessSearchWords, accessFilterWords as t } from '../../../../strings/access-search.ts'
import { roleNames, words } from '../../../../strings/common.ts'
import { permissionNames } from '../../../../strings/permissions.ts'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/fields.tsx'
import { Dialog } from '../../../ui/overlay.tsx'
import { type Option, Select } from '../../../ui/select.tsx'
import { dayKinds, type FilterKind } from './filter-chips.ts'

interface FilterDialogProps {
  kind: FilterKind
  filter: AccessFilter
  facets: AccountFacets | undefined
  onApply: (change: Partial<AccessFilter>) => void
  onClose: () => void
}

const mostDays = 3650
/** A select builds all of its options: of more than these it has to be said which. */
const mostOptions = 200

/** The value of one filter: days, or one out of a list. */
export function FilterDialog({ kind, filter, facets, onApply, onClose }: FilterDialogProps) {
  const isDays = kind in dayKinds
  const [value, setValue] = useState(() => firstValue(kind, filter))
  const [find, setFind] = useState('')
  const options = isDays ? [] : optionsOf(kind, facets)
  const wanted = find.trim().toLocaleLowerCase()
  const shown = options
    .filter(({ label }) => label.toLocaleLowerCase().includes(wanted))
    .slice(0, mostOptions)
  const days = /^\d{1,4}$/.test(value) ? Number(value) : 0
  const isRight = isDays ? days >= 1 && days <= mostDays : options.some((option) => option.value === value)

  function apply() {
    if (isRight) onApply({ [kind]: isDays ? days : value } as Partial<AccessFilter>)
  }

  return (
    <Dialog
      isOpen
      title={t.kinds[kind]}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button kind="primary" isDisabled={!isRight} onPress={apply}>
            {t.apply}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          apply()
        }}
      >
        {isDays ? (
          <TextField
            label={t.days}
            value={value}
            onChange={setValue}
            inputProps={{ inputMode: 'numeric' }}
            description={t.daysHint}
            error={value !== '' && !isRight ? t.daysHint : null}
            autoFocus
          />
        ) : options.length === 0 ? (
          <p>{t.noTags}</p>
        ) : (
          <>
            {options.length > mostOptions && (
              <TextField label={t.find} value={find} onChange={setFind} autoFocus />
            )}
            <Select
              label={labels[kind] ?? t.title}
              value={value}
              options={shown}
              onChange={setValue}
              placeholder={t.choose}
            />
          </>
        )}
      </form>
    </Dialog>
  )
}

const labels: Partial<Record<FilterKind, string>> = {
  applicationId: t.application,
  permission: t.permission,
  role: t.role,
  status: t.status,
  tag: t.tag,
  environmentId: t.environment,
}

function firstValue(kind: FilterKind, filter: AccessFilter): string {
  const value = filter[kind]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function optionsOf(kind: FilterKind, facets: AccountFacets | undefined): Option[] {
  const named = (names: Readonly<Record<string, string>>) =>
    Object.entries(names).map(([value, label]) => ({ value, label }))
  switch (kind) {
    case 'applicationId':
      return (facets?.applications ?? []).map(({ id, name, environmentName }) => ({
        value: id,
        label: t.applicationIn(name, environmentName),
      }))
    case 'permission':
      return named(permissionNames)
    case 'role':
      return named(roleNames)
    case 'status':
      return [
        { value: 'active', label: accessSearchWords.status.active },
        { value: 'suspended', label: accessSearchWords.status.suspended },
      ]
    case 'tag':
      return (facets?.tags ?? []).map(({ name }) => ({ value: name, label: name }))
    case 'environmentId':
      return (facets?.environments ?? []).map(({ id, name }) => ({ value: id, label: name }))
    default:
      return []
  }
}
