import { invitationDays } from '@gatehouse/contract'
import type { ReactNode } from 'react'
import { invitationWords } from '../../../strings/invitations.ts'
import { DateField, dayOf } from '../../ui/date-field.tsx'
import { Checkbox, TextArea, TextField } from '../../ui/fields.tsx'
import styles from './invitations.module.css'
import { PermissionField, RoleField } from './role-field.tsx'
import { customBase } from './roles.ts'
import { type InviteForm, messageLimit } from './use-invite-form.ts'

const t = invitationWords.invite

/** What is offered to all of them: role, applications, how long, and a message. */
export function OfferFields({ form, applications }: { form: InviteForm; applications: ReactNode }) {
  const { draft, set, roles, given, choices, rights } = form
  const held = rights.account?.permissions ?? []
  return (
    <>
      <div className={styles.row}>
        <RoleField
          roles={roles}
          held={held}
          base={draft.base}
          given={given}
          onChange={(base, permissions) => set({ base, permissions })}
        />
        <TextField
          label={t.days}
          value={draft.days}
          onChange={(days) => set({ days })}
          inputMode="numeric"
          description={t.daysHint(invitationDays.max)}
          error={form.days === null ? t.daysWrong(invitationDays.max) : null}
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
      {applications}
      <TextArea
        label={t.message}
        description={t.messageHint}
        value={draft.message}
        onChange={(message) => set({ message })}
        maxLength={messageLimit}
        rows={3}
      />
      <div className={styles.row}>
        <Checkbox
          isSelected={draft.anyAddress}
          onChange={(anyAddress) => set({ anyAddress })}
          description={t.anyoneHint}
        >
          {t.anyone}
        </Checkbox>
        <DateField
          label={t.ends}
          value={draft.endsOn}
          min={dayOf(new Date())}
          onChange={(endsOn) => set({ endsOn })}
          description={t.endsHint}
          error={form.end === 'past' ? t.endsPast : null}
        />
      </div>
    </>
  )
}

/** Why the form can't be sent as it stands; null: it can. */
export function faultOfOffer({ draft, days, end }: InviteForm): string | null {
  if (draft.base === customBase && draft.permissions.length === 0) return t.permissionsRequired
  if (days === null) return t.daysWrongShort
  return end === 'past' ? t.endsWrongShort : null
}
