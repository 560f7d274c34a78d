import ListFilter from 'lucide-react/icons/list-filter'
import { type ReactNode, useState } from 'react'
import {
  type ActivityFilter,
  type ActivityKind,
  activityKinds,
  everyActivity,
} from '../../../ipc/activity-filter.ts'
import type { ActivityFacets } from '../../../ipc/views.ts'
import { activityWords as t } from '../../../strings/activity.ts'
import { Button } from '../../ui/button.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './activity.module.css'

export interface ActivityFiltersProps {
  filter: ActivityFilter
  onChange: (filter: ActivityFilter) => void
  /** Those that can be chosen; without them there is nothing to choose from. */
  facets?: Pick<ActivityFacets, 'people' | 'applications'> | undefined
  /** Kinds that occur in this list. */
  kinds?: readonly ActivityKind[]
  count?: string | undefined
  actions?: ReactNode
}

const anyone = 'anyone'

/** What stands above a list of activity: words and kind at once; person, application and days on demand. */
export function ActivityFilters(props: ActivityFiltersProps) {
  const { filter, onChange, facets, kinds = activityKinds } = props
  const set = (change: Partial<ActivityFilter>) => onChange({ ...filter, ...change })
  const further = [filter.userId, filter.applicationId, filter.from, filter.to].filter(
    (value) => value !== null,
  ).length
  const [isOpen, setOpen] = useState(further > 0)
  return (
    <>
      <ListHead
        find={t.find}
        filter={filter.text}
        onFilter={(text) => set({ text })}
        count={props.count}
        actions={props.actions}
      >
        <Select
          label={t.filterByKind}
          hideLabel
          className={styles.kindFilter}
          value={filter.kind}
          options={kinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
          onChange={(kind) => set({ kind })}
        />
        <Button
          icon={<ListFilter size={15} aria-hidden="true" />}
          aria-expanded={isOpen}
          onPress={() => setOpen(!isOpen)}
        >
          {further === 0 ? t.moreFilters : t.filtersOn(further)}
        </Button>
      </ListHead>
      {isOpen && (
        <fieldset className={styles.further}>
          <legend className="visually-hidden">{t.filterPanel}</legend>
          {facets && (
            <>
              <Select
                label={t.filterByPerson}
                className={styles.chosen}
                value={filter.userId ?? anyone}
                options={[
                  { value: anyone, label: t.anyPerson },
                  ...facets.people.map(({ userId, name, count }) => ({
                    value: userId as string,
                    label: t.person(name, count),
                  })),
                ]}
                onChange={(value) => set({ userId: value === anyone ? null : value })}
              />
              <Select
                label={t.filterByApplication}
                className={styles.chosen}
                value={filter.applicationId ?? anyone}
                options={[
                  { value: anyone, label: t.anyApplication },
                  ...facets.applications
                    .slice(0, 190)
                    .map(({ applicationId, name }) => ({ value: applicationId as string, label: name })),
                ]}
                onChange={(value) => set({ applicationId: value === anyone ? null : value })}
              />
            </>
          )}
          <DateField
            label={t.from}
            value={filter.from ?? ''}
            onChange={(from) => set({ from: from || null })}
          />
          <DateField
            label={t.to}
            value={filter.to ?? ''}
            onChange={(to) => set({ to: to || null })}
            error={filter.from !== null && filter.to !== null && filter.from > filter.to ? t.wrongDays : null}
          />
          {further > 0 && (
            <Button
              kind="link"
              onPress={() => onChange({ ...everyActivity, text: filter.text, kind: filter.kind })}
            >
              {t.clearAll}
            </Button>
          )}
        </fieldset>
      )}
    </>
  )
}
