import { environmentApplicationWords, applicationFormWords as t } from '../../../strings/environments.ts'
import { TextArea, TextField } from '../../ui/fields.tsx'
import { Select } from '../../ui/select.tsx'
import { AddressCheckResults } from './address-check.tsx'
import type { ApplicationDraft, FieldErrors } from './application-draft.ts'

interface ApplicationFieldsProps {
  draft: ApplicationDraft
  errors: FieldErrors
  onChange: (change: Partial<ApplicationDraft>) => void
  autoFocus?: boolean
}

export function ApplicationFields({ draft, errors, onChange, autoFocus }: ApplicationFieldsProps) {
  return (
    <>
      <TextField
        label={t.name}
        value={draft.name}
        onChange={(name) => onChange({ name })}
        maxLength={100}
        error={errors.name}
        autoFocus={autoFocus ?? false}
      />
      <TextField
        label={t.key}
        description={t.keyHint}
        value={draft.key}
        onChange={(key) => onChange({ key })}
        maxLength={63}
        error={errors.key}
        inputProps={{ spellCheck: false }}
      />
      <Select
        label={t.type}
        value={draft.type}
        options={(['application', 'agent'] as const).map((value) => ({
          value,
          label: environmentApplicationWords.types[value],
          description: t.typeHint[value],
        }))}
        onChange={(type) => onChange({ type })}
      />
      <TextArea
        label={t.description}
        value={draft.description}
        onChange={(description) => onChange({ description })}
        rows={2}
        maxLength={1000}
        error={errors.description}
      />
      <TextField
        label={t.applicationUrl}
        description={t.applicationUrlHint}
        type="url"
        placeholder="https://"
        value={draft.applicationUrl}
        onChange={(applicationUrl) => onChange({ applicationUrl })}
        error={errors.applicationUrl}
      />
      <TextField
        label={t.loginUrl}
        description={t.loginUrlHint}
        type="url"
        placeholder="https://"
        value={draft.loginUrl}
        onChange={(loginUrl) => onChange({ loginUrl })}
        error={errors.loginUrl}
      />
      <TextField
        label={t.logoUrl}
        description={t.logoUrlHint}
        type="url"
        placeholder="https://"
        value={draft.logoUrl}
        onChange={(logoUrl) => onChange({ logoUrl })}
        error={errors.logoUrl}
      />
      <AddressCheckResults
        addresses={[
          { name: t.applicationUrl, url: draft.applicationUrl.trim() },
          { name: t.loginUrl, url: draft.loginUrl.trim() },
          { name: t.logoUrl, url: draft.logoUrl.trim() },
        ].filter(({ url }) => url !== '')}
      />
    </>
  )
}
