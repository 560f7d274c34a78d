import CornerDownLeft from 'lucide-react/icons/corner-down-left'
import Search from 'lucide-react/icons/search'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { AccountItem } from '../../../ipc/views.ts'
import { paletteWords } from '../../../strings/accounts.ts'
import { useAppStore } from '../../app/app-store.ts'
import { Name } from '../../ui/name.tsx'
import { useQuiet } from '../../ui/quiet-moment.ts'
import styles from './palette.module.css'
import { ResultList, type Ways } from './result-list.tsx'
import { openResult, type Result } from './results.ts'
import { captionOf, nameOf, type Target } from './target-commands.ts'
import { useResults } from './use-results.ts'

/** As many as are in sight; the others are drawn in a quiet moment, and for those who type on never. */
const firstRows = 12

export interface PaletteProps {
  initialText: string
  accounts: readonly AccountItem[]
}

/** Search over accounts, people, applications, invitations and commands. `>` at the beginning leaves commands alone. */
export function Palette({ initialText, accounts }: PaletteProps) {
  const closePanel = useAppStore((store) => store.closePanel)
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && closePanel('palette')}
      className={styles.scrim ?? ''}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog aria-label={paletteWords.title} className={styles.dialog ?? ''}>
          <Box initialText={initialText} accounts={accounts} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** What is looked for: a text, and what was chosen to be acted on, with the text that had found it. */
interface Question {
  text: string
  target: Target | null
  before: { text: string; active: number }
}

