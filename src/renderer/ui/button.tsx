import type { ReactNode, RefObject } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import styles from './button.module.css'
import { cx } from './class-names.ts'
import { type TooltipTrigger, useTooltip } from './tooltip.tsx'

interface Shared extends Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'isPending'> {
  /** What it started is on its way: keeps the focus, ignores presses. */
  isPending?: boolean
  /**
   * Why it can't be pressed now. The button looks disabled but keeps the focus, so that keyboard and screen reader
   * reach the reason.
   */
  disabledReason?: string | null | undefined
  ref?: RefObject<HTMLButtonElement | null>
  className?: string | undefined
}

export interface ButtonProps extends Shared {
  kind?: 'default' | 'primary' | 'danger' | 'quiet' | 'link'
  size?: 'small' | 'medium'
  icon?: ReactNode
  children: ReactNode
}

export function Button(props: ButtonProps) {
  const {
    kind = 'default',
    size = 'medium',
    icon,
    children,
    disabledReason,
    isPending,
    className,
    ...rest
  } = props
  const { trigger, element } = useTooltip(disabledReason ?? null, true)
  return (
    <>
      <AriaButton
        {...withTooltip(trigger, rest)}
        {...blocked(disabledReason, isPending)}
        className={cx(styles.button, styles[kind], size === 'small' && styles.small, className)}
      >
        {icon}
        {children}
      </AriaButton>
      {element}
    </>
  )
}

export interface IconButtonProps extends Shared {
  /** Its name; also shown when pointed at or focused. */
  label: string
  icon: ReactNode
}

export function IconButton({ label, icon, disabledReason, isPending, className, ...rest }: IconButtonProps) {
  const { trigger, element } = useTooltip(disabledReason ?? label, Boolean(disabledReason))
  return (
    <>
      <AriaButton
        {...withTooltip(trigger, rest)}
        {...blocked(disabledReason, isPending)}
        aria-label={label}
        className={cx(styles.icon, className)}
      >
        {icon}
      </AriaButton>
      {element}
    </>
  )
}

function blocked(
  reason: string | null | undefined,
  isPending: boolean | undefined,
): Partial<AriaButtonProps> {
  return reason || isPending ? { 'aria-disabled': true, onPress: () => {}, type: 'button' } : {}
}

/** Both hear of it: the tooltip, and whoever uses the button. */
function withTooltip(trigger: TooltipTrigger, props: AriaButtonProps): AriaButtonProps {
  return {
    ...trigger,
    ...props,
    onHoverStart: (event) => {
      trigger.onHoverStart()
      props.onHoverStart?.(event)
    },
    onHoverEnd: (event) => {
      trigger.onHoverEnd()
      props.onHoverEnd?.(event)
    },
    onFocus: (event) => {
      trigger.onFocus(event)
      props.onFocus?.(event)
    },
    onBlur: (event) => {
      trigger.onBlur()
      props.onBlur?.(event)
    },
    onPressStart: (event) => {
      trigger.onPressStart()
      props.onPressStart?.(event)
    },
  }
}
