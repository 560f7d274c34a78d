import Bookmark from 'lucide-react/icons/bookmark'
import Trash from 'lucide-react/icons/trash-2'
import { useRef, useState } from 'react'
import { v7 as newId } from 'uuid'
import { mostSavedSearches } from '../../../../ipc/access-searches.ts'
import type { AccessFilter, AccessSort, SavedSearch } from '../../../../ipc/views.ts'
import { savedSearchWords as t } from '../../../../strings/access-search.ts'
import { words } from '../../../../strings/common.ts'
import { isSameFilter, readyMade } from '../../../data/access-searches.ts'
import { useSavedSearches } from '../../../data/use-saved-searches.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/fields.tsx'
import { Menu, type MenuEntry } from '../../../ui/menu.tsx'
import { Dialog } from '../../../ui/overlay.tsx'
import { notify } from '../../../ui/toast.tsx'
import styles from './access-search.module.css'

interface SavedSearchesProps {
  filter: AccessFilter
  sort: AccessSort
  onRun: (search: Pick<SavedSearch, 'filter' | 'sort'>) => void
}

/** A menu of searches under a name: those that come ready made, and the user's own. */
export function SavedSearches({ filter, sort, onRun }: SavedSearchesProps) {
  const { searches, put, isPending } = useSavedSearches()
  const [open, setOpen] = useState<'save' | 'manage' | null>(null)
  const entry = (search: Pick<SavedSearch, 'id' | 'name' | 'filter' | 'sort'>): MenuEntry => ({
    id: search.id,
    label: search.name,
    isChosen: isSameFilter(search.filter, filter),
    onAction: () => onRun(search),
  })
  const entries: MenuEntry[] = [
    ...readyMade.map(entry),
    ...(searches.length > 0 ? (['separator'] as const) : []),
    ...searches.map(entry),
    'separator',
    {
      id: 'save',
      label: t.save,
      onAction: () => setOpen('save'),
      disabledReason: searches.length >= mostSavedSearches ? t.full(mostSavedSearches) : null,
    },
    {
      id: 'manage',
      label: t.manage,
      onAction: () => setOpen('manage'),
      disabledReason: searches.length === 0 ? t.none : null,
    },
  ]

  async function save(name: string) {
    const others = searches.filter((search) => search.name !== name)
    const before = searches.find((search) => search.name === name)
    const search = { id: before?.id ?? newId(), name, filter, sort }
    if (!(await put([...others, search]))) return
    notify({ title: t.saved(name) })
    setOpen(null)
  }

  return (
    <>
      <Menu label={t.button} entries={entries}>
        <Button icon={<Bookmark size={15} aria-hidden="true" />}>{t.button}</Button>
      </Menu>
      {open === 'save' && (
        <SaveDialog
          taken={searches.map(({ name }) => name)}
          isPending={isPending}
          onSave={(name) => void save(name)}
          onClose={() => setOpen(null)}
        />
      )}
      {open === 'manage' && <ManageDialog searches={searches} put={put} onClose={() => setOpen(null)} />}
    </>
  )
}

interface SaveDialogProps {
  taken: readonly string[]
  isPending: boolean
  onSave: (name: string) => void
  onClose: () => void
}

function SaveDialog({ taken, isPending, onSave, onClose }: SaveDialogProps) {
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const save = () => name !== '' && !isPending && onSave(name)
  return (
    <Dialog
      isOpen
      title={t.saveTitle}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button kind="primary" isDisabled={name === ''} isPending={isPending} onPress={save}>
            {t.saveVerb}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <TextField
          label={t.name}
          description={taken.includes(name) ? t.taken : t.nameHint}
          value={typed}
          onChange={setTyped}
          maxLength={80}
          autoFocus
        />
      </form>
    </Dialog>
  )
}

interface ManageDialogProps {
  searches: readonly SavedSearch[]
  put: (next: readonly SavedSearch[]) => Promise<boolean>
  onClose: () => void
}

function ManageDialog({ searches, put, onClose }: ManageDialogProps) {
  const list = useRef<HTMLDivElement>(null)

  async function remove({ id, name }: SavedSearch) {
    if (!(await put(searches.filter((search) => search.id !== id)))) return
    notify({ title: t.removed(name), undo: () => void put(searches) })
    if (searches.length === 1) onClose()
    else list.current?.querySelector('input')?.focus()
  }

  return (
    <Dialog
      isOpen
      title={t.manageTitle}
      onClose={onClose}
      footer={<Button onPress={onClose}>{words.close}</Button>}
    >
      <div ref={list} className={styles.places}>
        {searches.map((search) => (
          <SearchLine
            key={search.id}
            search={search}
            onRename={(name) =>
              void put(searches.map((each) => (each.id === search.id ? { ...each, name } : each)))
            }
            onRemove={() => void remove(search)}
          />
        ))}
      </div>
    </Dialog>
  )
}

interface SearchLineProps {
  search: SavedSearch
  onRename: (name: string) => void
  onRemove: () => void
}

/** A new name holds as soon as the field is left, or with Enter. */
function SearchLine({ search, onRename, onRemove }: SearchLineProps) {
  const [typed, setTyped] = useState(search.name)
  function rename() {
    const name = typed.trim()
    if (name === '') setTyped(search.name)
    else if (name !== search.name) onRename(name)
  }
  return (
    <div className={styles.saved}>
      <TextField
        label={t.rename(search.name)}
        hideLabel
        value={typed}
        onChange={setTyped}
        onBlur={rename}
        onKeyDown={(event) => event.key === 'Enter' && rename()}
        maxLength={80}
      />
      <IconButton
        label={t.remove(search.name)}
        icon={<Trash size={16} aria-hidden="true" />}
        onPress={onRemove}
      />
    </div>
  )
}
