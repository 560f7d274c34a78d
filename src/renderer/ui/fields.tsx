import Check from 'lucide-react/icons/check'
import CircleAlert from 'lucide-react/icons/circle-alert'
import Minus from 'lucide-react/icons/minus'
import type { ReactNode, RefObject } from 'react'
import {
  Checkbox as AriaCheckbox,
  type CheckboxProps as AriaCheckboxProps,
} from 'react-aria-components/Checkbox'
import { FieldError } from 'react-aria-components/FieldError'
import { Input, type InputProps } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from 'react-aria-components/Switch'
import { Text } from 'react-aria-components/Text'
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea'
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components/TextField'
import { cx } from './class-names.ts'
import styles from './fields.module.css'

interface FieldText {
  label: string
  /** Only for filters, where the placeholder and the surroundings say what it is. */
  hideLabel?: boolean
  description?: ReactNode
  /** What is wrong and what would be right; marks the field as invalid. */
  error?: string | null | undefined
  className?: string | undefined
}

interface TextFieldProps
  extends FieldText,
    Omit<AriaTextFieldProps, 'children' | 'className' | 'style' | 'isInvalid'> {
  placeholder?: string
  inputRef?: RefObject<HTMLInputElement | null>
  icon?: ReactNode
  /** Shown at the end of the field: a button or a unit. */
  after?: ReactNode
  inputProps?: Omit<InputProps, 'className' | 'style'>
}

export function TextField(props: TextFieldProps) {
  const {
    label,
    hideLabel,
    description,
    error,
    className,
    placeholder,
    inputRef,
    icon,
    after,
    inputProps,
    ...rest
  } = props
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error)} className={cx(styles.field, className)}>
      <Label className={hideLabel ? 'visually-hidden' : (styles.label ?? '')}>{label}</Label>
      <span className={styles.box}>
        {icon && (
          <span className={styles.icon} aria-hidden="true">
            {icon}
          </span>
        )}
        <Input
          {...inputProps}
          {...(inputRef ? { ref: inputRef } : {})}
          {...(placeholder === undefined ? {} : { placeholder })}
          data-icon={icon ? true : undefined}
          className={styles.input ?? ''}
        />
        {after}
      </span>
      <Beneath description={description} error={error} />
    </AriaTextField>
  )
}

interface TextAreaProps
  extends FieldText,
    Omit<AriaTextFieldProps, 'children' | 'className' | 'style' | 'isInvalid'> {
  placeholder?: string
  rows?: number
}

export function TextArea(props: TextAreaProps) {
  const { label, hideLabel, description, error, className, placeholder, rows = 3, ...rest } = props
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error)} className={cx(styles.field, className)}>
      <Label className={hideLabel ? 'visually-hidden' : (styles.label ?? '')}>{label}</Label>
      <AriaTextArea
        rows={rows}
        {...(placeholder === undefined ? {} : { placeholder })}
        className={cx(styles.input, styles.area)}
      />
      <Beneath description={description} error={error} />
    </AriaTextField>
  )
}

function Beneath({ description, error }: Pick<FieldText, 'description' | 'error'>) {
  return (
    <>
      {description && (
        <Text slot="description" className={styles.description ?? ''}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>
        <CircleAlert size={14} aria-hidden="true" />
        <span>{error}</span>
      </FieldError>
    </>
  )
}

interface ChoiceProps {
  children: ReactNode
  description?: ReactNode
  className?: string | undefined
}

export function Checkbox({
  children,
  description,
  className,
  ...rest
}: ChoiceProps & Omit<AriaCheckboxProps, 'children' | 'className' | 'style'>) {
  return (
    <AriaCheckbox {...rest} className={cx(styles.choice, className)}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className={styles.tick} aria-hidden="true">
            {isIndeterminate ? <Minus size={12} /> : isSelected ? <Check size={12} strokeWidth={3} /> : null}
          </span>
          <ChoiceText description={description}>{children}</ChoiceText>
        </>
      )}
    </AriaCheckbox>
  )
}

export function Switch({
  children,
  description,
  className,
  ...rest
}: ChoiceProps & Omit<AriaSwitchProps, 'children' | 'className' | 'style'>) {
  return (
    <AriaSwitch {...rest} className={cx(styles.choice, className)}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.thumb} />
      </span>
      <ChoiceText description={description}>{children}</ChoiceText>
    </AriaSwitch>
  )
}

function ChoiceText({ children, description }: Pick<ChoiceProps, 'children' | 'description'>) {
  return (
    <span className={styles.choiceText}>
      <span>{children}</span>
      {description && <span className={styles.description}>{description}</span>}
    </span>
  )
}
