import type { ReactNode } from 'react'
import { words } from '../../../strings/common.ts'
import { later } from '../../ui/later.tsx'
import { Mark } from '../mark.tsx'
import { isSafeMode } from '../safe-mode.ts'
import { mainId } from '../use-focus-handed-on.ts'
import styles from './start.module.css'

const SafeModeBanner = later(
  async () => (await import('../../features/diagnostics/safe-mode-banner.tsx')).SafeModeBanner,
)

/** The quiet frame of everything before there are accounts to show. */
export function StartFrame({ children }: { children: ReactNode }) {
  return (
    <main id={mainId} tabIndex={-1} className={styles.frame}>
      <div className={styles.column}>
        <div className={styles.brand}>
          <Mark size={30} />
          <span>{words.appName}</span>
        </div>
        {isSafeMode && <SafeModeBanner />}
        {children}
      </div>
    </main>
  )
}
