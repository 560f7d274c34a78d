import type { InvitationPreview } from '@gatehouse/contract'
import MailOpen from 'lucide-react/icons/mail-open'
import { useState } from 'react'
import { roleNames } from '../../../strings/common.ts'
import { list } from '../../../strings/format.ts'
import { myInvitationWords as t } from '../../../strings/invitations.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery, useCommand } from '../../data/use-bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { useIsOnline } from '../../data/use-session.ts'
import { Answer } from '../../ui/answer.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/overlay.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { notify } from '../../ui/toast.tsx'
import styles from './my-invitations.module.css'

/** Pending invitations to the signed-in user, from all accounts. */
export function MyInvitations() {
  const answer = useBridgeQuery('invitations.mine', {})
  const openPanel = useAppStore((store) => store.openPanel)
  const [declining, setDeclining] = useState<InvitationPreview | null>(null)
  return (
    <Page
      title={t.title}
      subtitle={
        <span role="status">{answer.data && answer.data.length > 0 && t.subtitle(answer.data.length)}</span>
      }
      actions={<Button onPress={() => openPanel({ kind: 'paste-link' })}>{t.paste}</Button>}
    >
      <Answer answer={answer}>
        {(invitations) =>
          invitations.length === 0 ? (
            <EmptyState
              icon={<MailOpen size={22} />}
              title={t.empty.title}
              reason={t.empty.reason}
              action={
                <Button kind="primary" onPress={() => openPanel({ kind: 'paste-link' })}>
                  {t.empty.action}
                </Button>
              }
            />
          ) : (
            <ul className={styles.list} aria-label={t.listLabel}>
              {invitations.map((invitation) => (
                <Invitation
                  key={invitation.invitationId}
                  invitation={invitation}
                  onDecline={() => setDeclining(invitation)}
                />
              ))}
            </ul>
          )
        }
      </Answer>
      {declining && <DeclineDialog invitation={declining} onClose={() => setDeclining(null)} />}
    </Page>
  )
}

function Invitation({ invitation, onDecline }: { invitation: InvitationPreview; onDecline: () => void }) {
  const { invitationId, accountName, environmentName, invitedByName, message } = invitation
  const accept = useCommand('invitations.acceptMine')
  const openAccount = useAppStore((store) => store.openAccount)
  const offline = useIsOnline() ? null : t.offline
  async function acceptIt() {
    const { accountId } = await accept.mutateAsync({ invitationId })
    notify({ title: t.accepted(accountName) })
    openAccount(accountId, 'dashboard')
  }
  return (
    <li className={styles.invitation}>
      <Avatar name={accountName} size={40} />
      <div className={styles.text}>
        <h2 className={styles.account}>
          <bdi>{accountName}</bdi>
        </h2>
        <p className={styles.muted}>
          <span>{t.from(invitedByName)}</span>
          <span>{environmentName}</span>
        </p>
        {message && <blockquote className={styles.message}>{message}</blockquote>}
        <Facts invitation={invitation} />
      </div>
      <div className={styles.buttons}>
        <Button aria-label={t.declineOf(accountName)} disabledReason={offline} onPress={onDecline}>
          {t.decline}
        </Button>
        <Button
          kind="primary"
          aria-label={t.acceptOf(accountName)}
          disabledReason={offline}
          isPending={accept.isPending}
          onPress={() => void acceptIt().catch(notifyProblem)}
        >
          {t.accept}
        </Button>
      </div>
    </li>
  )
}

/** All that it offers, to be known before it is answered. */
function Facts({ invitation }: { invitation: InvitationPreview }) {
  const { role, applicationNames, email, anyAddress, membershipEndsAt, expiresAt } = invitation
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{t.roleTitle}</dt>
        <dd>{roleNames[role]}</dd>
      </div>
      <div>
        <dt>{t.applicationsTitle}</dt>
        <dd>{applicationNames.length > 0 ? list(applicationNames, 6) : t.noApplications}</dd>
      </div>
      <div>
        <dt>{t.addressTitle}</dt>
        <dd>
          <bdi>{email}</bdi>
          {anyAddress && <span className={styles.note}>{t.anyAddress}</span>}
        </dd>
      </div>
      {membershipEndsAt && (
        <div>
          <dt>{t.until}</dt>
          <dd>
            <Time at={membershipEndsAt} as="date" />
          </dd>
        </div>
      )}
      <div>
        <dt>{t.expires}</dt>
        <dd>
          <Time at={expiresAt} />
          <span className={styles.note}>
            <Time at={expiresAt} as="full" />
          </span>
        </dd>
      </div>
    </dl>
  )
}

function DeclineDialog({ invitation, onClose }: { invitation: InvitationPreview; onClose: () => void }) {
  const decline = useCommand('invitations.declineMine')
  const { invitationId, accountName, invitedByName } = invitation
  return (
    <ConfirmDialog
      isOpen
      danger
      title={t.declineConfirm.title(accountName)}
      verb={t.declineConfirm.verb}
      isPending={decline.isPending}
      onClose={onClose}
      onConfirm={() =>
        decline.mutate(
          { invitationId },
          {
            onSuccess: () => {
              notify({ title: t.declined(accountName) })
              onClose()
            },
            onError: notifyProblem,
          },
        )
      }
    >
      <p>{t.declineConfirm.body(invitedByName)}</p>
    </ConfirmDialog>
  )
}
