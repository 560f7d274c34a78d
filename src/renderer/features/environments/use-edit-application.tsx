import { useState } from 'react'
import type { EnvironmentApplication } from '../../../ipc/views.ts'
import { statusNames, words } from '../../../strings/common.ts'
import { applicationFormWords as t } from '../../../strings/environments.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { useDraft } from '../../data/view-store.ts'
import { StatusDot } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { EnvironmentMark } from '../../ui/environment-badge.tsx'
import { ErrorState, Notice } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import { type ApplicationDraft, draftOf, errorsIn, formOf, isSame } from './application-draft.ts'
import type { DrawerParts } from './application-drawer.tsx'
import { ApplicationFields } from './application-fields.tsx'
import type { OfEnvironment } from './environment-screen.tsx'
import styles from './environments.module.css'
import { IntegrationSection } from './integration-section.tsx'
import { useAttempt, useOffline } from './use-server.ts'

interface Editing {
  /** What was there when it was opened. */
  from: ApplicationDraft
  version: number
  draft: ApplicationDraft
}

interface EditApplication extends OfEnvironment {
  application: EnvironmentApplication | null
  /** It has just been created here: the next thing to do has the focus. */
  isNew: boolean
  onClose: () => void
}

/** An application with what integrates it and its details, as the drawer shows them; null where there is none. */
export function useEditApplication(options: EditApplication): DrawerParts | null {
  const { environment, application, isNew, onClose } = options
  const [kept, keep] = useDraft<Editing>(environment.id, `application-${application?.id}`)
  const edit = useCommand('environments.editApplication')
  const attempt = useAttempt()
  const offline = useOffline()
  const [triedId, setTriedId] = useState<string | null>(null)
  if (!application) return null

  const now = draftOf(application)
  const editing = kept ?? { from: now, version: application.version, draft: now }
  const { from, draft } = editing
  const problem = edit.variables?.applicationId === application.id ? edit.error : null
  const errors = errorsIn(draft, triedId === application.id, problem)
  const isChanged = !isSame(draft, from)
  const isOvertaken = isChanged && !isSame(now, from)

  function submit({ id, version }: EnvironmentApplication) {
    setTriedId(id)
    const isWrong = Object.values(errorsIn(draft, true, null)).some(Boolean)
    if (offline || edit.isPending || isWrong || !isChanged) return
    // Another version that differs in nothing that is edited here is no reason to refuse.
    const baseVersion = isOvertaken ? editing.version : version
    edit.mutate(
      { environmentId: environment.id, applicationId: id, ...formOf(draft), baseVersion, attempt },
      {
        onSuccess: () => {
          keep(undefined)
          notify({ title: t.saved(draft.name.trim()) })
        },
      },
    )
  }

  return {
    title: <bdi>{application.name}</bdi>,
    subtitle: (
      <span className={styles.where}>
        <EnvironmentMark environment={environment} />
        <StatusDot shape={application.status === 'active' ? 'on' : 'off'}>
          {statusNames[application.status]}
        </StatusDot>
      </span>
    ),
    footer: (
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
          onPress={() => submit(application)}
        >
          {t.save}
        </Button>
      </>
    ),
    body: (
      <>
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
        <IntegrationSection environment={environment} application={application} isNew={isNew} />
        <section className={styles.section} aria-label={t.details}>
          <h3 className={styles.sectionTitle}>{t.details}</h3>
          <form
            className={styles.form}
            onSubmit={(event) => {
              event.preventDefault()
              submit(application)
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
          {problem && <ErrorState inline problem={problem} />}
        </section>
      </>
    ),
  }
}
