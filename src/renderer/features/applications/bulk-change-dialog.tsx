import type { ImpactChange } from '@gatehouse/contract'
import { useState } from 'react'
import type { QueryOutput } from '../../../ipc/contract.ts'
import type { AccountDetail, ApplicationItem } from '../../../ipc/views.ts'
import { applicationWords } from '../../../strings/applications.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useBulk } from '../../data/use-bulk.ts'
import { ConfirmDialog } from '../../ui/overlay.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { affectedBy, type BulkKind, linesOf } from './application-bulk.ts'
import { type Effect, EffectList } from './effects.tsx'

const t = applicationWords.bulk

interface BulkChangeDialogProps {
  account: AccountDetail
  kind: BulkKind
  type: ApplicationItem['type']
  chosen: readonly ApplicationItem[]
  onClose: () => void
  onDone: () => void
}

type Impacts = QueryOutput<'applications.impacts'>

const changes: Record<BulkKind, ImpactChange> = {
  enable: 'enable_auto_assign',
  disable: 'disable_auto_assign_drop',
  unassign: 'unassign',
}

/** Changes several applications of an account after it has said who gains and who loses by all of them together. */
export function BulkChangeDialog({ account, kind, type, chosen, onClose, onDone }: BulkChangeDialogProps) {
  const { applications, leftOut } = affectedBy(kind, chosen)
  const [onDisable, setOnDisable] = useState<'drop' | 'keep'>('drop')
  const [isPending, setIsPending] = useState(false)
  const runBulk = useBulk()
  const names = applications.map(({ name }) => name)
  const impacts = useBridgeQuery('applications.impacts', {
    accountId: account.id,
    applicationIds: applications.map(({ id }) => id),
    change: changes[kind],
  })
  const kept = useBridgeQuery(
    'applications.impacts',
    {
      accountId: account.id,
      applicationIds: applications.map(({ id }) => id),
      change: 'disable_auto_assign_keep',
    },
    { enabled: kind === 'disable' },
  )
  const inWords = ({ data }: typeof impacts) =>
    data
      ? applicationWords.impact(sum(data, 'lose'), sum(data, 'keepByGrant'))
      : applicationWords.impactPending

  async function confirm() {
    setIsPending(true)
    const outcome = await runBulk(linesOf(kind, account.id, applications, onDisable), {
      done: t.done[kind](names, account.name),
      confirmed: true,
    })
    setIsPending(false)
    if (outcome) onDone()
  }

  return (
    <ConfirmDialog
      isOpen
      account={account}
      title={t.title[kind](applications.length, type)}
      verb={t.verb[kind](applications.length)}
      danger={kind === 'unassign' || (kind === 'disable' && onDisable === 'drop')}
      isPending={isPending}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        <bdi>{t.names(names)}</bdi>
      </p>
      {kind === 'disable' ? (
        <RadioGroup
          label={applicationWords.disable.question}
          value={onDisable}
          onChange={setOnDisable}
          options={[
            { value: 'drop', label: applicationWords.disable.drop, description: inWords(impacts) },
            { value: 'keep', label: applicationWords.disable.keep, description: inWords(kept) },
          ]}
        />
      ) : (
        <EffectList
          effects={
            impacts.error
              ? [{ tone: 'same', text: t.unseen }]
              : impacts.data && effectsOf(kind, impacts.data, applications)
          }
        />
      )}
      {leftOut.length > 0 && <EffectList effects={leftOut.map((text) => ({ tone: 'same', text }))} />}
    </ConfirmDialog>
  )
}

function effectsOf(
  kind: 'enable' | 'unassign',
  data: Impacts,
  applications: readonly ApplicationItem[],
): readonly Effect[] {
  if (kind === 'enable') {
    const names = applications.map(({ name }) => name)
    return [{ tone: 'gain', text: t.effect(names, data.activeUsers) }]
  }
  const nameOf = (id: string) => applications.find((application) => application.id === id)?.name ?? ''
  const losing = data.impacts.filter(({ lose }) => lose > 0)
  return [
    { tone: losing.length > 0 ? 'lose' : 'same', text: t.lose(sum(data, 'lose')) },
    ...losing.slice(0, mostNamed).map(
      ({ applicationId, lose }): Effect => ({
        tone: 'lose',
        text: t.loseEach(nameOf(applicationId), lose),
      }),
    ),
    { tone: 'later', text: applicationWords.unassign.grants },
  ]
}

/** More of them would make a dialog of a list; the sum stands above. */
const mostNamed = 6

function sum({ impacts }: Impacts, what: 'lose' | 'keepByGrant'): number {
  return impacts.reduce((total, impact) => total + impact[what], 0)
}
