import { useId } from 'react'
import styles from './segmented.module.css'

interface SegmentedProps<V extends string> {
  label: string
  value: V
  /** A few short ones, all in sight. */
  options: readonly { value: V; label: string }[]
  onChange: (value: V) => void
  description?: string
  /** What stands around it says already what is chosen: the label is for screen readers alone. */
  isLabelHidden?: boolean
}

/** One out of a few short choices, side by side. */
export function Segmented<V extends string>(props: SegmentedProps<V>) {
  const { label, value, options, onChange, description, isLabelHidden } = props
  const id = useId()
  return (
    <fieldset className={styles.group} aria-describedby={description ? `${id}-hint` : undefined}>
      <legend className={isLabelHidden ? 'visually-hidden' : styles.label}>{label}</legend>
      <div className={styles.options}>
        {options.map((option) => (
          <label key={option.value} className={styles.option}>
            <input
              type="radio"
              name={id}
              className={styles.radio}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
      {description && (
        <span id={`${id}-hint`} className={styles.hint}>
          {description}
        </span>
      )}
    </fieldset>
  )
}
