import styles from './progress-bar.module.css'

interface ProgressBarProps {
  label: string
  value: number
  max: number
  /** The amount in words, instead of a percentage. */
  valueText?: string
  /** Nothing goes on, so nothing moves. */
  isStill?: boolean
}

/** With `max` 0 it only says that something goes on. */
export function ProgressBar({ label, value, max, valueText, isStill }: ProgressBarProps) {
  const known = max > 0
  const percent = known ? Math.min(100, Math.round((value / max) * 100)) : 0
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(known ? { 'aria-valuenow': percent } : {})}
      {...(valueText ? { 'aria-valuetext': valueText } : {})}
      className={styles.track}
      data-unknown={!known || undefined}
    >
      {(known || !isStill) && (
        <span className={styles.fill} style={known ? { inlineSize: `${percent}%` } : undefined} />
      )}
    </div>
  )
}
