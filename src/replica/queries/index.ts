import type { Result } from '@gatehouse/contract'
import { type QueryInput, type QueryOutput, queries } from '../../ipc/contract.ts'
import type { Sql } from '../database.ts'
import type { ReplicaQueryName } from '../port.ts'
import { findAccessAccounts } from './access-accounts.ts'
import { changesEverywhere, changesInAccount } from './access-changes.ts'
import { findAccess, listSearches } from './access-find.ts'
import { getAccessMatrix } from './access-matrix.ts'
import { getAccessOfPerson } from './access-person.ts'
import { getAccountSettings } from './account-settings.ts'
import { getAccount, listAccounts } from './accounts.ts'
import { getFacets, listActivity, pageActivity } from './activity.ts'
import { inverseOfEntry } from './activity-inverse.ts'
import { listApplications, listApplicationUsers, listAssignable } from './applications.ts'
import { getReceipt, listBulkApplications, previewBulk } from './bulk.ts'
import { getCharts } from './charts.ts'
import type { Handler, QueryContext } from './context.ts'
import { getDashboard } from './dashboard.ts'
import { getReplicaFigures } from './diagnostics.ts'
import { findDuplicates } from './duplicates.ts'
import { listEnvironmentAccounts } from './environment-accounts.ts'
import { getEnvironment, listEnvironmentApplications, listEnvironments } from './environments.ts'
import { findHeirs } from './heirs.ts'
import { previewImpact, previewImpacts } from './impact.ts'
import { listInvitations, listMyInvitations } from './invitations.ts'
import { knownInAccounts } from './invite-known.ts'
import { getJoiner } from './joiner.ts'
import { getLeaver } from './leaver.ts'
import { listNotifications } from './notifications.ts'
import { getOfflineSummary, getRecovery, listOfflineAccounts } from './offline.ts'
import { listOutbox } from './outbox.ts'
import { getPortfolio } from './portfolio.ts'
import { getAccountFacets, getDirectory, matchAccounts, pageAccounts } from './portfolio-accounts.ts'
import { pageAnyActivity } from './portfolio-activity.ts'
import { getCoverage } from './portfolio-coverage.ts'
import { pageInvitations } from './portfolio-invitations.ts'
import { getAccessDocument, getReviewDocuments } from './review-documents.ts'
import { getReviewCell, getReviewMatrix, getReviewPlaces } from './review-matrix.ts'
import { findReviewers, planCampaign } from './review-plan.ts'
import { getReviewSummary } from './review-summary.ts'
import { getReview, listReviews, pageReviews } from './reviews.ts'
import { getRoles } from './roles.ts'
import { findSamePerson } from './same-person.ts'
import { findAnything, findPerson } from './search.ts'
import { listServices } from './services.ts'
import { listEnvironmentTemplates, listTemplates } from './templates.ts'
import { getUser, listUsers } from './users.ts'
import { pageKeys, pageUsers, someUsers } from './users-page.ts'
import { whoHasAccess } from './who.ts'

const handlers: { [N in ReplicaQueryName]: Handler<N> } = {
  'access.who': whoHasAccess,
  'access.find': findAccess,
  'access.accounts': findAccessAccounts,
  'access.person': getAccessOfPerson,
  'access.searches': listSearches,
  'access.matrix': getAccessMatrix,
  'access.document': getAccessDocument,
  'reviews.documents': getReviewDocuments,
  'reviews.list': listReviews,
  'reviews.page': pageReviews,
  'reviews.get': getReview,
  'reviews.matrix': getReviewMatrix,
  'reviews.places': getReviewPlaces,
  'reviews.cell': getReviewCell,
  'reviews.summary': getReviewSummary,
  'reviews.plan': planCampaign,
  'reviews.candidates': findReviewers,
  'accounts.list': listAccounts,
  'accounts.get': getAccount,
  'accounts.page': pageAccounts,
  'accounts.matching': matchAccounts,
  'accounts.facets': getAccountFacets,
  'accounts.directory': getDirectory,
  'portfolio.get': getPortfolio,
  'portfolio.coverage': getCoverage,
  'portfolio.invitations': pageInvitations,
  'portfolio.activity': pageAnyActivity,
  'dashboard.get': getDashboard,
  'dashboard.charts': getCharts,
  'accounts.settings': getAccountSettings,
  'applications.list': listApplications,
  'applications.assignable': listAssignable,
  'applications.impact': previewImpact,
  'applications.impacts': previewImpacts,
  'applications.users': listApplicationUsers,
  'users.list': listUsers,
  'users.get': getUser,
  'users.page': pageUsers,
  'users.keys': pageKeys,
  'users.some': someUsers,
  'users.duplicates': findDuplicates,
  'users.roles': getRoles,
  'invitations.list': listInvitations,
  'invitations.known': knownInAccounts,
  'invitations.mine': listMyInvitations,
  'services.list': listServices,
  'activity.list': listActivity,
  'activity.page': pageActivity,
  'activity.facets': getFacets,
  'activity.inverse': inverseOfEntry,
  'outbox.list': listOutbox,
  'search.find': findAnything,
  'search.person': findPerson,
  'bulk.receipt': getReceipt,
  'bulk.applications': listBulkApplications,
  'bulk.preview': previewBulk,
  'notifications.list': listNotifications,
  'environments.list': listEnvironments,
  'environments.get': getEnvironment,
  'environments.accounts': listEnvironmentAccounts,
  'environments.applications': listEnvironmentApplications,
  'environments.templates': listEnvironmentTemplates,
  'templates.list': listTemplates,
  'offline.summary': getOfflineSummary,
  'offline.recovery': getRecovery,
  'offline.accounts': listOfflineAccounts,
  'people.same': findSamePerson,
  'people.leaver': getLeaver,
  'people.heirs': findHeirs,
  'people.joiner': getJoiner,
  'changes.inAccount': changesInAccount,
  'changes.everywhere': changesEverywhere,
  'diagnostics.replica': getReplicaFigures,
}

/**
 * Answers a query from the tables, as the principal may see them: `not_found` for an account that isn't here,
 * `forbidden` where a permission is lacking.
 */
export function answer<N extends ReplicaQueryName>(
  sql: Sql,
  name: N,
  input: QueryInput<N>,
  now: Date,
): Result<QueryOutput<N>> {
  const handle = handlers[name] as (context: QueryContext, input: unknown) => Result<QueryOutput<N>>
  return handle({ sql, now }, queries[name].input.parse(input))
}
