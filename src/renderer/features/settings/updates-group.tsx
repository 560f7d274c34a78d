import { type FocusEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { type UpdateChannel, updateChannels } from '../../../ipc/update-channels.ts'
import type { Release, UpdatesView } from '../../../ipc/views.ts'
import { settingsTexts } from '../../../strings/settings.ts'
import { settingsWords } from '../../../strings/shell.ts'
import { updateWords as t } from '../../../strings/updates.ts'
import { useBridgeQuery, useCommand } from '../../data/use-bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { usePreferences } from '../../data/use-session.ts'
import { useUpdates } from '../../data/use-updates.ts'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/fields.tsx'
import { ConfirmDialog } from '../../ui/overlay.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Time } from '../../ui/time.tsx'
import { Item, useSayChange } from './parts.tsx'
import styles from './settings.module.css'
import own from './updates-group.module.css'

/** Newer versions of Gatehouse: where this one stands, what there is, and what is done by itself. */
export function UpdateSettings() {
  const updates = useUpdates()
  const { data: info } = useBridgeQuery('app.info', {})
  const installed = info && settingsWords.version(info.version, info.platform)
  if (!updates) return null
  return (
    <>
      <Item id="updates">
        <p className={own.version}>{installed}</p>
        {updates.unavailable ? <Unavailable why={updates.unavailable} /> : <State updates={updates} />}
      </Item>
      {!updates.unavailable && <Choices channel={updates.channel} />}
    </>
  )
}

/** No error: somebody else sees to it, and who is said. */
function Unavailable({ why }: { why: NonNullable<UpdatesView['unavailable']> }) {
  return (
    <div>
      <p>{t.unavailable[why].title}</p>
      <p className={styles.hint}>{t.unavailable[why].reason}</p>
    </div>
  )
}

function State({ updates }: { updates: UpdatesView }) {
  const { state, checkedAt } = updates
  const release = 'release' in state ? state.release : null
  const words = useRef<HTMLDivElement>(null)
  const keepFocus = useFocusKept(state.kind, words)
  return (
    <>
      <div ref={words} role="status" tabIndex={-1} className={own.state}>
        <StateWords state={state} />
      </div>
      {state.kind === 'downloading' && (
        <ProgressBar
          label={t.downloading(state.release.version)}
          value={state.percent}
          max={100}
          valueText={t.loaded(state.percent)}
        />
      )}
      {release && <Notes release={release} />}
      <div className={own.row} {...keepFocus}>
        <Actions state={state} />
        {checkedAt && (
          <span className={styles.hint}>
            {t.lastCheck} <Time at={checkedAt} />
          </span>
        )}
      </div>
    </>
  )
}

/**
 * A button that goes with its state gives the focus to what is said, and not to the button in its place: whoever
 * presses "Download" twice has not asked for a restart.
 */
function useFocusKept(kind: string, words: RefObject<HTMLElement | null>) {
  const wasInside = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once for each state
  useEffect(() => {
    if (wasInside.current && document.activeElement === document.body) words.current?.focus()
  }, [kind, words])
  return {
    onFocus() {
      wasInside.current = true
    },
    onBlur({ relatedTarget }: FocusEvent) {
      if (relatedTarget) wasInside.current = false
    },
  }
}

/** A percentage isn't read out each time that it changes: the bar tells whoever asks. */
function StateWords({ state }: Pick<UpdatesView, 'state'>) {
  switch (state.kind) {
    case 'idle':
      return <p>{idleWords(state)}</p>
    case 'checking':
      return <p>{t.checking}</p>
    case 'available':
      return <p>{t.available(state.release.version, state.release.bytes)}</p>
    case 'downloading':
      return <p>{t.downloading(state.release.version)}</p>
    case 'ready':
      return (
        <>
          <p>{t.ready(state.release.version)}</p>
          <p className={styles.hint}>{t.readyHint}</p>
        </>
      )
    case 'failed':
      return (
        <>
          <p className={own.failed}>{t.failures[state.reason].title}</p>
          <p className={styles.hint}>{t.failures[state.reason].advice}</p>
        </>
      )
  }
}

function idleWords({ found, older }: Extract<UpdatesView['state'], { kind: 'idle' }>): string {
  if (found === 'older') return t.older(older ?? '')
  return { 'nothing-yet': t.nothingYet, newest: t.newest, staged: t.staged, 'system-too-old': t.tooOld }[
    found
  ]
}

function Actions({ state }: Pick<UpdatesView, 'state'>) {
  const check = useCommand('updates.check')
  const download = useCommand('updates.download')
  const restart = useCommand('updates.restart')
  if (state.kind === 'ready') {
    return (
      <Button key="restart" kind="primary" isPending={restart.isPending} onPress={() => restart.mutate({})}>
        {t.restart}
      </Button>
    )
  }
  if (state.kind === 'available') {
    return (
      <Button key="download" kind="primary" onPress={() => download.mutate({})}>
        {t.download}
      </Button>
    )
  }
  const isBusy = state.kind === 'checking' || state.kind === 'downloading'
  return (
    <>
      <Button isPending={isBusy} onPress={() => check.mutate({})}>
        {state.kind === 'failed' ? t.tryAgain : t.check}
      </Button>
      {state.kind === 'idle' && state.older && <GoBack version={state.older} />}
    </>
  )
}

function GoBack({ version }: { version: string }) {
  const [isAsked, setAsked] = useState(false)
  const goBack = useCommand('updates.goBack')
  return (
    <>
      <Button onPress={() => setAsked(true)}>{t.goBack(version)}</Button>
      {isAsked && (
        <ConfirmDialog
          isOpen
          title={t.goBackTitle(version)}
          verb={t.goBackVerb}
          onClose={() => setAsked(false)}
          onConfirm={() => {
            setAsked(false)
            goBack.mutate({}, { onError: notifyProblem })
          }}
        >
          {t.goBackBody}
        </ConfirmDialog>
      )}
    </>
  )
}

/** As plain text: what others wrote is not a part of this page. */
function Notes({ release }: { release: Release }) {
  const title = useId()
  return (
    <section aria-labelledby={title} className={own.notes}>
      <h3 id={title} className={styles.label}>
        {t.notesOf(release.version)}
      </h3>
      {release.notes ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long notes are scrolled by keys
        <p className={own.text} tabIndex={0} dir="auto">
          {release.notes}
        </p>
      ) : (
        <p className={styles.hint}>{t.noNotes}</p>
      )}
    </section>
  )
}

function Choices({ channel }: { channel: UpdateChannel }) {
  const { preferences, set } = usePreferences()
  const say = useSayChange()
  const { updates } = preferences
  return (
    <>
      <Item id="update-channel">
        <Segmented
          label={t.channel}
          description={t.channelHint[channel]}
          value={updates.channel}
          options={updateChannels.map((value) => ({ value, label: t.channels[value] }))}
          onChange={(chosen) => {
            set({ updates: { ...updates, channel: chosen } })
            say(t.channel, t.channels[chosen])
          }}
        />
      </Item>
      <Item id="update-download">
        <Switch
          isSelected={updates.download}
          onChange={(download) => {
            set({ updates: { ...updates, download } })
            say(t.automatic, download ? settingsTexts.on : settingsTexts.off)
          }}
          description={t.automaticHint}
        >
          {t.automatic}
        </Switch>
      </Item>
    </>
  )
}
