import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { useRef, useState } from 'react'
import type { AccessFilter } from '../../../../ipc/views.ts'
import { accessFilterWords as t } from '../../../../strings/access-search.ts'
import { noAccessFilter } from '../../../data/access-searches.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Menu, type MenuEntry } from '../../../ui/menu.tsx'
import styles from './access-search.module.css'
import { type Called, type Chip, chipsOf, dayKinds, type FilterKind, plainKinds } from './filter-chips.ts'
import { FilterDialog } from './filter-dialog.tsx'

interface FilterBarProps {
  filter: AccessFilter
  called: Called
  onChange: (change: Partial<AccessFilter>) => void
}

/** What the search is narrowed by, a chip each: pressed to be changed, with a button to take it off. */
export function FilterBar({ filter, called, onChange }: FilterBarProps) {
  const [edited, setEdited] = useState<FilterKind | null>(null)
  const bar = useRef<HTMLDivElement>(null)
  const chips = chipsOf(filter, called)

  function choose(kind: FilterKind) {
    if (isPlain(kind)) onChange({ [kind]: true })
    else if (kind in dayKinds) onChange({ [kind]: dayKinds[kind as keyof typeof dayKinds] })
    else setEdited(kind)
  }

  /** The focus stays in the bar: on the chip that moves up, or what adds one. */
  function remove({ key }: Chip, at: number) {
    onChange({ [key]: noAccessFilter[key] })
    requestAnimationFrame(() => {
      const buttons = bar.current?.querySelectorAll<HTMLElement>('[data-chip] button:last-of-type')
      const next = buttons?.[Math.min(at, (buttons?.length ?? 0) - 1)]
      ;(next ?? bar.current?.querySelector<HTMLElement>('[data-add]'))?.focus()
    })
  }

  const entries: MenuEntry[] = (Object.keys(t.kinds) as FilterKind[]).map((kind) => ({
    id: kind,
    label: t.kinds[kind],
    isChosen: chips.some(({ key }) => key === kind),
    onAction: () => choose(kind),
  }))

  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset lays out its contents in its own way */}
      <div ref={bar} role="group" aria-label={t.bar} className={styles.bar}>
        {chips.map((chip, at) => (
          <span key={chip.key} className={styles.chip} data-chip>
            {isEdited(chip.key) ? (
              <Button
                kind="quiet"
                size="small"
                aria-label={t.change(chip.said)}
                className={styles.chipText}
                onPress={() => setEdited(chip.key as FilterKind)}
              >
                <bdi>{chip.said}</bdi>
              </Button>
            ) : (
              <span className={styles.chipText}>
                <bdi>{chip.said}</bdi>
              </span>
            )}
            <IconButton
              label={t.remove(chip.said)}
              icon={<X size={13} aria-hidden="true" />}
              className={styles.chipRemove}
              onPress={() => remove(chip, at)}
            />
          </span>
        ))}
        <Menu label={t.title} entries={entries}>
          <Button size="small" icon={<Plus size={14} aria-hidden="true" />} data-add>
            {t.add}
          </Button>
        </Menu>
        {chips.length > 1 && (
          <Button kind="link" size="small" onPress={() => onChange({ ...noAccessFilter, text: filter.text })}>
            {t.clear}
          </Button>
        )}
      </div>
      {edited && (
        <FilterDialog
          kind={edited}
          filter={filter}
          facets={called.facets}
          onApply={(change) => {
            onChange(change)
            setEdited(null)
          }}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  )
}

function isPlain(kind: FilterKind): kind is (typeof plainKinds)[number] {
  return (plainKinds as readonly FilterKind[]).includes(kind)
}

function isEdited(key: Chip['key']): boolean {
  return key !== 'userId' && key !== 'accountId' && !isPlain(key)
}
