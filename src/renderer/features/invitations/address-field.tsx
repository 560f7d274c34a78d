import Ban from 'lucide-react/icons/ban'
import Check from 'lucide-react/icons/check'
import CircleAlert from 'lucide-react/icons/circle-alert'
import { useState } from 'react'
import { number } from '../../../strings/format.ts'
import { invitationWords } from '../../../strings/invitations.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/fields.tsx'
import type { JudgedAddress } from './addresses.ts'
import styles from './invitations.module.css'
import type { InviteForm } from './use-invite-form.ts'

const t = invitationWords.invite
const shownAtMost = 100

/** Addresses as typed or pasted, and beneath them what becomes of each. */
export function AddressField({ form }: { form: InviteForm }) {
  const [isTyping, setIsTyping] = useState(false)
  const judged = isTyping ? withoutUnfinished(form.judged, form.draft.addresses) : form.judged
  const leftOut = judged.filter(({ verdict }) => verdict !== 'ok')
  return (
    <div className={styles.addresses}>
      <TextArea
        autoFocus
        label={t.addresses}
        description={t.addressesHint}
        placeholder={'ana@example.com\nOle Berg <ole@example.com>'}
        value={form.draft.addresses}
        onChange={(addresses) => form.set({ addresses })}
        onFocus={() => setIsTyping(true)}
        onBlur={() => setIsTyping(false)}
        rows={3}
      />
      <div className={styles.judged}>
        <span role="status">{judged.length > 0 && t.judged(form.toSend.length, leftOut.length)}</span>
        {leftOut.length > 0 && form.toSend.length > 0 && (
          <Button
            kind="link"
            onPress={() => form.set({ addresses: form.toSend.map(({ text }) => text).join('\n') })}
          >
            {t.removeOthers}
          </Button>
        )}
      </div>
      {judged.length > 0 && <Verdicts judged={judged} />}
    </div>
  )
}

function Verdicts({ judged }: { judged: readonly JudgedAddress[] }) {
  // Of a long paste, what needs a look comes first.
  const ordered =
    judged.length > shownAtMost
      ? [...judged].sort((a, b) => Number(a.verdict === 'ok') - Number(b.verdict === 'ok'))
      : judged
  const rest = ordered.length - shownAtMost
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
    <ul className={styles.verdicts} data-scrolls aria-label={t.verdictList} tabIndex={0}>
      {ordered.slice(0, shownAtMost).map(({ line, text, email, verdict }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same address may stand there twice
        <li key={`${line}-${index}`} data-verdict={verdict}>
          <VerdictIcon verdict={verdict} />
          <bdi title={text}>{email}</bdi>
          <span className={styles.verdict}>
            {t.verdicts[verdict]}
            {verdict !== 'ok' && ` · ${t.line(line)}`}
          </span>
        </li>
      ))}
      {rest > 0 && <li className={styles.muted}>{t.andMore(number(rest))}</li>}
    </ul>
  )
}

function VerdictIcon({ verdict }: Pick<JudgedAddress, 'verdict'>) {
  if (verdict === 'ok') return <Check size={15} aria-hidden="true" />
  if (verdict === 'invalid') return <CircleAlert size={15} aria-hidden="true" />
  return <Ban size={15} aria-hidden="true" />
}

/** The last address isn't called wrong while it is being typed. */
function withoutUnfinished(judged: readonly JudgedAddress[], typed: string): readonly JudgedAddress[] {
  const isUnfinished = judged.at(-1)?.verdict === 'invalid' && !/[\s,;]$/.test(typed)
  return isUnfinished ? judged.slice(0, -1) : judged
}
