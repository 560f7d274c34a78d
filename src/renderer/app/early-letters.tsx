import { useLayoutEffect } from 'react'
import { useAppStore } from './app-store.ts'

/**
 * Stands for the palette until its code is here: what is typed meanwhile is what is looked for, and not lost or written
 * into whatever had the focus before.
 */
export function EarlyLetters({ initialText }: { initialText: string }) {
  useLayoutEffect(() => {
    const { openPanel, closePanel } = useAppStore.getState()
    function onKeyDown(event: KeyboardEvent) {
      const { key } = event
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      const characters = [...initialText]
      if (key === 'Escape') closePanel('palette')
      else if (key === 'Backspace') openPanel({ kind: 'palette', text: characters.slice(0, -1).join('') })
      else if ([...key].length === 1) openPanel({ kind: 'palette', text: initialText + key })
      else return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [initialText])
  return null
}
