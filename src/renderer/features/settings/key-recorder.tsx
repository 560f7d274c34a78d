import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { ActionId, ChosenKeys } from '../../../ipc/shortcuts.ts'
import { chordInWords, shortcutWords as t } from '../../../strings/shortcuts.ts'
import { conflictOf, isMac, recordedChord, refusalOf } from '../../app/actions/chords.ts'
import { Button } from '../../ui/button.tsx'
import styles from './shortcuts.module.css'

interface KeyRecorderProps {
  id: ActionId
  words: string
  chosen: ChosenKeys
  wordsOf: (id: ActionId) => string
  /** `from`: the action that had them, and has none any more. '' takes the keys away. */
  onKeys: (chord: string, from: ActionId | null) => void
  onCancel: () => void
}

interface Pressed {
  chord: string
  /** Why it can't be had, or who has it. */
  trouble: string
  owner: ActionId | null
}

/** Takes the next keys that are pressed for an action. Esc leaves everything, Backspace takes the keys away. */
export function KeyRecorder({ id, words, chosen, wordsOf, onKeys, onCancel }: KeyRecorderProps) {
  const [pressed, setPressed] = useState<Pressed | null>(null)
  const field = useRef<HTMLButtonElement>(null)
  useEffect(() => field.current?.focus(), [])

  function onKeyDown(event: KeyboardEvent) {
    const chord = recordedChord(event.nativeEvent)
    // Only Ctrl so far, or Tab alone, which leads out of here as everywhere.
    if (chord === null || chord === 'Tab' || chord === 'Shift+Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (chord === 'Escape') return onCancel()
    if (chord === 'Backspace' || chord === 'Delete') return onKeys('', null)
    const refusal = refusalOf(chord)
    if (refusal) {
      const why = refusal === 'single' && isMac ? t.refused.singleOfMac : t.refused[refusal]
      return setPressed({ chord, trouble: why, owner: null })
    }
    const owner = conflictOf(id, chord, chosen)
    if (!owner) return onKeys(chord, null)
    setPressed({ chord, trouble: t.conflict(chordInWords(chord, isMac), wordsOf(owner)), owner })
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the focus may leave all of it, which ends the recording
    <div
      className={styles.recorder}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget) && !pressed?.owner) onCancel()
      }}
    >
      <div className={styles.row}>
        <span className={styles.words}>{words}</span>
        <button
          ref={field}
          type="button"
          data-records-keys
          className={styles.recording}
          aria-label={pressed ? undefined : t.recordingFor(words)}
          aria-describedby="recording-hint"
          onKeyDown={onKeyDown}
        >
          {pressed ? <kbd dir="ltr">{chordInWords(pressed.chord, isMac)}</kbd> : t.recording}
        </button>
      </div>
      <p id="recording-hint" className={styles.hint}>
        {t.recordingHint}
      </p>
      <p role="alert" className={styles.trouble}>
        {pressed?.trouble}
      </p>
      {pressed?.owner && (
        <div className={styles.actions}>
          <Button size="small" kind="primary" onPress={() => onKeys(pressed.chord, pressed.owner)}>
            {t.take}
          </Button>
          <Button size="small" onPress={onCancel}>
            {t.keep}
          </Button>
        </div>
      )}
    </div>
  )
}