function Box({ initialText, accounts }: PaletteProps) {
  const [{ text, target, before }, setSearch] = useState<Question>({
    text: initialText,
    target: null,
    before: { text: '', active: 0 },
  })
  const [active, setActive] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const closePanel = useAppStore((store) => store.closePanel)
  const { results, accountsById, isBehind, isComplete } = useResults(text, target, accounts)
  /** Enter was pressed before the answer to this text was here. */
  const [awaited, setAwaited] = useState<string | null>(null)
  const current = Math.max(0, Math.min(active, results.length - 1))
  const chosen = results[current]
  const isQuiet = useQuiet(results)
  const drawn = isQuiet ? results.length : Math.max(firstRows, current + 1)

  // With the frame that draws it, so that no key falls in between.
  useLayoutEffect(() => {
    input.current?.focus()
    input.current?.setSelectionRange(initialText.length, initialText.length)
  }, [initialText])
  useEffect(() => {
    list.current?.querySelector(`#palette-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [current])

  function run(result: Result) {
    if (result.kind === 'command' && result.command.disabledReason) return
    // First away, then act: what it opens must not be taken for the palette's own closing.
    closePanel('palette')
    openResult(result)
  }
  /** Shows what can be done with a result instead of opening it. */
  function actOn(result: Result | undefined): boolean {
    if (!result || result.kind === 'command' || isBehind) return false
    setSearch({ text: '', target: result, before: { text, active: current } })
    setActive(0)
    return true
  }
  function goBack() {
    setSearch({ text: before.text, target: null, before: { text: '', active: 0 } })
    setActive(before.active)
  }

  // Enter must open what the field says, never what it said a moment before.
  useEffect(() => {
    if (awaited === null || isBehind) return
    setAwaited(null)
    if (awaited === text && results[0]) run(results[0])
  })

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const moves: Record<string, number> = {
      ArrowDown: current === results.length - 1 ? 0 : current + 1,
      ArrowUp: current === 0 ? results.length - 1 : current - 1,
      PageDown: Math.min(results.length - 1, current + 8),
      PageUp: Math.max(0, current - 8),
    }
    const way = sideways(event)
    const move = moves[event.key]
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (move !== undefined) setActive(move)
    else if (event.key === 'Enter' && isBehind) setAwaited(text)
    else if (event.key === 'Enter' && chosen) run(chosen)
    else if (event.key === 'Tab') {
      // There is nothing else to go to in here, so it has a use of its own.
      if (event.shiftKey && target) goBack()
      else if (!event.shiftKey) actOn(chosen)
    } else if (target && text === '' && (event.key === 'Backspace' || way === 'back')) goBack()
    else if (target && event.key === 'Escape') {
      event.stopPropagation()
      goBack()
    } else if (!(way === 'on' && actOn(chosen))) return
    event.preventDefault()
  }

  const waysNow: Ways = { point: setActive, choose: run, showActions: actOn }
  const ways = useRef(waysNow)
  ways.current = waysNow

  const label = target ? paletteWords.actionsOf(nameOf(target)) : paletteWords.title
  return (
    <>
      <div className={styles.field}>
        <Search size={17} aria-hidden="true" />
        {target && (
          <span className={styles.target}>
            <Name>{captionOf(target)}</Name>
          </span>
        )}
        <input
          ref={input}
          className={styles.input}
          value={text}
          placeholder={target ? paletteWords.placeholderActions : paletteWords.placeholder}
          onChange={(event) => {
            setSearch({ text: event.target.value, target, before })
            setActive(0)
          }}
          onKeyDown={onKeyDown}
          role="combobox"
          aria-label={label}
          aria-expanded={results.length > 0}
          aria-autocomplete="list"
          aria-controls="palette-results"
          aria-describedby="palette-hint"
          aria-activedescendant={chosen ? `palette-${current}` : undefined}
          spellCheck={false}
          autoComplete="off"
        />
      </div>
      <p role="status" className="visually-hidden">
        {isBehind || (text === '' && !target) ? '' : paletteWords.results(results.length)}
      </p>
      <p id="palette-hint" className="visually-hidden">
        {target ? paletteWords.hintBackSpoken : paletteWords.hintActionsSpoken}
      </p>
      <div ref={list} id="palette-results" role="listbox" aria-label={label} className={styles.results}>
        <ResultList
          results={results}
          accountsById={accountsById}
          drawn={drawn}
          active={current}
          hasHeadings={target === null}
          ways={ways}
        />
      </div>
      {!isComplete && <p className={styles.incomplete}>{paletteWords.incomplete}</p>}
      {results.length === 0 && !isBehind && (
        <div className={styles.nothing}>
          <strong>{paletteWords.nothing}</strong>
          <p>{paletteWords.nothingHint}</p>
        </div>
      )}
      <Hints hasTarget={target !== null} canAct={chosen !== undefined && chosen.kind !== 'command'} />
    </>
  )
}

/** An arrow at the end of what is typed leads on, one at its beginning back; in between it moves the caret. */
function sideways({ key, currentTarget }: KeyboardEvent<HTMLInputElement>): 'on' | 'back' | null {
  const isMirrored = currentTarget.matches(':dir(rtl)')
  const { selectionStart, selectionEnd, value } = currentTarget
  if (key === (isMirrored ? 'ArrowLeft' : 'ArrowRight')) return selectionStart === value.length ? 'on' : null
  if (key === (isMirrored ? 'ArrowRight' : 'ArrowLeft')) return selectionEnd === 0 ? 'back' : null
  return null
}

function Hints({ hasTarget, canAct }: { hasTarget: boolean; canAct: boolean }) {
  return (
    <footer className={styles.hints} aria-hidden="true">
      <span>
        <kbd>↑</kbd> <kbd>↓</kbd> {paletteWords.hintMove}
      </span>
      <span>
        <kbd>
          <CornerDownLeft size={11} />
        </kbd>{' '}
        {paletteWords.hint}
      </span>
      {canAct && (
        <span>
          <kbd>Tab</kbd> {paletteWords.hintActions}
        </span>
      )}
      {hasTarget ? (
        <span>
          <kbd>Esc</kbd> {paletteWords.hintBack}
        </span>
      ) : (
        <span>
          <kbd>&gt;</kbd> {paletteWords.hintCommands}
        </span>
      )}
    </footer>
  )
}
