import { useState } from 'react'
import type { EnvironmentApplication } from '../../../ipc/views.ts'
import { environmentApplicationWords as t } from '../../../strings/environments.ts'
import { useCommand, useServerQuery } from '../../data/use-bridge.ts'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { notify } from '../../ui/toast.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { EffectLines, Effects } from './effects.tsx'
import type { OfEnvironment } from './environment-screen.tsx'
import styles from './environments.module.css'
import { useAttempt } from './use-server.ts'

/** What is asked about before it is done to an application of every account. */
export interface PendingApplicationChange {
  kind: 'enable' | 'disable' | 'disintegrate' | 'delete'
  application: EnvironmentApplication
}

interface DialogProps extends OfEnvironment {
  application: EnvironmentApplication
  onClose: () => void
}

export function ApplicationDialog({
  environment,
  change: { kind, application },
  onClose,
}: OfEnvironment & { change: PendingApplicationChange; onClose: () => void }) {
  const shared = { environment, application, onClose }
  switch (kind) {
    case 'enable':
      return <EnableDialog {...shared} />
    case 'disable':
      return <DisableDialog {...shared} />
    case 'disintegrate':
      return <DisintegrateDialog {...shared} />
    case 'delete':
      return <DeleteDialog {...shared} />
  }
}

type Change = 'enable_auto_assign' | 'disable_auto_assign_drop' | 'disable_auto_assign_keep' | 'delete'

function useImpact({ environment, application }: DialogProps, change: Change) {
  return useServerQuery('environments.impact', {
    environmentId: environment.id,
    applicationId: application.id,
    change,
  })
}

function targetOf({ environment, application }: DialogProps) {
  return {
    environmentId: environment.id,
    applicationId: application.id,
    baseVersion: application.version,
  }
}

function EnableDialog(props: DialogProps) {
  const { environment, application, onClose } = props
  const { name, status } = application
  const run = useCommand('environments.setAutoAssign')
  const attempt = useAttempt()
  const impact = useImpact(props, 'enable_auto_assign')
  const { active } = environment.accounts
  function confirm() {
    run.mutate(
      { ...targetOf(props), autoAssign: true, attempt },
      {
        onSuccess: () => {
          notify({ title: t.enable.done(name) })
          onClose()
        },
      },
    )
  }
  return (
    <ChangeDialog
      environment={environment}
      title={t.enable.title(name)}
      verb={t.enable.verb}
      run={run}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Effects
        answer={impact}
        counting={t.counting}
        linesOf={({ gain, keepByGrant, keepByAccount, keepByEnvironment }) => {
          const all = gain + keepByGrant + keepByAccount + keepByEnvironment
          return [
            { tone: 'later', text: t.enable.effect(all, active, name) },
            { tone: gain > 0 ? 'gain' : 'same', text: t.enable.gain(gain) },
            keepByAccount > 0 && { tone: 'same', text: t.enable.keepByAccount(keepByAccount) },
            keepByGrant > 0 && { tone: 'same', text: t.enable.keepByGrant(keepByGrant) },
            status === 'inactive' && { tone: 'warn', text: t.enable.inactive },
          ]
        }}
      />
      <p className={styles.muted}>{t.enable.cantRemove}</p>
    </ChangeDialog>
  )
}

