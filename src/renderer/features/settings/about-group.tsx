import type { Principal } from '@gatehouse/contract'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { licences, ownLicence } from '../../../ipc/licences.ts'
import type { ServerInfo } from '../../../ipc/views.ts'
import { actionWords } from '../../../strings/actions.ts'
import { settingsTexts as t } from '../../../strings/settings.ts'
import { settingsWords } from '../../../strings/shell.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { Notice } from '../../ui/states.tsx'

import { Item } from './parts.tsx'
import styles from './settings.module.css'

interface AboutProps {
  server: ServerInfo
  principal: Principal
}

/** What this program is, whose server it works with, and what it is made of. */
export function AboutSettings({ server, principal }: AboutProps) {
  const { data: info } = useBridgeQuery('app.info', {})
  const openPanel = useAppStore((store) => store.openPanel)
  return (
    <>
      <Item id="version">
        {info && <CopyText label={t.version} text={settingsWords.version(info.version, info.platform)} />}
        {info?.keychain === 'plain-text' && (
          <Notice tone="warning" icon={<TriangleAlert size={16} />}>
            {settingsWords.plainTextKeychain}
          </Notice>
        )}
      </Item>
      <Item id="server">
        <dl className={styles.facts}>
          <dt>{t.server}</dt>
          <dd>
            <bdi>{server.name}</bdi>, <bdi>{server.address}</bdi>
          </dd>
          <dt>{t.signedInAs}</dt>
          <dd>
            <bdi>{principal.name}</bdi>, <bdi>{principal.email}</bdi>
          </dd>
        </dl>
        <Button onPress={() => openPanel({ kind: 'sign-out' })}>{actionWords['sign-out']}</Button>
      </Item>
      <Item id="licences">
        <p>{t.licence(ownLicence)}</p>
        <details className={styles.licences}>
          <summary>{t.licencesOf}</summary>
          <p className={styles.hint}>{t.licencesHint}</p>
          <ul className={styles.licenceList}>
            {licences.map(({ name, licence }) => (
              <li key={name}>
                <bdi>{name}</bdi>
                <span className={styles.hint}>{licence}</span>
              </li>
            ))}
          </ul>
        </details>
      </Item>
    </>
  )
}
