import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { AccountItem } from '../../../ipc/views.ts'
import { switcherWords } from '../../../strings/accounts.ts'
import { words } from '../../../strings/common.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { usePreferences } from '../../data/use-session.ts'
import { useRowHeight } from '../../ui/density.ts'
import { useRowMenu } from '../../ui/menu.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { AccountRow } from './account-row.tsx'
import { switcherLines } from './order.ts'
import styles from './switcher.module.css'
import { useSteadyRecents } from './use-steady-recents.ts'

const headingHeight = 30
const listId = 'switcher-accounts'

/**
 * The filter and the accounts beneath it. The focus stays in the filter (or on the list), and the active row is
 * named to assistive technology; only the rows in view are built.
 */
export function AccountList({ accounts }: { accounts: readonly AccountItem[] }) {
  const { preferences, set } = usePreferences()
  const currentId = useAppStore(({ place }) => (place.screen === 'account' ? place.accountId : null))
  const openAccount = useAppStore((store) => store.openAccount)
  const openPanel = useAppStore((store) => store.openPanel)
  const setListed = useAppStore((store) => store.setListed)
  const [filter, setFilter] = useState('')
  const recents = useSteadyRecents(preferences.recents)
  const lines = useMemo(
    () => switcherLines(accounts, preferences.pins, recents, filter),
    [accounts, preferences.pins, recents, filter],
  )
  const rows = useMemo(() => lines.filter((line) => line.kind === 'account'), [lines])
  const [active, setActive] = useState(0)
  const scroller = useRef<HTMLDivElement>(null)
  const rowHeight = useRowHeight() + 4
  const rowMenu = useRowMenu()
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.kind === 'heading' ? headingHeight : rowHeight),
    overscan: 5,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are cached by index, so other lines must drop them
  useEffect(() => virtualizer.measure(), [rowHeight, lines, virtualizer])
  useEffect(() => setListed(rows.map((row) => row.account.id)), [rows, setListed])

  const current = Math.max(0, Math.min(active, rows.length - 1))
  const activeId = rows[current]?.account.id
  const items = virtualizer.getVirtualItems()
  const isActiveBuilt = items.some((item) => {
    const line = lines[item.index]
    return line?.kind === 'account' && line.account.id === activeId
  })
  const activeDescendant = activeId && isActiveBuilt ? `account-${activeId}` : undefined

  // The account in view stays in sight when it was opened from somewhere else.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a switch moves the list, not a change of its rows
  useEffect(() => {
    const index = lines.findIndex((line) => line.kind === 'account' && line.account.id === currentId)
    const { startIndex = -1, endIndex = -1 } = virtualizer.range ?? {}
    const isInSight = index > startIndex && index < endIndex
    if (index >= 0 && filter === '' && !isInSight) virtualizer.scrollToIndex(index)
  }, [currentId])

  function moveTo(position: number) {
    const next = Math.max(0, Math.min(rows.length - 1, position))
    const row = rows[next]
    if (!row) return
    setActive(next)
    virtualizer.scrollToIndex(lines.indexOf(row))
  }

  function openMenu(
    account: AccountItem,
    at: Element | { x: number; y: number },
    returnTo: HTMLElement | null,
  ) {
    const isPinned = preferences.pins.includes(account.id)
    rowMenu.open({
      label: words.actionsFor(account.name),
      at,
      returnTo,
      entries: [
        { id: 'open', label: switcherWords.open, onAction: () => openAccount(account.id) },
        {
          id: 'pin',
          label: isPinned ? switcherWords.unpin : switcherWords.pin,
          onAction: () =>
            set({
              pins: isPinned
                ? preferences.pins.filter((id) => id !== account.id)
                : [...preferences.pins, account.id].slice(0, 50),
            }),
        },
        {
          id: 'label',
          label: switcherWords.label,
          onAction: () => openPanel({ kind: 'label', accountId: account.id }),
        },
        {
          id: 'copy',
          label: switcherWords.copyReference,
          onAction: () => void bridge().command('clipboard.write', { text: account.reference }),
        },
      ],
    })
  }

  // The same function for ever, so that a row whose account is the same isn't drawn again.
  const latestMenu = useRef(openMenu)
  latestMenu.current = openMenu
  const openMenuNow = useCallback<typeof openMenu>((...at) => latestMenu.current(...at), [])

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const isInput = event.target instanceof HTMLInputElement
    const moves: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + 10,
      PageUp: current - 10,
      ...(isInput ? {} : { Home: 0, End: rows.length - 1 }),
    }
    const target = moves[event.key]
    const account = rows[current]?.account
    if (target !== undefined) moveTo(target)
    else if (event.key === 'Enter' && account) openAccount(account.id)
    else if ((event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) && account) {
      const row = document.getElementById(`account-${account.id}`)
      openMenu(account, row ?? event.currentTarget, event.target as HTMLElement)
    } else return
    event.preventDefault()
  }

  return (
    <div className={styles.accounts}>
      <SearchField
        label={switcherWords.filterLabel}
        placeholder={switcherWords.filter(accounts.length)}
        value={filter}
        onChange={(value) => {
          setFilter(value)
          setActive(0)
          scroller.current?.scrollTo({ top: 0 })
        }}
        onKeyDown={onKeyDown}
        isListFilter
        combobox={{ controls: listId, activeDescendant }}
      />
      <p className={styles.found} role="status">
        {filter.trim() === ''
          ? ''
          : rows.length === 0
            ? switcherWords.nothing
            : switcherWords.found(rows.length)}
      </p>
      <div
        ref={scroller}
        id={listId}
        role="listbox"
        aria-label={switcherWords.list}
        aria-activedescendant={activeDescendant}
        tabIndex={0}
        className={styles.list}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" className={styles.lines} style={{ blockSize: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const line = lines[item.index]
            if (!line) return null
            if (line.kind === 'heading') {
              return (
                <div
                  key={line.text}
                  role="presentation"
                  className={styles.heading}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {line.text}
                </div>
              )
            }
            return (
              <AccountRow
                key={line.account.id}
                account={line.account}
                pinNumber={line.pinNumber}
                position={line.position}
                total={rows.length}
                top={item.start}
                isCurrent={line.account.id === currentId}
                isActive={line.account.id === activeId}
                onOpen={openAccount}
                onMenu={openMenuNow}
              />
            )
          })}
        </div>
      </div>
      {rowMenu.element}
    </div>
  )
}
