import { useMemo, useState } from 'react'
import type { Leaver } from '../../../ipc/views.ts'
import { roleNames, words } from '../../../strings/common.ts'
import { shortDate } from '../../../strings/format.ts'
import { personPickerWords, leaverWords as t } from '../../../strings/people-runs.ts'
import { explain } from '../../../strings/problems.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { noAccount } from '../../data/keys.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useBulk } from '../../data/use-bulk.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { useDraft } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/fields.tsx'
import { ConfirmDialog, Drawer } from '../../ui/overlay.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import { LeaverAccounts } from './leaver-accounts.tsx'
import {
  changesOf,
  type Decision,
  emptyDraft,
  heirsOf,
  type LeaverDraft,
  type PlanLine,
  planOf,
  sumOf,
} from './leaver-plan.ts'
import styles from './people.module.css'
import { PersonPicker } from './person-picker.tsx'
import { SameLogins } from './same-logins.tsx'

/** Somebody leaves: every account in which they are, one plan, carried out as one. */
export function LeaverDrawer({ userId }: { userId: string | null }) {
  const openPanel = useAppStore((store) => store.openPanel)
  const closePanel = useAppStore((store) => store.closePanel)
  if (userId !== null) return <LeaverRun key={userId} userId={userId} />
  return (
    <Drawer wide isOpen onClose={() => closePanel('leaver')} title={t.title}>
      <PersonPicker label={t.who} onChoose={(chosen) => openPanel({ kind: 'leaver', userId: chosen })} />
    </Drawer>
  )
}

function LeaverRun({ userId }: { userId: string }) {
  const openPanel = useAppStore((store) => store.openPanel)
  const closePanel = useAppStore((store) => store.closePanel)
  const [kept, setDraft] = useDraft<LeaverDraft>(noAccount, `leaver ${userId}`)
  const draft = kept ?? emptyDraft
  const userIds = useMemo(() => [userId, ...draft.also], [userId, draft.also])
  const heirIds = useMemo(() => heirsOf(draft.decisions), [draft.decisions])
  const answer = useBridgeQuery('people.leaver', { userIds, heirIds }, { keepBefore: true })
  const leaver = answer.data
  const plan = useMemo(() => planOf(leaver?.lines ?? [], draft.decisions), [leaver, draft.decisions])
  const name = leaver?.people[0]?.name ?? ''
  const change = (changes: Partial<LeaverDraft>) => setDraft({ ...draft, ...changes })
  const decide = (membershipId: string, decision: Decision) =>
    change({
      decisions: {
        ...draft.decisions,
        [membershipId]: { ...draft.decisions[membershipId], ...decision },
      },
    })

  return (
    <Drawer
      wide
      isOpen
      onClose={() => closePanel('leaver')}
      title={leaver ? t.titleOf(name) : t.title}
      subtitle={leaver && <bdi>{leaver.people[0]?.email}</bdi>}
      footer={
        leaver && (
          <Actions
            leaver={leaver}
            plan={plan}
            spared={draft.spared}
            userIds={userIds}
            onDone={() => setDraft(undefined)}
          />
        )
      }
    >
      <Answer answer={answer} inline>
        {({ lines, invitations, more, people }) => (
          <>
            <div className={styles.who}>
              <SameLogins userId={userId} also={draft.also} onChange={(also) => change({ also })} />
              <Button kind="link" onPress={() => openPanel({ kind: 'leaver', userId: null })}>
                {personPickerWords.other}
              </Button>
            </div>
            {lines.length === 0 && invitations.length === 0 ? (
              <EmptyState title={t.nothing.title} reason={t.nothing.reason} />
            ) : (
              <LeaverAccounts
                plan={plan}
                more={more}
                userIds={userIds}
                showLogin={people.length > 1}
                onDecide={decide}
              />
            )}
            <Invitations
              invitations={invitations}
              spared={draft.spared}
              onChange={(spared) => change({ spared })}
            />
          </>
        )}
      </Answer>
    </Drawer>
  )
}

interface InvitationsProps {
  invitations: Leaver['invitations']
  spared: readonly string[]
  onChange: (spared: readonly string[]) => void
}

function Invitations({ invitations, spared, onChange }: InvitationsProps) {
  if (invitations.length === 0) return null
  return (
    <section className={styles.same} aria-label={t.invitations(invitations.length)}>
      <h3 className={styles.title}>{t.invitations(invitations.length)}</h3>
      <p className={styles.muted}>{t.invitationsHelp}</p>
      {invitations.map(({ invitationId, accountName, email, role, expiresAt, refusal }) => (
        <Checkbox
          key={invitationId}
          isDisabled={refusal !== null}
          isSelected={refusal === null && !spared.includes(invitationId)}
          onChange={(isOn) =>
            onChange(isOn ? spared.filter((each) => each !== invitationId) : [...spared, invitationId])
          }
          description={refusal && explain(refusal).advice}
        >
          {t.invitation(accountName, roleNames[role], email, shortDate(new Date(expiresAt)))}
        </Checkbox>
      ))}
    </section>
  )
}

interface ActionsProps {
  leaver: Leaver
  plan: readonly PlanLine[]
  spared: readonly string[]
  userIds: readonly string[]
  onDone: () => void
}

/** Carries the plan out after one question that names who and how many; or writes it to a file. */
function Actions({ leaver, plan, spared, userIds, onDone }: ActionsProps) {
  const closePanel = useAppStore((store) => store.closePanel)
  const runBulk = useBulk()
  const [isAsking, setAsking] = useState(false)
  const [isPending, setPending] = useState(false)
  const name = leaver.people[0]?.name ?? ''
  const sum = sumOf(plan)
  const revoked = leaver.invitations.filter(
    ({ invitationId, refusal }) => refusal === null && !spared.includes(invitationId),
  )
  const changes = changesOf(plan, revoked)
  const removed = plan.filter(({ choice }) => choice === 'remove' || choice === 'transfer')

  async function carryOut() {
    setPending(true)
    const outcome = await runBulk(changes, {
      done: t.done(name, sum.remove),
      confirmed: true,
      receipt: true,
    })
    setPending(false)
    setAsking(false)
    if (outcome) onDone()
  }

  async function save() {
    const answer = await bridge().command('people.exportPlan', {
      userIds: [...userIds],
      choices: plan.flatMap(({ line, choice, heir, reason }) =>
        choice ? [{ membershipId: line.membershipId, choice, heirName: heir?.name ?? null, reason }] : [],
      ),
    })
    if (!answer.ok) notifyProblem(answer.error)
    else if (answer.value.file) notify({ title: t.exported, detail: answer.value.file })
  }

  return (
    <>
      <Button kind="quiet" onPress={() => void save()}>
        {t.export}
      </Button>
      <Button onPress={() => closePanel('leaver')}>{words.cancel}</Button>
      <Button
        kind="danger"
        disabledReason={sum.open > 0 ? t.decideFirst(sum.open) : changes.length === 0 ? t.chooseFirst : null}
        onPress={() => setAsking(true)}
      >
        {t.button(changes.length)}
      </Button>
      {isAsking && (
        <ConfirmDialog
          isOpen
          danger
          title={sum.remove > 0 ? t.question(name, sum.remove) : t.questionInvitations(name, revoked.length)}
          verb={t.verb(name, sum.remove)}
          isPending={isPending}
          onClose={() => setAsking(false)}
          onConfirm={() => void carryOut()}
        >
          {removed.length > 0 && <p>{t.inAccounts(removed.map(({ line }) => line.accountName))}</p>}
          <p>{t.effect(sum.transfer, revoked.length)}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
