import { list, plural } from './format.ts'
import { inLanguage } from './language.ts'

export const accountSettingsWords = inLanguage('accountSettingsWords', {
  details: {
    title: 'Account',
    name: 'Name',
    reference: 'Reference',
    plan: 'Plan',
    missing: {
      name: 'An account needs a name.',
      reference: 'An account needs a reference.',
      plan: 'Name a plan.',
    },
    byAdministrators: (environment: string) => `Set by the administrators of ${environment}.`,
    environment: 'Environment',
    created: 'Created',
    id: 'Account ID',
    save: 'Save',
    discard: 'Discard',
    done: (account: string) => `${account} changed`,
    changedMeanwhile:
      'Somebody changed this account since you began. Look at what it is now before you save.',
    takeTheirs: 'Show what it is now',
    keepMine: 'Keep what I wrote',
  },
  label: {
    title: 'Only for you',
    none: 'You call it nothing else, and gave it neither colour nor tags.',
    alias: 'Your name for it',
    colour: 'Colour',
    tags: 'Tags',
    tagList: (tags: readonly string[]) => list(tags, tags.length),
    change: 'Change...',
  },
  owner: {
    title: 'Owner',
    is: (name: string) => `${name} owns this account and may do everything in it.`,
    you: 'You own this account and may do everything in it.',
    none: 'Nobody owns this account.',
    unknown: 'Who owns it is shown to those who may see its users.',
    show: 'Open in Users',
    transfer: 'Transfer ownership...',
    transferReason: 'The owner transfers it, or an administrator of the environment.',
    choose: 'Choose an owner...',
  },
  device: {
    title: 'On this computer',
    keep: 'Keep this account on this computer',
    kept: (rows: number) => `${plural(rows, 'row', 'rows')}, to be read and searched without a connection.`,
    notKept: 'Not kept: nothing of it can be read here.',
    onItsWay: 'It is being read from the server.',
    removed: (account: string) => `${account} removed from this computer`,
    keptNow: (account: string) => `${account} is kept on this computer`,
  },
  status: {
    title: 'Status',
    says: {
      active: 'Active: it can be worked in.',
      suspended: 'Suspended: it can be read, and nobody opens anything in it. Nothing is deleted.',
      closed: 'Closed: it can be read, and reopened or deleted.',
    },
    byAdministrators: (environment: string) =>
      `The administrators of ${environment} suspend, close and delete accounts. Ask them.`,
  },
  leave: {
    title: 'Leave',
    says: (account: string) =>
      `You lose your access to ${account}, and all of it is removed from this computer. Only somebody who may invite users can bring you back.`,
    button: 'Leave this account...',
    owner: 'You own this account. Transfer the ownership to another user first, then you can leave.',
    noMembership: 'You see this account as an administrator of its environment and are not a user of it.',
    dialog: (account: string) => `Leave ${account}?`,
    verb: (account: string) => `Leave ${account}`,
    unsent: (count: number) =>
      `${plural(count, 'change of yours', 'changes of yours')} in it ${count === 1 ? 'is' : 'are'} still waiting to be sent and would be refused.`,
    done: (account: string) => `You left ${account}`,
  },
})
