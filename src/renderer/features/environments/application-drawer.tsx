import { type ReactNode, useEffect, useRef, useState } from 'react'
import { words } from '../../../strings/common.ts'
import { applicationFormWords as t } from '../../../strings/environments.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { EnvironmentMark } from '../../ui/environment-badge.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { Skeleton } from '../../ui/states.tsx'
import type { OfEnvironment } from './environment-screen.tsx'
import { useCreateApplication } from './use-create-application.tsx'
import { useEditApplication } from './use-edit-application.tsx'

/** What one drawer shows, first for a new application and then for the one that it has become. */
export interface DrawerParts {
  title: ReactNode
  subtitle: ReactNode
  footer: ReactNode
  body: ReactNode
}

interface ApplicationDrawerProps extends OfEnvironment {
  /** Null: a new one. */
  applicationId: string | null
}

/** An application of the environment, new or not; the drawer stays open when one has been created. */
export function ApplicationDrawer({ environment, applicationId }: ApplicationDrawerProps) {
  const { data } = useBridgeQuery('environments.applications', { environmentId: environment.id })
  const openPanel = useAppStore((store) => store.openPanel)
  const closePanel = useAppStore((store) => store.closePanel)
  const [createdId, setCreatedId] = useState<string | null>(null)
  const close = () => closePanel('environment-application')
  useFocusGivenBack()
  const application = data?.find(({ id }) => id === applicationId) ?? null
  const creating = useCreateApplication(environment, close, (id) => {
    setCreatedId(id)
    // What comes next is to integrate it.
    openPanel({ kind: 'environment-application', environmentId: environment.id, applicationId: id })
  })
  const editing = useEditApplication({
    environment,
    application,
    isNew: applicationId === createdId,
    onClose: close,
  })
  const parts =
    applicationId === null ? creating : (editing ?? notHere(environment, data !== undefined, close))
  return (
    <Drawer isOpen title={parts.title} subtitle={parts.subtitle} footer={parts.footer} onClose={close}>
      {parts.body}
    </Drawer>
  )
}

/** What was pressed in it is gone when it has become another form, so where the focus came from is kept here. */
function useFocusGivenBack(): void {
  const cameFrom = useRef(document.activeElement)
  useEffect(() => {
    const element = cameFrom.current
    return () => {
      // The overlay gives the focus back in the next frame, where it can.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const isLost = document.activeElement === document.body || document.activeElement?.id === 'main'
          if (isLost && element instanceof HTMLElement && element.isConnected) element.focus()
        }),
      )
    }
  }, [])
}

function notHere(
  environment: OfEnvironment['environment'],
  isKnown: boolean,
  onClose: () => void,
): DrawerParts {
  return {
    title: t.details,
    subtitle: <EnvironmentMark environment={environment} />,
    footer: <Button onPress={onClose}>{words.close}</Button>,
    body: isKnown ? <p>{t.gone}</p> : <Skeleton rows={8} />,
  }
}
