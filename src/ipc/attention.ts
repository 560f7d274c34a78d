/**
 * Why an account may need somebody, the most pressing first. Plain lists: the window reads them without what checks
 * answers.
 */
export const attentionReasons = [
  'changes',
  'no-owner',
  'no-way-in',
  'suspended',
  'reviews',
  'invitations',
  'ending',
  'one-admin',
  'renewals',
  'inactive-applications',
  'not-seen',
] as const
export type AttentionReasonKind = (typeof attentionReasons)[number]

/** `urgent`: somebody can't work, or nobody is in charge. `soon`: it will be so. `look`: worth a look. */
export const attentionLevels = ['urgent', 'soon', 'look'] as const
export type AttentionLevel = (typeof attentionLevels)[number]

export const levelOfReason: Record<AttentionReasonKind, AttentionLevel> = {
  changes: 'urgent',
  'no-owner': 'urgent',
  'no-way-in': 'urgent',
  suspended: 'urgent',
  reviews: 'soon',
  invitations: 'soon',
  ending: 'soon',
  'one-admin': 'soon',
  renewals: 'soon',
  'inactive-applications': 'soon',
  'not-seen': 'look',
}

/** Besides single reasons a list may be narrowed to several at once: any, and who is in charge. */
export const attentionFilters = ['any', 'owners', ...attentionReasons] as const
export type AttentionFilter = (typeof attentionFilters)[number]

/** What an application asked for has to do with an account. */
export const applicationRelations = ['with', 'without'] as const

export const accountSorts = ['name', 'users', 'activity', 'attention'] as const
export type AccountSort = (typeof accountSorts)[number]

/** `look`: pending for more than a week, or expired within the last month. */
export const invitationStates = [
  'any',
  'look',
  'pending',
  'expired',
  'accepted',
  'declined',
  'revoked',
] as const
export type InvitationStateFilter = (typeof invitationStates)[number]

/** Days since an invitation was sent, at least. */
export const invitationAges = ['any', '1', '7', '14', '30'] as const
export type InvitationAge = (typeof invitationAges)[number]

/** What is written to a file. */
export const exportedLists = ['attention', 'accounts', 'invitations', 'activity', 'coverage'] as const
export type ExportedList = (typeof exportedLists)[number]
