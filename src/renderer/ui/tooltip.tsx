import { type FocusEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import styles from './tooltip.module.css'

const openAfterMs = 500
/** Long enough to get from the button onto the words. */
const closeAfterMs = 120

/** For the button, which has to be one of React Aria's. */
export interface TooltipTrigger {
  onHoverStart: () => void
  onHoverEnd: () => void
  onFocus: (event: FocusEvent) => void
  onBlur: () => void
  onPressStart: () => void
  'aria-describedby'?: string
}

interface Tooltip {
  trigger: TooltipTrigger
  /** Stands right behind the button; it lies over everything while it is shown. */
  element: ReactNode
}

/**
 * Words that are shown where the pointer rests, and at once where the keyboard's focus is. The system of layers and
 * anchors of the page itself places them. `text: null` for none.
 */
export function useTooltip(text: string | null, isDescription: boolean): Tooltip {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  function soon(open: boolean, ms: number) {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(open), ms)
  }
  function now(open: boolean) {
    clearTimeout(timer.current)
    setOpen(open)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    if (!isOpen) return
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && setOpen(false)
    document.addEventListener('keydown', onKeyDown, { capture: true })
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [isOpen])

  const isShown = isOpen && text !== null
  return {
    trigger: {
      onHoverStart: () => soon(true, openAfterMs),
      onHoverEnd: () => soon(false, closeAfterMs),
      onFocus: (event) => {
        if (event.currentTarget.matches(':focus-visible')) now(true)
      },
      onBlur: () => now(false),
      onPressStart: () => now(false),
      ...(isShown && isDescription ? { 'aria-describedby': id } : {}),
    },
    element: isShown && (
      <Words id={id} text={text} onHover={(isOver) => (isOver ? now(true) : soon(false, closeAfterMs))} />
    ),
  }
}

function Words({ id, text, onHover }: { id: string; text: string; onHover: (isOver: boolean) => void }) {
  const words = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const element = words.current
    const button = element?.previousElementSibling
    if (element && button instanceof HTMLElement) element.showPopover({ source: button })
  }, [])
  return (
    <span
      ref={words}
      id={id}
      role="tooltip"
      popover="manual"
      className={styles.tooltip}
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
    >
      {text}
    </span>
  )
}
