import type { Problem } from '@gatehouse/contract'
import type { ApplicationForm, EnvironmentApplication } from '../../../ipc/views.ts'
import { applicationFormWords as t } from '../../../strings/environments.ts'
import { fieldError } from './field-error.ts'
import { newId } from './use-server.ts'

/** An application as typed; an empty logo is none. */
export type ApplicationDraft = Omit<ApplicationForm, 'logoUrl'> & { logoUrl: string }

export interface NewApplication {
  applicationId: string
  draft: ApplicationDraft
  /** The key follows the name until somebody writes one. */
  isKeyTyped: boolean
}

export function newApplication(): NewApplication {
  const draft: ApplicationDraft = {
    key: '',
    name: '',
    description: '',
    type: 'application',
    applicationUrl: '',
    loginUrl: '',
    logoUrl: '',
  }
  return { applicationId: newId(), draft, isKeyTyped: false }
}

export function draftOf(application: EnvironmentApplication): ApplicationDraft {
  const { key, name, description, type, applicationUrl, loginUrl, logoUrl } = application
  return { key, name, description, type, applicationUrl, loginUrl, logoUrl: logoUrl ?? '' }
}

export function formOf(draft: ApplicationDraft): ApplicationForm {
  const trimmed = Object.fromEntries(
    Object.entries(draft).map(([field, value]) => [field, value.trim()]),
  ) as ApplicationDraft
  return { ...trimmed, logoUrl: trimmed.logoUrl === '' ? null : trimmed.logoUrl }
}

export function isSame(a: ApplicationDraft, b: ApplicationDraft): boolean {
  return JSON.stringify(formOf(a)) === JSON.stringify(formOf(b))
}

/** "Payroll & Taxes" as a key: "payroll-taxes". */
export function keyFrom(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '')
}

export function isWebAddress(text: string): boolean {
  const address = text.trim()
  return /^https?:\/\/[^\s/?#@\\]+(?:[/?#]\S*)?$/i.test(address) && URL.canParse(address)
}

type Field = keyof ApplicationDraft
export type FieldErrors = Partial<Record<Field, string | null>>

/** What is wrong with each field; `isTried` is false until somebody wanted to send it. */
export function errorsIn(draft: ApplicationDraft, isTried: boolean, problem: Problem | null): FieldErrors {
  const here: FieldErrors = {
    name: draft.name.trim() === '' ? t.missing.name : null,
    key: keyError(draft.key.trim()),
    applicationUrl: isWebAddress(draft.applicationUrl) ? null : t.badUrl,
    loginUrl: isWebAddress(draft.loginUrl) ? null : t.badUrl,
    logoUrl: draft.logoUrl.trim() === '' || isWebAddress(draft.logoUrl) ? null : t.badUrl,
  }
  const errorOf = (field: Field) => (isTried ? here[field] : null) ?? fieldError(problem, field)
  return Object.fromEntries(fields.map((field) => [field, errorOf(field)]))
}

const fields: readonly Field[] = ['name', 'key', 'description', 'applicationUrl', 'loginUrl', 'logoUrl']

function keyError(key: string): string | null {
  if (key === '') return t.missing.key
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(key) ? null : t.badKey
}
