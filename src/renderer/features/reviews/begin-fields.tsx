import type { Role } from '@gatehouse/contract'
import type { ReactNode } from 'react'
import { roleNames } from '../../../strings/common.ts'
import { beginReviewWords as t } from '../../../strings/reviews.ts'
import { DateField, dayOf } from '../../ui/date-field.tsx'
import { Checkbox, Switch, TextField } from '../../ui/fields.tsx'
import { Select } from '../../ui/select.tsx'
import { useNow } from '../../ui/time.tsx'
import type { BeginDraft } from './begin-draft.ts'
import styles from './reviews.module.css'

interface BeginFieldsProps {
  draft: BeginDraft
  set: (change: Partial<BeginDraft>) => void
  isTried: boolean
  titleLabel: string
  /** Which applications. */
  applications: ReactNode
  /** Who decides. */
  reviewers: ReactNode
}

const roles: readonly Role[] = ['owner', 'admin', 'technician', 'billing', 'viewer', 'custom']

/** What is asked before a review begins, in one account or in many. */
export function BeginFields({ draft, set, isTried, titleLabel, applications, reviewers }: BeginFieldsProps) {
  const now = useNow()
  const toggle = (role: Role) =>
    set({
      roles: draft.roles.includes(role)
        ? draft.roles.filter((each) => each !== role)
        : [...draft.roles, role],
    })
  return (
    <div className={styles.form}>
      <TextField
        label={titleLabel}
        description={t.nameHint}
        value={draft.title}
        onChange={(title) => set({ title })}
        maxLength={120}
        error={isTried && draft.title.trim() === '' ? t.nameMissing : null}
        autoFocus
      />
      <fieldset className={styles.fieldset}>
        <legend>{t.scope}</legend>
        {applications}
        <Select
          label={t.unused}
          value={draft.unusedDays}
          options={(['any', '30', '90', '180'] as const).map((value) => ({
            value,
            label: t.unusedOptions[value],
          }))}
          onChange={(unusedDays) => set({ unusedDays })}
        />
        <fieldset className={styles.roles}>
          <legend>{t.roles}</legend>
          <Checkbox isSelected={draft.roles.length === 0} onChange={() => set({ roles: [] })}>
            {t.anyRole}
          </Checkbox>
          {roles.map((role) => (
            <Checkbox key={role} isSelected={draft.roles.includes(role)} onChange={() => toggle(role)}>
              {roleNames[role]}
            </Checkbox>
          ))}
        </fieldset>
      </fieldset>
      <fieldset className={styles.fieldset}>
        <legend>{t.reviewers}</legend>
        {reviewers}
        <Switch
          isSelected={draft.allowsSelf}
          onChange={(allowsSelf) => set({ allowsSelf })}
          description={t.allowsSelfHint}
        >
          {t.allowsSelf}
        </Switch>
        <div className={styles.two}>
          <DateField
            label={t.due}
            description={t.dueHint}
            value={draft.due}
            min={dayOf(new Date(now))}
            onChange={(due) => set({ due })}
          />
          <Select
            label={t.repeat}
            value={draft.repeat}
            options={(['never', '3', '6', '12'] as const).map((value) => ({
              value,
              label: t.repeats[value],
            }))}
            onChange={(repeat) => set({ repeat })}
          />
        </div>
      </fieldset>
    </div>
  )
}
