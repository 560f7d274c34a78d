import type { ServiceItem } from '../../../ipc/views.ts'
import { permissionLabel } from '../../../strings/permissions.ts'
import { serviceWords as t } from '../../../strings/services.ts'
import type { ServiceShown } from '../../app/open-list.ts'
import { sortRows } from '../../ui/sort-rows.ts'
import type { Sort } from '../../ui/table.tsx'

export interface ServiceFilter {
  text: string
  show: ServiceShown
}

export const everyService: ServiceFilter = { text: '', show: 'any' }
export const byRenewal: Sort = { by: 'renews', descending: false }
export const shownOptions = ['any', 'active', 'suspended', 'cancelled', 'soon'] as const

const soonMs = 30 * 86_400_000

/** Renews within 30 days. */
export function isSoon({ renewsAt, status }: ServiceItem, now: number): boolean {
  if (renewsAt === null || status !== 'active') return false
  const left = Date.parse(renewsAt) - now
  return left >= 0 && left < soonMs
}

export function isShown(service: ServiceItem, show: ServiceShown, now: number): boolean {
  if (show === 'any') return true
  return show === 'soon' ? isSoon(service, now) : service.status === show
}

/** Those that the filter lets through, in the order of the sort. */
export function arranged(
  services: readonly ServiceItem[],
  { text, show }: ServiceFilter,
  sort: Sort,
  now: number,
): readonly ServiceItem[] {
  const wanted = text.trim().toLocaleLowerCase()
  const found = services.filter(
    (service) =>
      isShown(service, show, now) &&
      [service.productName, service.label, permissionLabel(service.permission)].some((words) =>
        words.toLocaleLowerCase().includes(wanted),
      ),
  )
  return sortRows(found, sort, {
    product: (row) => row.productName,
    label: (row) => row.label || null,
    status: (row) => t.status[row.status],
    renews: (row) => (row.renewsAt === null || row.status === 'cancelled' ? null : Date.parse(row.renewsAt)),
    visibility: (row) => (row.permission === 'services.view' ? '' : permissionLabel(row.permission)),
  })
}

/** How a service is called where one name has to do. */
export function nameOf({ productName, label }: Pick<ServiceItem, 'productName' | 'label'>): string {
  return label ? `${productName} ${label}` : productName
}
