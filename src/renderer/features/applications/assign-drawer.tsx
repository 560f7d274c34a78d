import { useMemo, useRef, useState } from 'react'
import type { Assignable } from '../../../ipc/views.ts'
import { applicationWords } from '../../../strings/applications.ts'
import { words } from '../../../strings/common.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useMutate } from '../../data/use-mutate.ts'
import { useRights } from '../../data/use-session.ts'
import { useDraft } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/fields.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { type PickItem, PickList } from '../../ui/pick-list.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import styles from './applications.module.css'

const t = applicationWords.assign

/** What was chosen and not assigned yet; kept per account while the drawer is closed. */
interface AssignDraft {
  chosen: readonly string[]
  autoAssign: boolean
}

const nothingChosen: AssignDraft = { chosen: [], autoAssign: false }

interface AssignDrawerProps {
  accountId: string
  type: Assignable['type']
}

/** Assigns applications, or agents, of the environment to an account, with or without all of its users. */
export function AssignDrawer({ accountId, type }: AssignDrawerProps) {
  const answer = useBridgeQuery('applications.assignable', { accountId })
  const rights = useRights(accountId)
  const closePanel = useAppStore((store) => store.closePanel)
  const [kept, setDraft] = useDraft<AssignDraft>(accountId, `assign-${type}`)
  const mutate = useMutate()
  const [isPending, setIsPending] = useState(false)
  const draft = kept ?? nothingChosen
  const accountName = rights.account?.name ?? ''
  // What somebody assigned meanwhile is no longer to be chosen.
  const chosen = (answer.data ?? []).filter(({ id, assigned }) => !assigned && draft.chosen.includes(id))
  const refusedAuto = rights.refusal('applications.autoassign')
  const autoAssign = draft.autoAssign && !refusedAuto
  const close = () => closePanel('assign')

  function change(next: AssignDraft) {
    setDraft(next.chosen.length === 0 && !next.autoAssign ? undefined : next)
  }

  async function assign() {
    setIsPending(true)
    const applicationIds = chosen.map(({ id }) => id)
    const done = await mutate(
      { name: 'applications.assign', args: { accountId, applicationIds, autoAssign } },
      {
        done: t.done(namesOf(chosen), accountName),
        inverse: applicationIds.map((applicationId) => ({
          name: 'applications.unassign',
          args: { accountId, applicationId },
        })),
      },
    )
    setIsPending(false)
    if (!done.ok) return
    setDraft(undefined)
    close()
  }

  return (
    <Drawer
      isOpen
      onClose={close}
      title={t.title(type, accountName)}
      footer={
        <>
          <span className={styles.selected}>
            <span role="status">{t.selected(chosen.length)}</span>
            {chosen.length > 0 && (
              <Button kind="link" onPress={() => change({ ...draft, chosen: [] })}>
                {t.clearSelection}
              </Button>
            )}
          </span>
          <Button onPress={close}>{words.cancel}</Button>
          <Button
            kind="primary"
            isPending={isPending}
            disabledReason={
              rights.refusal('applications.assign') ?? (chosen.length === 0 ? t.chooseFirst : null)
            }
            onPress={() => void assign()}
          >
            {t.button(chosen.length)}
          </Button>
        </>
      }
    >
      <Answer answer={answer} inline>
        {(applications) => (
          <Choice
            type={type}
            applications={applications.filter((application) => application.type === type)}
            chosen={new Set(draft.chosen)}
            onToggle={(id) => change({ ...draft, chosen: toggled(draft.chosen, id) })}
          />
        )}
      </Answer>
      <div className={styles.switch}>
        <Switch
          isSelected={autoAssign}
          isDisabled={refusedAuto !== null}
          onChange={(on) => change({ ...draft, autoAssign: on })}
          description={refusedAuto ?? t.autoHint}
        >
          {t.auto}
        </Switch>
        <p role="status" className={styles.effect} data-quiet={!autoAssign || undefined}>
          {chosen.length > 0 &&
            (autoAssign
              ? t.effect(namesOf(chosen), rights.account?.users ?? null)
              : t.effectManual(namesOf(chosen), accountName))}
        </p>
      </div>
    </Drawer>
  )
}

interface ChoiceProps {
  type: Assignable['type']
  applications: readonly Assignable[]
  chosen: ReadonlySet<string>
  onToggle: (id: string) => void
}

function Choice({ type, applications, chosen, onToggle }: ChoiceProps) {
  const [filter, setFilter] = useState('')
  const list = useRef<{ focusFirst(): void }>(null)
  const found = useMemo(() => matching(applications, filter), [applications, filter])
  const assignedCount = applications.filter(({ assigned }) => assigned).length
  const open = found.filter(({ assigned }) => !assigned)
  const assigned = found.filter((application) => application.assigned)
  const isAllAssigned = applications.length > 0 && assignedCount === applications.length
  return (
    <>
      <SearchField
        label={applicationWords.find(type)}
        value={filter}
        onChange={setFilter}
        autoFocus
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          list.current?.focusFirst()
        }}
      />
      {isAllAssigned && !filter && <EmptyState title={t.allAssigned} reason={t.allAssignedReason(type)} />}
      {found.length === 0 ? (
        <NothingFound
          title={applicationWords.nothingFound(filter)}
          reason={applicationWords.nothingFoundReason}
          onClear={() => setFilter('')}
        />
      ) : (
        <PickList
          label={applicationWords.columns.name[type]}
          control={list}
          selected={chosen}
          onToggle={onToggle}
          sections={[
            { id: 'open', title: t.unassigned(open.length), items: open.map(itemOf) },
            {
              id: 'assigned',
              title: t.assigned(filter ? assigned.length : assignedCount),
              items: assigned.map(itemOf),
            },
          ]}
        />
      )}
    </>
  )
}

function itemOf({ id, name, description, status, assigned }: Assignable): PickItem {
  return {
    id,
    label: name,
    hint: description || undefined,
    isFixed: assigned,
    mark: status === 'inactive' && <Badge tone="warning">{t.notIntegrated}</Badge>,
  }
}

function matching(applications: readonly Assignable[], filter: string): readonly Assignable[] {
  const wanted = filter.trim().toLocaleLowerCase()
  if (!wanted) return applications
  return applications.filter(({ name, description }) =>
    `${name} ${description}`.toLocaleLowerCase().includes(wanted),
  )
}

function toggled(ids: readonly string[], id: string): readonly string[] {
  return ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]
}

function namesOf(applications: readonly Assignable[]): string[] {
  return applications.map(({ name }) => name)
}
