import { useMemo, useState } from 'react'
import type { ApplicationItem } from '../../../ipc/views.ts'
import { number } from '../../../strings/format.ts'
import { invitationWords } from '../../../strings/invitations.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import type { Rights } from '../../data/use-session.ts'
import { Badge } from '../../ui/badge.tsx'
import { type PickItem, PickList } from '../../ui/pick-list.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { AssignmentBadge } from '../../ui/source-badges.tsx'
import styles from './invitations.module.css'

const t = invitationWords.invite
const filterFrom = 6

interface InviteApplicationsProps {
  accountId: string
  rights: Rights
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}

/** Applications that the invited users get by a grant; the auto-assigned ones come by themselves. */
export function InviteApplications({ accountId, rights, chosen, onChange }: InviteApplicationsProps) {
  const applications = useBridgeQuery('applications.list', { accountId, type: 'application' }).data
  const agents = useBridgeQuery('applications.list', { accountId, type: 'agent' }).data
  const [filter, setFilter] = useState('')
  const all = useMemo(() => [...(applications ?? []), ...(agents ?? [])], [applications, agents])
  const shown = useMemo(() => matching(all, filter), [all, filter])
  const refused = rights.refusal('applications.assign')
  const isReady = applications !== undefined && agents !== undefined
  return (
    <section className={styles.applications}>
      <h3 className={styles.label}>
        {t.applications}
        <span className={styles.muted} role="status">
          {chosen.length > 0 && t.chosen(number(chosen.length))}
        </span>
      </h3>
      <p className={styles.muted}>{refused ?? t.applicationsHint}</p>
      {isReady && all.length === 0 && <p className={styles.muted}>{t.noneOnAccount}</p>}
      {!refused && all.length > 0 && (
        <>
          {all.length > filterFrom && (
            <SearchField label={t.findApplication} value={filter} onChange={setFilter} />
          )}
          <div className={styles.pick} style={{ ['--lines' as string]: Math.min(4.5, shown.length) }}>
            <PickList
              label={t.applications}
              selected={new Set(chosen)}
              onToggle={(id) =>
                onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])
              }
              sections={[{ id: 'all', items: shown.map(itemOf) }]}
            />
          </div>
        </>
      )}
    </section>
  )
}

function itemOf({ id, name, description, status, level }: ApplicationItem): PickItem {
  return {
    id,
    label: name,
    hint: description || undefined,
    isFixed: level !== 'manual',
    mark: (
      <>
        {status === 'inactive' && <Badge tone="warning">{t.notIntegrated}</Badge>}
        {level !== 'manual' && <AssignmentBadge level={level} />}
      </>
    ),
  }
}

/** What can be chosen comes first. */
function matching(all: readonly ApplicationItem[], filter: string): readonly ApplicationItem[] {
  const wanted = filter.trim().toLocaleLowerCase()
  return all
    .filter(({ name, description }) => `${name} ${description}`.toLocaleLowerCase().includes(wanted))
    .sort((a, b) => Number(a.level !== 'manual') - Number(b.level !== 'manual'))
}