function DisableDialog(props: DialogProps) {
  const { environment, application, onClose } = props
  const { name } = application
  const run = useCommand('environments.setAutoAssign')
  const attempt = useAttempt()
  const [onDisable, setOnDisable] = useState<'drop' | 'keep'>('drop')
  const drop = useImpact(props, 'disable_auto_assign_drop')
  const keep = useImpact(props, 'disable_auto_assign_keep')
  const lost = drop.data && t.disable.dropEffect(drop.data.lose)
  const made = drop.data && t.disable.keepEffect(drop.data.lose)
  function confirm() {
    run.mutate(
      { ...targetOf(props), autoAssign: false, onDisable, attempt },
      {
        onSuccess: ({ grantsMade }) => {
          notify({
            title: t.disable.done(name),
            ...(grantsMade > 0 ? { detail: t.disable.doneGrants(grantsMade) } : {}),
          })
          onClose()
        },
      },
    )
  }
  return (
    <ChangeDialog
      environment={environment}
      title={t.disable.title(name)}
      verb={t.disable.verb}
      danger={onDisable === 'drop' && (drop.data?.lose ?? 0) > 0}
      run={run}
      onConfirm={confirm}
      onClose={onClose}
    >
      <RadioGroup
        label={t.disable.question}
        value={onDisable}
        onChange={setOnDisable}
        options={[
          { value: 'drop', label: t.disable.drop, description: lost ?? t.counting },
          { value: 'keep', label: t.disable.keep, description: made ?? t.counting },
        ]}
      />
      <Effects
        answer={onDisable === 'drop' ? drop : keep}
        counting={t.counting}
        linesOf={() => [
          (drop.data?.keepByGrant ?? 0) + (drop.data?.keepByAccount ?? 0) > 0 && {
            tone: 'same',
            text: t.disable.keepOthers(drop.data?.keepByGrant ?? 0, drop.data?.keepByAccount ?? 0),
          },
          { tone: 'later', text: t.disable.future },
        ]}
      />
    </ChangeDialog>
  )
}

function DisintegrateDialog(props: DialogProps) {
  const { environment, application, onClose } = props
  const { name, users, accounts, isDefault } = application
  const run = useCommand('environments.setStatus')
  const attempt = useAttempt()
  function confirm() {
    run.mutate(
      { ...targetOf(props), status: 'inactive', attempt },
      {
        onSuccess: () => {
          notify({ title: t.disintegrated(name) })
          onClose()
        },
      },
    )
  }
  return (
    <ChangeDialog
      environment={environment}
      title={t.disintegrate.title(name)}
      verb={t.disintegrate.verb}
      danger={users > 0}
      run={run}
      onConfirm={confirm}
      onClose={onClose}
    >
      <EffectLines
        lines={[
          { tone: users > 0 ? 'lose' : 'same', text: t.disintegrate.lose(users, accounts) },
          { tone: 'same', text: t.disintegrate.keeps },
          ...(isDefault ? [{ tone: 'warn' as const, text: t.disintegrate.isDefault }] : []),
        ]}
      />
    </ChangeDialog>
  )
}

function DeleteDialog(props: DialogProps) {
  const { environment, application, onClose } = props
  const { name } = application
  const run = useCommand('environments.deleteApplication')
  const attempt = useAttempt()
  const impact = useImpact(props, 'delete')
  const isCounted = impact.data !== undefined && !impact.isFetching
  function confirm() {
    const { accountApplications = 0, grants = 0, invitations = 0 } = impact.data?.counts ?? {}
    run.mutate(
      // Only what was counted and shown goes with it; where there is more by now, the server refuses.
      { ...targetOf(props), cascade: accountApplications + grants + invitations > 0, attempt },
      {
        onSuccess: () => {
          notify({ title: t.delete.done(name) })
          onClose()
        },
        onError: ({ code }) => {
          if (code === 'in_use') void impact.refetch()
        },
      },
    )
  }
  return (
    <ChangeDialog
      environment={environment}
      title={t.delete.title(name)}
      verb={t.delete.verb(name)}
      danger
      notYet={isCounted ? null : t.counting}
      run={run}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Effects
        answer={impact}
        counting={t.counting}
        linesOf={({ lose, counts, isDefault }) => [
          { tone: lose > 0 ? 'lose' : 'same', text: t.delete.lose(lose, counts.accounts) },
          {
            tone: 'lose',
            text: t.delete.goes(counts.accounts, counts.grants, counts.invitations),
          },
          isDefault && { tone: 'warn', text: t.delete.isDefault },
          { tone: 'warn', text: t.delete.forGood },
        ]}
      />
    </ChangeDialog>
  )
}
