import type { AccountItem } from '../../../ipc/views.ts'
import { undoWords } from '../../../strings/common.ts'
import { portfolioWords, accountListWords as t } from '../../../strings/portfolio.ts'
import { reviewWords } from '../../../strings/reviews.ts'
import { useAppStore } from '../../app/app-store.ts'
import { usePreferences } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { SelectionBar } from '../../ui/selection-bar.tsx'
import { notify } from '../../ui/toast.tsx'
import { mostPins } from './account-menu.ts'

interface BulkBarProps {
  selected: ReadonlySet<string>
  /** How many the filter lets through. */
  matching: number
  onSelectAll: () => void
  onClear: () => void
  onTag: () => void
  onExport: () => void
}

/** What can be done with all accounts that are chosen. */
export function BulkBar(props: BulkBarProps) {
  const { selected, matching } = props
  const openPanel = useAppStore((store) => store.openPanel)
  const pinning = usePinning([...selected])
  const accountIds = [...selected]
  return (
    <SelectionBar
      count={selected.size}
      onClear={props.onClear}
      all={selected.size < matching ? { count: matching, onSelect: props.onSelectAll } : undefined}
    >
      <Button kind="primary" onPress={() => openPanel({ kind: 'bulk-assign', accountIds })}>
        {t.assign}
      </Button>
      <Button onPress={() => openPanel({ kind: 'bulk-invite', accountIds })}>{t.invite}</Button>
      <Button onPress={() => openPanel({ kind: 'review-campaign', accountIds })}>{reviewWords.begin}</Button>
      <Button onPress={props.onTag}>{t.tags}</Button>
      <Button onPress={pinning.toggle} disabledReason={pinning.refusal}>
        {pinning.isPinned ? t.unpin : t.pin}
      </Button>
      <Button onPress={props.onExport}>{portfolioWords.exportCsv}</Button>
    </SelectionBar>
  )
}

/** Pins them all; where all are pinned, takes the pins off. */
function usePinning(accountIds: readonly string[]) {
  const { preferences, set } = usePreferences()
  const pins: readonly string[] = preferences.pins
  const others = accountIds.filter((id) => !pins.includes(id))
  const isPinned = accountIds.length > 0 && others.length === 0
  const isTooMany = !isPinned && pins.length + others.length > mostPins
  function toggle() {
    const before = preferences.pins
    const after = isPinned ? pins.filter((id) => !accountIds.includes(id)) : [...pins, ...others]
    set({ pins: after as AccountItem['id'][] })
    notify({
      title: isPinned ? t.unpinned(accountIds.length) : t.pinned(others.length),
      undo: () => {
        set({ pins: before })
        notify({ title: undoWords.undone })
      },
    })
  }
  return { isPinned, toggle, refusal: isTooMany ? t.pinFull(mostPins) : null }
}
