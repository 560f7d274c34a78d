import type { ReactNode } from 'react'
import { cx } from './class-names.ts'
import styles from './name.module.css'

interface MarkedTextProps {
  text: string
  /** From a UTF-16 unit to before another, in rising order. */
  marks: readonly (readonly [start: number, end: number])[]
  strong?: boolean
}

/** A name with the parts that answer what was typed. */
export function MarkedText({ text, marks, strong }: MarkedTextProps) {
  const parts: ReactNode[] = []
  let at = 0
  for (const [start, end] of marks) {
    parts.push(
      text.slice(at, start),
      <mark key={start} className={styles.mark}>
        {text.slice(start, end)}
      </mark>,
    )
    at = end
  }
  parts.push(text.slice(at))
  return (
    <bdi className={cx(styles.name, strong && styles.strong)} title={text}>
      {parts}
    </bdi>
  )
}
