import { type ReactNode, useState } from 'react'
import type { UserRow } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { shortDate } from '../../../strings/format.ts'
import { editorWords } from '../../../strings/permission-editor.ts'
import { userWords } from '../../../strings/users.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import type { Rights } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { DateField, dayOf, endOfDay } from '../../ui/date-field.tsx'
import { Dialog } from '../../ui/overlay.tsx'
import { Select } from '../../ui/select.tsx'
import { type BulkKind, eligible, endChange, grantChange, roleChange, type Step } from './bulk-intents.ts'
import { basesOf, notToGive } from './permission-draft.ts'
import { baseName } from './permission-editor.tsx'
import styles from './users.module.css'

const t = userWords.bulk
/** The collection behind a choice builds every option. */
const mostOptions = 200

interface BulkDialogProps {
  accountId: string
  kind: Exclude<BulkKind, 'suspend' | 'resume' | 'remove'>
  chosen: readonly UserRow[]
  rights: Rights
  onClose: () => void
  onMade: (step: Step) => void
}

/** What the chosen users are to get: an application, a role, an end. */
export function BulkDialog(props: BulkDialogProps) {
  switch (props.kind) {
    case 'grant':
    case 'revoke':
      return <GrantDialog {...props} kind={props.kind} />
    case 'role':
      return <RoleDialog {...props} />
    case 'end':
      return <EndDialog {...props} />
  }
}

interface ChoiceProps extends BulkDialogProps {
  title: string
  verb: string
  /** Null until something is chosen; then why not, or what is made. */
  refusal: string | null
  step: () => Step
  more?: ReactNode
  children: ReactNode
}

function ChoiceDialog({ accountId, kind, chosen, rights, onClose, onMade, ...rest }: ChoiceProps) {
  const { skipsOwner, skipsSelf } = eligible(kind, chosen)
  const { account } = rights
  return (
    <Dialog
      isOpen
      account={account && { id: accountId, name: account.name }}
      title={rest.title}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{words.cancel}</Button>
          {rest.more}
          <Button kind="primary" disabledReason={rest.refusal} onPress={() => onMade(rest.step())}>
            {rest.verb}
          </Button>
        </>
      }
    >
      {rest.children}
      {skipsOwner && <p className={styles.muted}>{t.ownerSkipped}</p>}
      {skipsSelf && <p className={styles.muted}>{t.selfSkipped}</p>}
    </Dialog>
  )
}

function GrantDialog(props: BulkDialogProps & { kind: 'grant' | 'revoke' }) {
  const { accountId, kind, chosen } = props
  const [applicationId, setApplicationId] = useState('')
  const applications = useBridgeQuery('applications.list', { accountId, type: 'application' })
  const agents = useBridgeQuery('applications.list', { accountId, type: 'agent' })
  const all = [...(applications.data ?? []), ...(agents.data ?? [])].slice(0, mostOptions)
  const name = all.find(({ id }) => id === applicationId)?.name ?? ''
  // Whoever has the grant already isn't given it again: taking it back would take what they had before.
  const holders = useBridgeQuery(
    'applications.users',
    { accountId, applicationId },
    { enabled: applicationId !== '' },
  )
  const has = new Set(
    holders.data?.filter(({ hasGrant }) => hasGrant).map(({ membershipId }) => membershipId),
  )
  const users = eligible(kind, chosen).users.filter(
    ({ membershipId }) => has.has(membershipId) === (kind === 'revoke'),
  )
  const notReady = applicationId === '' ? t.chooseApplication : holders.data ? null : t.notReady
  return (
    <ChoiceDialog
      {...props}
      title={kind === 'grant' ? t.grantTitle(chosen.length) : t.revokeTitle(chosen.length)}
      verb={kind === 'grant' ? t.grantVerb(name) : t.revokeVerb(name)}
      refusal={notReady ?? (users.length === 0 ? t.nobody : null)}
      step={() => ({
        made: users.map(({ membershipId }) => grantChange(kind, { accountId, membershipId }, applicationId)),
        done: t.done[kind](name, users.length),
      })}
    >
      <Select
        label={userWords.filters.application}
        placeholder={t.chooseApplication}
        value={applicationId}
        options={all.map(({ id, name: label, level }) => ({
          value: id as string,
          label,
          ...(level === 'manual' ? {} : { description: t.autoAssigned }),
        }))}
        onChange={setApplicationId}
      />
    </ChoiceDialog>
  )
}

function RoleDialog(props: BulkDialogProps) {
  const { accountId, chosen, rights } = props
  const [id, setId] = useState('')
  const { data: choices } = useBridgeQuery('users.roles', { accountId })
  const bases = choices ? basesOf(choices) : []
  const base = bases.find((each) => each.id === id)
  const { users } = eligible('role', chosen)
  const own = rights.account?.permissions ?? []
  return (
    <ChoiceDialog
      {...props}
      title={t.roleTitle(chosen.length)}
      verb={t.roleVerb(base ? baseName(base) : null)}
      refusal={base ? (users.length === 0 ? t.nobody : null) : t.choose}
      step={() => ({
        made: base ? users.map((user) => roleChange(accountId, user, base)) : [],
        done: t.done.role(baseName(base), users.length),
      })}
    >
      <Select
        label={editorWords.startFrom}
        placeholder={t.choose}
        value={id}
        options={bases.map((each) => {
          const lacking = notToGive(each.permissions, own, []).length
          return {
            value: each.id,
            label: baseName(each),
            description:
              lacking > 0
                ? editorWords.roleLacks(
                    lacking,
                    rights.account?.isOwner ? null : (choices?.ownerName ?? null),
                  )
                : editorWords.preset(each.permissions.length, choices?.catalogue.length ?? 0),
            isDisabled: lacking > 0,
          }
        })}
        onChange={setId}
      />
    </ChoiceDialog>
  )
}

function EndDialog(props: BulkDialogProps) {
  const { accountId, chosen, onMade } = props
  const [day, setDay] = useState('')
  const { users } = eligible('end', chosen)
  const endsAt = endOfDay(day)
  const drawer = userWords.drawer
  const wrong = !endsAt ? drawer.endMissing : Date.parse(endsAt) < Date.now() ? drawer.endPast : null
  const step = (end: string | null): Step => ({
    made: users.map((user) => endChange(accountId, user, end)),
    done: end ? t.done.end(shortDate(new Date(end)), users.length) : t.done.noEnd(users.length),
  })
  const nobody = users.length === 0 ? t.nobody : null
  return (
    <ChoiceDialog
      {...props}
      title={t.endTitle(chosen.length)}
      verb={t.endVerb}
      refusal={nobody ?? wrong}
      step={() => step(endsAt)}
      more={
        <Button disabledReason={nobody} onPress={() => onMade(step(null))}>
          {t.noEndVerb}
        </Button>
      }
    >
      <DateField
        label={drawer.endField}
        value={day}
        min={dayOf(new Date())}
        onChange={setDay}
        description={drawer.endFieldHelp}
      />
    </ChoiceDialog>
  )
}
