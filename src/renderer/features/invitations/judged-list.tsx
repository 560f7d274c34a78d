import { useVirtualizer } from '@tanstack/react-virtual'
import Ban from 'lucide-react/icons/ban'
import Check from 'lucide-react/icons/check'
import CircleAlert from 'lucide-react/icons/circle-alert'
import Pencil from 'lucide-react/icons/pencil'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import X from 'lucide-react/icons/x'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { invitationWords } from '../../../strings/invitations.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { useRoving } from '../../ui/use-roving.ts'
import type { JudgedLine, Verdict } from './judge.ts'
import styles from './judged-list.module.css'
import { ownTexts, verdictText } from './verdict-words.ts'

const t = invitationWords.invite
const usualHeight = 38

interface JudgedListProps {
  judged: readonly JudgedLine[]
  applicationName: (id: string) => string
  onMend: (judged: JudgedLine, address: string) => void
  onRemove: (judged: JudgedLine) => void
  /** The last line is gone: where to go on. */
  onEmptied: () => void
}

/**
 * What becomes of each line. One tab stop: arrows move, Enter mends the address where it stands, Delete takes the line
 * out. Only the lines in view are built.
 */
export function JudgedList({ judged, applicationName, onMend, onRemove, onEmptied }: JudgedListProps) {
  const [mending, setMending] = useState<string | null>(null)
  const hint = useId()
  const roving = useRoving({ count: judged.length, reveal: (index) => virtualizer.scrollToIndex(index) })
  const virtualizer = useVirtualizer({
    count: judged.length,
    getScrollElement: () => roving.container.current,
    estimateSize: () => usualHeight,
    getItemKey: (index) => judged[index]?.line.key ?? index,
    overscan: 6,
    initialRect: { width: 500, height: 190 },
  })

  function remove(index: number) {
    const gone = judged[index]
    if (!gone) return
    onRemove(gone)
    if (judged.length === 1) onEmptied()
    // The list is built anew without it, and the one after it stands in its place.
    else requestAnimationFrame(() => roving.focus(Math.min(index, judged.length - 2)))
  }

  function endMending(index: number, address: string | null) {
    const mended = judged[index]
    setMending(null)
    if (mended && address !== null && address.trim() !== mended.line.email) onMend(mended, address.trim())
    requestAnimationFrame(() => roving.focus(index))
  }

  function onKeyDown(event: KeyboardEvent<HTMLLIElement>, index: number) {
    if (event.target !== event.currentTarget) return
    if (event.key === 'Enter' || event.key === 'F2') setMending(judged[index]?.line.key ?? null)
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(index)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the lines in it */}
      <div
        ref={roving.container}
        className={styles.list}
        style={{
          blockSize: Math.min(5.5 * usualHeight, Math.max(usualHeight, virtualizer.getTotalSize()) + 2),
        }}
        onKeyDown={(event) => mending === null && roving.onKeyDown(event)}
      >
        <ul
          aria-label={t.verdictList}
          aria-describedby={hint}
          className={styles.all}
          style={{ blockSize: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const each = judged[index]
            if (!each) return null
            const isCurrent = index === roving.current
            return (
              <li
                key={each.line.key}
                ref={virtualizer.measureElement}
                data-index={index}
                data-entry={index}
                data-verdict={each.verdict}
                aria-setsize={judged.length}
                aria-posinset={index + 1}
                tabIndex={isCurrent && mending === null ? 0 : -1}
                className={styles.line}
                style={{ transform: `translateY(${start}px)` }}
                onFocus={() => roving.setCurrent(index)}
                onKeyDown={(event) => onKeyDown(event, index)}
              >
                {mending === each.line.key ? (
                  <MendField
                    address={each.line.email || each.line.text}
                    onEnd={(address) => endMending(index, address)}
                  />
                ) : (
                  <Line
                    judged={each}
                    applicationName={applicationName}
                    isCurrent={isCurrent}
                    onMend={() => setMending(each.line.key)}
                    onUse={(address) => {
                      onMend(each, address)
                      requestAnimationFrame(() => roving.focus(index))
                    }}
                    onRemove={() => remove(index)}
                  />
                )}
              </li>
            )
          })}
        </ul>
      </div>
      <p id={hint} className={styles.hint}>
        {t.listKeys}
      </p>
    </>
  )
}

interface LineProps {
  judged: JudgedLine
  applicationName: (id: string) => string
  isCurrent: boolean
  onMend: () => void
  onUse: (address: string) => void
  onRemove: () => void
}

function Line({ judged, applicationName, isCurrent, onMend, onUse, onRemove }: LineProps) {
  const { line, verdict, meant, own } = judged
  const email = line.email || line.text
  const called = email || t.nothingThere
  const details = [line.name, ...ownTexts(own, applicationName)].filter((text) => text !== '')
  return (
    <>
      <VerdictIcon verdict={verdict} />
      <span className={styles.person}>
        <bdi className={styles.email} title={line.text}>
          {email || t.nothingThere}
        </bdi>
        {details.length > 0 && (
          <span className={styles.details}>
            {details.map((text, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two of them may say the same
              <bdi key={index}>{text}</bdi>
            ))}
          </span>
        )}
      </span>
      <span className={styles.verdict}>
        {verdictText(judged)}
        {verdict !== 'ok' && <span className={styles.where}>{t.line(line.line)}</span>}
        {meant && (
          <Button kind="link" onPress={() => onUse(meant)} excludeFromTabOrder={!isCurrent}>
            {t.takeMeant(meant)}
          </Button>
        )}
      </span>
      <span className={styles.buttons}>
        <IconButton
          label={t.mendOf(called)}
          icon={<Pencil size={14} aria-hidden="true" />}
          onPress={onMend}
          excludeFromTabOrder={!isCurrent}
        />
        <IconButton
          label={t.removeOf(called)}
          icon={<X size={15} aria-hidden="true" />}
          onPress={onRemove}
          excludeFromTabOrder={!isCurrent}
        />
      </span>
    </>
  )
}

/** The address, to be put right where it stands. Enter and leaving it keep what was typed, Escape does not. */
function MendField({ address, onEnd }: { address: string; onEnd: (address: string | null) => void }) {
  const [text, setText] = useState(address)
  const id = useId()
  useEffect(() => {
    const field = document.getElementById(id)
    if (field instanceof HTMLInputElement) {
      field.focus()
      field.select()
    }
  }, [id])
  return (
    <input
      id={id}
      aria-label={t.mendField}
      className={styles.field}
      value={text}
      maxLength={400}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setText(event.target.value)}
      onBlur={() => onEnd(text)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === 'Escape') {
          event.preventDefault()
          onEnd(event.key === 'Enter' ? text : null)
        }
        event.stopPropagation()
      }}
    />
  )
}

function VerdictIcon({ verdict }: { verdict: Verdict }) {
  const icon = { size: 15, 'aria-hidden': true, className: styles.icon } as const
  switch (verdict) {
    case 'ok':
      return <Check {...icon} />
    case 'mistyped':
      return <TriangleAlert {...icon} />
    case 'invalid':
    case 'refused':
      return <CircleAlert {...icon} />
    default:
      return <Ban {...icon} />
  }
}
