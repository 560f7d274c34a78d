import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { useState } from 'react'
import type { EnvironmentApplication } from '../../../ipc/views.ts'
import { statusNames } from '../../../strings/common.ts'
import { environmentApplicationWords, applicationFormWords as t } from '../../../strings/environments.ts'
import { bridge } from '../../data/bridge.ts'
import { useSession } from '../../data/use-session.ts'
import { StatusDot } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { Notice } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import { ApplicationDialog } from './application-dialogs.tsx'
import { setIntegrated } from './application-moves.ts'
import type { OfEnvironment } from './environment-screen.tsx'
import styles from './environments.module.css'
import { useOffline } from './use-server.ts'

/** What whoever integrates the application needs, and the switch that makes it active. */
export function IntegrationSection({
  environment,
  application,
  isNew,
}: OfEnvironment & { application: EnvironmentApplication; isNew: boolean }) {
  const session = useSession()
  const offline = useOffline()
  const [isPending, setPending] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const isActive = application.status === 'active'
  const server = 'server' in session && session.server ? session.server.address : ''
  const snippet = snippetOf(application, server)
  async function integrate() {
    setPending(true)
    await setIntegrated(environment, application)
    setPending(false)
  }
  return (
    <section className={styles.section} aria-label={t.integration}>
      <h3 className={styles.sectionTitle}>{t.integration}</h3>
      <CopyText label={t.applicationId} text={application.id} />
      <p className={styles.muted}>{t.integrationHint}</p>
      {/* biome-ignore-start lint/a11y: it may scroll sideways, and a keyboard must reach that */}
      <pre className={styles.snippet} role="group" aria-label={t.snippetLabel} tabIndex={0}>
        <code dir="ltr">{snippet}</code>
      </pre>
      {/* biome-ignore-end lint/a11y: as above */}
      <div>
        <Button size="small" onPress={() => void copy(snippet)}>
          {t.copySnippet}
        </Button>
      </div>
      {!isActive && environment.defaultApplication === null && (
        <Notice tone="warning" icon={<TriangleAlert size={16} />}>
          {t.noDefaultWarning}
        </Notice>
      )}
      <div className={styles.statusLine}>
        <span className={styles.muted}>{t.statusNow}</span>
        <StatusDot shape={isActive ? 'on' : 'off'}>{statusNames[application.status]}</StatusDot>
        {isActive ? (
          <Button disabledReason={offline} onPress={() => setAsking(true)}>
            {environmentApplicationWords.menu.disintegrate}
          </Button>
        ) : (
          <Button
            kind="primary"
            disabledReason={offline}
            isPending={isPending}
            autoFocus={isNew}
            onPress={() => void integrate()}
          >
            {t.markIntegrated}
          </Button>
        )}
      </div>
      {isAsking && (
        <ApplicationDialog
          environment={environment}
          change={{ kind: 'disintegrate', application }}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}

/** Code, so not in the catalogue of words. */
function snippetOf({ id }: EnvironmentApplication, server: string): string {
  return ['const contextOptions = {', `  baseUrl: '${server}',`, `  appId: '${id}',`, '}'].join('\n')
}

async function copy(text: string): Promise<void> {
  const copied = await bridge().command('clipboard.write', { text })
  if (copied.ok) notify({ title: t.copiedSnippet })
}
