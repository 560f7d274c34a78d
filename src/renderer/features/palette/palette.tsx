import CornerDownLeft from 'lucide-react/icons/corner-down-left'
import Search from 'lucide-react/icons/search'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { AccountItem } from '../../../ipc/views.ts'
import { useAppStore } from '../../app/app-store.ts'
import { searchAccounts } from '../../data/account-search.ts'
import { usePreferences, useRights } from '../../data/use-session.ts'
import { paletteWords } from '../../strings/en-accounts.ts'
import { paletteCommands, searchCommands } from './commands.ts'
import styles from './palette.module.css'
import { type Result, ResultRow } from './result-row.tsx'

interface PaletteProps {
  initialText: string
  accounts: readonly AccountItem[]
}

const mostResults = 50
const fewCommands = 6

/** Search over accounts and commands. `>` at the beginning leaves commands alone. */
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

function Box({ initialText, accounts }: PaletteProps) {
  const [text, setText] = useState(initialText)
  const [active, setActive] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const openAccount = useAppStore((store) => store.openAccount)
  const closePanel = useAppStore((store) => store.closePanel)
  // Never a step behind what was typed: Enter must open what the field says.
  const results = useResults(text, accounts)
  const current = Math.max(0, Math.min(active, results.length - 1))
  const chosen = results[current]

  useEffect(() => input.current?.focus(), [])
  useEffect(() => {
    list.current?.querySelector(`#palette-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [current])

  function run(result: Result) {
    if (result.kind === 'command' && result.command.disabledReason) return
    // First away, then act: what it opens must not be taken for the palette's own closing.
    closePanel('palette')
    if (result.kind === 'account') openAccount(result.account.id)
    else result.command.run()
  }

  function onKeyDown(event: KeyboardEvent) {
    const moves: Record<string, number> = {
      ArrowDown: current === results.length - 1 ? 0 : current + 1,
      ArrowUp: current === 0 ? results.length - 1 : current - 1,
      PageDown: Math.min(results.length - 1, current + 8),
      PageUp: Math.max(0, current - 8),
    }
    const target = moves[event.key]
    if (target !== undefined) setActive(target)
    else if (event.key === 'Enter' && chosen) run(chosen)
    else return
    event.preventDefault()
  }

  return (
    <>
      <div className={styles.field}>
        <Search size={17} aria-hidden="true" />
        <input
          ref={input}
          className={styles.input}
          value={text}
          placeholder={paletteWords.placeholder}
          onChange={(event) => {
            setText(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
          role="combobox"
          aria-label={paletteWords.title}
          aria-expanded={results.length > 0}
          aria-autocomplete="list"
          aria-controls="palette-results"
          aria-activedescendant={chosen ? `palette-${current}` : undefined}
          spellCheck={false}
          autoComplete="off"
        />
      </div>
      <p role="status" className="visually-hidden">
        {text === '' ? '' : paletteWords.results(results.length)}
      </p>
      <div
        ref={list}
        id="palette-results"
        role="listbox"
        aria-label={paletteWords.title}
        className={styles.results}
      >
        {results.map((result, index) => (
          <ResultRow
            key={result.key}
            id={`palette-${index}`}
            result={result}
            heading={results[index - 1]?.kind === result.kind ? null : paletteWords[`${result.kind}s`]}
            isActive={index === current}
            onPoint={() => setActive(index)}
            onChoose={() => run(result)}
          />
        ))}
      </div>
      {results.length === 0 && (
        <div className={styles.nothing}>
          <strong>{paletteWords.nothing}</strong>
          <p>{paletteWords.nothingHint}</p>
        </div>
      )}
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
        <span>
          <kbd>&gt;</kbd> {paletteWords.hintCommands}
        </span>
      </footer>
    </>
  )
}

/** At most fifty results: more would be slower to build than to narrow down by typing. */
function useResults(text: string, accounts: readonly AccountItem[]): Result[] {
  const place = useAppStore((store) => store.place)
  const go = useAppStore((store) => store.go)
  const openPanel = useAppStore((store) => store.openPanel)
  const { preferences, set } = usePreferences()
  const accountId = place.screen === 'account' ? place.accountId : null
  const { account, refusal } = useRights(accountId)

  return useMemo(() => {
    const commands = paletteCommands({ account, refusal, preferences, setPreferences: set, go, openPanel })
    const asResult = (command: (typeof commands)[number]): Result => ({
      kind: 'command',
      key: command.id,
      command,
    })
    if (text.startsWith('>'))
      return searchCommands(commands, text.slice(1)).slice(0, mostResults).map(asResult)

    const isEmpty = text.trim() === ''
    const recent = isEmpty ? recentFirst(accounts, preferences.recents, accountId) : accounts
    const found = searchAccounts(recent, text, { limit: isEmpty ? 8 : 40, loose: true })
    const shown = searchCommands(commands, text).slice(0, isEmpty ? fewCommands : mostResults - found.length)
    return [
      ...found.map((each): Result => ({ kind: 'account', key: each.id, account: each })),
      ...shown.map(asResult),
    ]
  }, [text, accounts, account, accountId, refusal, preferences, set, go, openPanel])
}

/** With nothing typed: the accounts one is most likely to go back to. */
function recentFirst(
  accounts: readonly AccountItem[],
  recents: readonly string[],
  here: string | null,
): AccountItem[] {
  const byId = new Map<string, AccountItem>(accounts.map((account) => [account.id, account]))
  const recent = recents.flatMap((id) => (id === here ? [] : (byId.get(id) ?? [])))
  const known = new Set(recent.map((account) => account.id))
  return [...recent, ...accounts.filter((account) => !known.has(account.id) && account.id !== here)]
}
