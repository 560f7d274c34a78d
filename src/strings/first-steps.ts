import { number, plural } from './format.ts'
import { inLanguage } from './language.ts'

/** The card of first steps. */
export const firstStepWords = inLanguage('firstStepWords', {
  title: 'First steps',
  progress: (done: number, all: number) => `${number(done)} of ${number(all)} done`,
  allDone: 'All done. What you need stands in the search above.',
  hide: 'Hide',
  hideLabel: 'Hide the first steps',
  hidden: 'First steps hidden',
  isDone: 'Done',
  isOpen: 'To do',
  accept: {
    title: 'Answer your invitations',
    detail: (count: number) => `${plural(count, 'invitation waits', 'invitations wait')} for you`,
    none: 'None waits for you',
    action: 'Look at them',
  },
  pin: {
    title: 'Pin accounts',
    detail: (keys: string) => `They stay on top, and ${keys} opens the first`,
    action: (account: string) => `Pin ${account}`,
  },
  palette: {
    title: 'Search everything',
    detail: 'Accounts, people, applications and what can be done',
    action: (keys: string) => `Try ${keys}`,
  },
  invite: {
    title: 'Invite somebody',
    detail: 'One, or a whole list at once',
    action: (account: string) => `Invite to ${account}`,
  },
  assign: {
    title: 'Assign an application',
    detail: 'To an account, and to its users',
    action: (account: string) => `Assign in ${account}`,
  },
  twoFactor: {
    title: 'Turn on two-factor sign-in',
    detail: 'A second proof that it is you',
    action: 'Sessions and two-factor',
  },
})
