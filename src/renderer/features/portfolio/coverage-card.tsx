import { type KeyboardEvent, useId, useRef, useState } from 'react'
import type { Coverage } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { portfolioWords, coverageWords as t } from '../../../strings/portfolio.ts'
import { openPortfolio } from '../../app/open-portfolio.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useFilter } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { Name } from '../../ui/name.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './portfolio.module.css'
import { exportList } from './use-export.ts'
import { everywhere } from './use-portfolio.ts'

const largest = 'largest'

/** How much of each tag, or plan, has which application. A cell leads to the accounts that lack it. */
export function CoverageCard() {
  const titleId = useId()
  const [isTable, setTable] = useState(false)
  const [environment, setEnvironment] = useFilter<string>(everywhere, 'coverage', largest)
  const environmentId = environment === largest ? null : environment
  const answer = useBridgeQuery('portfolio.coverage', { environmentId }, { keepBefore: true })
  const environments = useBridgeQuery('accounts.facets', {}).data?.environments ?? []
  return (
    <section className={styles.card} aria-labelledby={titleId}>
      <header className={styles.cardHead}>
        <h2 id={titleId} className={styles.cardTitle}>
          {t.title}
        </h2>
        {environments.length > 1 && answer.data && (
          <Select
            label={t.environment}
            hideLabel
            className={styles.environmentFilter}
            value={answer.data.environmentId ?? largest}
            options={environments.map(({ id, name }) => ({ value: id as string, label: name }))}
            onChange={setEnvironment}
          />
        )}
        <span className={styles.cardActions}>
          <Button kind="link" onPress={() => setTable(!isTable)} aria-describedby={titleId}>
            {isTable ? words.showAsChart : words.showAsTable}
          </Button>
          <Button kind="link" onPress={() => void exportList({ list: 'coverage' })}>
            {portfolioWords.exportCsv}
          </Button>
        </span>
      </header>
      <Answer answer={answer} skeletonRows={5}>
        {(coverage) =>
          coverage.applications.length > 0 && coverage.rows.length > 0 ? (
            <Matrix coverage={coverage} isTable={isTable} />
          ) : (
            <div className={styles.nothing}>
              <p>{t.none}</p>
              <p>{t.noneReason}</p>
            </div>
          )
        }
      </Answer>
    </section>
  )
}

function Matrix({ coverage, isTable }: { coverage: Coverage; isTable: boolean }) {
  const { applications, rows, by, environmentName } = coverage
  const grid = useGrid(rows.length, applications.length)
  return (
    <>
      <div className={styles.matrixBox}>
        <table
          ref={grid.ref}
          onKeyDown={grid.onKeyDown}
          className={styles.matrix}
          data-table={isTable || undefined}
          aria-label={t.sentence(rows.length, applications.length, environmentName)}
        >
          <thead>
            <tr>
              <th scope="col">{by === 'tag' ? t.byTag : t.byPlan}</th>
              {applications.map(({ id, name }) => (
                <th key={id} scope="col">
                  <bdi className={styles.columnName} title={name}>
                    {name}
                  </bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, rowIndex) => (
              <tr key={row.name}>
                <th scope="row">
                  <Name>{row.name}</Name>
                </th>
                {applications.map((application, index) => (
                  <td key={application.id}>
                    <Cell
                      coverage={coverage}
                      application={application}
                      row={row}
                      part={row.counts[index] ?? 0}
                      isTable={isTable}
                      isReached={grid.isReached(rowIndex, index)}
                      onFocus={() => grid.setReached([rowIndex, index])}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.legend}>
        {t.legend} {by === 'plan' && t.hint}
      </p>
    </>
  )
}

/** One tab stop for all cells; arrows move inside, as they point. */
function useGrid(rows: number, columns: number) {
  const ref = useRef<HTMLTableElement>(null)
  const [[row, column], setReached] = useState<[number, number]>([0, 0])
  const reached = [Math.min(row, rows - 1), Math.min(column, columns - 1)] as const

  function onKeyDown(event: KeyboardEvent) {
    const onwards = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1
    const steps: Record<string, [number, number]> = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, onwards],
      ArrowLeft: [0, -onwards],
      Home: [0, -columns],
      End: [0, columns],
    }
    const step = steps[event.key]
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const wantedRow = Math.max(0, Math.min(rows - 1, reached[0] + step[0]))
    const wantedColumn = Math.max(0, Math.min(columns - 1, reached[1] + step[1]))
    setReached([wantedRow, wantedColumn])
    ref.current?.tBodies[0]?.rows[wantedRow]?.cells[wantedColumn + 1]?.querySelector('button')?.focus()
  }
  const isReached = (at: number, of: number) => at === reached[0] && of === reached[1]
  return { ref, onKeyDown, isReached, setReached }
}

interface CellProps {
  coverage: Coverage
  application: Coverage['applications'][number]
  row: Coverage['rows'][number]
  part: number
  isTable: boolean
  /** By Tab; the others by arrows. */
  isReached: boolean
  onFocus: () => void
}

function Cell({ coverage, application, row, part, isTable, isReached, onFocus }: CellProps) {
  const isEvery = part === row.accounts
  const named = t.cell(application.name, row.name, part, row.accounts)
  return (
    <button
      type="button"
      tabIndex={isReached ? 0 : -1}
      onFocus={onFocus}
      className={styles.heat}
      data-level={levelOf(part, row.accounts)}
      title={named}
      onClick={() =>
        openPortfolio.accounts({
          ...(coverage.by === 'tag' ? { tag: row.name } : { plan: row.name }),
          application: { applicationId: application.id, has: isEvery ? 'with' : 'without' },
        })
      }
    >
      {isTable ? t.partOf(part, row.accounts) : t.figure(part, row.accounts)}
      <span className="visually-hidden"> {named}</span>
    </button>
  )
}

/** Five steps, so that neighbours can be told apart. */
function levelOf(part: number, all: number): number {
  const share = all === 0 ? 0 : part / all
  return [0.1, 0.35, 0.6, 0.85].filter((step) => share >= step).length
}
