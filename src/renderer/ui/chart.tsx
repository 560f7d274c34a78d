import { type ReactNode, useId, useState } from 'react'
import { words } from '../../strings/common.ts'
import { number } from '../../strings/format.ts'
import { Button } from './button.tsx'
import styles from './chart.module.css'

interface ChartProps {
  title: string
  /** What the picture says, in a sentence: its name for those who don't see it. */
  sentence: string
  /** Said under the title for everybody, where the picture has a point to make. */
  finding?: ReactNode
  legend?: ReactNode
  columns: readonly string[]
  /** The same figures as text; the first of each row names it. */
  rows: readonly (readonly (string | number)[])[]
  /** Beside "Show as table": where its list is. */
  action?: ReactNode
  children: ReactNode
}

/** The frame of a chart: a title, the picture, and the same figures as a table for whoever prefers that. */
export function Chart({ title, sentence, finding, legend, columns, rows, action, children }: ChartProps) {
  const [isTable, setTable] = useState(false)
  const titleId = useId()
  return (
    <section className={styles.card} aria-labelledby={titleId}>
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        <span className={styles.buttons}>
          {action}
          <Button kind="link" size="small" onPress={() => setTable(!isTable)} aria-describedby={titleId}>
            {isTable ? words.showAsChart : words.showAsTable}
          </Button>
        </span>
      </header>
      {finding && <p className={styles.finding}>{finding}</p>}
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
              {rows.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two things may have one name, and rows never move
                <tr key={index}>
                  <th scope="row">{row[0]}</th>
                  {row.slice(1).map((cell, column) => (
                    <td key={columns[column + 1]}>{typeof cell === 'number' ? number(cell) : cell}</td>
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

interface ShareBarsProps {
  rows: readonly { key: string; name: string; part: number; all: number }[]
  /** What stands at the end of a row; without it both figures. */
  figure?: (part: number, all: number) => string
}

/** A bar for each row: the filled part of a whole, which is hatched, with both figures beside it. */
export function ShareBars({ rows, figure }: ShareBarsProps) {
  const largest = Math.max(1, ...rows.map(({ all }) => all))
  return (
    <div className={styles.shares}>
      {rows.map((row) => (
        <div key={row.key} className={styles.share}>
          <bdi className={styles.shareName} title={row.name}>
            {row.name}
          </bdi>
          <span className={styles.shareTrack}>
            <span className={styles.shareWhole} style={{ inlineSize: `${(row.all / largest) * 100}%` }}>
              <span
                className={styles.shareFill}
                style={{ inlineSize: `${row.all === 0 ? 0 : (row.part / row.all) * 100}%` }}
              />
            </span>
          </span>
          <span className={styles.shareFigure}>
            {figure ? figure(row.part, row.all) : `${number(row.part)}/${number(row.all)}`}
          </span>
        </div>
      ))}
    </div>
  )
}
