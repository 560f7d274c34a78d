import { Fragment } from 'react'
import { type ActionId, defaultKeys, keysOf } from '../../ipc/shortcuts.ts'
import { chordInWords, shortcutWords as t } from '../../strings/shortcuts.ts'
import { usePreferences } from '../data/use-session.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { isMac } from './actions/chords.ts'
import { type ActionGroup, actions, nowhere } from './actions/index.ts'
import { useAppStore } from './app-store.ts'
import styles from './shortcuts-dialog.module.css'

interface Line {
  does: string
  keys: string
}

const groups: readonly ActionGroup[] = ['accounts', 'window', 'account', 'go', 'program']

/** Keys of lists and dialogs, which stay as they are everywhere. */
const fixed: readonly Line[] = [
  { does: t.fixed.rowMenu, keys: 'Shift+F10' },
  { does: t.fixed.choose, keys: 'Space' },
  { does: t.fixed.chooseMore, keys: 'Shift+Down' },
  { does: t.fixed.chooseAll, keys: 'Mod+A' },
  { does: t.fixed.decide, keys: 'K R N' },
  { does: t.fixed.takeBack, keys: 'Delete' },
  { does: t.fixed.close, keys: 'Escape' },
]

/** All keys as they are now. */
export function ShortcutsDialog() {
  const closePanel = useAppStore((store) => store.closePanel)
  const go = useAppStore((store) => store.go)
  const { preferences } = usePreferences()
  return (
    <Dialog
      title={t.title}
      textLabel={t.title}
      size="medium"
      isOpen
      onClose={() => closePanel('shortcuts')}
      footer={<Button onPress={() => go({ screen: 'settings', item: 'shortcuts' })}>{t.customise}</Button>}
    >
      {groups.map((group) => (
        <Group key={group} title={t.groups[group]} lines={linesOf(group, preferences.shortcuts)} />
      ))}
      <Group title={t.groups.fixed} lines={fixed} />
    </Dialog>
  )
}

/** Actions that have keys; those of the pinned accounts in one line, as long as they follow each other. */
function linesOf(group: ActionGroup, chosen: Readonly<Record<string, string>>): Line[] {
  const lines = actions
    .filter((action) => action.group === group)
    .map(({ id, words }) => ({ id, does: words(nowhere), keys: keysOf(id, chosen) }))
    .filter(({ keys }) => keys !== '')
  const isPinned = ({ id }: { id: ActionId }) => id.startsWith('pinned-')
  const pinned = lines.filter(isPinned)
  const areTheirOwn = pinned.length === 9 && pinned.every(({ id, keys }) => keys === defaultKeys[id])
  if (!areTheirOwn) return lines
  return [{ does: t.pinned, keys: 'Mod+1 Mod+9' }, ...lines.filter((line) => !isPinned(line))]
}

function Group({ title, lines }: { title: string; lines: readonly Line[] }) {
  if (lines.length === 0) return null
  return (
    <section className={styles.group}>
      <h3 className={styles.title}>{title}</h3>
      <dl className={styles.list}>
        {lines.map(({ does, keys }) => (
          <div key={does} className={styles.line}>
            <dt>{does}</dt>
            <dd>
              <Keys chords={keys.split(' ')} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Keys({ chords }: { chords: readonly string[] }) {
  return chords.map((chord, index) => (
    <Fragment key={chord}>
      {index > 0 && (chords.length > 2 ? ' ' : ' - ')}
      <kbd dir="ltr">{chordInWords(chord, isMac)}</kbd>
    </Fragment>
  ))
}
