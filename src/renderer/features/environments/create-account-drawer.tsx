import type { Problem } from '@gatehouse/contract'
import { useState } from 'react'
import { words } from '../../../strings/common.ts'
import { environmentAccountWords } from '../../../strings/environments.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { useDraft } from '../../data/view-store.ts'
import { Button } from '../../ui/button.tsx'
import { EnvironmentMark } from '../../ui/environment-badge.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { ErrorState, Notice } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import { EffectLines } from './effects.tsx'
import type { OfEnvironment } from './environment-screen.tsx'
import styles from './environments.module.css'
import { fieldError } from './field-error.ts'
import { useAccountsPage } from './use-accounts-page.ts'
import { newId, useAttempt, useOffline } from './use-server.ts'

const t = environmentAccountWords.form

interface AccountDraft {
  accountId: string
  invitationId: string
  name: string
  reference: string
  plan: string
  owner: string
}

/** A new account of the environment; whoever is to own it is invited in the same step. */
export function CreateAccountDrawer({ environment }: OfEnvironment) {
  const closePanel = useAppStore((store) => store.closePanel)
  const [kept, keep] = useDraft<AccountDraft>(environment.id, 'create-account')
  const [empty] = useState<AccountDraft>(() => ({
    accountId: newId(),
    invitationId: newId(),
    name: '',
    reference: '',
    plan: '',
    owner: '',
  }))
  const draft = kept ?? empty
  const create = useCommand('environments.createAccount')
  const attempt = useAttempt()
  const offline = useOffline()
  const plans = usePlans(environment.id)
  const [isTried, setTried] = useState(false)
  const [notInvited, setNotInvited] = useState<Problem | null>(null)
  const close = () => closePanel('environment-account')
  const missing = {
    name: draft.name.trim() === '' ? t.nameMissing : null,
    reference: draft.reference.trim() === '' ? t.referenceMissing : null,
    plan: draft.plan.trim() === '' ? t.planMissing : null,
  }
  const set = (field: 'name' | 'reference' | 'plan' | 'owner') => (value: string) =>
    keep({ ...draft, [field]: value })
  const errorOf = (field: 'name' | 'reference' | 'plan') =>
    (isTried ? missing[field] : null) ?? fieldError(create.error, field)

  function submit() {
    setTried(true)
    if (offline || create.isPending || Object.values(missing).some(Boolean)) return
    const email = draft.owner.trim()
    const { accountId, invitationId, name, reference, plan } = draft
    const owner = email === '' ? null : { invitationId, email }
    create.mutate(
      { environmentId: environment.id, accountId, name, reference, plan, owner, attempt },
      {
        onSuccess: ({ invitation }) => {
          keep(undefined)
          notify({
            title: t.done(name.trim()),
            ...(owner && !invitation ? { detail: t.invited(email) } : {}),
          })
          if (invitation) setNotInvited(invitation)
          else close()
        },
      },
    )
  }

  return (
    <Drawer
      isOpen
      title={t.title}
      subtitle={<EnvironmentMark environment={environment} />}
      onClose={close}
      footer={
        notInvited ? (
          <Button onPress={close}>{words.close}</Button>
        ) : (
          <>
            <Button onPress={close}>{words.cancel}</Button>
            <Button kind="primary" disabledReason={offline} isPending={create.isPending} onPress={submit}>
              {t.submit}
            </Button>
          </>
        )
      }
    >
      {notInvited ? (
        <NotInvited accountId={draft.accountId} problem={notInvited} />
      ) : (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <TextField
            label={t.name}
            description={t.nameHint}
            value={draft.name}
            onChange={set('name')}
            maxLength={200}
            error={errorOf('name')}
            autoFocus
          />
          <TextField
            label={t.reference}
            description={t.referenceHint}
            value={draft.reference}
            onChange={set('reference')}
            maxLength={100}
            error={errorOf('reference')}
          />
          <TextField
            label={t.plan}
            description={plans.length > 0 ? t.known(plans) : undefined}
            value={draft.plan}
            onChange={set('plan')}
            maxLength={100}
            error={errorOf('plan')}
          />
          <TextField
            label={t.owner}
            description={t.ownerHint}
            type="email"
            value={draft.owner}
            onChange={set('owner')}
            maxLength={254}
          />
          <EffectLines
            lines={[
              {
                tone: 'gain',
                text: t.effect(environment.defaultApplication?.name ?? null, environment.autoAssigned),
              },
            ]}
          />
          <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
            {t.submit}
          </button>
          {create.error && <ErrorState inline problem={create.error} />}
        </form>
      )}
    </Drawer>
  )
}

/** The account is there, and nobody must create it a second time for want of the invitation. */
function NotInvited({ accountId, problem }: { accountId: string; problem: Problem }) {
  const openPanel = useAppStore((store) => store.openPanel)
  return (
    <>
      <Notice
        tone="warning"
        action={
          <Button size="small" onPress={() => openPanel({ kind: 'invite', accountId })}>
            {t.toInvitations}
          </Button>
        }
      >
        {t.notInvited}
      </Notice>
      <ErrorState inline problem={problem} />
    </>
  )
}

/** What plans there are already: the ones of the first accounts tell enough. */
function usePlans(environmentId: string): readonly string[] {
  const filter = { find: '', status: null, withoutOwner: false }
  const { data } = useAccountsPage(
    environmentId,
    filter,
    { by: 'plan', descending: false },
    { offset: 0, limit: 200 },
  )
  return [...new Set(data?.rows.map(({ plan }) => plan))].slice(0, 8)
}
