import Search from 'lucide-react/icons/search'
import X from 'lucide-react/icons/x'
import type { KeyboardEvent, RefObject } from 'react'
import { Button } from 'react-aria-components/Button'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField'
import { cx } from './class-names.ts'
import fields from './fields.module.css'
import styles from './search-field.module.css'

interface SearchFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
  inputRef?: RefObject<HTMLInputElement | null>
  /** Ctrl+F goes to the first one on the screen that says so. */
  isListFilter?: boolean
  autoFocus?: boolean
  className?: string | undefined
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void
  clearLabel?: string
  /** The field steers a list: the list's id, and that of the option the arrow keys stand on. */
  combobox?: { controls: string; activeDescendant: string | undefined }
}

export function SearchField(props: SearchFieldProps) {
  const { label, placeholder = label, inputRef, isListFilter, autoFocus, className, onKeyDown } = props
  return (
    <AriaSearchField
      value={props.value}
      onChange={props.onChange}
      autoFocus={autoFocus ?? false}
      className={cx(styles.search, className)}
    >
      <Label className="visually-hidden">{label}</Label>
      <Search size={15} aria-hidden="true" className={styles.icon} />
      <Input
        placeholder={placeholder}
        className={cx(fields.input, styles.input)}
        {...(inputRef ? { ref: inputRef } : {})}
        {...(isListFilter ? { 'data-list-filter': '' } : {})}
        {...(onKeyDown ? { onKeyDown } : {})}
        {...(props.combobox
          ? {
              role: 'combobox',
              'aria-expanded': true,
              'aria-autocomplete': 'list',
              'aria-controls': props.combobox.controls,
              'aria-activedescendant': props.combobox.activeDescendant,
            }
          : {})}
      />
      <Button className={styles.clear ?? ''} aria-label={props.clearLabel ?? 'Clear'}>
        <X size={14} aria-hidden="true" />
      </Button>
    </AriaSearchField>
  )
}
