import type { Administrator } from '@gatehouse/contract'
import { useState } from 'react'
import { environmentSettingsWords as t } from '../../../strings/environments.ts'
import { useCommand, useServerQuery } from '../../data/use-bridge.ts'
import { useSession } from '../../data/use-session.ts'
import { ActionList } from '../../ui/action-list.tsx'
import { Answer } from '../../ui/answer.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Name } from '../../ui/name.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { EffectLines } from './effects.tsx'
import type { OfEnvironment } from './environment-screen.tsx'
import styles from './environments.module.css'
import { useAttempt, useOffline } from './use-server.ts'

/** Who may do everything in the environment. The server alone knows it, so it is asked each time. */
export function AdministratorsSection({ environment }: OfEnvironment) {
  const answer = useServerQuery('environments.administrators', { environmentId: environment.id })
  const session = useSession()
  const offline = useOffline()
  const [leaving, setLeaving] = useState<Administrator | null>(null)
  const me = session.state === 'signed-in' ? session.principal.userId : null
  const again = () => void answer.refetch()
  return (
    <section className={styles.section} aria-label={t.administratorsTitle}>
      <h3 className={styles.sectionTitle}>
        {answer.data ? t.administrators(answer.data.length) : t.administratorsTitle}
      </h3>
      <p className={styles.muted}>{t.hint}</p>
      {offline && !answer.data ? (
        <p className={styles.muted}>{t.offline}</p>
      ) : (
        <Answer answer={answer} inline skeletonRows={2}>
          {(administrators) => (
            <ActionList
              label={t.listLabel}
              lines={administrators.map((each) => ({
                id: each.userId,
                title: (
                  <>
                    <Name strong>{each.name}</Name>
                    {each.userId === me && <Badge>{t.you}</Badge>}
                  </>
                ),
                detail: <bdi>{each.email}</bdi>,
                action: {
                  label: t.remove,
                  fullLabel: t.removeNamed(each.name),
                  onPress: () => setLeaving(each),
                  disabledReason: offline ?? (administrators.length === 1 ? t.last : null),
                },
              }))}
            />
          )}
        </Answer>
      )}
      <AddForm environment={environment} onAdded={again} />
      {leaving && (
        <RemoveDialog
          environment={environment}
          administrator={leaving}
          isMe={leaving.userId === me}
          onClose={() => setLeaving(null)}
          onRemoved={again}
        />
      )}
    </section>
  )
}

function AddForm({ environment, onAdded }: OfEnvironment & { onAdded: () => void }) {
  const [email, setEmail] = useState('')
  const add = useCommand('environments.addAdministrator')
  const attempt = useAttempt()
  const offline = useOffline()
  function submit() {
    if (offline || add.isPending || email.trim() === '') return
    add.mutate(
      { environmentId: environment.id, email: email.trim(), attempt },
      {
        onSuccess: ({ name }) => {
          notify({ title: t.added(name) })
          setEmail('')
          onAdded()
        },
      },
    )
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className={styles.inline}>
        <TextField
          label={t.email}
          description={t.emailHint}
          type="email"
          value={email}
          onChange={setEmail}
          maxLength={254}
          className={styles.grow}
        />
        <Button disabledReason={offline} isPending={add.isPending} onPress={submit} aria-label={t.add}>
          {t.addShort}
        </Button>
      </div>
      {add.error && <ErrorState inline problem={add.error} />}
    </form>
  )
}

interface RemoveDialogProps extends OfEnvironment {
  administrator: Administrator
  isMe: boolean
  onClose: () => void
  onRemoved: () => void
}

function RemoveDialog({ environment, administrator, isMe, onClose, onRemoved }: RemoveDialogProps) {
  const { userId, name } = administrator
  const run = useCommand('environments.removeAdministrator')
  const attempt = useAttempt()
  function confirm() {
    run.mutate(
      { environmentId: environment.id, userId, attempt },
      {
        onSuccess: () => {
          notify({ title: t.removed(name) })
          onClose()
          onRemoved()
        },
      },
    )
  }
  return (
    <ChangeDialog
      environment={environment}
      title={t.removeTitle(name)}
      verb={t.removeVerb}
      danger
      run={run}
      onConfirm={confirm}
      onClose={onClose}
    >
      <EffectLines
        lines={[
          { tone: 'lose', text: t.removeEffect(name, environment.accounts.total) },
          ...(isMe ? [{ tone: 'warn' as const, text: t.removeSelf }] : []),
        ]}
      />
    </ChangeDialog>
  )
}
