import type { ReactNode } from 'react'
import { Label } from 'react-aria-components/Label'
import { RadioGroup as AriaRadioGroup, Radio } from 'react-aria-components/RadioGroup'
import styles from './radio-group.module.css'

export interface RadioOption<V extends string> {
  value: V
  label: string
  description?: ReactNode
}

interface RadioGroupProps<V extends string> {
  label: string
  value: V
  options: readonly RadioOption<V>[]
  onChange: (value: V) => void
}

/** One out of a few, each with what it means beneath it. */
export function RadioGroup<V extends string>({ label, value, options, onChange }: RadioGroupProps<V>) {
  return (
    <AriaRadioGroup
      value={value}
      onChange={(chosen) => {
        const option = options.find((each) => each.value === chosen)
        if (option) onChange(option.value)
      }}
      className={styles.group ?? ''}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className={styles.option ?? ''}>
          <span className={styles.dot} aria-hidden="true" />
          <span className={styles.text}>
            <span className={styles.name}>{option.label}</span>
            {option.description && <span className={styles.description}>{option.description}</span>}
          </span>
        </Radio>
      ))}
    </AriaRadioGroup>
  )
}
