import type { ReactNode } from 'react'
import type { InvitationLink } from '../../../ipc/views.ts'
import { roleNames } from '../../../strings/common.ts'
import { list } from '../../../strings/format.ts'
import { linkWords } from '../../../strings/links.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './links.module.css'

const t = linkWords.facts

/** All that an invitation says, before one answers it. */
export function InvitationFacts({ link }: { link: InvitationLink }) {
  const { preview, server } = link
  const isOver = preview.status === 'expired'
  return (
    <>
      <dl className={styles.facts}>
        <Fact name={t.account}>
          <span className={styles.account}>
            <Avatar name={preview.accountName} size={22} />
            <bdi>{preview.accountName}</bdi>
          </span>
        </Fact>
        <Fact name={t.inviter}>
          <bdi>{preview.invitedByName}</bdi>
        </Fact>
        <Fact name={t.role}>{roleNames[preview.role]}</Fact>
        <Fact name={t.applications}>
          {preview.applicationNames.length > 0 ? list(preview.applicationNames, 8) : t.noApplications}
        </Fact>
        <Fact name={t.email}>
          <bdi>{preview.email}</bdi>
          {preview.anyAddress && <span className={styles.note}>{t.anyAddress}</span>}
        </Fact>
        <Fact name={isOver ? t.expired : t.expires}>
          <Time at={preview.expiresAt} />
          <span className={styles.note}>
            <Time at={preview.expiresAt} as="full" />
          </span>
        </Fact>
        {preview.membershipEndsAt && (
          <Fact name={t.accessEnds}>
            <Time at={preview.membershipEndsAt} as="date" />
            <span className={styles.note}>
              <Time at={preview.membershipEndsAt} />
            </span>
          </Fact>
        )}
        <Fact name={t.server}>
          <bdi>{server.name}</bdi>
          <span className={styles.note}>
            {preview.environmentName} · <bdi>{server.address}</bdi>
          </span>
        </Fact>
      </dl>
      {preview.message && (
        <figure className={styles.message}>
          <figcaption>{t.message}</figcaption>
          <blockquote>{preview.message}</blockquote>
        </figure>
      )}
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
