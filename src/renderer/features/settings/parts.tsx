import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react'
import { fold } from '../../../ipc/fold.ts'
import { settingsTexts as t } from '../../../strings/settings.ts'
import { type SettingsSection, settingsIndex } from '../../app/settings-index.ts'
import styles from './settings.module.css'

interface Finding {
  /** Folded; '' shows everything. */
  asked: string
  /** The setting to begin at. */
  item: string | null
  /** Reads a change out, politely. */
  say: (text: string) => void
}

export const FindingContext = createContext<Finding>({ asked: '', item: null, say: () => {} })

/** Reads out what a setting is now. */
export function useSayChange(): (setting: string, value: string | boolean) => void {
  const { say } = useContext(FindingContext)
  return (setting, value) => say(t.changed(setting, typeof value === 'string' ? value : value ? t.on : t.off))
}

function isNamed(words: string, asked: string): boolean {
  return asked === '' || fold(words).includes(asked)
}

/** Whether a section has what is looked for: in its own name, in a setting of it, or in words it names besides. */
export function useIsFound(section: SettingsSection, also = ''): boolean {
  const { asked } = useContext(FindingContext)
  const names = settingsIndex().filter((entry) => entry.section === section)
  return [t.sections[section], also, ...names.map(({ label }) => label)].some((name) => isNamed(name, asked))
}

/** Sections of the settings that have what was typed. */
export function sectionsFound(asked: string, sections: readonly SettingsSection[], also: string): number {
  const entries = settingsIndex()
  return sections.filter(
    (section) =>
      isNamed(t.sections[section], asked) ||
      (section === 'shortcuts' && isNamed(also, asked)) ||
      entries.some((entry) => entry.section === section && isNamed(entry.label, asked)),
  ).length
}

interface SectionProps {
  section: SettingsSection
  /** More words by which it is found. */
  also?: string
  children: ReactNode
}

export function Section({ section, also = '', children }: SectionProps) {
  const isFound = useIsFound(section, also)
  if (!isFound) return null
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
  const { asked, item } = useContext(FindingContext)
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (item !== id) return
    element.current?.scrollIntoView({ block: 'center' })
    element.current?.querySelector<HTMLElement>('input:checked, input, button, [tabindex="0"]')?.focus()
  }, [item, id])
  const entry = settingsIndex().find((each) => each.id === id)
  const isFound =
    asked === '' || !entry || isNamed(entry.label, asked) || isNamed(t.sections[entry.section], asked)
  return (
    <div ref={element} className={styles.item} hidden={!isFound} data-begun={item === id || undefined}>
      {children}
    </div>
  )
}
