import { useDeferredValue, useMemo, useState } from 'react'
import { v7 as newId } from 'uuid'
import type { JoinerLine } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { leaverWords, personPickerWords, joinerWords as t } from '../../../strings/people-runs.ts'
import { useAppStore } from '../../app/app-store.ts'
import { noAccount } from '../../data/keys.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useBulk } from '../../data/use-bulk.ts'
import { useDraft } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { DateField, dayOf, endOfDay } from '../../ui/date-field.tsx'
import { TextArea } from '../../ui/fields.tsx'
import { ConfirmDialog, Drawer } from '../../ui/overlay.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { useNow } from '../../ui/time.tsx'
import { JoinerRow } from './joiner-line.tsx'
import { addressesIn, canBeDone, changesOf, keyOf, mostAddresses } from './joiner-plan.ts'
import styles from './people.module.css'
import { PersonPicker } from './person-picker.tsx'

interface JoinerDraft {
  emails: string
  /** A day, or nothing. */
  until: string
  /** Lines that were unticked. */
  off: readonly string[]
}

const empty: JoinerDraft = { emails: '', until: '', off: [] }

/** Somebody joins and gets what a colleague has, shown account by account before anything is sent. */
export function JoinerDrawer({ userId }: { userId: string | null }) {
  const openPanel = useAppStore((store) => store.openPanel)
  const closePanel = useAppStore((store) => store.closePanel)
  if (userId !== null) return <JoinerRun key={userId} userId={userId} />
  return (
    <Drawer wide isOpen onClose={() => closePanel('joiner')} title={t.title}>
      <PersonPicker label={t.who} onChoose={(chosen) => openPanel({ kind: 'joiner', userId: chosen })} />
    </Drawer>
  )
}

function JoinerRun({ userId }: { userId: string }) {
  const openPanel = useAppStore((store) => store.openPanel)
  const closePanel = useAppStore((store) => store.closePanel)
  const [kept, setDraft] = useDraft<JoinerDraft>(noAccount, `joiner ${userId}`)
  const draft = kept ?? empty
  const change = (changes: Partial<JoinerDraft>) => setDraft({ ...draft, ...changes })
  const { valid, invalid } = useMemo(() => addressesIn(draft.emails), [draft.emails])
  const emails = useDeferredValue(valid)
  const answer = useBridgeQuery(
    'people.joiner',
    { userId, emails: emails.slice(0, mostAddresses) },
    { keepBefore: true },
  )
  const name = answer.data?.colleague.name ?? ''
  const now = useNow()
  const endsAt = draft.until ? endOfDay(draft.until) : null
  const isPast = endsAt !== null && Date.parse(endsAt) <= now
  const lines = answer.data?.lines ?? []
  const chosen = lines.filter((line) => canBeDone(line) && !draft.off.includes(keyOf(line)))
  const problem =
    valid.length > mostAddresses
      ? t.tooMany(mostAddresses)
      : invalid.length > 0
        ? t.invalid(invalid)
        : valid.some((each) => each.toLowerCase() === answer.data?.colleague.email.toLowerCase())
          ? t.self
          : null
  const reason =
    problem ??
    (isPast ? t.past : valid.length === 0 ? t.addressFirst : chosen.length === 0 ? t.chooseFirst : null)

  return (
    <Drawer
      wide
      isOpen
      onClose={() => closePanel('joiner')}
      title={answer.data ? t.titleOf(name) : t.title}
      subtitle={answer.data && <bdi>{answer.data.colleague.email}</bdi>}
      footer={
        <Actions
          name={name}
          lines={chosen}
          endsAt={endsAt}
          reason={answer.isPlaceholderData ? '' : reason}
          onDone={() => setDraft(undefined)}
        />
      }
    >
      <div className={styles.joiner}>
        <div className={styles.pair}>
          <TextArea
            autoFocus
            label={t.emails}
            description={t.emailsHelp}
            value={draft.emails}
            rows={2}
            onChange={(text) => change({ emails: text })}
            error={problem}
          />
          <DateField
            label={t.until}
            value={draft.until}
            min={dayOf(new Date(now))}
            onChange={(until) => change({ until })}
            description={t.untilHelp}
            error={isPast ? t.past : null}
          />
        </div>
        <div>
          <Button kind="link" onPress={() => openPanel({ kind: 'joiner', userId: null })}>
            {personPickerWords.other}
          </Button>
        </div>
        <Answer answer={answer} inline>
          {({ more, colleague }) =>
            lines.length === 0 ? (
              <EmptyState title={t.nothing.title} reason={t.nothing.reason(colleague.name)} />
            ) : (
              <Preview
                lines={lines}
                chosen={chosen}
                colleague={colleague.name}
                more={more}
                off={draft.off}
                onOff={(off) => change({ off })}
              />
            )
          }
        </Answer>
      </div>
    </Drawer>
  )
}

