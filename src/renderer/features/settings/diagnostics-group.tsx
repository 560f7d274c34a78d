import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DiagnosticsState } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { diagnosticsWords } from '../../../strings/diagnostics.ts'
import { absoluteTime } from '../../../strings/format.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { queryKey } from '../../data/keys.ts'
import { useCommand, useServerQuery } from '../../data/use-bridge.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { Switch } from '../../ui/fields.tsx'
import { ConfirmDialog } from '../../ui/overlay.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Time } from '../../ui/time.tsx'
import { Item, useSayChange } from './parts.tsx'
import styles from './settings.module.css'

const t = diagnosticsWords.settings
const levels = ['normal', 'detailed'] as const

/** What is written down on this computer about the program itself, and how it is handed on. */
export function DiagnosticsSettings() {
  const answer = useServerQuery('diagnostics.get', {})
  return (
    <Answer answer={answer} inline skeletonRows={4}>
      {(state) => <Groups state={state} />}
    </Answer>
  )
}

function Groups({ state }: { state: DiagnosticsState }) {
  const { log, safeMode } = state
  const openPanel = useAppStore((store) => store.openPanel)
  const restart = useCommand('app.restart')
  const say = useSayChange()
  const shown = useShown()
  return (
    <>
      <Item id="log-level">
        <Segmented
          label={t.level}
          description={
            log.detailedUntil ? t.levelUntil(absoluteTime(new Date(log.detailedUntil))) : t.levelHint
          }
          value={log.level}
          options={levels.map((value) => ({ value, label: t.levels[value] }))}
          onChange={async (level) => {
            shown(await bridge().command('diagnostics.setLevel', { level }))
            say(t.level, t.levels[level])
          }}
        />
      </Item>
      <Item id="logs">
        <p className={styles.label}>{t.logs}</p>
        <p className={styles.hint}>{t.size(log.files, log.bytes, log.mostBytes)}</p>
        <Button onPress={() => void bridge().command('diagnostics.show', { what: 'logs' })}>
          {t.showLogs}
        </Button>
      </Item>
      <Item id="diagnostics">
        <p className={styles.label}>{t.diagnostics}</p>
        <p className={styles.hint}>{t.diagnosticsHint}</p>
        <Button onPress={() => openPanel({ kind: 'diagnostics' })}>{t.review}</Button>
      </Item>
      <Item id="crash-reports">
        <Crashes state={state} />
      </Item>
      <Item id="safe-mode">
        <p className={styles.label}>{t.safeMode}</p>
        <p className={styles.hint}>{t.safeModeHint}</p>
        {safeMode ? (
          <Button onPress={() => restart.mutate({ safeMode: false })}>{t.restartNormally}</Button>
        ) : (
          <Button onPress={() => openPanel({ kind: 'safe-mode' })}>{t.restartSafe}</Button>
        )}
      </Item>
    </>
  )
}

function Crashes({ state: { keepsCrashReports, crashReports } }: { state: DiagnosticsState }) {
  const say = useSayChange()
  const shown = useShown()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Switch
        isSelected={keepsCrashReports}
        description={t.keepHint}
        onChange={async (keep) => {
          shown(await bridge().command('diagnostics.keepCrashReports', { keep }))
          say(t.keep, keep)
        }}
      >
        {t.keep}
      </Switch>
      {crashReports.length === 0 ? (
        <p className={styles.hint}>{t.noCrashes}</p>
      ) : (
        <>
          <ul className={styles.crashes} aria-label={t.list}>
            {crashReports.map(({ reference, at, kind }) => (
              <li key={reference}>
                <span>{diagnosticsWords.kinds[kind]}</span>
                <span className={styles.hint}>
                  <Time at={at} as="full" />
                </span>
                <CopyText label={words.reference} text={reference} copy={words.copyReference} />
              </li>
            ))}
          </ul>
          <div className={styles.buttons}>
            <Button onPress={() => void bridge().command('diagnostics.show', { what: 'crashes' })}>
              {t.showFolder}
            </Button>
            <Button onPress={() => setAsking(true)}>{t.deleteAll}</Button>
          </div>
        </>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        title={t.deleteTitle}
        verb={t.deleteVerb}
        danger
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          shown(await bridge().command('diagnostics.deleteCrashReports', {}))
          setAsking(false)
        }}
      >
        {t.deleteBody(crashReports.length)}
      </ConfirmDialog>
    </>
  )
}

/** Puts what a command answers in the place of what was asked for before. */
function useShown() {
  const client = useQueryClient()
  return (answer: { ok: true; value: DiagnosticsState } | { ok: false }) => {
    if (answer.ok) client.setQueryData(queryKey('diagnostics.get', {}), answer.value)
  }
}
