import Search from 'lucide-react/icons/search'
import X from 'lucide-react/icons/x'
import { type KeyboardEvent, type RefObject, useRef } from 'react'
import { words } from '../../strings/common.ts'
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
  /** The field steers a list: the list's id, and that of the option the arrow keys stand on. */
  combobox?: { controls: string; activeDescendant: string | undefined }
}

/** A filter of a list. Esc empties it; where it is empty already, Esc goes to whatever lies around it. */
export function SearchField(props: SearchFieldProps) {
  const { label, value, onChange, placeholder = label, isListFilter, autoFocus, combobox } = props
  const own = useRef<HTMLInputElement>(null)
  const input = props.inputRef ?? own

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    props.onKeyDown?.(event)
    if (event.defaultPrevented || event.key !== 'Escape' || value === '') return
    event.preventDefault()
    event.stopPropagation()
    onChange('')
  }

  return (
    <div className={cx(styles.search, props.className)}>
      <Search size={15} aria-hidden="true" className={styles.icon} />
      <input
        ref={input}
        type="search"
        aria-label={label}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: asked for by drawers that begin with a search
        autoFocus={autoFocus}
        data-list-filter={isListFilter || undefined}
        className={cx(fields.input, styles.input)}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        {...(combobox && {
          role: 'combobox',
          'aria-expanded': true,
          'aria-autocomplete': 'list',
          'aria-controls': combobox.controls,
          'aria-activedescendant': combobox.activeDescendant,
        })}
      />
      {value !== '' && (
        <button
          type="button"
          className={styles.clear}
          aria-label={words.clear}
          onClick={() => {
            onChange('')
            input.current?.focus()
          }}
        >
          <X size={14} aria-hidden="true" />
        </button>
      )}
    </div>
  )
}
