import FileUp from 'lucide-react/icons/file-up'
import X from 'lucide-react/icons/x'
import { type DragEvent, useRef, useState } from 'react'
import { invitationWords } from '../../../strings/invitations.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { TextArea } from '../../ui/fields.tsx'
import { mended, without } from './edit-lines.ts'
import styles from './invitations.module.css'
import { isSent, type JudgedLine } from './judge.ts'
import { JudgedList } from './judged-list.tsx'
import type { InviteDraft } from './use-invite-form.ts'
import { usePeopleFile } from './use-people-file.ts'

const t = invitationWords.invite

interface AddressFieldProps {
  draft: Pick<InviteDraft, 'addresses' | 'file'>
  judged: readonly JudgedLine[]
  set: (change: Partial<InviteDraft>) => void
  applicationName: (id: string) => string
  /** How many go out and how many don't, in words. */
  sum?: (sent: number, leftOut: number) => string
}

/** Addresses as typed, pasted or read from a file, and beneath them what becomes of each. */
export function AddressField({ draft, judged, set, applicationName, sum = t.judged }: AddressFieldProps) {
  const [isTyping, setIsTyping] = useState(false)
  const [onlyOthers, setOnlyOthers] = useState(false)
  const [isOver, setIsOver] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const file = usePeopleFile((read) => set({ file: read }))
  const shown = isTyping ? withoutUnfinished(judged, draft.addresses) : judged
  const leftOut = shown.filter((each) => !isSent(each))
  const sent = shown.length - leftOut.length
  const listed = onlyOthers && leftOut.length > 0 ? leftOut : shown

  function drop(event: DragEvent) {
    event.preventDefault()
    setIsOver(false)
    void file.read(event.dataTransfer.files[0])
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is another way to press the button below
    <div
      ref={box}
      className={styles.addresses}
      data-drop={isOver || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={(event) => !box.current?.contains(event.relatedTarget as Node) && setIsOver(false)}
      onDrop={drop}
    >
      <TextArea
        autoFocus
        label={t.addresses}
        description={isOver ? t.dropHere : t.addressesHint}
        placeholder={'ana@example.com\nOle Berg <ole@example.com>'}
        value={draft.addresses}
        onChange={(addresses) => set({ addresses })}
        onFocus={() => setIsTyping(true)}
        onBlur={() => setIsTyping(false)}
        onPaste={(event) => {
          if (file.take(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault()
        }}
        rows={3}
      />
      <FileLine draft={draft} set={set} onFile={(chosen) => void file.read(chosen)} problem={file.problem} />
      <div className={styles.judged}>
        <span role="status">{shown.length > 0 && sum(sent, leftOut.length)}</span>
        {leftOut.length > 0 && sent > 0 && (
          <span className={styles.judgedActions}>
            <Button kind="link" aria-pressed={onlyOthers} onPress={() => setOnlyOthers(!onlyOthers)}>
              {onlyOthers ? t.showAll : t.onlyOthers}
            </Button>
            <Button
              kind="link"
              onPress={() =>
                set(
                  without(
                    draft,
                    leftOut.map(({ line }) => line),
                  ),
                )
              }
            >
              {t.removeOthers}
            </Button>
          </span>
        )}
      </div>
      {listed.length > 0 && (
        <JudgedList
          judged={listed}
          applicationName={applicationName}
          onMend={({ line }, address) => set(mended(draft, line, address))}
          onRemove={({ line }) => set(without(draft, [line]))}
          onEmptied={() => box.current?.querySelector('textarea')?.focus()}
        />
      )}
    </div>
  )
}

interface FileLineProps {
  draft: Pick<InviteDraft, 'file'>
  set: (change: Partial<InviteDraft>) => void
  onFile: (file: File | undefined) => void
  problem: string | null
}

/** The file that was read, with what of it was not; or the way to choose one. */
function FileLine({ draft: { file }, set, onFile, problem }: FileLineProps) {
  const input = useRef<HTMLInputElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <div className={styles.file}>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        className="visually-hidden"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          onFile(event.target.files?.[0])
          // The same file again, after it was mended, is another choice.
          event.target.value = ''
        }}
      />
      <Button
        size="small"
        ref={button}
        icon={<FileUp size={14} aria-hidden="true" />}
        onPress={() => input.current?.click()}
      >
        {t.chooseFile}
      </Button>
      {file ? (
        <span className={styles.fileRead}>
          <span role="status">
            {t.fileRead(file.name, file.rows.length)}
            {file.leftOut && (
              <strong className={styles.fileWarning}>
                {t.fileLeftOut(file.leftOut.count, file.leftOut.from)}
              </strong>
            )}
            {file.ignored.length > 0 && (
              <span className={styles.fileNote}>{t.fileIgnored(file.ignored)}</span>
            )}
          </span>
          <IconButton
            label={t.removeFile}
            icon={<X size={15} aria-hidden="true" />}
            onPress={() => {
              set({ file: null })
              button.current?.focus()
            }}
          />
        </span>
      ) : (
        <span className={styles.muted}>{t.dropFile}</span>
      )}
      {problem && (
        <p role="alert" className={styles.fileProblem}>
          {problem}
        </p>
      )}
    </div>
  )
}

/** The last address isn't called wrong while it is being typed. */
function withoutUnfinished(judged: readonly JudgedLine[], typed: string): readonly JudgedLine[] {
  const index = judged.findLastIndex(({ line }) => line.from === 'field')
  const isUnfinished = judged[index]?.verdict === 'invalid' && !/[\s,;]$/.test(typed)
  return isUnfinished ? judged.filter((_, at) => at !== index) : judged
}
