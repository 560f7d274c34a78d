import { useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { AccountDetail, MatrixAsk, MatrixRow, ReviewDetail } from '../../../ipc/views.ts'
import { matrixWords as m } from '../../../strings/matrix.ts'
import { explain } from '../../../strings/problems.ts'
import { decideWords as t } from '../../../strings/reviews.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { askAgain, type Decision, useDecide, useMatrix } from '../../data/use-matrix.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Button } from '../../ui/button.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { cellsIn } from '../../ui/matrix/area.ts'
import { type Area, areaOf, type Chosen, Matrix } from '../../ui/matrix/matrix.tsx'
import { Menu } from '../../ui/menu.tsx'
import { ErrorState, NothingFound, Skeleton } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import { CellPanel } from './cell-panel.tsx'
import { faceOf, labelOf } from './faces.ts'
import { columnsOf, firstAsk, groupName, Legend, MatrixChoices, rowHead } from './matrix-parts.tsx'
import styles from './reviews.module.css'

const start = { row: 0, column: 0 }
const nowhere: Chosen = { active: start, anchor: start }
const decisionsByKey: Record<string, Decision | null> = {
  k: 'keep',
  r: 'revoke',
  n: 'unsure',
  delete: null,
  backspace: null,
}

/** What was frozen, cell by cell, with what is decided on each. */
export function DecisionMatrix({ account, detail }: { account: AccountDetail; detail: ReviewDetail }) {
  const { id: accountId, name } = account
  const { review } = detail
  const reviewId = review.id
  const [ask, setAsk] = useFilter<MatrixAsk>(accountId, `review ${reviewId}`, firstAsk)
  const [chosen, setChosen] = useFilter<Chosen>(accountId, `review cell ${reviewId}`, nowhere)
  const [panelFocus, setPanelFocus] = useState(0)
  const scroll = useKeptScroll(accountId, `review ${reviewId}`)
  const asked = useDeferredValue(ask)
  const { matrix, error, refetch, rowAt, onRange } = useMatrix({ accountId, reviewId, ask: asked })
  const decide = useDecide(accountId, reviewId)
  const client = useQueryClient()
  const columns = useMemo(() => columnsOf(matrix?.applications ?? [], true), [matrix?.applications])
  const face = useCallback(
    (row: MatrixRow, column: number) => faceOf(row, column, columns[column]?.name ?? ''),
    [columns],
  )
  const activeRow = matrix ? rowAt(chosen.active.row) : undefined
  const cell = chosen.active.column
  const { data: activeCell } = useBridgeQuery(
    'reviews.cell',
    { accountId, reviewId, place: activeRow?.place ?? 0, cell },
    { enabled: activeRow !== undefined },
  )
  if (error && !matrix) return <ErrorState problem={error} onRetry={refetch} />
  if (!matrix) return <Skeleton rows={10} />
  const refusal = detail.decideRefusal
  const isOpen = review.state === 'open' || review.state === 'second'
  const area = areaOf(chosen, { rows: matrix.total, columns: columns.length })

  async function placesIn({ fromRow, toRow }: Area): Promise<number[]> {
    const rows = Array.from({ length: toRow - fromRow + 1 }, (_, at) => rowAt(fromRow + at))
    if (rows.every((row) => row !== undefined)) return rows.map(({ place }) => place)
    const all = await bridge().query('reviews.places', { accountId, reviewId, ask: asked })
    if (all.ok) return all.value.places.slice(fromRow, toRow + 1)
    notifyProblem(all.error)
    return []
  }

  async function decideArea(wanted: Area, decision: Decision | null) {
    const places = await placesIn(wanted)
    const cells = Array.from(
      { length: wanted.toColumn - wanted.fromColumn + 1 },
      (_, at) => wanted.fromColumn + at,
    )
    if (places.length > 0) await decide(places, cells, decision)
  }

  async function undo() {
    const answer = await bridge().command('reviews.undo', { accountId, reviewId })
    if (!answer.ok) return notifyProblem(answer.error)
    await askAgain(client, accountId)
  }

  async function follow(which: 'keep' | 'all') {
    const answer = await bridge().command('reviews.follow', { accountId, reviewId, which })
    if (!answer.ok) return notifyProblem(answer.error)
    notify({ title: t.followed(answer.value.changed), undo: () => void undo() })
    await askAgain(client, accountId)
  }

  function onKey(event: KeyboardEvent, wanted: Area): boolean {
    const isCommand = event.ctrlKey || event.metaKey
    if (isCommand && event.key.toLowerCase() === 'z') {
      void undo()
      return true
    }
    if (isCommand || event.altKey) return false
    const key = letterOf(event)
    if (!(key in decisionsByKey)) return false
    if (!isOpen) return false
    if (refusal) notifyProblem(refusal)
    else void decideArea(wanted, decisionsByKey[key] ?? null)
    return true
  }

  const noDeciding = refusal ? explain(refusal).advice : null
  return (
    <>
      <ListHead
        find={m.find}
        filter={ask.find}
        onFilter={(find) => setAsk({ ...ask, find })}
        count={matrix.total === review.snapshot?.people ? undefined : m.users(matrix.total)}
        actions={
          isOpen && (
            <>
              <Button
                disabledReason={noDeciding ?? (detail.canUndo ? null : t.nothingToUndo)}
                onPress={() => void undo()}
              >
                {t.undo}
              </Button>
              <Menu
                label={t.follow}
                entries={[
                  {
                    id: 'keep',
                    label: t.followKeep,
                    note: t.followNote,
                    disabledReason: noDeciding,
                    onAction: () => void follow('keep'),
                  },
                  {
                    id: 'all',
                    label: t.followAll,
                    note: t.followNote,
                    disabledReason: noDeciding,
                    onAction: () => void follow('all'),
                  },
                ]}
              >
                <Button>{t.follow}</Button>
              </Menu>
            </>
          )
        }
      >
        <MatrixChoices ask={ask} onChange={setAsk} isReview />
      </ListHead>
      {matrix.total === 0 ? (
        <NothingFound title={m.nothing} reason={m.nothingReason} onClear={() => setAsk(firstAsk)} />
      ) : (
        <div className={styles.deciding}>
          <div className={styles.gridPart}>
            <Matrix
              label={m.reviewOf(review.title, name)}
              hint={isOpen ? m.decideKeys : m.keys}
              corner={m.user}
              columns={columns}
              total={matrix.total}
              groups={matrix.groups}
              groupName={groupName}
              rowAt={rowAt}
              onRange={onRange}
              head={rowHead}
              faceOf={face}
              activeLabel={
                activeRow && activeCell?.place === activeRow.place && activeCell.cell === cell
                  ? labelOf(activeRow, activeCell, columns[cell]?.name ?? '')
                  : undefined
              }
              chosen={chosen}
              onChosen={setChosen}
              onOpen={() => setPanelFocus((count) => count + 1)}
              onKey={onKey}
              scroll={scroll}
            />
            <Legend isReview={isOpen} />
          </div>
          {activeRow && (
            <CellPanel
              account={account}
              detail={detail}
              row={activeRow}
              columnName={columns[cell]?.name ?? ''}
              cell={
                activeCell?.cell === cell && activeCell.place === activeRow.place ? activeCell : undefined
              }
              cellNumber={cell}
              chosenCells={cellsIn(area)}
              focusCount={panelFocus}
              refusal={isOpen ? noDeciding : null}
              isOpen={isOpen}
              onDecide={(decision) => void decideArea(area, decision)}
            />
          )}
        </div>
      )}
    </>
  )
}

/** A letter as it is on the key: where the keyboard writes another script, by its place. */
function letterOf({ key, code }: KeyboardEvent): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  const place = /^Key([A-Z])$/.exec(code)?.[1]
  return (place && !/^[\x20-\x7f]$/.test(key) ? place : key).toLowerCase()
}
