import X from 'lucide-react/icons/x'
import { attentionFilters } from '../../../ipc/attention.ts'
import type { AccountFacets, AccountFilter } from '../../../ipc/views.ts'
import { accountStatusNames, administratorWords, roleNames } from '../../../strings/common.ts'
import { attentionWords, portfolioWords, accountListWords as t } from '../../../strings/portfolio.ts'
import { Button } from '../../ui/button.tsx'
import { type Option, Select } from '../../ui/select.tsx'
import styles from './portfolio.module.css'

interface FiltersProps {
  filter: AccountFilter
  facets: AccountFacets | undefined
  onChange: (change: Partial<AccountFilter>) => void
}

const any = 'any'
const none = 'none'
/** A list for choosing builds every entry. */
const mostOptions = 190

type Role = NonNullable<AccountFilter['role']>

function roleName(role: Role): string {
  return role === 'environment' ? administratorWords.name : roleNames[role]
}

/** Each narrows the list of accounts; where there is no room for them side by side they wrap. */
export function AccountFilters({ filter, facets, onChange }: FiltersProps) {
  const { environments = [], plans = [], tags = [], roles = [] } = facets ?? {}
  return (
    <fieldset className={styles.filters}>
      <legend className="visually-hidden">{t.filters}</legend>
      <Choice
        label={t.attention}
        value={filter.attention}
        any={t.anyAttention}
        options={attentionFilters.map((value) => ({ value, label: attentionWords.reasons[value] }))}
        onChange={(attention) => onChange({ attention })}
      />
      <Choice
        label={t.status}
        value={filter.status}
        any={t.anyStatus}
        options={(['active', 'suspended', 'closed'] as const).map((value) => ({
          value,
          label: accountStatusNames[value],
        }))}
        onChange={(status) => onChange({ status })}
      />
      <Choice
        label={t.role}
        value={filter.role}
        any={t.anyRole}
        options={roles.map(({ role, accounts }) => ({
          value: role,
          label: t.option(roleName(role), accounts),
        }))}
        onChange={(role) => onChange({ role })}
      />
      {environments.length > 1 && (
        <Choice
          label={t.environment}
          value={filter.environmentId}
          any={t.anyEnvironment}
          options={environments.map(({ id, name, accounts }) => ({
            value: id,
            label: t.option(name, accounts),
          }))}
          onChange={(environmentId) => onChange({ environmentId })}
        />
      )}
      <Choice<string>
        label={t.tag}
        value={filter.untagged ? none : filter.tag && `tag ${filter.tag}`}
        any={t.anyTag}
        options={[
          { value: none, label: t.noTag },
          ...tags.map(({ name, accounts }) => ({ value: `tag ${name}`, label: t.option(name, accounts) })),
        ]}
        onChange={(value) =>
          onChange({ untagged: value === none, tag: value?.startsWith('tag ') ? value.slice(4) : null })
        }
      />
      <Choice
        label={t.plan}
        value={filter.plan}
        any={t.anyPlan}
        options={plans.map(({ name, accounts }) => ({ value: name, label: t.option(name, accounts) }))}
        onChange={(plan) => onChange({ plan })}
      />
      <ApplicationChoice filter={filter} facets={facets} onChange={onChange} />
    </fieldset>
  )
}

function ApplicationChoice({ filter, facets, onChange }: FiltersProps) {
  const { applications = [], environments = [] } = facets ?? {}
  const { application } = filter
  const chosen = application?.applicationId
  const shown = applications.filter(({ id }, index) => index < mostOptions || id === chosen)
  return (
    <>
      <Choice
        label={t.application}
        value={chosen ?? null}
        any={t.anyApplication}
        options={shown.map(({ id, name, environmentName }) => ({
          value: id,
          label: environments.length > 1 ? t.inEnvironment(name, environmentName) : name,
        }))}
        onChange={(applicationId) =>
          onChange({
            application: applicationId && { applicationId, has: application?.has ?? 'without' },
          })
        }
      />
      {application && (
        <Select
          label={t.relation}
          className={styles.choice}
          value={application.has}
          options={[
            { value: 'with', label: t.with },
            { value: 'without', label: t.without },
          ]}
          onChange={(has) => onChange({ application: { ...application, has } })}
        />
      )}
    </>
  )
}

interface ChoiceProps<V extends string> {
  label: string
  value: V | null
  any: string
  options: readonly Option<V>[]
  onChange: (value: V | null) => void
}

function Choice<V extends string>({ label, value, any: nothing, options, onChange }: ChoiceProps<V>) {
  return (
    <Select<V | typeof any>
      label={label}
      className={styles.choice}
      value={value ?? any}
      options={[{ value: any, label: nothing }, ...options.slice(0, mostOptions)]}
      onChange={(chosen) => onChange(chosen === any ? null : (chosen as V))}
    />
  )
}

type Name = keyof AccountFilter

/** The filters that hold, but for the text. */
export function filtersOn(filter: AccountFilter): Name[] {
  const names = Object.keys(filter) as Name[]
  return names.filter((name) => name !== 'text' && filter[name] !== null && filter[name] !== false)
}

/** What the list is narrowed to while the choices are folded away; each can be taken off. */
export function FilterChips({ filter, facets, onChange, onClear }: FiltersProps & { onClear: () => void }) {
  return (
    <div className={styles.chips}>
      {filtersOn(filter).map((name) => {
        const said = inWords(name, filter, facets)
        return (
          <Button
            key={name}
            size="small"
            className={styles.chip}
            aria-label={t.removeFilter(said)}
            onPress={() => onChange({ [name]: name === 'untagged' ? false : null })}
          >
            <bdi>{said}</bdi>
            <X size={13} aria-hidden="true" />
          </Button>
        )
      })}
      <Button kind="link" size="small" onPress={onClear}>
        {portfolioWords.clear}
      </Button>
    </div>
  )
}

function inWords(name: Name, filter: AccountFilter, facets: AccountFacets | undefined): string {
  const { attention, status, role, environmentId, tag, plan, application } = filter
  if (name === 'attention' && attention) return attentionWords.reasons[attention]
  if (name === 'status' && status) return accountStatusNames[status]
  if (name === 'role' && role) return roleName(role)
  if (name === 'environmentId') return facets?.environments.find(({ id }) => id === environmentId)?.name ?? ''
  if (name === 'untagged') return t.noTag
  if (name === 'tag' && tag) return tag
  if (name === 'plan' && plan) return plan
  if (!application) return ''
  const named = facets?.applications.find(({ id }) => id === application.applicationId)?.name ?? ''
  return application.has === 'with' ? t.withApplication(named) : t.withoutApplication(named)
}
