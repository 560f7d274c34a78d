import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react'
import { number } from '../../strings/format.ts'
import { direction } from '../../strings/language.ts'
import styles from './chart.module.css'

/** How a part is painted: told apart by pattern as well as by colour. */
export type Fill = 'plain' | 'hatched' | 'dotted'

const isMirrored = direction() === 'rtl'

/** The width of an element in pixels, so that a picture is drawn at its true size and its text is as large as any other. */
export function useMeasuredWidth(initial: number) {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(initial)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    setWidth(element.clientWidth || initial)
    const observer = new ResizeObserver(() => setWidth(element.clientWidth || initial))
    observer.observe(element)
    return () => observer.disconnect()
  }, [initial])
  return { ref, width }
}

/** Where something begins whose beginning is at `x` in a picture that reads from left to right. */
export function mirrored(x: number, width: number, size = 0): number {
  return isMirrored ? width - x - size : x
}

/** `start` and `end` as text that reads the other way has them; the pictures are drawn from left to right. */
export function anchor(at: 'start' | 'end'): 'start' | 'end' {
  if (!isMirrored) return at
  return at === 'start' ? 'end' : 'start'
}

/** The patterns that fills are made of, once in each picture. */
export function Patterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern
        id={`${id}-hatched`}
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="5" height="5" className={styles.hatchedGround} />
        <line x1="0" y1="0" x2="0" y2="5" className={styles.hatchedLine} />
      </pattern>
      <pattern id={`${id}-dotted`} width="5" height="5" patternUnits="userSpaceOnUse">
        <rect width="5" height="5" className={styles.dottedGround} />
        <circle cx="2.5" cy="2.5" r="1.1" className={styles.dottedDot} />
      </pattern>
    </defs>
  )
}

export function fillOf(id: string, fill: Fill): { className: string } | { className: string; fill: string } {
  return fill === 'plain'
    ? { className: styles.bar ?? '' }
    : { className: styles.patterned ?? '', fill: `url(#${id}-${fill})` }
}

interface BarsProps {
  bars: readonly { label: string; parts: readonly { name: string; value: number; fill: Fill }[] }[]
  height?: number
}

const bottom = 22
const axis = 34
const top = 8

/** A bar for each label, in parts that stand on each other. The scale ends at a round figure. */
export function Bars({ bars, height = 180 }: BarsProps) {
  const id = useId()
  const { ref, width } = useMeasuredWidth(640)
  const sum = (bar: (typeof bars)[number]) => bar.parts.reduce((total, { value }) => total + value, 0)
  const highest = roundUp(Math.max(1, ...bars.map(sum)))
  const step = (width - axis) / Math.max(1, bars.length)
  const tall = height - bottom - top
  const y = (value: number) => height - bottom - (value / highest) * tall
  const everyLabel = Math.max(1, Math.ceil(bars.length / Math.max(2, Math.floor((width - axis) / 90))))
  return (
    <div ref={ref} className={styles.measured}>
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className={styles.svg}
        aria-hidden="true"
      >
        <Patterns id={id} />
        {[0, highest / 2, highest].map((tick) => (
          <g key={tick}>
            <line
              className={styles.axis}
              x1={mirrored(axis, width)}
              x2={mirrored(width, width)}
              y1={y(tick)}
              y2={y(tick)}
            />
            <text
              className={styles.tick}
              x={mirrored(axis - 8, width)}
              y={y(tick) + 4}
              textAnchor={anchor('end')}
            >
              {number(tick)}
            </text>
          </g>
        ))}
        {bars.map((bar, index) => (
          <g key={bar.label}>
            <title>{`${bar.label}: ${bar.parts.map(({ name, value }) => `${name} ${number(value)}`).join(', ')}`}</title>
            {stacked(bar.parts).map(({ name, value, fill, below }) => (
              <rect
                key={name}
                {...fillOf(id, fill)}
                x={mirrored(axis + index * step + step * 0.16, width, step * 0.68)}
                y={y(below + value)}
                width={step * 0.68}
                height={(value / highest) * tall}
                rx="2"
              />
            ))}
            {index % everyLabel === 0 && (
              <text
                className={styles.tick}
                x={mirrored(axis + index * step, width)}
                y={height - 5}
                textAnchor={anchor('start')}
              >
                {bar.label}
              </text>
            )}
          </g>
        ))}
      </svg>
    </div>
  )
}

function stacked(parts: BarsProps['bars'][number]['parts']) {
  let below = 0
  return parts.flatMap((part) => {
    const placed = { ...part, below }
    below += part.value
    return part.value > 0 ? [placed] : []
  })
}

/** The next figure whose half is whole and easy to read. */
export function roundUp(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value))
  const steps = value <= 2 ? [2] : [1, 2, 4, 5, 6, 8, 10]
  const step = steps.find((each) => each * size >= value && (each * size) % 2 === 0) ?? 10
  return step * size
}

/** What each fill stands for. */
export function Legend({ items }: { items: readonly { fill: Fill; label: ReactNode }[] }) {
  const id = useId()
  return (
    <span className={styles.legendItems}>
      {items.map(({ fill, label }) => (
        <span key={fill} className={styles.legendItem}>
          <svg width="12" height="12" aria-hidden="true">
            <Patterns id={`${id}${fill}`} />
            <rect width="12" height="12" rx="2" {...fillOf(`${id}${fill}`, fill)} />
          </svg>
          {label}
        </span>
      ))}
    </span>
  )
}
