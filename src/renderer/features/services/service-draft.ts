import { startOfDay } from '../../../ipc/activity-filter.ts'
import type { ServiceItem } from '../../../ipc/views.ts'
import { dayOf } from '../../ui/date-field.tsx'
import type { ServiceFields } from './use-service-actions.ts'

/** A service as it is being written. */
export interface ServiceDraft {
  productName: string
  label: string
  status: ServiceItem['status']
  /** A day, or empty. */
  renewsOn: string
  permission: ServiceItem['permission']
  /** The version that was looked at; null for a new one. */
  baseVersion: number | null
}

export const emptyDraft: ServiceDraft = {
  productName: '',
  label: '',
  status: 'active',
  renewsOn: '',
  permission: 'services.view',
  baseVersion: null,
}

export function draftOf({
  productName,
  label,
  status,
  renewsAt,
  permission,
  version,
}: ServiceItem): ServiceDraft {
  const renewsOn = renewsAt === null ? '' : dayOf(new Date(renewsAt))
  return { productName, label, status, renewsOn, permission, baseVersion: version }
}

/** What is to be saved. A day that wasn't touched keeps its hour: nothing is changed that wasn't meant to be. */
export function toFields(draft: ServiceDraft, before: ServiceItem | null): ServiceFields {
  const { productName, label, status, renewsOn, permission } = draft
  const renewed = before?.renewsAt ?? null
  const isSameDay = renewed !== null && dayOf(new Date(renewed)) === renewsOn
  const day = renewsOn === '' ? null : startOfDay(renewsOn).toISOString()
  return {
    productName: productName.trim(),
    label: label.trim(),
    status,
    renewsAt: isSameDay ? renewed : day,
    permission,
  }
}
