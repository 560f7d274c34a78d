import Check from 'lucide-react/icons/check'
import ChevronDown from 'lucide-react/icons/chevron-down'
import { Button } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { Text } from 'react-aria-components/Text'
import { cx } from './class-names.ts'
import fields from './fields.module.css'
import menu from './menu.module.css'
import styles from './select.module.css'

export interface Option<V extends string = string> {
  value: V
  label: string
  description?: string
  isDisabled?: boolean
}

interface SelectProps<V extends string> {
  label: string
  hideLabel?: boolean
  value: V
  /** At most 200: the collection behind it builds every one. */
  options: readonly Option<V>[]
  onChange: (value: V) => void
  isDisabled?: boolean
  /** Stands there while nothing is chosen. */
  placeholder?: string
  description?: string
  className?: string | undefined
}

export function Select<V extends string>(props: SelectProps<V>) {
  const { label, hideLabel, value, options, onChange, description } = props
  return (
    <AriaSelect
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.value === key)
        if (chosen) onChange(chosen.value)
      }}
      isDisabled={props.isDisabled ?? false}
      className={cx(fields.field, props.className)}
    >
      <Label className={hideLabel ? 'visually-hidden' : (fields.label ?? '')}>{label}</Label>
      <Button className={styles.button ?? ''}>
        <SelectValue className={styles.value ?? ''}>
          {({ selectedText }) =>
            selectedText || options.find((option) => option.value === value)?.label || props.placeholder
          }
        </SelectValue>
        <ChevronDown size={15} aria-hidden="true" />
      </Button>
      {description && (
        <Text slot="description" className={fields.description ?? ''}>
          {description}
        </Text>
      )}
      <Popover className={cx(menu.popover, styles.popover)} offset={4}>
        <ListBox className={menu.menu ?? ''}>
          {options.map((option) => (
            <ListBoxItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              isDisabled={option.isDisabled ?? false}
              className={menu.item ?? ''}
            >
              <span className={menu.text}>
                <Text slot="label">{option.label}</Text>
                {option.description && (
                  <Text slot="description" className={menu.reason ?? ''}>
                    {option.description}
                  </Text>
                )}
              </span>
              {option.value === value && <Check size={15} aria-hidden="true" />}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
