import { useContext, useRef, useState } from 'react'
import { fold } from '../../../ipc/fold.ts'
import { type ActionId, type ChosenKeys, keysOf } from '../../../ipc/shortcuts.ts'
import { chordInWords, shortcutWords as t } from '../../../strings/shortcuts.ts'
import { isMac } from '../../app/actions/chords.ts'
import { usePreferences } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useRoving } from '../../ui/use-roving.ts'
import { KeyRecorder } from './key-recorder.tsx'
import { FindingContext } from './parts.tsx'
import { listed, wordsOf } from './shortcut-list.ts'
import styles from './shortcuts.module.css'

/** Every action with its keys. The list is one tab stop, arrows move in it; Enter or a click records new keys. */
export function ShortcutSettings() {
  const { preferences, set } = usePreferences()
  const { asked, say } = useContext(FindingContext)
  const [typed, setTyped] = useState('')
  const [recorded, setRecorded] = useState<ActionId | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const chosen = preferences.shortcuts

  const question = fold(typed) || asked
  const byWords = listed.filter(
    ({ id }) =>
      fold(wordsOf(id)).includes(question) ||
      fold(chordInWords(keysOf(id, chosen), isMac)).includes(question),
  )
  // The section was found by its own name, so all of it is.
  const lines = byWords.length === 0 && typed === '' ? listed : byWords
  const roving = useRoving({ count: lines.length })

  function change(next: ChosenKeys, said: string) {
    set({ shortcuts: { ...next } })
    say(said)
  }
  function done(id: ActionId) {
    setRecorded(null)
    const index = lines.findIndex((each) => each.id === id)
    if (index >= 0) roving.focus(index)
  }
  function give(id: ActionId, chord: string, from: ActionId | null) {
    const next = { ...chosen, [id]: chord, ...(from ? { [from]: '' } : {}) }
    const said = t.changed(wordsOf(id), chordInWords(chord, isMac) || t.none)
    change(next, from ? `${said} ${t.taken(wordsOf(from))}` : said)
    done(id)
  }
  function reset(id: ActionId) {
    const { [id]: _, ...others } = chosen
    change(others, t.changed(wordsOf(id), chordInWords(keysOf(id, others), isMac) || t.none))
    done(id)
  }

  return (
    <div className={styles.shortcuts}>
      <div className={styles.head}>
        <SearchField label={t.find} value={typed} onChange={setTyped} className={styles.find} />
        <Button
          size="small"
          isDisabled={Object.keys(chosen).length === 0}
          onPress={() => change({}, t.allReset)}
        >
          {t.resetAll}
        </Button>
      </div>
      {lines.length === 0 && <p>{t.nothing}</p>}
      <div ref={list}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the buttons inside */}
        <div ref={roving.container} onKeyDown={recorded ? undefined : roving.onKeyDown}>
          <ul className={styles.list} aria-label={t.title}>
            {lines.map(({ id, group }, index) => (
              <li
                key={id}
                className={styles.line}
                data-first={lines[index - 1]?.group === group ? undefined : t.groups[group]}
              >
                {lines[index - 1]?.group !== group && (
                  <span className={styles.group} aria-hidden="true">
                    {t.groups[group]}
                  </span>
                )}
                {recorded === id ? (
                  <KeyRecorder
                    id={id}
                    words={wordsOf(id)}
                    chosen={chosen}
                    wordsOf={wordsOf}
                    onKeys={(chord, from) => give(id, chord, from)}
                    onCancel={() => done(id)}
                  />
                ) : (
                  <Line
                    id={id}
                    chosen={chosen}
                    index={index}
                    isCurrent={index === roving.current}
                    onFocus={() => roving.setCurrent(index)}
                    onChange={() => setRecorded(id)}
                    onReset={() => reset(id)}
                  />
                )}
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  )
}

interface LineProps {
  id: ActionId
  chosen: ChosenKeys
  index: number
  isCurrent: boolean
  onFocus: () => void
  onChange: () => void
  onReset: () => void
}

function Line({ id, chosen, index, isCurrent, onFocus, onChange, onReset }: LineProps) {
  const words = wordsOf(id)
  const keys = chordInWords(keysOf(id, chosen), isMac)
  return (
    <div className={styles.row}>
      <span className={styles.words}>{words}</span>
      {chosen[id] !== undefined && (
        <Button
          size="small"
          kind="quiet"
          excludeFromTabOrder={!isCurrent}
          aria-label={t.resetOf(words)}
          onPress={onReset}
        >
          {t.reset}
        </Button>
      )}
      <button
        type="button"
        className={styles.keys}
        data-entry={index}
        tabIndex={isCurrent ? 0 : -1}
        aria-label={keys === '' ? t.changeOfNone(words) : t.changeOf(words, keys)}
        onFocus={onFocus}
        onClick={onChange}
      >
        {keys === '' ? <span className={styles.none}>{t.none}</span> : <kbd dir="ltr">{keys}</kbd>}
      </button>
    </div>
  )
}
