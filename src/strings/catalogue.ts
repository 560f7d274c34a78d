/**
 * All words there are, for what must have each of them: a translation, and its tests. Types alone, so that nothing is
 * loaded by it. A new file of words needs its line here.
 */
type Files = typeof import('./access.ts') &
  typeof import('./access-changes.ts') &
  typeof import('./access-search.ts') &
  typeof import('./account-settings.ts') &
  typeof import('./accounts.ts') &
  typeof import('./actions.ts') &
  typeof import('./activity.ts') &
  typeof import('./applications.ts') &
  typeof import('./bulk.ts') &
  typeof import('./charts.ts') &
  typeof import('./common.ts') &
  typeof import('./dashboard.ts') &
  typeof import('./diagnostics.ts') &
  typeof import('./duplicates.ts') &
  typeof import('./environment-names.ts') &
  typeof import('./environments.ts') &
  typeof import('./first-steps.ts') &
  typeof import('./format.ts') &
  typeof import('./intents.ts') &
  typeof import('./invitations.ts') &
  typeof import('./links.ts') &
  typeof import('./loading.ts') &
  typeof import('./logins.ts') &
  typeof import('./matrix.ts') &
  typeof import('./native.ts') &
  typeof import('./notifications.ts') &
  typeof import('./offline.ts') &
  typeof import('./ownership.ts') &
  typeof import('./people-runs.ts') &
  typeof import('./permission-editor.ts') &
  typeof import('./permissions.ts') &
  typeof import('./portfolio.ts') &
  typeof import('./problems.ts') &
  typeof import('./reviews.ts') &
  typeof import('./review-file.ts') &
  typeof import('./security.ts') &
  typeof import('./services.ts') &
  typeof import('./settings.ts') &
  typeof import('./shell.ts') &
  typeof import('./shortcuts.ts') &
  typeof import('./sync.ts') &
  typeof import('./table.ts') &
  typeof import('./templates.ts') &
  typeof import('./update-notices.ts') &
  typeof import('./updates.ts') &
  typeof import('./users.ts') &
  typeof import('./verify.ts')

/** Groups of words are objects and lists; a file's functions and key names are no words of their own. */
type GroupName = {
  [Name in keyof Files]: Files[Name] extends string | ((...given: never[]) => unknown) ? never : Name
}[keyof Files]

/** Each group of words, by its name. */
export type Catalogue = { readonly [Name in GroupName]: Files[Name] }
