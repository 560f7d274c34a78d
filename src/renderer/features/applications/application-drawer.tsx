import type { ReactNode } from 'react'
import { deniedWords } from '../../../strings/access.ts'
import { applicationWords } from '../../../strings/applications.ts'
import { statusNames } from '../../../strings/common.ts'
import { number } from '../../../strings/format.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useRights } from '../../data/use-session.ts'
import { StatusDot } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { AssignmentBadge } from '../../ui/source-badges.tsx'
import { EmptyState, Skeleton } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { refuseOpen } from './application-menu.ts'
import styles from './applications.module.css'
import { openInBrowser } from './open-application.ts'
import { useApplication } from './use-application.ts'

const t = applicationWords.details

interface ApplicationDrawerProps {
  accountId: string
  applicationId: string
}

/** What is known of an application of an account: where it opens, how it came here, and what to quote of it. */
export function ApplicationDrawer({ accountId, applicationId }: ApplicationDrawerProps) {
  const { application, isLoaded } = useApplication(accountId, applicationId)
  const rights = useRights(accountId)
  const openPanel = useAppStore((store) => store.openPanel)
  const closePanel = useAppStore((store) => store.closePanel)
  return (
    <Drawer
      isOpen
      onClose={() => closePanel('application')}
      title={<bdi>{application?.name ?? ''}</bdi>}
      subtitle={<bdi>{rights.account?.name}</bdi>}
      footer={
        application && (
          <>
            <Button
              disabledReason={
                rights.account && !rights.account.permissions.includes('users.view')
                  ? deniedWords.reason('users.view')
                  : null
              }
              onPress={() => openPanel({ kind: 'application-users', accountId, applicationId })}
            >
              {applicationWords.menu.manageUsers}
            </Button>
            <Button
              kind="primary"
              disabledReason={refuseOpen(application, rights.account)}
              onPress={() => void openInBrowser(accountId, application)}
            >
              {applicationWords.menu.open}
            </Button>
          </>
        )
      }
    >
      {application ? (
        <>
          <p className={application.description ? undefined : styles.muted}>
            {application.description || t.noDescription}
          </p>
          <dl className={styles.facts}>
            <Fact name={t.status}>
              <StatusDot shape={application.status === 'active' ? 'on' : 'off'}>
                {statusNames[application.status]}
              </StatusDot>
              {application.status === 'inactive' && (
                <span className={styles.muted}>{applicationWords.notIntegratedYet}</span>
              )}
            </Fact>
            <Fact name={t.assignment}>
              <AssignmentBadge level={application.level} />
              {application.isDefault && <span className={styles.muted}>{t.isDefault}</span>}
            </Fact>
            <Fact name={t.users}>
              {application.users === null ? (
                <span className={styles.muted}>{t.usersHidden}</span>
              ) : (
                number(application.users)
              )}
            </Fact>
            <Fact name={t.assigned}>
              {application.assignedAt ? (
                <Time at={application.assignedAt} as="date" />
              ) : (
                applicationWords.fromEnvironment
              )}
            </Fact>
            <Address name={t.url} url={application.applicationUrl} />
            <Address name={t.loginUrl} url={application.loginUrl} />
            <Fact name={t.key}>
              <span className={styles.key}>{application.key}</span>
            </Fact>
            <Fact name={t.id}>
              <CopyText label="" text={application.id} />
            </Fact>
          </dl>
        </>
      ) : isLoaded ? (
        <EmptyState title={t.gone} reason={t.goneReason} />
      ) : (
        <Skeleton />
      )}
    </Drawer>
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

function Address({ name, url }: { name: string; url: string }) {
  return (
    <Fact name={name}>
      {url ? <CopyText label="" text={url} /> : <span className={styles.muted}>{t.none}</span>}
    </Fact>
  )
}
