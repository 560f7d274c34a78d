import Copy from 'lucide-react/icons/copy'
import type { ReactNode } from 'react'
import type { UserDetail } from '../../../ipc/views.ts'
import { roleNames } from '../../../strings/common.ts'
import { userWords } from '../../../strings/users.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useRights } from '../../data/use-session.ts'
import { Answer } from '../../ui/answer.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { Time } from '../../ui/time.tsx'
import { AccessSection } from './access-section.tsx'
import { copyEmail } from './copy-email.ts'
import { PermissionSection } from './permission-section.tsx'
import { UserStatus } from './user-columns.tsx'
import styles from './users.module.css'

const t = userWords.drawer

interface UserDrawerProps {
  accountId: string
  membershipId: string
}

/** One user of one account: who, what they can open and why, and which permissions they hold. */
export function UserDrawer({ accountId, membershipId }: UserDrawerProps) {
  const answer = useBridgeQuery('users.get', { accountId, membershipId })
  const rights = useRights(accountId)
  const closePanel = useAppStore((store) => store.closePanel)
  const user = answer.data
  return (
    <Drawer
      wide
      isOpen
      onClose={() => closePanel('user')}
      title={user ? <Heading user={user} /> : userWords.columns.name}
      subtitle={<bdi>{rights.account?.name}</bdi>}
    >
      <Answer answer={answer}>
        {(found) => (
          <>
            <Facts user={found} />
            <AccessSection accountId={accountId} user={found} rights={rights} />
            <PermissionSection held={found.permissions} />
          </>
        )}
      </Answer>
    </Drawer>
  )
}

function Heading({ user }: { user: UserDetail }) {
  return (
    <span className={styles.heading}>
      <Avatar name={user.name} size={30} round />
      <bdi>{user.name}</bdi>
      {user.isMe && <Badge tone="accent">{userWords.you}</Badge>}
      {user.isOwner && <Badge>{userWords.owner}</Badge>}
    </span>
  )
}

function Facts({ user }: { user: UserDetail }) {
  return (
    <dl className={styles.facts}>
      <Fact name={t.email}>
        <span className={styles.email}>
          <bdi>{user.email}</bdi>
          <IconButton
            label={t.copyEmail}
            icon={<Copy size={14} aria-hidden="true" />}
            onPress={() => void copyEmail(user.email)}
          />
        </span>
      </Fact>
      <Fact name={t.role}>{roleNames[user.role]}</Fact>
      <Fact name={t.statusLabel}>
        <UserStatus status={user.status} />
      </Fact>
      <Fact name={t.lastActive}>
        {user.lastActiveAt ? <Time at={user.lastActiveAt} /> : userWords.neverActive}
      </Fact>
      <Fact name={t.joined}>
        <Time at={user.createdAt} as="date" />
      </Fact>
      {user.endsAt && (
        <Fact name={t.endsAt}>
          <Time at={user.endsAt} as="date" />
        </Fact>
      )}
    </dl>
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
