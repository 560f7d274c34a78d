import { fold } from '../../../ipc/fold.ts'
import { settingsTexts as t } from '../../../strings/settings.ts'
import { type SettingEntry, type SettingsSection, settingsIndex } from '../../app/settings-index.ts'

export interface Looking {
  /** Folded; '' finds everything. */
  asked: string
  /** What the commands are called whose keys are in the list of shortcuts. */
  commands: readonly string[]
}

/** Whether one setting is what is looked for: by its own name, its section's, or that of a command with keys. */
export function isItemFound(id: string, looking: Looking): boolean {
  const entry = settingsIndex().find((each) => each.id === id)
  return entry === undefined || isEntryFound(entry, looking)
}

/** Whether a section has any setting that is looked for. */
export function isSectionFound(section: SettingsSection, looking: Looking): boolean {
  return settingsIndex().some((entry) => entry.section === section && isEntryFound(entry, looking))
}

function isEntryFound({ id, section, label }: SettingEntry, { asked, commands }: Looking): boolean {
  if (asked === '') return true
  const names = [label, t.sections[section], ...(id === 'shortcuts' ? commands : [])]
  return names.some((name) => fold(name).includes(asked))
}
