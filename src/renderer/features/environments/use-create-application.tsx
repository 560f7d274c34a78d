import { useState } from 'react'
import type { EnvironmentDetail } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { applicationFormWords as t } from '../../../strings/environments.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { useDraft } from '../../data/view-store.ts'
import { Button } from '../../ui/button.tsx'
import { EnvironmentMark } from '../../ui/environment-badge.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import {
  type ApplicationDraft,
  errorsIn,
  formOf,
  keyFrom,
  type NewApplication,
  newApplication,
} from './application-draft.ts'
import type { DrawerParts } from './application-drawer.tsx'
import { ApplicationFields } from './application-fields.tsx'
import styles from './environments.module.css'
import { useAttempt, useOffline } from './use-server.ts'

/** A new application, as the drawer shows it. */
export function useCreateApplication(
  environment: EnvironmentDetail,
  onClose: () => void,
  onCreated: (applicationId: string) => void,
): DrawerParts {
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
          onCreated(applicationId)
        },
      },
    )
  }

  return {
    title: t.createTitle,
    subtitle: <EnvironmentMark environment={environment} />,
    footer: (
      <>
        <Button onPress={onClose}>{words.cancel}</Button>
        <Button kind="primary" disabledReason={offline} isPending={create.isPending} onPress={submit}>
          {t.submit}
        </Button>
      </>
    ),
    body: (
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
    ),
  }
}
