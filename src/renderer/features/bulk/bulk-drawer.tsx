import { useCallback, useMemo, useState } from 'react'
import type { BulkApplication } from '../../../ipc/views.ts'
import { bulkAssignWords as t } from '../../../strings/bulk.ts'
import { words } from '../../../strings/common.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useBulk, wideFrom } from '../../data/use-bulk.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/fields.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { ErrorState } from '../../ui/states.tsx'
import styles from './bulk.module.css'
import { BulkApplications } from './bulk-applications.tsx'
import { linesFor } from './bulk-lines.ts'
import { BulkPreview } from './bulk-preview.tsx'

interface BulkDrawerProps {
  kind: 'assign' | 'unassign'
  accountIds: readonly string[]
}

/**
 * One change in many accounts: which applications, what that does in each account and to how many users, then one
 * button that says how far it reaches. What became of each stands in the receipt.
 */
export function BulkDrawer({ kind, accountIds }: BulkDrawerProps) {
  const ids = useMemo(() => [...accountIds], [accountIds])
  const answer = useBridgeQuery('bulk.applications', { accountIds: ids })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [autoAssign, setAutoAssign] = useState(false)
  const [isPending, setIsPending] = useState(false)
  const closePanel = useAppStore((store) => store.closePanel)
  const runBulk = useBulk()
  const isAuto = kind === 'assign' && autoAssign
  const preview = useBridgeQuery(
    'bulk.preview',
    { accountIds: ids, applicationIds: [...chosen], change: kind, autoAssign: isAuto },
    { enabled: chosen.length > 0, keepBefore: true },
  )
  const names = useMemo(() => namesOf(answer.data?.applications ?? []), [answer.data])
  const nameOf = useCallback((id: string) => names.get(id) ?? '', [names])
  const changing = chosen.length === 0 ? [] : (preview.data ?? []).filter(({ changes }) => changes.length > 0)
  const close = () => closePanel(`bulk-${kind}`)

  async function apply() {
    setIsPending(true)
    const what = chosen.map(nameOf)
    const count = changing.length
    await runBulk(linesFor(kind, changing, isAuto), {
      done: t.done[kind](what, count),
      receipt: true,
      // It has shown what is lost for good.
      confirmed: kind === 'unassign' && count <= wideFrom,
      wide: {
        title: t.question[kind](what, count),
        verb: t.button[kind](count),
        danger: kind === 'unassign',
        effect: kind === 'unassign' ? t.grantsGo : undefined,
      },
    })
    setIsPending(false)
  }

  return (
    <Drawer
      wide
      isOpen
      onClose={close}
      title={t.title[kind](accountIds.length)}
      footer={
        <>
          <span className={styles.selected}>
            <span role="status">{t.selected(chosen.length)}</span>
            {chosen.length > 0 && (
              <Button kind="link" onPress={() => setChosen([])}>
                {t.clear}
              </Button>
            )}
          </span>
          <Button onPress={close}>{words.cancel}</Button>
          <Button
            kind={kind === 'unassign' ? 'danger' : 'primary'}
            isPending={isPending || preview.isPlaceholderData}
            disabledReason={
              chosen.length === 0 ? t.chooseFirst : changing.length === 0 ? t.nothingChanges : null
            }
            onPress={() => void apply()}
          >
            {t.button[kind](changing.length)}
          </Button>
        </>
      }
    >
      <Answer answer={answer} inline>
        {({ applications, environments }) => (
          <BulkApplications
            kind={kind}
            applications={applications}
            environments={environments}
            chosen={new Set(chosen)}
            onToggle={(id) =>
              setChosen((ids) => (ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]))
            }
          />
        )}
      </Answer>
      {kind === 'assign' ? (
        <Switch isSelected={autoAssign} onChange={setAutoAssign} description={t.autoHint}>
          {t.auto}
        </Switch>
      ) : (
        chosen.length > 0 && <p className={styles.muted}>{t.grantsGo}</p>
      )}
      {chosen.length > 0 && preview.error && <ErrorState inline problem={preview.error} />}
      {chosen.length > 0 && preview.data && (
        <BulkPreview kind={kind} autoAssign={isAuto} preview={preview.data} nameOf={nameOf} />
      )}
    </Drawer>
  )
}

function namesOf(applications: readonly BulkApplication[]): ReadonlyMap<string, string> {
  return new Map(applications.map(({ id, name }) => [id, name]))
}
