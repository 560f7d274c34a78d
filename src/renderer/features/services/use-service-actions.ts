import type { AccountDetail, ServiceItem } from '../../../ipc/views.ts'
import { serviceWords as t } from '../../../strings/services.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { type Mutate, useMutate } from '../../data/use-mutate.ts'
import { useRights } from '../../data/use-session.ts'
import type { MenuAction, MenuEntry } from '../../ui/menu.tsx'
import { notify } from '../../ui/toast.tsx'
import { nameOf } from './service-list.ts'

export type ServiceFields = Pick<ServiceItem, 'productName' | 'label' | 'status' | 'renewsAt' | 'permission'>

export function fieldsOf({ productName, label, status, renewsAt, permission }: ServiceItem): ServiceFields {
  return { productName, label, status, renewsAt, permission }
}

/** Makes a service what `fields` say, on the version that was looked at; "Undo" makes it again what it was. */
export function editService(
  makeChange: Mutate,
  accountId: string,
  before: ServiceItem,
  fields: ServiceFields,
  options: { done: string; baseVersion?: number; quietRefusal?: boolean },
): ReturnType<Mutate> {
  const { done, baseVersion = before.version, quietRefusal = false } = options
  const args = { accountId, serviceId: before.id }
  return makeChange(
    { name: 'services.edit', args: { ...args, ...fields, baseVersion } },
    {
      done,
      quietRefusal,
      inverse: {
        name: 'services.edit',
        args: { ...args, ...fieldsOf(before), baseVersion: baseVersion + 1 },
      },
    },
  )
}

/** The menu of a service's row. All of it can be undone, so none of it asks. */
export function useServiceMenu(accountId: string): (service: ServiceItem) => readonly MenuEntry[] {
  const { refusal, account } = useRights(accountId)
  const makeChange = useMutate()
  const openPanel = useAppStore((store) => store.openPanel)
  const disabledReason = refusal('services.manage')

  return (service) => {
    const to = (status: ServiceItem['status']) => () =>
      void editService(
        makeChange,
        accountId,
        service,
        { ...fieldsOf(service), status },
        {
          done: t.done[status](nameOf(service)),
        },
      )
    const entry = (id: keyof typeof t.menu, onAction: () => void): MenuAction => ({
      id,
      label: t.menu[id],
      onAction,
      disabledReason,
    })
    const moves = {
      active: [entry('suspend', to('suspended')), entry('cancel', to('cancelled'))],
      suspended: [entry('resume', to('active')), entry('cancel', to('cancelled'))],
      cancelled: [entry('reactivate', to('active'))],
    }[service.status]
    return [
      entry('edit', () => openPanel({ kind: 'service', accountId, serviceId: service.id })),
      ...(service.label
        ? [{ ...entry('copy', () => void copyLabel(service.label)), disabledReason: null }]
        : []),
      'separator',
      ...moves,
      { ...entry('remove', () => void remove(makeChange, account, accountId, service)), danger: true },
    ]
  }
}

async function remove(
  makeChange: Mutate,
  account: AccountDetail | undefined,
  accountId: string,
  service: ServiceItem,
): Promise<void> {
  const args = { accountId, serviceId: service.id }
  await makeChange(
    { name: 'services.remove', args },
    {
      done: t.done.removed(nameOf(service), account?.name ?? ''),
      inverse: { name: 'services.add', args: { ...args, ...fieldsOf(service) } },
    },
  )
}

async function copyLabel(label: string): Promise<void> {
  const copied = await bridge().command('clipboard.write', { text: label })
  if (copied.ok) notify({ title: t.done.copied(label) })
}
