import { useState } from 'react'
import type { DiagnosticsPart, DiagnosticsPreview } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { diagnosticsWords } from '../../../strings/diagnostics.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useCommand, useServerQuery } from '../../data/use-bridge.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/fields.tsx'
import { Dialog } from '../../ui/overlay.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import styles from './diagnostics.module.css'

const t = diagnosticsWords.dialog

/** All that would be saved, to be read first. Nothing leaves the computer by it. */
export function DiagnosticsDialog() {
  const closePanel = useAppStore((store) => store.closePanel)
  const close = () => closePanel('diagnostics')
  // Put together anew each time it is opened.
  const preview = useServerQuery('diagnostics.preview', {})
  const [leftOut, setLeftOut] = useState<readonly DiagnosticsPart[]>([])
  const save = useCommand('diagnostics.save')
  const parts = preview.isFetching ? [] : (preview.data?.parts ?? [])
  const wanted = parts.map(({ part }) => part).filter((part) => !leftOut.includes(part))

  function include(part: DiagnosticsPart, isWanted: boolean) {
    setLeftOut(isWanted ? leftOut.filter((each) => each !== part) : [...leftOut, part])
  }
  function saveAs() {
    if (!preview.data) return
    save.mutate(
      { previewId: preview.data.previewId, parts: wanted },
      {
        onSuccess({ saved }) {
          if (!saved) return
          notify({ title: t.saved })
          close()
        },
      },
    )
  }

  return (
    <Dialog
      title={t.title}
      size="large"
      isOpen
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{words.cancel}</Button>
          <Button
            kind="primary"
            isPending={save.isPending || preview.isFetching}
            disabledReason={!preview.isFetching && wanted.length === 0 ? t.nothingChosen : null}
            onPress={saveAs}
          >
            {t.save}
          </Button>
        </>
      }
    >
      <p>{t.intro}</p>
      {save.error && <ErrorState problem={save.error} inline />}
      {/* What was read before is not what would be saved now. */}
      <Answer
        answer={preview.isFetching ? ({ ...preview, data: undefined } as typeof preview) : preview}
        inline
      >
        {(shown) => <Parts parts={shown.parts} leftOut={leftOut} include={include} />}
      </Answer>
    </Dialog>
  )
}

interface PartsProps {
  parts: DiagnosticsPreview['parts']
  leftOut: readonly DiagnosticsPart[]
  include: (part: DiagnosticsPart, isWanted: boolean) => void
}

function Parts({ parts, leftOut, include }: PartsProps) {
  return (
    <ul className={styles.parts} aria-label={t.parts}>
      {parts.map(({ part, text }) => {
        const name = diagnosticsWords.parts[part]
        const isWanted = !leftOut.includes(part)
        return (
          <li key={part} className={styles.part}>
            <div className={styles.head}>
              <Checkbox
                aria-label={t.include(name)}
                isSelected={isWanted}
                onChange={(is) => include(part, is)}
                description={diagnosticsWords.partHints[part]}
              >
                {name}
              </Checkbox>
              <span className={styles.count}>{t.lines(text === '' ? 0 : text.split('\n').length)}</span>
            </div>
            {text === '' ? (
              <p className={styles.count}>{t.empty}</p>
            ) : (
              <pre {...scrolled(t.textOf(name))} className={styles.text} data-out={!isWanted || undefined}>
                {text}
              </pre>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** It scrolls, so keys have to reach it. Facts are written from left to right in every language. */
function scrolled(label: string) {
  return { role: 'group', tabIndex: 0, dir: 'ltr', 'aria-label': label } as const
}
