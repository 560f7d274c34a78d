import type { Permission } from '@gatehouse/contract'
import { useMemo, useState } from 'react'
import type { KnownInAccount } from '../../../ipc/views.ts'
import { roleNames, words } from '../../../strings/common.ts'
import { number } from '../../../strings/format.ts'
import { invitationWords, bulkInviteWords as t } from '../../../strings/invitations.ts'
import { permissionLabel } from '../../../strings/permissions.ts'
import { explain } from '../../../strings/problems.ts'
import { useAppStore, usePanel } from '../../app/app-store.ts'
import { noAccount } from '../../data/keys.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useBulk } from '../../data/use-bulk.ts'
import { useDraft } from '../../data/view-store.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea, TextField } from '../../ui/fields.tsx'
import { Name } from '../../ui/name.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { PickList } from '../../ui/pick-list.tsx'
import { Notice } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { AddressField } from './address-field.tsx'
import { type AccountPlan, applicationsOfAll, givenIn, planFor } from './bulk-plan.ts'
import styles from './invitations.module.css'
import { addressesToAsk, isSent, judge, type Offers } from './judge.ts'
import { RoleField } from './role-field.tsx'
import { customBase, rolesOf } from './roles.ts'
import { invitationIntent } from './send-invitations.ts'
import { daysOf, type InviteDraft, knownOf, messageLimit, useLines } from './use-invite-form.ts'

const form = invitationWords.invite
/** As many accounts as are looked at together. */
const mostAccounts = 200
/** As many as can be sent in one go. */
const mostInvitations = 2000

const blank: InviteDraft = {
  addresses: '',
  file: null,
  base: 'viewer',
  permissions: [],
  applicationIds: [],
  message: '',
  days: '7',
  endsOn: '',
  anyAddress: false,
}

/** The same people into many accounts: what becomes of each account is told before anything is sent. */
export function BulkInviteDrawer() {
  const panel = usePanel('bulk-invite')
  return panel && <BulkInvite chosen={panel.accountIds} />
}

function BulkInvite({ chosen }: { chosen: readonly string[] }) {
  const closePanel = useAppStore((store) => store.closePanel)
  const [kept, setDraft] = useDraft<InviteDraft>(noAccount, 'bulk-invite')
  const draft = kept ?? blank
  const set = (change: Partial<InviteDraft>) => setDraft({ ...draft, ...change })
  const [isSending, setIsSending] = useState(false)
  const applyAll = useBulk()
  const accountIds = useMemo(() => chosen.slice(0, mostAccounts), [chosen])
  const plan = usePlan(accountIds, draft)
  const days = daysOf(draft.days)
  const made = plan.plans.flatMap(({ lines }) => lines).length
  const reached = plan.plans.filter(({ lines }) => lines.length > 0).length
  const refusal =
    plan.judged.length === 0
      ? form.addressesRequired
      : made === 0
        ? form.nobodyToInvite
        : made > mostInvitations
          ? t.tooMany(made, mostInvitations)
          : days === null
            ? form.daysWrongShort
            : null
  const close = () => closePanel('bulk-invite')

  async function send() {
    if (days === null) return
    setIsSending(true)
    const { message } = draft
    const changes = plan.plans.flatMap((each) => {
      const account = plan.known.find(({ accountId }) => accountId === each.accountId)
      return each.lines.map((line) => {
        const ids = line.own.applicationIds ?? draft.applicationIds
        const applicationIds = account ? givenIn({ ...each, missing: [] }, account, ids) : []
        const offer = {
          ...plan.offer,
          applicationIds,
          message,
          days,
          membershipEndsAt: null,
          anyAddress: false,
        }
        return invitationIntent(each.accountId, { ...line, own: { ...line.own, applicationIds } }, offer)
      })
    })
    const outcome = await applyAll(changes, {
      done: form.sent(changes.length),
      wide: {
        title: t.confirm.title(made, reached),
        verb: form.send(made),
        effect: t.confirm.body,
      },
    })
    setIsSending(false)
    if (!outcome) return
    setDraft(undefined)
    close()
  }

  return (
    <Drawer
      wide
      isOpen
      title={t.title(accountIds.length)}
      subtitle={t.subtitle}
      onClose={close}
      footer={
        <>
          <span role="status">{made > 0 && t.sum(made, reached, accountIds.length - reached)}</span>
          {kept && (
            <Button kind="link" onPress={() => setDraft(undefined)}>
              {form.discardDraft}
            </Button>
          )}
          <Button onPress={close}>{words.cancel}</Button>
          <Button kind="primary" isPending={isSending} disabledReason={refusal} onPress={() => void send()}>
            {form.send(made)}
          </Button>
        </>
      }
    >
      {chosen.length > mostAccounts && (
        <Notice tone="warning">{t.tooManyAccounts(chosen.length, mostAccounts)}</Notice>
      )}
      <AddressField
        draft={draft}
        judged={plan.judged}
        sum={t.judged}
        set={set}
        applicationName={(id) => plan.applications.find((each) => each.id === id)?.name ?? id}
      />
      <div className={styles.row}>
        <RoleField
          roles={plan.roles}
          held={plan.held}
          base={draft.base}
          given={plan.offer.permissions}
          onChange={(base) => base !== customBase && set({ base })}
          withoutCustom
        />
        <TextField
          label={form.days}
          value={draft.days}
          onChange={(typed) => set({ days: typed })}
          inputMode="numeric"
          description={form.daysHint(30)}
          error={days === null ? form.daysWrong(30) : null}
        />
      </div>
      <section className={styles.applications}>
        <h3 className={styles.label}>{t.accounts}</h3>
        <div className={styles.plans} style={{ ['--lines' as string]: Math.min(7, plan.plans.length) }}>
          <Table
            label={t.accounts}
            rows={plan.plans}
            columns={columnsFor(plan)}
            rowKey={({ accountId }) => accountId}
            rowName={({ name }) => name}
            isMuted={({ lines }) => lines.length === 0}
          />
        </div>
      </section>
      <Applications
        applications={plan.applications}
        accounts={accountIds.length}
        chosen={draft.applicationIds}
        onChange={(applicationIds) => set({ applicationIds })}
      />
      <TextArea
        label={form.message}
        description={form.messageHint}
        value={draft.message}
        onChange={(message) => set({ message })}
        maxLength={messageLimit}
        rows={2}
      />
    </Drawer>
  )
}

