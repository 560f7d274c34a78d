import CornerDownLeft from 'lucide-react/icons/corner-down-left'
import Search from 'lucide-react/icons/search'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { AccountItem, Tab } from '../../../ipc/views.ts'
import { paletteWords } from '../../../strings/accounts.ts'
import { type Panel, useAppStore } from '../../app/app-store.ts'
import { usePreferences, useRights } from '../../data/use-session.ts'
import { paletteCommands, searchCommands } from './commands.ts'
import styles from './palette.module.css'
import { ResultRow } from './result-row.tsx'
import { accountResult, commandResult, type Result, resultsOf } from './results.ts'
import { useSearch } from './use-search.ts'

interface PaletteProps {
  initialText: string
  accounts: readonly AccountItem[]
}

const mostResults = 50
const fewCommands = 6

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

function Box({ initialText, accounts }: PaletteProps) {
  const [text, setText] = useState(initialText)
  const [active, setActive] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const openAccount = useAppStore((store) => store.openAccount)
  const closePanel = useAppStore((store) => store.closePanel)
  const openPanel = useAppStore((store) => store.openPanel)
  const { results, isBehind, isComplete } = useResults(text, accounts)
  /** Enter was pressed before the answer to this text was here. */
  const [awaited, setAwaited] = useState<string | null>(null)
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
    open(result, { openAccount, openPanel })
  }

  // Enter must open what the field says, never what it said a moment before.
  useEffect(() => {
    if (awaited === null || isBehind) return
    setAwaited(null)
    if (awaited === text && results[0]) run(results[0])
  })

  function onKeyDown(event: KeyboardEvent) {
    const moves: Record<string, number> = {
      ArrowDown: current === results.length - 1 ? 0 : current + 1,
      ArrowUp: current === 0 ? results.length - 1 : current - 1,
      PageDown: Math.min(results.length - 1, current + 8),
      PageUp: Math.max(0, current - 8),
    }
    const target = moves[event.key]
    if (target !== undefined) setActive(target)
    else if (event.key === 'Enter' && isBehind) setAwaited(text)
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
        {text === '' || isBehind ? '' : paletteWords.results(results.length)}
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
            key={`${result.kind} ${result.key}`}
            id={`palette-${index}`}
            result={result}
            heading={results[index - 1]?.kind === result.kind ? null : paletteWords[`${result.kind}s`]}
            isActive={index === current}
            onPoint={() => setActive(index)}
            onChoose={() => run(result)}
          />
        ))}
      </div>
      {!isComplete && <p className={styles.incomplete}>{paletteWords.incomplete}</p>}
      {results.length === 0 && !isBehind && (
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

interface Ways {
  openAccount: (accountId: string, tab?: Tab) => void
  openPanel: (panel: Panel) => void
}

/** Goes to where the result is: the account, somebody's drawer in an account of theirs, a tab. */
function open(result: Result, { openAccount, openPanel }: Ways): void {
  switch (result.kind) {
    case 'account':
      openAccount(result.account.id)
      break
    case 'person': {
      const [first] = result.person.memberships
      if (first) openPanel({ kind: 'user', accountId: first.accountId, membershipId: first.membershipId })
      break
    }
    case 'application': {
      const { accountId, type } = result.application
      openAccount(accountId, type === 'agent' ? 'agents' : 'applications')
      break
    }
    case 'invitation':
      openAccount(result.invitation.accountId, 'invitations')
      break
    case 'command':
      result.command.run()
  }
}

interface Results {
  results: Result[]
  /** The answer to what is typed isn't here yet. */
  isBehind: boolean
  isComplete: boolean
}

/** At most fifty results: more would be slower to build than to narrow down by typing. */
function useResults(text: string, accounts: readonly AccountItem[]): Results {
  const place = useAppStore((store) => store.place)
  const go = useAppStore((store) => store.go)
  const openPanel = useAppStore((store) => store.openPanel)
  const { preferences, set } = usePreferences()
  const accountId = place.screen === 'account' ? place.accountId : null
  const { account, refusal } = useRights(accountId)
  const isCommandsOnly = text.startsWith('>')
  const boost = useMemo(
    () => [...new Set([...(accountId ? [accountId] : []), ...preferences.pins, ...preferences.recents])],
    [accountId, preferences.pins, preferences.recents],
  )
  const { answer, isBehind } = useSearch(isCommandsOnly ? '' : text, boost)

  const results = useMemo(() => {
    const commands = paletteCommands({ account, refusal, preferences, setPreferences: set, go, openPanel })
    if (isCommandsOnly)
      return searchCommands(commands, text.slice(1)).slice(0, mostResults).map(commandResult)
    if (text.trim() === '') {
      const recent = recentFirst(accounts, preferences.recents, accountId).slice(0, 8)
      return [
        ...recent.map((each) => accountResult(each, null)),
        ...commands.slice(0, fewCommands).map(commandResult),
      ]
    }
    const found = answer ? resultsOf(answer, accounts, text) : []
    return [...found, ...searchCommands(commands, text).map(commandResult)].slice(0, mostResults)
  }, [text, isCommandsOnly, answer, accounts, account, accountId, refusal, preferences, set, go, openPanel])
  return { results, isBehind, isComplete: answer?.complete ?? true }
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
