import { anchor, mirrored, useMeasuredWidth } from './bars.tsx'
import styles from './chart.module.css'

interface TimelineProps {
  /** Between these two moments, in milliseconds; what is outside isn't drawn. */
  from: number
  to: number
  /** Where something is written beneath the line. */
  ticks: readonly { at: number; label: string }[]
  marks: readonly { key: string; at: number; title: string; isSoon: boolean }[]
}

const height = 118
const line = height - 26
const size = 11

/**
 * Moments on a line. Those close together stand on each other; the near ones are diamonds, the others discs. Too many for
 * the height end in a plus.
 */
export function Timeline({ from, to, ticks, marks }: TimelineProps) {
  const { ref, width } = useMeasuredWidth(640)
  const x = (at: number) => mirrored(8 + ((at - from) / (to - from)) * (width - 16), width)
  const most = Math.floor((line - 4) / (size + 2))
  const placed = stack(marks, width, (at) => x(at))
  return (
    <div ref={ref} className={styles.measured}>
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className={styles.svg}
        aria-hidden="true"
      >
        <line className={styles.axis} x1="0" x2={width} y1={line} y2={line} />
        {ticks.map(({ at, label }) => (
          <g key={at}>
            <line className={styles.axis} x1={x(at)} x2={x(at)} y1={line} y2={line + 5} />
            <text className={styles.tick} x={x(at)} y={height - 8} textAnchor={anchor('start')}>
              {label}
            </text>
          </g>
        ))}
        {placed.map(({ key, title, isSoon, centre, level }) => {
          if (level > most) return null
          const y = line - size / 2 - 3 - level * (size + 2)
          if (level === most)
            return (
              <text key={key} className={styles.tick} x={centre} y={y + 6} textAnchor="middle">
                +
              </text>
            )
          return (
            <g key={key} className={isSoon ? styles.soon : styles.mark}>
              <title>{title}</title>
              {isSoon ? (
                <path d={`M${centre} ${y - 6.5}l6.5 6.5l-6.5 6.5l-6.5 -6.5z`} />
              ) : (
                <circle cx={centre} cy={y} r={size / 2 - 0.5} />
              )}
            </g>
          )
        })}
      </svg>
    </div>
  )
}

/** Marks in columns as wide as a mark: each stands on the one before it in its column. */
function stack(marks: TimelineProps['marks'], width: number, x: (at: number) => number) {
  const heights = new Map<number, number>()
  const column = size + 3
  return marks.map((mark) => {
    const place = Math.min(Math.floor(width / column), Math.floor(x(mark.at) / column))
    const level = heights.get(place) ?? 0
    heights.set(place, level + 1)
    return { ...mark, centre: place * column + column / 2, level }
  })
}
