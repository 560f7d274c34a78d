import type { EnvironmentApplication, EnvironmentDetail } from '../../../ipc/views.ts'
import { environmentApplicationWords as t } from '../../../strings/environments.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { notify } from '../../ui/toast.tsx'
import type { PendingApplicationChange } from './application-dialogs.tsx'
import { setDefault, setIntegrated } from './application-moves.ts'
import { useOffline } from './use-server.ts'

/** What can be done with an application of the environment, by its row. */
export function useApplicationMenu(
  environment: EnvironmentDetail,
  ask: (change: PendingApplicationChange) => void,
): (application: EnvironmentApplication) => readonly MenuEntry[] {
  const openPanel = useAppStore((store) => store.openPanel)
  const offline = useOffline()

  return (application) => {
    const { id: applicationId, isDefault, autoAssign, status } = application
    const entry = (
      id: keyof typeof t.menu,
      onAction: () => void,
      disabledReason: string | null = offline,
    ) => ({
      id,
      label: t.menu[id],
      onAction,
      disabledReason,
    })
    const edit = () =>
      openPanel({ kind: 'environment-application', environmentId: environment.id, applicationId })
    return [
      entry('edit', edit, null),
      entry('copyId', () => void copyId(application), null),
      'separator',
      status === 'active'
        ? entry('disintegrate', () => ask({ kind: 'disintegrate', application }))
        : entry('integrate', () => void setIntegrated(environment, application)),
      isDefault
        ? entry('unsetDefault', () => void setDefault(environment, null))
        : entry('makeDefault', () => void setDefault(environment, application)),
      autoAssign
        ? entry('disableAuto', () => ask({ kind: 'disable', application }))
        : entry('enableAuto', () => ask({ kind: 'enable', application })),
      'separator',
      { ...entry('delete', () => ask({ kind: 'delete', application })), danger: true },
    ]
  }
}

async function copyId({ id, name }: EnvironmentApplication): Promise<void> {
  const copied = await bridge().command('clipboard.write', { text: id })
  if (copied.ok) notify({ title: t.copiedId(name) })
}
