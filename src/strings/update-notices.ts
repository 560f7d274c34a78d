import { inLanguage } from './language.ts'

/** What is said of newer versions of Gatehouse while something else is on the screen. */
export const updateNotices = inLanguage('updateNotices', {
  available: (version: string) => `Gatehouse ${version} is there`,
  ready: (version: string) => `Gatehouse ${version} is ready to be installed`,
  updated: (version: string) => `Gatehouse was updated to ${version}`,
  'not-installed': (version: string) => `Gatehouse ${version} was not installed`,
  show: 'Show updates',
  pill: 'Update ready',
})
