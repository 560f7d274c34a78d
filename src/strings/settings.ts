import { inLanguage } from './language.ts'
import { fileSize } from './offline.ts'

/** Words of the settings screen: its sections, its search, what each setting is called and what it does. */
export const settingsTexts = inLanguage('settingsTexts', {
  find: 'Find a setting',
  sections: {
    appearance: 'Appearance',
    shortcuts: 'Keyboard shortcuts',
    lock: 'Lock',
    notifications: 'Notifications',
    logins: 'Logins',
    offline: 'Offline data',
    updates: 'Updates',
    diagnostics: 'Logs and diagnostics',
    about: 'About',
  },
  jump: 'Sections of the settings',
  nothing: 'No setting has these words',
  nothingReason: (typed: string) => `Nothing here is called "${typed}".`,
  /** Said when a setting was changed, and when a switch was turned. */
  changed: (setting: string, value: string) => `${setting}: ${value}.`,
  on: 'on',
  off: 'off',
  theme: 'Theme',
  themeHint: 'High contrast follows the system.',
  density: 'Row height',
  densityHint: 'Compact shows more of a long list.',
  motion: 'Motion',
  motionHint: 'Follows the system: where it asks for less motion, nothing moves here.',
  language: 'Language',
  offlineHint: (bytes: number) =>
    `${fileSize(bytes)} on this computer, encrypted, so that you can work without a connection.`,
  offlineOpen: 'Open Offline data',
  offlineWipe: 'Wipe or choose accounts there: it says first what would be lost.',
  server: 'Server',
  version: 'Version',
  platform: 'Kind of computer',
  signedInAs: 'Signed in as',
  licence: (name: string) => `Gatehouse is free software under the ${name} licence.`,
  licencesOf: 'Made with the work of others',
  licencesHint: 'Programs that are part of it, each under its own licence.',
  copyVersion: 'Copy',
  versionCopied: 'The version is on the clipboard',
})
