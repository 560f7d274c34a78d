import { invitationDays } from '@gatehouse/contract'
import { roleNames } from '../../../strings/common.ts'
import { invitationWords } from '../../../strings/invitations.ts'
import type { Rights } from '../../data/use-session.ts'
import { TextArea, TextField } from '../../ui/fields.tsx'
import { Select } from '../../ui/select.tsx'
import { AddressField } from './address-field.tsx'
import styles from './invitations.module.css'
import { InviteApplications } from './invite-applications.tsx'
import { type InviteForm, messageLimit, roleOptions } from './use-invite-form.ts'

const t = invitationWords.invite

interface InviteFieldsProps {
  accountId: string
  form: InviteForm
  rights: Rights
}

export function InviteFields({ accountId, form, rights }: InviteFieldsProps) {
  const { draft, set } = form
  return (
    <>
      <AddressField form={form} />
      <div className={styles.row}>
        <Select
          label={t.role}
          value={draft.role}
          onChange={(role) => set({ role })}
          options={roleOptions(rights.account).map(({ role, isDisabled, description }) => ({
            value: role,
            label: roleNames[role],
            isDisabled,
            description,
          }))}
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
      <InviteApplications
        accountId={accountId}
        rights={rights}
        chosen={draft.applicationIds}
        onChange={(applicationIds) => set({ applicationIds })}
      />
      <TextArea
        label={t.message}
        description={t.messageHint}
        value={draft.message}
        onChange={(message) => set({ message })}
        maxLength={messageLimit}
        rows={3}
      />
    </>
  )
}
