import { useDeferredValue, useState } from 'react'
import { templateWords as t } from '../../../strings/templates.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { EnvironmentMark } from '../../ui/environment-badge.tsx'
import { Name } from '../../ui/name.tsx'
import { Dialog } from '../../ui/overlay.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useRoving } from '../../ui/use-roving.ts'
import type { OfEnvironment } from './environment-screen.tsx'
import styles from './environments.module.css'
import { useAccountsPage } from './use-accounts-page.ts'

interface ChooseAccountProps extends OfEnvironment {
  onChosen: (accountId: string) => void
  onClose: () => void
}

/** More than these aren't read through; a few letters narrow them down. */
const most = 40

/** One account of the environment, by a few letters of its name. */
export function ChooseAccount({ environment, onChosen, onClose }: ChooseAccountProps) {
  const [text, setText] = useState('')
  const find = useDeferredValue(text)
  const { data } = useAccountsPage(
    environment.id,
    { find, status: 'active', withoutOwner: false },
    { by: 'name', descending: false },
    { offset: 0, limit: most },
  )
  const found = data?.rows ?? []
  const roving = useRoving({ count: found.length })
  return (
    <Dialog
      isOpen
      title={t.chooseAccount}
      subtitle={<EnvironmentMark environment={environment} />}
      onClose={onClose}
    >
      <p className={styles.muted}>{t.chooseHint}</p>
      <SearchField label={t.findAccount} value={text} onChange={setText} autoFocus />
      <p role="status" className={styles.muted}>
        {data && t.accountsFound(data.total)}
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the buttons inside */}
      <div ref={roving.container} onKeyDown={roving.onKeyDown} className={styles.choices}>
        <ul aria-label={t.findAccount}>
          {found.map(({ id, name, reference }, index) => (
            <li key={id}>
              <button
                type="button"
                className={styles.choice}
                data-entry={index}
                tabIndex={index === roving.current ? 0 : -1}
                onFocus={() => roving.setCurrent(index)}
                onClick={() => onChosen(id)}
              >
                <Avatar name={name} size={24} />
                <Name>{name}</Name>
                <bdi className={styles.muted}>{reference}</bdi>
              </button>
            </li>
          ))}
        </ul>
        {data && data.total > found.length && (
          <p className={styles.muted}>{t.more(data.total - found.length)}</p>
        )}
      </div>
    </Dialog>
  )
}
