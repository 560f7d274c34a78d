import type { IntentInput, Problem } from '@gatehouse/contract'
import { type ReactNode, useState } from 'react'
import type { AccountDetail, ApplicationItem } from '../../../ipc/views.ts'
import { applicationWords as t } from '../../../strings/applications.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useConfirmedMutate } from '../../data/use-confirmed.ts'
import { ConfirmDialog } from '../../ui/overlay.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { Effects } from './effects.tsx'

/** A change of the whole account that is asked about first: it says who gains and who loses. */
export interface PendingChange {
  kind: 'enable' | 'disable' | 'unassign'
  application: ApplicationItem
}

interface ChangeProps {
  account: AccountDetail
  application: ApplicationItem
  onClose: () => void
}

export function ChangeDialog({
  account,
  change,
  onClose,
}: {
  account: AccountDetail
  change: PendingChange
  onClose: () => void
}) {
  const shared = { account, application: change.application, onClose }
  switch (change.kind) {
    case 'enable':
      return <EnableDialog {...shared} />
    case 'disable':
      return <DisableDialog {...shared} />
    case 'unassign':
      return <UnassignDialog {...shared} />
  }
}

function EnableDialog({ account, application, onClose }: ChangeProps) {
  const { id, name } = application
  const impact = useImpact(account.id, id, 'enable_auto_assign')
  return (
    <AskFirst
      account={account}
      title={t.enable.title(name)}
      verb={t.menu.enableAuto}
      intent={{
        name: 'applications.setAutoAssign',
        args: { accountId: account.id, applicationId: id, autoAssign: true, ...baseOf(application) },
      }}
      done={t.enable.done(name, account.name)}
      onClose={onClose}
    >
      <Effects
        answer={impact}
        linesOf={(counts) => [
          { tone: 'gain', text: t.enable.gains(counts.gain) },
          counts.keepByGrant > 0 && { tone: 'same', text: t.enable.keeps(counts.keepByGrant) },
          { tone: 'later', text: t.enable.future },
        ]}
      />
    </AskFirst>
  )
}

function DisableDialog({ account, application, onClose }: ChangeProps) {
  const { id, name } = application
  const [onDisable, setOnDisable] = useState<'drop' | 'keep'>('drop')
  const drop = useImpact(account.id, id, 'disable_auto_assign_drop')
  const keep = useImpact(account.id, id, 'disable_auto_assign_keep')
  const inWords = (answer: typeof drop) =>
    answer.data ? t.impact(answer.data.lose, answer.data.keepByGrant) : t.impactPending
  return (
    <AskFirst
      account={account}
      title={t.disable.title(name)}
      verb={t.menu.disableAuto}
      danger={onDisable === 'drop' && (drop.data?.lose ?? 0) > 0}
      intent={{
        name: 'applications.setAutoAssign',
        args: {
          accountId: account.id,
          applicationId: id,
          autoAssign: false,
          onDisable,
          ...baseOf(application),
        },
      }}
      done={t.disable.done(name, account.name)}
      onClose={onClose}
    >
      <RadioGroup
        label={t.disable.question}
        value={onDisable}
        onChange={setOnDisable}
        options={[
          { value: 'drop', label: t.disable.drop, description: inWords(drop) },
          { value: 'keep', label: t.disable.keep, description: inWords(keep) },
        ]}
      />
      <p>{t.disable.none}</p>
    </AskFirst>
  )
}

function UnassignDialog({ account, application, onClose }: ChangeProps) {
  const { id, name } = application
  const impact = useImpact(account.id, id, 'unassign')
  return (
    <AskFirst
      account={account}
      title={t.unassign.title(name)}
      verb={t.unassign.verb(name)}
      danger
      intent={{ name: 'applications.unassign', args: { accountId: account.id, applicationId: id } }}
      done={t.unassign.done(name, account.name)}
      onClose={onClose}
    >
      <Effects
        answer={impact}
        linesOf={(counts) => [
          { tone: counts.lose > 0 ? 'lose' : 'same', text: t.unassign.lose(counts.lose, name) },
          { tone: 'later', text: t.unassign.grants },
        ]}
      />
    </AskFirst>
  )
}

interface AskFirstProps {
  account: AccountDetail
  title: string
  verb: string
  danger?: boolean
  intent: IntentInput
  done: string
  onClose: () => void
  children: ReactNode
}

/** Confirms, makes the change, and stays open with the reason where it is refused. */
function AskFirst({ account, title, verb, danger, intent, done, onClose, children }: AskFirstProps) {
  const makeChange = useConfirmedMutate()
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<Problem | null>(null)
  async function confirm() {
    setIsPending(true)
    const answer = await makeChange(intent, done)
    setIsPending(false)
    if (answer.ok) onClose()
    else setRefusal(answer.error)
  }
  return (
    <ConfirmDialog
      isOpen
      account={account}
      title={title}
      verb={verb}
      danger={danger ?? false}
      isPending={isPending}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {children}
      {refusal && <ErrorState inline problem={refusal} />}
    </ConfirmDialog>
  )
}

function useImpact(
  accountId: string,
  applicationId: string,
  change: 'enable_auto_assign' | 'disable_auto_assign_drop' | 'disable_auto_assign_keep' | 'unassign',
) {
  return useBridgeQuery('applications.impact', { accountId, applicationId, change })
}

/** What was looked at: when somebody changed it meanwhile, the server says so instead of overwriting. */
function baseOf({ version }: ApplicationItem): { baseVersion?: number } {
  return version === null ? {} : { baseVersion: version }
}
