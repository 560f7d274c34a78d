import { inLanguage } from './language.ts'

export const ownershipWords = inLanguage('ownershipWords', {
  title: (account: string) => `Transfer the ownership of ${account}?`,
  now: 'Owner now',
  nobody: 'Nobody',
  next: 'Owner from now on',
  gets: (name: string) => `${name} gets every permission, and can not be edited, suspended or removed.`,
  lastsForEver: 'The end date of their membership is dropped.',
  youBecome: 'You stay as',
  theyBecome: (name: string) => `${name} stays as`,
  noWayBack: 'Only the new owner can give it back.',
  verb: (name: string | null) => (name ? `Transfer to ${name}` : 'Transfer'),
  done: (name: string, account: string) => `${name} owns ${account} now`,
  choose: 'Who becomes the owner?',
  find: 'Find a user',
  candidates: 'Active users',
  nobodyFound: 'No active user matches.',
  chooseFirst: 'Choose who becomes the owner.',
})
