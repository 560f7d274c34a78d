import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { useState } from 'react'
import type { EnvironmentApplication } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { noWayInWords as t } from '../../../strings/environments.ts'
import { useAppStore } from '../../app/app-store.ts'
import { Button } from '../../ui/button.tsx'
import { EnvironmentMark } from '../../ui/environment-badge.tsx'
import { Dialog } from '../../ui/overlay.tsx'
import { Select } from '../../ui/select.tsx'
import { Notice } from '../../ui/states.tsx'
import { setDefault } from './application-moves.ts'
import type { OfEnvironment } from './environment-screen.tsx'
import { useOffline } from './use-server.ts'

interface NoWayInProps extends OfEnvironment {
  applications: readonly EnvironmentApplication[] | undefined
}

/** Says that logins without an application id fail, with what mends it beside. */
export function NoWayIn({ environment, applications }: NoWayInProps) {
  const openPanel = useAppStore((store) => store.openPanel)
  const [isChoosing, setChoosing] = useState(false)
  const offline = useOffline()
  const { defaultApplication, autoAssigned, applications: count } = environment
  if (isChoosing && applications) {
    return (
      <ChooseDefault
        environment={environment}
        applications={applications}
        onClose={() => setChoosing(false)}
      />
    )
  }
  if (defaultApplication === null && autoAssigned.length === 0 && count > 0) {
    return (
      <Notice
        tone="warning"
        icon={<TriangleAlert size={16} />}
        action={
          <Button size="small" disabledReason={offline} onPress={() => setChoosing(true)}>
            {t.choose}
          </Button>
        }
      >
        {t.nothing(environment.name)}
      </Notice>
    )
  }
  if (defaultApplication?.status !== 'inactive') return null
  const { id: applicationId, name } = defaultApplication
  return (
    <Notice
      tone="warning"
      icon={<TriangleAlert size={16} />}
      action={
        <Button
          size="small"
          onPress={() =>
            openPanel({ kind: 'environment-application', environmentId: environment.id, applicationId })
          }
        >
          {t.integrate(name)}
        </Button>
      }
    >
      {t.inactive(name)}
    </Notice>
  )
}

const none = 'none'
/** A select builds every option, so no more than so many are offered; the row menu reaches all others. */
const mostOptions = 150

function ChooseDefault({
  environment,
  applications,
  onClose,
}: OfEnvironment & { applications: readonly EnvironmentApplication[]; onClose: () => void }) {
  const candidates = applications
    .filter(({ type }) => type === 'application')
    .toSorted((a, b) => a.status.localeCompare(b.status))
    .slice(0, mostOptions)
  const [chosen, setChosen] = useState<string>(candidates[0]?.id ?? none)
  const [isPending, setPending] = useState(false)
  const offline = useOffline()
  async function save() {
    setPending(true)
    const done = await setDefault(environment, candidates.find(({ id }) => id === chosen) ?? null)
    setPending(false)
    if (done) onClose()
  }
  return (
    <Dialog
      isOpen
      title={t.title}
      subtitle={<EnvironmentMark environment={environment} />}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button kind="primary" disabledReason={offline} isPending={isPending} onPress={() => void save()}>
            {t.save}
          </Button>
        </>
      }
    >
      <Select
        label={t.label}
        description={t.hint}
        value={chosen}
        options={[
          ...candidates.map(({ id, name, status }) => ({
            value: id as string,
            label: name,
            ...(status === 'inactive' ? { description: t.inactiveHint } : {}),
          })),
          { value: none, label: t.none, description: t.noneHint },
        ]}
        onChange={setChosen}
      />
    </Dialog>
  )
}
