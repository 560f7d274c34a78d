import { number, plural } from './format.ts'
import { inLanguage } from './language.ts'

const permissions = (count: number) => plural(count, 'permission', 'permissions')

/** Words of an account's own sets of permissions. */
export const templateWords = inLanguage('templateWords', {
  title: 'Templates',
  of: (account: string) => `Templates of ${account}`,
  hint: 'Sets of permissions under a name. Giving one copies it: who has it keeps what they have when it changes.',
  columns: { name: 'Template', account: 'Account', permissions: 'Permissions' },
  tableOf: (environment: string) => `Templates of the accounts of ${environment}`,
  find: 'Find by template or account',
  count: (shown: number, all: number) =>
    shown === all
      ? plural(all, 'template', 'templates')
      : `${number(shown)} of ${plural(all, 'template', 'templates')}`,
  permissionCount: permissions,
  create: 'New template',
  edit: 'Edit...',
  editNamed: (name: string) => `Edit ${name}`,
  delete: 'Delete',
  openAccount: (account: string) => `Open ${account}`,
  empty: 'No templates yet',
  emptyReason:
    'Where none of the roles fits, a template saves choosing the same permissions again and again.',
  noMatch: 'Nothing matches',
  noMatchReason: 'No template and no account has these letters in its name.',
  chooseAccount: 'For which account?',
  chooseHint: 'A template belongs to one account.',
  findAccount: 'Find an account',
  accountsFound: (count: number) => plural(count, 'account', 'accounts'),
  more: (count: number) => `and ${number(count)} more: type to narrow them down`,
  form: {
    newTitle: 'New template',
    name: 'Name',
    nameMissing: 'Give the template a name.',
    nameTooLong: (most: number) => `At most ${number(most)} letters.`,
    nameTaken: 'Another template of the account has this name.',
    nothing: 'Choose at least one permission.',
    startFrom: 'Start from',
    startFromHint: 'Puts the permissions of a role in place of those chosen below.',
    nothingYet: 'Choose a role',
    chosen: (count: number, all: number) => `${number(count)} of ${permissions(all)} chosen`,
    lacking: 'You lack it yourself, so you can not put it in.',
    billing: 'enforced by the billing system',
    save: 'Save',
    submit: 'Create',
    keeps: 'Whoever was given it before keeps what they have.',
    gone: 'This template is no longer here.',
  },
  created: (name: string, account: string) => `Template ${name} created in ${account}`,
  saved: (name: string) => `Template ${name} saved`,
  deleted: (name: string, account: string) => `Template ${name} deleted from ${account}`,
})
