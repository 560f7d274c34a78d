import { useState } from 'react'
import type { QueryOutput } from '../../../ipc/contract.ts'
import type { EnvironmentAccount } from '../../../ipc/views.ts'
import { environmentAccountWords as t } from '../../../strings/environments.ts'
import { useCommand, useServerQuery } from '../../data/use-bridge.ts'
import { TextField } from '../../ui/fields.tsx'
import { notify } from '../../ui/toast.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { EffectLines, Effects } from './effects.tsx'
import type { OfEnvironment } from './environment-screen.tsx'
import styles from './environments.module.css'
import { useAttempt } from './use-server.ts'

/** What is asked about before it is done to an account. */
export interface PendingAccountChange {
  kind: 'suspend' | 'close' | 'delete'
  account: EnvironmentAccount
}

interface AccountDialogProps extends OfEnvironment {
  change: PendingAccountChange
  onClose: () => void
}

export function AccountDialog(props: AccountDialogProps) {
  const { kind } = props.change
  return kind === 'delete' ? <DeleteDialog {...props} /> : <MoveDialog {...props} kind={kind} />
}

function MoveDialog({
  environment,
  change: { account },
  kind,
  onClose,
}: AccountDialogProps & { kind: 'suspend' | 'close' }) {
  const run = useCommand('environments.moveAccount')
  const attempt = useAttempt()
  const [reason, setReason] = useState('')
  const words = t[kind]
  function confirm() {
    run.mutate(
      { accountId: account.id, move: kind, reason, attempt },
      {
        onSuccess: () => {
          notify({ title: words.done(account.name) })
          onClose()
        },
      },
    )
  }
  return (
    <ChangeDialog
      environment={environment}
      account={account}
      title={words.title(account.name)}
      verb={words.verb}
      danger
      run={run}
      onConfirm={confirm}
      onClose={onClose}
    >
      <EffectLines
        lines={[
          { tone: account.users ? 'lose' : 'same', text: words.lose(account.users ?? 0) },
          { tone: 'later', text: words.keeps },
        ]}
      />
      <TextField
        label={t.reason}
        description={t.reasonHint}
        value={reason}
        onChange={setReason}
        maxLength={500}
        autoFocus
      />
    </ChangeDialog>
  )
}

/** The server asks for the reference, so that no other account is deleted by mistake. */
function DeleteDialog({ environment, change: { account }, onClose }: AccountDialogProps) {
  const run = useCommand('environments.deleteAccount')
  const attempt = useAttempt()
  const summary = useServerQuery('environments.accountSummary', { accountId: account.id })
  const [typed, setTyped] = useState('')
  const words = t.delete
  const isSame = typed.trim() === account.reference
  function confirm() {
    run.mutate(
      { accountId: account.id, reference: typed.trim(), attempt },
      {
        onSuccess: ({ memberships, grants }) => {
          notify({ title: words.done(account.name), detail: words.detail(memberships, grants) })
          onClose()
        },
      },
    )
  }
  return (
    <ChangeDialog
      environment={environment}
      account={account}
      title={words.title(account.name)}
      verb={words.verb(account.name)}
      danger
      notYet={isSame ? null : words.mismatch}
      run={run}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>{words.goes}</p>
      <Effects answer={summary} counting={words.counting} linesOf={goingWith} />
      <p className={styles.muted}>{words.rest}</p>
      <TextField
        label={words.type(account.reference)}
        description={words.forGood}
        value={typed}
        onChange={setTyped}
        autoFocus
      />
    </ChangeDialog>
  )
}

function goingWith({
  users,
  applications,
  invitations,
  services,
}: QueryOutput<'environments.accountSummary'>) {
  const words = t.delete
  const lose = (text: string) => ({ tone: 'lose' as const, text })
  return [
    users !== null && lose(words.users(users.active, users.suspended)),
    applications !== null && lose(words.applications(applications.total)),
    invitations !== null && lose(words.invitations(invitations.pending)),
    services !== null && lose(words.services(services.total)),
  ]
}
