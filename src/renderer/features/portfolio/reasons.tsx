import type { AccountLine, AttentionReason } from '../../../ipc/views.ts'
import { reasonInWords } from '../../../strings/attention-in-words.ts'
import { attentionWords as t } from '../../../strings/portfolio.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { useNow } from '../../ui/time.tsx'
import { openReason } from './open-reason.ts'
import styles from './portfolio.module.css'

const tones: Record<NonNullable<AccountLine['level']>, Tone> = {
  urgent: 'danger',
  soon: 'warning',
  look: 'neutral',
}

export function LevelBadge({ level }: { level: NonNullable<AccountLine['level']> }) {
  return <Badge tone={tones[level]}>{t.levels[level]}</Badge>
}

const shownReasons = 2

/**
 * Why an account needs somebody. Each reason is a button to where it is mended; from the keyboard the row menu has the
 * same, so that a hundred rows are not three hundred stops.
 */
export function Reasons({ account, shown = shownReasons }: { account: AccountLine; shown?: number }) {
  const now = useNow()
  const { reasons } = account
  const others = reasons.slice(shown)
  return (
    <span className={styles.reasons}>
      {reasons.slice(0, shown).map((reason) => (
        <button
          key={reason.kind}
          type="button"
          tabIndex={-1}
          className={styles.reason}
          title={t.openReason(reasonInWords(reason, now), account.name)}
          onClick={() => openReason(account, reason)}
        >
          {reasonInWords(reason, now)}
        </button>
      ))}
      {others.length > 0 && (
        <span
          className={styles.moreReasons}
          title={others.map((each) => reasonInWords(each, now)).join('\n')}
        >
          {t.more(others.length)}
        </span>
      )}
    </span>
  )
}

/** An entry for each reason, for a row menu. */
export function reasonEntries(account: AccountLine): MenuEntry[] {
  const now = Date.now()
  return account.reasons.map((reason: AttentionReason) => ({
    id: `reason-${reason.kind}`,
    label: reasonInWords(reason, now),
    onAction: () => openReason(account, reason),
  }))
}
