// What administrators of an environment do with an account as a whole: the same from its own settings as from the list
// of the environment's accounts. A feature reaches another one through here alone.
export { AccountDialog, type PendingAccountChange } from '../features/environments/account-dialogs.tsx'
export { useAccountMenu } from '../features/environments/account-menu.ts'
