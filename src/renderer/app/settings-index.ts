import { diagnosticsWords } from '../../strings/diagnostics.ts'
import { lockWords, loginWords } from '../../strings/logins.ts'
import { notificationWords } from '../../strings/notifications.ts'
import { settingsTexts as t } from '../../strings/settings.ts'
import { shortcutWords } from '../../strings/shortcuts.ts'
import { updateWords } from '../../strings/updates.ts'

export const settingsSections = [
  'appearance',
  'shortcuts',
  'lock',
  'notifications',
  'logins',
  'offline',
  'updates',
  'diagnostics',
  'about',
] as const
export type SettingsSection = (typeof settingsSections)[number]

export interface SettingEntry {
  id: string
  section: SettingsSection
  label: string
}

/** Every setting by name, for the search of the settings and for the palette. */
export function settingsIndex(): readonly SettingEntry[] {
  const lock = lockWords.settings
  const told = notificationWords.settings
  const care = diagnosticsWords.settings
  return [
    { id: 'theme', section: 'appearance', label: t.theme },
    { id: 'density', section: 'appearance', label: t.density },
    { id: 'language', section: 'appearance', label: t.language },
    { id: 'motion', section: 'appearance', label: t.motion },
    { id: 'shortcuts', section: 'shortcuts', label: shortcutWords.title },
    { id: 'lock-after', section: 'lock', label: lock.after },
    { id: 'unlock-by', section: 'lock', label: lock.unlockBy },
    { id: 'lock-with-screen', section: 'lock', label: lock.withScreen },
    { id: 'notify', section: 'notifications', label: t.sections.notifications },
    { id: 'notify-names', section: 'notifications', label: told.names },
    { id: 'background', section: 'notifications', label: told.background },
    { id: 'logins', section: 'logins', label: loginWords.title },
    { id: 'offline', section: 'offline', label: t.sections.offline },
    { id: 'updates', section: 'updates', label: updateWords.check },
    { id: 'update-channel', section: 'updates', label: updateWords.channel },
    { id: 'update-download', section: 'updates', label: updateWords.automatic },
    { id: 'log-level', section: 'diagnostics', label: care.level },
    { id: 'logs', section: 'diagnostics', label: care.logs },
    { id: 'diagnostics', section: 'diagnostics', label: care.diagnostics },
    { id: 'crash-reports', section: 'diagnostics', label: care.crashes },
    { id: 'safe-mode', section: 'diagnostics', label: care.safeMode },
    { id: 'version', section: 'about', label: t.version },
    { id: 'server', section: 'about', label: t.server },
    { id: 'licences', section: 'about', label: t.licencesOf },
  ]
}
