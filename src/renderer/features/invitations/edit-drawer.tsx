import { invitationDays } from '@gatehouse/contract'
import { useMemo, useState } from 'react'
import type { InvitationItem } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { invitationWords } from '../../../strings/invitations.ts'
import { useAppStore, usePanel } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useMutate } from '../../data/use-mutate.ts'
import { useRights } from '../../data/use-session.ts'
import { useDraft } from '../../data/view-store.ts'
import { Button } from '../../ui/button.tsx'
import { DateField, dayOf } from '../../ui/date-field.tsx'
import { TextArea, TextField } from '../../ui/fields.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { Notice, Skeleton } from '../../ui/states.tsx'
import { type EditDraft, editIntent, isUnchanged, startFrom } from './edit-draft.ts'
import styles from './invitations.module.css'
import { InviteApplications } from './invite-applications.tsx'
import { PermissionField, RoleField } from './role-field.tsx'
import { customBase, rolesOf } from './roles.ts'
import { daysOf, endOf, messageLimit } from './use-invite-form.ts'

const t = invitationWords.edit
const form = invitationWords.invite

/** Changes what a pending invitation offers. The link that was sent stays good. */
export function EditDrawer({ accountId }: { accountId: string }) {
  const panel = usePanel('edit-invitation')
  const { data } = useBridgeQuery('invitations.list', { accountId })
  const closePanel = useAppStore((store) => store.closePanel)
  const rights = useRights(accountId)
  const invitation = data?.find(({ id }) => id === panel?.invitationId)
  if (!panel) return null
  if (invitation?.status === 'pending') {
    return <Edit accountId={accountId} invitation={invitation} replaces={panel.replaces} />
  }
  return (
    <Drawer
      isOpen
      wide
      title={t.title}
      subtitle={invitation && t.subtitle(invitation.email, rights.account?.name ?? '')}
      onClose={() => closePanel('edit-invitation')}
    >
      {data ? <Notice tone="warning">{t.gone}</Notice> : <Skeleton rows={5} />}
    </Drawer>
  )
}

interface EditProps {
  accountId: string
  invitation: InvitationItem
  replaces: string | undefined
}

function Edit({ accountId, invitation, replaces }: EditProps) {
  const rights = useRights(accountId)
  const closePanel = useAppStore((store) => store.closePanel)
  const mutate = useMutate()
  const { data: choices } = useBridgeQuery('users.roles', { accountId })
  const roles = useMemo(() => rolesOf(choices), [choices])
  const [kept, setDraft] = useDraft<EditDraft>(accountId, `invitation ${invitation.id}`)
  const [isSaving, setIsSaving] = useState(false)
  const begun = startFrom(invitation, roles)
  const draft = kept ?? begun
  const held = rights.account?.permissions ?? []
  const base = roles.find(({ id }) => id === draft.base)
  const close = () => closePanel('edit-invitation')
  const end = endOf(draft.endsOn)
  const daysFault =
    draft.days !== '' && daysOf(draft.days) === null ? form.daysWrong(invitationDays.max) : null
  const refusal =
    rights.refusal('users.invite') ??
    (draft.base === customBase && draft.permissions.length === 0 ? form.permissionsRequired : null) ??
    (daysFault ? form.daysWrongShort : null) ??
    (end === 'past' && draft.endsOn !== begun.endsOn ? form.endsWrongShort : null) ??
    (isUnchanged(draft, begun) && !replaces ? t.unchanged : null)

  function set(change: Partial<EditDraft>) {
    const next = { ...draft, ...change }
    setDraft(isUnchanged(next, begun) ? undefined : next)
  }

  async function save() {
    setIsSaving(true)
    const { intent, inverse } = editIntent(accountId, invitation, draft, base)
    const answer = await mutate(intent, {
      done: t.changed(invitation.email),
      inverse,
      ...(replaces ? { replaces } : {}),
    })
    setIsSaving(false)
    if (!answer.ok) return
    setDraft(undefined)
    close()
  }

  return (
    <Drawer
      wide
      isOpen
      onClose={close}
      title={t.title}
      subtitle={t.subtitle(invitation.email, rights.account?.name ?? '')}
      footer={
        <>
          <span>
            {kept && (
              <Button kind="link" onPress={() => setDraft(undefined)}>
                {form.discardDraft}
              </Button>
            )}
          </span>
          <Button onPress={close}>{words.cancel}</Button>
          <Button kind="primary" isPending={isSaving} disabledReason={refusal} onPress={() => void save()}>
            {t.save}
          </Button>
        </>
      }
    >
      {replaces && <Notice>{t.replacing}</Notice>}
      {kept && kept.version !== invitation.version && <Notice tone="warning">{t.changedMeanwhile}</Notice>}
      <p className={styles.muted}>{t.linkStays}</p>
      <div className={styles.row}>
        <RoleField
          roles={roles}
          held={held}
          base={draft.base}
          given={base?.permissions ?? draft.permissions}
          onChange={(chosen, permissions) => set({ base: chosen, permissions })}
        />
        <TextField
          label={t.days}
          value={draft.days}
          onChange={(days) => set({ days })}
          inputMode="numeric"
          placeholder={t.keepExpiry}
          description={t.daysHint(invitation.expiresAt)}
          error={daysFault}
        />
      </div>
      {draft.base === customBase && choices && (
        <PermissionField
          choices={choices}
          held={held}
          chosen={draft.permissions}
          onChange={(permissions) => set({ permissions })}
        />
      )}
      <InviteApplications
        accountId={accountId}
        rights={rights}
        chosen={draft.applicationIds}
        onChange={(applicationIds) => set({ applicationIds })}
      />
      <TextArea
        label={form.message}
        description={form.messageHint}
        value={draft.message}
        onChange={(message) => set({ message })}
        maxLength={messageLimit}
        rows={3}
      />
      <DateField
        label={form.ends}
        value={draft.endsOn}
        min={dayOf(new Date())}
        onChange={(endsOn) => set({ endsOn })}
        description={form.endsHint}
        error={end === 'past' && draft.endsOn !== begun.endsOn ? form.endsPast : null}
      />
    </Drawer>
  )
}