const nobody = knownOf(undefined)
const none: readonly KnownInAccount[] = []

/** The lines judged by themselves, and what becomes of them in each account. */
function usePlan(accountIds: readonly string[], draft: InviteDraft) {
  const lines = useLines(draft)
  const emails = useMemo(() => addressesToAsk(lines), [lines])
  const { data } = useBridgeQuery(
    'invitations.known',
    { accountIds: [...accountIds], emails },
    { keepBefore: true },
  )
  const known = data ?? none
  const { data: choices } = useBridgeQuery('users.roles', { accountId: accountIds[0] ?? '' })
  return useMemo(() => {
    const roles = rolesOf(choices).filter(({ isTemplate }) => !isTemplate)
    const held = [...new Set(known.flatMap(({ permissions }) => permissions))] as Permission[]
    const applications = applicationsOfAll(known)
    const base = roles.find(({ id }) => id === draft.base)
    const offer = {
      role: base?.role ?? ('viewer' as const),
      permissions: base?.permissions ?? [],
      applicationIds: draft.applicationIds,
    }
    const offers: Offers = {
      roles,
      held,
      applications,
      applicationsRefused: null,
      ownerName: roleNames.owner,
      now: new Date(),
    }
    const judged = judge(lines, nobody, offers)
    return {
      known,
      roles,
      held,
      applications,
      offer,
      judged,
      plans: planFor(known, judged.filter(isSent), offer),
    }
  }, [lines, known, choices, draft.base, draft.applicationIds])
}

type Plan = ReturnType<typeof usePlan>

function columnsFor(plan: Plan): Column<AccountPlan>[] {
  return [
    {
      id: 'account',
      header: t.account,
      width: '42%',
      cell: ({ name }) => (
        <span className={styles.address}>
          <Avatar name={name} size={20} />
          <Name strong>{name}</Name>
        </span>
      ),
    },
    { id: 'result', header: t.result, cell: (row) => <Result row={row} plan={plan} /> },
  ]
}

function Result({ row, plan }: { row: AccountPlan; plan: Plan }) {
  const text = resultOf(row, plan).join(' ')
  return <span title={text}>{text}</span>
}

function resultOf(row: AccountPlan, { judged, applications }: Plan): string[] {
  if (row.refusal) return [explain(row.refusal).title]
  if (row.lacking.length > 0) return [t.lacksRole(row.lacking.map(permissionLabel))]
  if (judged.length === 0) return [t.noneYet]
  if (row.lines.length === 0) return [t.everybodyThere]
  const nameOf = (id: string) => applications.find((each) => each.id === id)?.name ?? id
  return [
    t.gets(row.lines.length),
    ...(row.already.length > 0 ? [t.already(row.already)] : []),
    ...(row.noAssign ? [t.noAssign] : []),
    ...(row.missing.length > 0 ? [t.lacksApplications(row.missing.map(nameOf))] : []),
  ]
}

interface ApplicationsProps {
  applications: Plan['applications']
  accounts: number
  chosen: readonly string[]
  onChange: (ids: readonly string[]) => void
}

function Applications({ applications, accounts, chosen, onChange }: ApplicationsProps) {
  return (
    <section className={styles.applications}>
      <h3 className={styles.label}>
        {form.applications}
        <span className={styles.muted} role="status">
          {chosen.length > 0 && form.chosen(number(chosen.length))}
        </span>
      </h3>
      {applications.length === 0 ? (
        <p className={styles.muted}>{t.noApplications}</p>
      ) : (
        <div className={styles.pick} style={{ ['--lines' as string]: Math.min(3.5, applications.length) }}>
          <PickList
            label={form.applications}
            selected={new Set(chosen)}
            onToggle={(id) =>
              onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])
            }
            sections={[
              {
                id: 'all',
                items: applications.map(({ id, name, accounts: on }) => ({
                  id,
                  label: name,
                  hint: t.applicationOn(on, accounts),
                })),
              },
            ]}
          />
        </div>
      )}
    </section>
  )
}
