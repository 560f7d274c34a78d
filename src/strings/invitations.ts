import type { InvitationStatus } from '@gatehouse/contract'
import { number, plural } from './format.ts'
import { inLanguage } from './language.ts'

const invitations = (count: number) => plural(count, 'invitation', 'invitations')

export const invitationStatusNames: Record<InvitationStatus, string> = inLanguage('invitationStatusNames', {
  pending: 'Pending',
  accepted: 'Accepted',
  declined: 'Declined',
  revoked: 'Revoked',
  expired: 'Expired',
})

export const invitationWords = inLanguage('invitationWords', {
  columns: {
    address: 'Address',
    role: 'Role',
    status: 'Status',
    applications: 'Applications',
    invitedBy: 'Invited by',
    sent: 'Sent',
    expires: 'Expires',
  },
  tableOf: (account: string) => `Invitations of ${account}`,
  find: 'Find an invitation',
  count: (count: number) => invitations(count),
  countFound: (count: number, all: number) => `${number(count)} of ${invitations(all)}`,
  filterByStatus: 'Show',
  anyStatus: 'All states',
  statusOption: (name: string, count: number) => `${name} (${number(count)})`,
  inviteButton: 'Invite',
  noApplications: 'None',
  menu: { copyLink: 'Copy link', resend: 'Resend', revoke: 'Revoke...', copyAddress: 'Copy address' },
  reasons: {
    offlineLink: 'A link is made by the server, so this needs a connection.',
    waiting: 'It has not reached the server yet.',
    notPending: (state: string) => `It is ${state.toLowerCase()}.`,
  },
  copiedLink: 'Link copied',
  copiedLinkDetail: 'Whoever holds it can answer the invitation, so hand it over with care.',
  copiedAddress: (email: string) => `${email} copied`,
  resent: (email: string) => `Invitation to ${email} sent again`,
  resentDetail: 'The earlier link no longer works.',
  revoke: {
    title: 'Revoke this invitation?',
    body: (email: string) =>
      `The link sent to ${email} stops working. To let them in later, invite them again.`,
    verb: 'Revoke invitation',
    done: (email: string) => `Invitation to ${email} revoked`,
  },
  empty: {
    title: 'No invitations yet',
    reason: (account: string) => `Nobody has been invited to ${account} from here.`,
  },
  nothingFound: 'No invitation matches',
  nothingFoundReason: 'Try another state, or clear the filter.',

  invite: {
    title: (account: string) => `Invite to ${account}`,
    addresses: 'E-mail addresses',
    addressesHint: 'One or many: paste lines, or part them with commas or semicolons.',
    addressesRequired: 'Enter at least one address.',
    verdicts: {
      ok: 'Will be invited',
      member: 'A user of this account already',
      invited: 'Has a pending invitation already',
      invalid: 'Not an e-mail address',
      duplicate: 'Entered twice',
    },
    judged: (ok: number, others: number) =>
      others === 0
        ? `${invitations(ok)} to send`
        : `${invitations(ok)} to send, ${plural(others, 'line', 'lines')} left out`,
    verdictList: 'What becomes of each address',
    line: (line: number) => `Line ${number(line)}`,
    removeOthers: 'Remove those left out',
    role: 'Role',
    roleTooMuch: (lacking: string, more: number) =>
      more === 0
        ? `Holds ${lacking}, which you lack.`
        : `Holds ${lacking} and ${number(more)} more that you lack.`,
    roleHints: {
      admin: 'Everything but signing off reviews',
      technician: 'Assigns applications and invites users',
      billing: 'Services, invoices and quotes',
      viewer: 'Looks at everything, changes nothing',
    },
    applications: 'Applications',
    applicationsHint: 'Granted when the invitation is accepted.',
    noneOnAccount: 'The account has no applications yet.',
    findApplication: 'Find an application',
    notIntegrated: 'not integrated yet',
    message: 'Message',
    messageHint: 'Stands in the e-mail, above the link. Optional.',
    days: 'Days until it expires',
    daysHint: (max: number) => `From 1 to ${number(max)}`,
    daysWrong: (max: number) => `Enter a whole number from 1 to ${number(max)}.`,
    daysWrongShort: 'Correct the days until it expires first.',
    chosen: (count: string) => `${count} chosen`,
    andMore: (count: string) => `and ${count} more`,
    backToForm: 'Back to the form',
    send: (count: number) => (count === 0 ? 'Send' : `Send ${invitations(count)}`),
    sent: (count: number) => `${invitations(count)} sent`,
    queued: (count: number) => `${invitations(count)} saved`,
    sentLine: 'On its way',
    queuedLine: 'Waiting for a connection',
    results: (sent: number, failed: number) =>
      failed === 0 ? `${number(sent)} done` : `${number(sent)} done, ${number(failed)} failed`,
    resultList: 'Result of each address',
    retry: 'Retry failed',
    inviteMore: 'Invite more',
    done: 'Done',
    discardDraft: 'Discard draft',
  },
})

export const myInvitationWords = inLanguage('myInvitationWords', {
  title: 'My invitations',
  subtitle: (count: number) => `${invitations(count)} waiting for your answer`,
  listLabel: 'Invitations to me',
  from: (inviter: string, role: string) => `${inviter} invites you as ${role}`,
  applications: (names: string) => `With ${names}`,
  to: (email: string) => `Sent to ${email}`,
  expires: 'Expires',
  accept: 'Accept',
  decline: 'Decline',
  acceptOf: (account: string) => `Accept the invitation to ${account}`,
  declineOf: (account: string) => `Decline the invitation to ${account}`,
  accepted: (account: string) => `You are a user of ${account} now`,
  declined: (account: string) => `Invitation to ${account} declined`,
  offline: 'Answering an invitation needs a connection to the server.',
  declineConfirm: {
    title: (account: string) => `Decline the invitation to ${account}?`,
    body: (inviter: string) =>
      `It can not be accepted afterwards. ${inviter} would have to invite you again.`,
    verb: 'Decline invitation',
  },
  empty: {
    title: 'No invitation waits for you',
    reason: 'When somebody invites you to an account, it stands here. A link from an e-mail can be pasted.',
    action: 'Paste a link',
  },
})
