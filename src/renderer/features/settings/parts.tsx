import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react'
import { settingsTexts as t } from '../../../strings/settings.ts'
import type { SettingsSection } from '../../app/settings-index.ts'
import { isItemFound, isSectionFound, type Looking } from './finding.ts'
import styles from './settings.module.css'

interface Finding extends Looking {
  /** The setting to begin at. */
  item: string | null
  /** Reads a change out, politely. */
  say: (text: string) => void
}

export const FindingContext = createContext<Finding>({ asked: '', commands: [], item: null, say: () => {} })

/** Reads out what a setting is now. */
export function useSayChange(): (setting: string, value: string | boolean) => void {
  const { say } = useContext(FindingContext)
  return (setting, value) => say(t.changed(setting, typeof value === 'string' ? value : value ? t.on : t.off))
}

interface SectionProps {
  section: SettingsSection
  children: ReactNode
}

export function Section({ section, children }: SectionProps) {
  const looking = useContext(FindingContext)
  if (!isSectionFound(section, looking)) return null
  return (
    <section
      id={`settings-${section}`}
      className={styles.group}
      aria-labelledby={`settings-title-${section}`}
    >
      <h2 id={`settings-title-${section}`} className={styles.title}>
        {t.sections[section]}
      </h2>
      {children}
    </section>
  )
}

interface ItemProps {
  /** As the index of the settings calls it. */
  id: string
  children: ReactNode
}

/** One setting: hidden while something else is looked for, and gone to when it was chosen elsewhere. */
export function Item({ id, children }: ItemProps) {
  const looking = useContext(FindingContext)
  const { item } = looking
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (item !== id) return
    element.current?.scrollIntoView({ block: 'center' })
    element.current?.querySelector<HTMLElement>('input:checked, input, button, [tabindex="0"]')?.focus()
  }, [item, id])
  return (
    <div
      ref={element}
      className={styles.item}
      hidden={!isItemFound(id, looking)}
      data-begun={item === id || undefined}
    >
      {children}
    </div>
  )
}
