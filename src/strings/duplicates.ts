import type { DuplicateReason } from '@gatehouse/contract'
import { number, plural } from './format.ts'
import { inLanguage } from './language.ts'

export const duplicateReasons: Record<DuplicateReason, string> = inLanguage('duplicateReasons', {
  mailbox: 'Mail to both addresses arrives in one mailbox',
  name_and_local_part: 'Same name, and the same address before the @',
  name: 'Same name, and one is a legacy login',
})

export const duplicateWords = inLanguage('duplicateWords', {
  banner: (count: number) => plural(count, 'likely duplicate', 'likely duplicates'),
  bannerReason: 'Some people seem to have more than one login here.',
  look: 'Look at them',
  title: 'Likely duplicates',
  subtitle: (count: number) =>
    `${plural(count, 'login looks', 'logins look')} like another one of the same person. You decide.`,
  pairOf: (name: string) => `Logins of ${name}`,
  why: 'Why',
  keep: 'Keep',
  remove: 'Remove',
  keepThis: 'Keep this one instead',
  keepThisOf: (email: string) => `Keep this one instead: ${email}`,
  keptOwner: 'The owner is never removed.',
  keptYou: 'This is you.',
  facts: {
    login: 'Login',
    role: 'Role',
    status: 'Status',
    lastActive: 'Last active',
    joined: 'Joined',
    grants: 'Granted',
    permissions: 'Permissions',
  },
  legacy: 'Legacy',
  shared: 'One login for all accounts',
  noGrants: 'Nothing',
  copy: (count: number, email: string) =>
    `Give ${plural(count, 'grant', 'grants')} that only this one has to ${email}`,
  nothingToCopy: 'The one that stays has all of its grants already.',
  removeThis: (email: string) => `Remove ${email}`,
  removed: (email: string) => `${email} was removed`,
  removedDetail: (kept: string) => `${kept} stays.`,
  removedWith: (kept: string, count: number) =>
    `${kept} stays, and has ${plural(count, 'grant', 'grants')} more.`,
  more: (count: number) => `${number(count)} more are shown once these are dealt with.`,
  none: 'No likely duplicates',
  noneReason: 'Nobody seems to have two logins in this account.',
})