interface PreviewProps {
  lines: readonly JoinerLine[]
  chosen: readonly JoinerLine[]
  colleague: string
  more: number
  off: readonly string[]
  onOff: (off: readonly string[]) => void
}

const atOnce = 50
const findFrom = 8

function Preview({ lines, chosen, colleague, more, off, onOff }: PreviewProps) {
  const [filter, setFilter] = useState('')
  const [most, setMost] = useState(atOnce)
  const wanted = filter.trim().toLocaleLowerCase()
  const found = lines.filter(
    ({ accountName, reference }) =>
      wanted === '' || `${accountName} ${reference}`.toLocaleLowerCase().includes(wanted),
  )
  return (
    <section className={styles.accounts} aria-label={t.preview}>
      <div className={styles.sum}>
        <p role="status" className={styles.counts}>
          {t.summary(chosen.length, new Set(chosen.map(({ accountId }) => accountId)).size)}
        </p>
        {more > 0 && <p className={styles.muted}>{t.more(more)}</p>}
      </div>
      {lines.length >= findFrom && <SearchField label={t.filter} value={filter} onChange={setFilter} />}
      {found.length > 0 ? (
        <ul className={styles.lines} aria-label={t.preview}>
          {found.slice(0, most).map((line) => (
            <JoinerRow
              key={keyOf(line)}
              line={line}
              colleague={colleague}
              isOn={!off.includes(keyOf(line))}
              onChange={(isOn) =>
                onOff(isOn ? off.filter((each) => each !== keyOf(line)) : [...off, keyOf(line)])
              }
            />
          ))}
        </ul>
      ) : (
        <NothingFound title={t.nothingFound} reason={t.nothingFoundReason} onClear={() => setFilter('')} />
      )}
      {found.length > most && (
        <Button onPress={() => setMost(most + atOnce)}>{leaverWords.showMore(found.length - most)}</Button>
      )}
    </section>
  )
}

interface ActionsProps {
  name: string
  lines: readonly JoinerLine[]
  endsAt: string | null
  /** Why it can't be done yet; empty while that isn't known. */
  reason: string | null
  onDone: () => void
}

/** Invitations leave by mail and roles reach far, so one question names whose access goes to how many. */
function Actions({ name, lines, endsAt, reason, onDone }: ActionsProps) {
  const closePanel = useAppStore((store) => store.closePanel)
  const runBulk = useBulk()
  const [isAsking, setAsking] = useState(false)
  const [isPending, setPending] = useState(false)
  const accounts = new Set(lines.map(({ accountId }) => accountId)).size
  const people = new Set(lines.map(({ email }) => email.toLowerCase())).size
  const invited = lines.filter(({ kind }) => kind === 'invite').length

  async function send() {
    setPending(true)
    const outcome = await runBulk(
      lines.flatMap((line) => changesOf(line, { newId, endsAt })),
      { done: t.done(name, accounts), confirmed: true, receipt: true },
    )
    setPending(false)
    setAsking(false)
    if (outcome) onDone()
  }

  return (
    <>
      <Button onPress={() => closePanel('joiner')}>{words.cancel}</Button>
      <Button
        kind="primary"
        isPending={reason === ''}
        disabledReason={reason || null}
        onPress={() => setAsking(true)}
      >
        {t.button(reason ? 0 : accounts)}
      </Button>
      {isAsking && (
        <ConfirmDialog
          isOpen
          title={t.question(name, people, accounts)}
          verb={t.button(accounts)}
          isPending={isPending}
          onClose={() => setAsking(false)}
          onConfirm={() => void send()}
        >
          <p>{t.effect(invited, lines.length - invited)}</p>
          <p className={styles.muted}>
            {leaverWords.inAccounts([...new Set(lines.map(({ accountName }) => accountName))])}
          </p>
        </ConfirmDialog>
      )}
    </>
  )
}
