import Copy from 'lucide-react/icons/copy'
import type { ReactNode } from 'react'
import type { UserDetail } from '../../../ipc/views.ts'
import { roleNames } from '../../../strings/common.ts'
import { joinerWords, leaverWords } from '../../../strings/people-runs.ts'
import { userWords } from '../../../strings/users.ts'
import { useAppStore } from '../../app/app-store.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Time } from '../../ui/time.tsx'
import { copyEmail } from './copy-email.ts'
import { EndDate } from './end-date.tsx'
import type { UserActions } from './use-user-actions.ts'
import { UserStatus } from './user-columns.tsx'
import styles from './users.module.css'

const t = userWords.drawer

interface OverviewProps {
  accountId: string
  user: UserDetail
  actions: UserActions
  replaces?: string | undefined
  onSaved: () => void
}

/** Who it is, until when they are here, and what ends or hands over their place. */
export function OverviewSection({ accountId, user, actions, replaces, onSaved }: OverviewProps) {
  return (
    <>
      <Facts user={user} />
      {user.isOwner ? (
        <OwnerNotes accountId={accountId} user={user} actions={actions} />
      ) : (
        <>
          <EndDate
            key={user.endsAt}
            accountId={accountId}
            user={user}
            actions={actions}
            replaces={replaces}
            onSaved={onSaved}
          />
          <StateActions user={user} actions={actions} />
        </>
      )}
      <EverywhereActions user={user} />
    </>
  )
}

/** What concerns this person in all accounts, not in this one alone. */
function EverywhereActions({ user }: { user: UserDetail }) {
  const openPanel = useAppStore((store) => store.openPanel)
  const { userId } = user
  return (
    <section className={styles.group}>
      <h3 className={styles.sectionTitle}>{t.everywhereTitle}</h3>
      <Action
        help={leaverWords.entryHelp}
        label={leaverWords.entry}
        refusal={null}
        onPress={() => openPanel({ kind: 'leaver', userId })}
      />
      <Action
        help={joinerWords.entryHelp}
        label={joinerWords.entry}
        refusal={null}
        onPress={() => openPanel({ kind: 'joiner', userId })}
      />
    </section>
  )
}

function Facts({ user }: { user: UserDetail }) {
  const openPanel = useAppStore((store) => store.openPanel)
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
      <Fact name={t.grants}>{t.grantCount(user.grants)}</Fact>
      <Fact name={t.inAccounts}>
        {user.accounts > 1 ? (
          <Button kind="link" onPress={() => openPanel({ kind: 'palette', text: user.email })}>
            {t.accountsOfYours(user.accounts)}
          </Button>
        ) : (
          t.accountsOfYours(user.accounts)
        )}
      </Fact>
      {user.isLegacy && <p className={styles.wideFact}>{t.legacy}</p>}
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

function OwnerNotes({ accountId, user, actions }: Pick<OverviewProps, 'accountId' | 'user' | 'actions'>) {
  const openPanel = useAppStore((store) => store.openPanel)
  const { account } = actions.rights
  const mayTransfer = account?.isOwner || account?.via === 'environment'
  return (
    <section className={styles.group}>
      <h3 className={styles.sectionTitle}>{t.ownerTitle}</h3>
      <p className={styles.muted}>{t.ownerHelp}</p>
      <div>
        <Button
          disabledReason={
            mayTransfer ? actions.rights.refusal('users.edit') : userWords.actions.onlyOwner(user.name)
          }
          onPress={() => openPanel({ kind: 'transfer', accountId })}
        >
          {t.transferMine}
        </Button>
      </div>
    </section>
  )
}

/** At once, with "Undo"; only the ownership is asked about first. */
function StateActions({ user, actions }: { user: UserDetail; actions: UserActions }) {
  const closePanel = useAppStore((store) => store.closePanel)
  const refusals = actions.refusals(user)
  const { menu } = userWords
  return (
    <section className={styles.group}>
      <h3 className={styles.sectionTitle}>{t.stateTitle}</h3>
      {user.status === 'suspended' ? (
        <Action
          help={t.resumeHelp}
          label={menu.resume}
          refusal={refusals.resume}
          onPress={() => actions.resume(user)}
        />
      ) : (
        <Action
          help={t.suspendHelp}
          label={menu.suspend}
          refusal={refusals.suspend}
          onPress={() => actions.suspend(user)}
        />
      )}
      <Action
        help={t.transferHelp}
        label={menu.transfer}
        refusal={refusals.transfer}
        onPress={() => actions.transfer(user)}
      />
      <Action
        help={t.removeHelp(user.grants)}
        label={menu.remove}
        danger
        refusal={refusals.remove}
        onPress={() => {
          closePanel('user')
          actions.remove(user, user.grants)
        }}
      />
    </section>
  )
}

interface ActionProps {
  help: string
  label: string
  refusal: string | null
  danger?: boolean
  onPress: () => void
}

/** Why it can't be done stands there to be read, not behind the button alone. */
function Action({ help, label, refusal, danger, onPress }: ActionProps) {
  return (
    <div className={styles.action}>
      <p>
        {help}
        {refusal && <span className={styles.reason}>{refusal}</span>}
      </p>
      <Button size="small" kind={danger ? 'danger' : 'default'} disabledReason={refusal} onPress={onPress}>
        {label}
      </Button>
    </div>
  )
}
