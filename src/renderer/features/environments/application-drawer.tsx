import { useState } from 'react'
import type { EnvironmentApplication } from '../../../ipc/views.ts'
import { statusNames, words } from '../../../strings/common.ts'
import { applicationFormWords as t } from '../../../strings/environments.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery, useCommand } from '../../data/use-bridge.ts'
import { useDraft } from '../../data/view-store.ts'
import { StatusDot } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { EnvironmentMark } from '../../ui/environment-badge.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { ErrorState, Notice, Skeleton } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import {
  type ApplicationDraft,
  draftOf,
  errorsIn,
  formOf,
  isSame,
  keyFrom,
  type NewApplication,
  newApplication,
} from './application-draft.ts'
import { ApplicationFields } from './application-fields.tsx'
import type { OfEnvironment } from './environment-screen.tsx'
import styles from './environments.module.css'
import { IntegrationSection } from './integration-section.tsx'
import { useAttempt, useOffline } from './use-server.ts'

interface ApplicationDrawerProps extends OfEnvironment {
  /** Null: a new one. */
  applicationId: string | null
}

export function ApplicationDrawer({ environment, applicationId }: ApplicationDrawerProps) {
  const { data } = useBridgeQuery('environments.applications', { environmentId: environment.id })
  const closePanel = useAppStore((store) => store.closePanel)
  const close = () => closePanel('environment-application')
  if (applicationId === null) return <CreateDrawer environment={environment} onClose={close} />
  const application = data?.find(({ id }) => id === applicationId)
  if (application) return <EditDrawer environment={environment} application={application} onClose={close} />
  return (
    <Drawer isOpen title={t.details} onClose={close}>
      {data ? <p>{t.gone}</p> : <Skeleton rows={8} />}
    </Drawer>
  )
}

function CreateDrawer({ environment, onClose }: OfEnvironment & { onClose: () => void }) {
  const openPanel = useAppStore((store) => store.openPanel)
  const [kept, keep] = useDraft<NewApplication>(environment.id, 'create-application')
  const [empty] = useState(newApplication)
  const { applicationId, draft, isKeyTyped } = kept ?? empty
  const create = useCommand('environments.createApplication')
  const attempt = useAttempt()
  const offline = useOffline()
  const [isTried, setTried] = useState(false)
  const errors = errorsIn(draft, isTried, create.error)

  function change(part: Partial<ApplicationDraft>) {
    const typed = isKeyTyped || part.key !== undefined
    const key = part.key ?? (typed ? draft.key : keyFrom(part.name ?? draft.name))
    keep({ applicationId, draft: { ...draft, ...part, key }, isKeyTyped: typed })
  }
  function submit() {
    setTried(true)
    const isWrong = Object.values(errorsIn(draft, true, null)).some(Boolean)
    if (offline || create.isPending || isWrong) return
    create.mutate(
      { environmentId: environment.id, applicationId, ...formOf(draft), attempt },
      {
        onSuccess: () => {
          keep(undefined)
          notify({ title: t.created(draft.name.trim()), detail: t.createdDetail })
          // What comes next is to integrate it.
          openPanel({ kind: 'environment-application', environmentId: environment.id, applicationId })
        },
      },
    )
  }
  return (
    <Drawer
      isOpen
      title={t.createTitle}
      subtitle={<EnvironmentMark environment={environment} />}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button kind="primary" disabledReason={offline} isPending={create.isPending} onPress={submit}>
            {t.submit}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <ApplicationFields draft={draft} errors={errors} onChange={change} autoFocus />
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t.submit}
        </button>
        {create.error && <ErrorState inline problem={create.error} />}
      </form>
    </Drawer>
  )
}

interface Editing {
  /** What was there when it was opened. */
  from: ApplicationDraft
  version: number
  draft: ApplicationDraft
}

function EditDrawer({
  environment,
  application,
  onClose,
}: OfEnvironment & { application: EnvironmentApplication; onClose: () => void }) {
  const now = draftOf(application)
  const [kept, keep] = useDraft<Editing>(environment.id, `application-${application.id}`)
  const editing = kept ?? { from: now, version: application.version, draft: now }
  const { from, draft } = editing
  const edit = useCommand('environments.editApplication')
  const attempt = useAttempt()
  const offline = useOffline()
  const [isTried, setTried] = useState(false)
  const errors = errorsIn(draft, isTried, edit.error)
  const isChanged = !isSame(draft, from)
  const isOvertaken = isChanged && !isSame(now, from)

  function submit() {
    setTried(true)
    const isWrong = Object.values(errorsIn(draft, true, null)).some(Boolean)
    if (offline || edit.isPending || isWrong || !isChanged) return
    // Another version that differs in nothing that is edited here is no reason to refuse.
    const baseVersion = isOvertaken ? editing.version : application.version
    edit.mutate(
      {
        environmentId: environment.id,
        applicationId: application.id,
        ...formOf(draft),
        baseVersion,
        attempt,
      },
      {
        onSuccess: () => {
          keep(undefined)
          notify({ title: t.saved(draft.name.trim()) })
        },
      },
    )
  }
  return (
    <Drawer
      isOpen
      title={<bdi>{application.name}</bdi>}
      subtitle={
        <span className={styles.where}>
          <EnvironmentMark environment={environment} />
          <StatusDot shape={application.status === 'active' ? 'on' : 'off'}>
            {statusNames[application.status]}
          </StatusDot>
        </span>
      }
      onClose={onClose}
      footer={
        <>
          <Button
            onPress={() => {
              keep(undefined)
              onClose()
            }}
          >
            {isChanged ? words.discard : words.close}
          </Button>
          <Button
            kind="primary"
            disabledReason={offline ?? (isChanged ? null : t.unchanged)}
            isPending={edit.isPending}
            onPress={submit}
          >
            {t.save}
          </Button>
        </>
      }
    >
      {isOvertaken && (
        <Notice
          tone="warning"
          action={
            <Button size="small" onPress={() => keep(undefined)}>
              {t.takeTheirs}
            </Button>
          }
        >
          {t.changedMeanwhile}
        </Notice>
      )}
      <IntegrationSection environment={environment} application={application} />
      <section className={styles.section} aria-label={t.details}>
        <h3 className={styles.sectionTitle}>{t.details}</h3>
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <ApplicationFields
            draft={draft}
            errors={errors}
            onChange={(part) => {
              const next = { ...draft, ...part }
              keep(isSame(next, from) ? undefined : { ...editing, draft: next })
            }}
          />
          <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
            {t.save}
          </button>
        </form>
        {edit.error && <ErrorState inline problem={edit.error} />}
      </section>
    </Drawer>
  )
}
