import { useState } from 'react'
import { words } from '../../../strings/common.ts'
import { environmentSettingsWords as t } from '../../../strings/environments.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { EnvironmentBadge } from '../../ui/environment-badge.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import { AdministratorsSection } from './administrators-section.tsx'
import type { OfEnvironment } from './environment-screen.tsx'
import styles from './environments.module.css'
import { useAttempt, useOffline } from './use-server.ts'

/** What the environment is called, and who administers it. */
export function SettingsDrawer({ environment }: OfEnvironment) {
  const closePanel = useAppStore((store) => store.closePanel)
  const close = () => closePanel('environment-settings')
  return (
    <Drawer
      isOpen
      title={t.title(environment.name)}
      subtitle={<EnvironmentBadge kind={environment.kind} />}
      onClose={close}
      footer={<Button onPress={close}>{words.close}</Button>}
    >
      <NameSection environment={environment} />
      <AdministratorsSection environment={environment} />
    </Drawer>
  )
}

function NameSection({ environment }: OfEnvironment) {
  const [name, setName] = useState(environment.name)
  const rename = useCommand('environments.rename')
  const attempt = useAttempt()
  const offline = useOffline()
  const trimmed = name.trim()
  function submit() {
    if (offline || rename.isPending || trimmed === '' || trimmed === environment.name) return
    rename.mutate(
      { environmentId: environment.id, name: trimmed, baseVersion: environment.version, attempt },
      { onSuccess: () => notify({ title: t.renamed(trimmed) }) },
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
          label={t.name}
          value={name}
          onChange={setName}
          maxLength={100}
          error={trimmed === '' ? t.nameMissing : null}
          className={styles.grow}
        />
        <Button disabledReason={offline} isPending={rename.isPending} onPress={submit}>
          {t.save}
        </Button>
      </div>
      <CopyText label={t.key} text={environment.key} />
      {rename.error && <ErrorState inline problem={rename.error} />}
    </form>
  )
}
