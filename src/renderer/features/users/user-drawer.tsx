import type { UserDetail } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { userWords } from '../../../strings/users.ts'
import { type UserSection, useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Answer } from '../../ui/answer.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge, WaitingMark } from '../../ui/badge.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { AccessSection } from './access-section.tsx'
import { OverviewSection } from './overview-section.tsx'
import { PermissionEditor } from './permission-editor.tsx'
import { useUserActions } from './use-user-actions.ts'
import styles from './users.module.css'

const t = userWords.drawer

interface UserDrawerProps {
  accountId: string
  membershipId: string
  section: UserSection
  /** The change in the outbox whose place an edit takes. */
  replaces?: string | undefined
}

/** One user of one account: who, what they may do, and what they can open and why. */
export function UserDrawer({ accountId, membershipId, section, replaces }: UserDrawerProps) {
  const answer = useBridgeQuery('users.get', { accountId, membershipId })
  const actions = useUserActions(accountId)
  const openPanel = useAppStore((store) => store.openPanel)
  const closePanel = useAppStore((store) => store.closePanel)
  const user = answer.data
  const show = (chosen: UserSection) =>
    openPanel({ kind: 'user', accountId, membershipId, section: chosen, ...(replaces ? { replaces } : {}) })
  /** The change has been replaced; what is saved from here on is a change of its own. */
  const saved = () => {
    if (replaces) openPanel({ kind: 'user', accountId, membershipId, section })
  }
  const edited = { accountId, actions, replaces, onSaved: saved }
  return (
    <Drawer
      wide
      isOpen
      onClose={() => closePanel('user')}
      title={user ? <Heading user={user} /> : userWords.columns.name}
      subtitle={<bdi>{actions.rights.account?.name}</bdi>}
    >
      <Answer answer={answer}>
        {(found) => (
          <Tabs
            label={t.tabs}
            items={[
              { id: 'overview', label: t.overview },
              { id: 'permissions', label: t.permissionsTab },
              { id: 'access', label: t.accessTab },
            ]}
            selected={section}
            onSelect={show}
            fill
          >
            <div className={styles.section}>
              {section === 'overview' && <OverviewSection {...edited} user={found} />}
              {section === 'permissions' && <PermissionEditor {...edited} user={found} />}
              {section === 'access' && (
                <AccessSection accountId={accountId} user={found} rights={actions.rights} />
              )}
            </div>
          </Tabs>
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
      {user.isLegacy && <Badge tone="warning">{userWords.legacy}</Badge>}
      {user.waiting && <WaitingMark>{words.waiting}</WaitingMark>}
    </span>
  )
}
