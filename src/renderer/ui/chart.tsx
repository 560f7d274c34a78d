import { type ReactNode, useId, useState } from 'react'
import { words } from '../../strings/common.ts'
import { number } from '../../strings/format.ts'
import { Button } from './button.tsx'
import styles from './chart.module.css'

interface ChartProps {
  title: string
  /** What the picture says, in a sentence: its name for those who don't see it. */
  sentence: string
  legend?: ReactNode
  columns: readonly string[]
  /** The same figures as text; the first of each row names it. */
  rows: readonly (readonly (string | number)[])[]
  children: ReactNode
}

/** The frame of a chart: a title, the picture, and the same figures as a table for whoever prefers that. */
export function Chart({ title, sentence, legend, columns, rows, children }: ChartProps) {
  const [isTable, setTable] = useState(false)
  const titleId = useId()
  return (
    <section className={styles.card} aria-labelledby={titleId}>
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        <Button kind="link" size="small" onPress={() => setTable(!isTable)} aria-describedby={titleId}>
          {isTable ? words.showAsChart : words.showAsTable}
        </Button>
      </header>
      {isTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
        <section className={styles.tableBox} tabIndex={0} aria-label={words.tableOf(title)}>
          <table className={styles.table}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={String(row[0])}>
                  <th scope="row">{row[0]}</th>
                  {row.slice(1).map((cell, index) => (
                    <td key={columns[index + 1]}>{typeof cell === 'number' ? number(cell) : cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <>
          <div role="img" aria-label={sentence} className={styles.picture}>
            {children}
          </div>
          {legend && <p className={styles.legend}>{legend}</p>}
        </>
      )}
    </section>
  )
}

interface DayBarsProps {
  days: readonly { label: string; value: number }[]
}

const width = 640
const height = 216
const left = 34
const bottom = 22

/** One bar a day. The scale ends at a round figure. */
export function DayBars({ days }: DayBarsProps) {
  const top = roundUp(Math.max(1, ...days.map((day) => day.value)))
  const step = (width - left) / Math.max(1, days.length)
  const y = (value: number) => height - bottom - (value / top) * (height - bottom - 10)
  const ticks = [0, top / 2, top]
  const everyLabel = Math.max(1, Math.ceil(days.length / 5))
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={styles.svg} aria-hidden="true">
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={styles.axis} x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
          <text className={styles.tick} x={left - 8} y={y(tick) + 4} textAnchor="end">
            {number(tick)}
          </text>
        </g>
      ))}
      {days.map((day, index) => (
        <g key={day.label}>
          <rect
            className={styles.bar}
            x={left + index * step + step * 0.16}
            y={y(day.value)}
            width={step * 0.68}
            height={Math.max(0, height - bottom - y(day.value))}
            rx="2"
          >
            <title>{`${day.label}: ${number(day.value)}`}</title>
          </rect>
          {index % everyLabel === 0 && (
            <text className={styles.tick} x={left + index * step} y={height - 5}>
              {day.label}
            </text>
          )}
        </g>
      ))}
    </svg>
  )
}

/** The next figure whose half is whole and easy to read. */
function roundUp(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value))
  const steps = value <= 2 ? [2] : [1, 2, 4, 5, 6, 8, 10]
  const step = steps.find((each) => each * size >= value && (each * size) % 2 === 0) ?? 10
  return step * size
}

interface ShareBarsProps {
  rows: readonly { key: string; name: string; part: number; all: number; onOpen?: () => void }[]
}

/** A bar for each row: the filled part of a whole, with both figures beside it. */
export function ShareBars({ rows }: ShareBarsProps) {
  return (
    <div className={styles.shares}>
      {rows.map((row) => (
        <div key={row.key} className={styles.share}>
          <span className={styles.shareName} title={row.name}>
            {row.name}
          </span>
          <span className={styles.shareTrack}>
            <span
              className={styles.shareFill}
              style={{ inlineSize: `${row.all === 0 ? 0 : (row.part / row.all) * 100}%` }}
            />
          </span>
          <span className={styles.shareFigure}>
            {number(row.part)}/{number(row.all)}
          </span>
        </div>
      ))}
    </div>
  )
}
