import ExternalLink from 'lucide-react/icons/external-link'
import ShieldAlert from 'lucide-react/icons/shield-alert'
import { useEffect } from 'react'
import type { SecurityOverview } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { absoluteTime, number, relativeTime } from '../../../strings/format.ts'
import { securityWords as t } from '../../../strings/security.ts'
import { noteStep } from '../../data/first-steps.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState, Notice } from '../../ui/states.tsx'
import { useNow } from '../../ui/time.tsx'
import styles from './sessions.module.css'

interface SecuredGroupProps {
  security: SecurityOverview['security']
  email: string
  isOnline: boolean
}

const fewCodes = 3

/** Two-factor, recovery codes, password and address. They are changed at whoever signs the user in. */
export function SecuredGroup({ security, email, isOnline }: SecuredGroupProps) {
  const { twoFactor, recoveryCodesLeft, passwordChangedAt } = security
  const now = useNow()
  // Kept elsewhere, there is nothing to be turned on here.
  useEffect(() => {
    if (twoFactor !== false) noteStep('two-factor')
  }, [twoFactor])
  const openPage = useCommand('security.openPage')
  return (
    <section className={styles.group} aria-labelledby="secured-title">
      <h2 id="secured-title" className={styles.title}>
        {t.secured}
      </h2>
      <dl className={styles.facts}>
        <dt>{t.twoFactor}</dt>
        <dd>
          {twoFactor === null ? (
            t.keptElsewhere
          ) : twoFactor ? (
            <Badge tone="success">{t.twoFactorOn}</Badge>
          ) : (
            <span className={styles.warning}>
              <ShieldAlert size={15} aria-hidden="true" /> {t.twoFactorOff}
            </span>
          )}
        </dd>
        {twoFactor && recoveryCodesLeft !== null && (
          <>
            <dt>{t.recoveryCodes}</dt>
            <dd>{number(recoveryCodesLeft)}</dd>
          </>
        )}
        <dt>{t.password}</dt>
        <dd>
          {passwordChangedAt ? (
            <span title={absoluteTime(new Date(passwordChangedAt))}>
              {t.passwordChanged(relativeTime(new Date(passwordChangedAt), now))}
            </span>
          ) : twoFactor === null ? (
            t.keptElsewhere
          ) : (
            t.passwordNever
          )}
        </dd>
        <dt>{t.email}</dt>
        <dd>
          <bdi>{email}</bdi>
        </dd>
      </dl>
      {twoFactor && recoveryCodesLeft !== null && recoveryCodesLeft <= fewCodes && (
        <Notice tone="warning" icon={<ShieldAlert size={16} />}>
          {recoveryCodesLeft === 0 ? t.noCodes : t.fewCodes}
        </Notice>
      )}
      {openPage.error && <ErrorState problem={openPage.error} inline />}
      <div className={styles.action}>
        <Button
          icon={<ExternalLink size={15} aria-hidden="true" />}
          disabledReason={isOnline ? null : words.needsConnection}
          isPending={openPage.isPending}
          onPress={() => openPage.mutate({})}
        >
          {t.openPage}
        </Button>
        <span className={styles.hint}>{t.openPageHint}</span>
      </div>
    </section>
  )
}
