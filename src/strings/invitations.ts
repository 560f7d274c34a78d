import type { InvitationStatus } from '@gatehouse/contract'
import { absoluteTime, list, number, plural, shortDate } from './format.ts'
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
  notSent: 'Not sent yet',
  endsOn: (at: string) => `Until ${shortDate(new Date(at))}`,
  anyoneMark: 'Anyone with the link',
  tableOf: (account: string) => `Invitations of ${account}`,
  find: 'Find an invitation',
  count: (count: number) => invitations(count),
  countFound: (count: number, all: number) => `${number(count)} of ${invitations(all)}`,
  filterByStatus: 'Show',
  anyStatus: 'All states',
  statusOption: (name: string, count: number) => `${name} (${number(count)})`,
  inviteButton: 'Invite',
  noApplications: 'None',
  menu: {
    edit: 'Change...',
    copyLink: 'Copy link',
    resend: 'Resend',
    revoke: 'Revoke',
    copyAddress: 'Copy address',
  },
  reasons: {
    offlineLink: 'A link is made by the server, so this needs a connection.',
    waiting: 'It has not reached the server yet.',
    notPending: (state: string) => `It is ${state.toLowerCase()}.`,
    nonePending: 'None of those chosen is pending.',
    noneToResend: 'None of those chosen is pending or expired.',
  },
  copiedLink: 'Link copied',
  copiedLinkDetail: 'Whoever holds it can answer the invitation, so hand it over with care.',
  copiedAddress: (email: string) => `${email} copied`,
  resent: (email: string) => `Invitation to ${email} sent again`,
  resentDetail: 'A new link goes out; the earlier one stops working.',
  resendMany: (count: number) => `Resend ${number(count)}`,
  resentMany: (count: number) => `${invitations(count)} sent again`,
  revokedMany: (count: number) => `${invitations(count)} revoked`,
  revokeMany: (count: number) => `Revoke ${number(count)}`,
  revoked: (email: string, account: string) => `Invitation of ${email} to ${account} revoked`,
  revokedDetail: 'Its link stops working.',
  revoke: {
    title: (count: number) => `Revoke ${invitations(count)}?`,
    body: (emails: readonly string[]) =>
      `The links sent to ${list(emails, 3)} stop working. To let them in later, invite them again.`,
    verb: (count: number) => `Revoke ${invitations(count)}`,
  },
  edit: {
    title: 'Change the invitation',
    subtitle: (email: string, account: string) => `${email}, to ${account}`,
    linkStays: 'The link that was sent stays good, and shows what is offered from now on.',
    keepExpiry: 'As it is',
    days: 'Days from now until it expires',
    daysHint: (at: string) => `Empty: it expires ${absoluteTime(new Date(at))}, as it does now.`,
    save: 'Save',
    unchanged: 'Nothing is changed yet.',
    changed: (email: string) => `Invitation of ${email} changed`,
    changedMeanwhile: 'Somebody changed it since you began. Below is your version on top of how it is now.',
    replacing: 'Saving takes the place of the change that was refused.',
    gone: 'This invitation is no longer pending, so it can not be changed.',
  },
  empty: {
    title: 'No invitations yet',
    reason: (account: string) => `Nobody has been invited to ${account} from here.`,
  },
  noPending: 'No invitation is pending',
  noPendingReason: 'All that were sent have been answered, revoked, or have expired.',
  showAll: 'Show all states',
  nothingFound: 'No invitation matches',
  nothingFoundReason: 'Try another state, or clear the filter.',

  invite: {
    title: (account: string) => `Invite to ${account}`,
    addresses: 'E-mail addresses',
    addressesHint: 'Type or paste them in any form, also with names, or out of a table.',
    addressesRequired: 'Enter at least one address.',
    nobodyToInvite: 'None of these can be invited.',
    chooseFile: 'Choose a CSV file',
    dropFile: 'or drop one here. Columns: email, name, role, applications, end date.',
    dropHere: 'Drop the file to read it',
    fileRead: (file: string, count: number) => `${plural(count, 'line', 'lines')} read from ${file}`,
    pastedTable: 'the clipboard',
    fileLeftOut: (count: number, from: number) =>
      `${plural(count, 'line', 'lines')} from line ${number(from)} on left out: at most 500 go out at once.`,
    fileIgnored: (columns: readonly string[]) =>
      columns.length === 1
        ? `Column not read: ${list(columns, 5)}.`
        : `Columns not read: ${list(columns, 5)}.`,
    fileNoAddresses: 'No column of this file holds e-mail addresses. Name one of them "email".',
    fileTooBig: 'This file is larger than 2 MB. Take the columns that are needed, or a part of the lines.',
    fileUnreadable: 'This file could not be read. Save it as CSV and try again.',
    removeFile: 'Remove the file',
    verdicts: {
      ok: 'Will be invited',
      mistyped: 'Will be invited, but looks mistyped',
      member: 'A user of this account already',
      suspended: 'A suspended user of this account',
      invited: 'Has a pending invitation already',
      duplicate: 'Stands here twice',
      invalid: 'Not an e-mail address',
      refused: 'Can not be given',
      later: 'Comes after these 500 are sent',
    },
    faults: {
      missing: 'No address stands here',
      'no-at': 'No @ in it',
      'two-ats': 'More than one @ in it',
      'no-name': 'Nothing stands before the @',
      'no-domain': 'Nothing stands after the @',
      'no-ending': 'Its domain has no ending such as .com',
      space: 'A space in it',
      dots: 'A dot in the wrong place',
      letters: 'Letters that addresses do not have',
      long: 'Longer than an address can be',
      other: 'Not an e-mail address',
    },
    refusals: {
      roleUnknown: (what: string) => `No role or template is called "${what}"`,
      roleOwner: 'Ownership is handed over, not offered',
      roleLacking: (lacking: string, more: number) =>
        more === 0
          ? `The role holds ${lacking}, which you lack`
          : `The role holds ${lacking} and ${number(more)} more that you lack`,
      applicationUnknown: (what: string) => `"${what}" is not an application of this account`,
      dateUnreadable: (what: string) => `"${what}" is no date: write it like 2026-12-31`,
      datePast: 'The end date has passed',
    },
    own: {
      applications: (names: readonly string[]) => list(names, 3),
      until: (at: string) => `until ${shortDate(new Date(at))}`,
    },
    judged: (ok: number, others: number) =>
      others === 0
        ? `${invitations(ok)} to send`
        : `${invitations(ok)} to send, ${plural(others, 'line', 'lines')} left out`,
    verdictList: 'What becomes of each address',
    listKeys: 'Enter mends a line, Delete removes it.',
    line: (line: number) => `Line ${number(line)}`,
    mend: 'Mend',
    mendOf: (email: string) => `Mend ${email}`,
    mendField: 'Address',
    removeLine: 'Remove',
    removeOf: (email: string) => `Remove ${email}`,
    removed: (email: string) => `${email} removed`,
    nothingThere: 'an empty line',
    takeMeant: (email: string) => `Use ${email}`,
    removeOthers: 'Remove those left out',
    onlyOthers: 'Show those left out alone',
    showAll: 'Show all',
    role: 'Role',
    roleTooMuch: (lacking: string, more: number) =>
      more === 0
        ? `Holds ${lacking}, which you lack.`
        : `Holds ${lacking} and ${number(more)} more that you lack.`,
    template: (held: number) => `Template, ${plural(held, 'permission', 'permissions')}`,
    custom: 'Permissions one by one',
    customHint: 'Chosen in the list below',
    permissions: 'Permissions',
    permissionsChosen: (count: number, all: number) => `${number(count)} of ${number(all)}`,
    permissionLacked: (owner: string | null) =>
      owner
        ? `You do not hold it, so you can not give it. Ask ${owner}.`
        : 'You do not hold it, so you can not give it.',
    permissionsRequired: 'Choose at least one permission.',
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
    ends: 'Access ends after',
    endsHint: 'Empty: it lasts. An invitation ends with the access it offers.',
    endsPast: 'This day has passed.',
    endsWrongShort: 'Correct the day on which the access ends first.',
    anyone: 'Anyone with the link may accept',
    anyoneHint: 'Whoever holds it, with any login. Otherwise it takes the invited address.',
    chosen: (count: string) => `${count} chosen`,
    andMore: (count: string) => `and ${count} more`,
    send: (count: number) => (count === 0 ? 'Send' : `Send ${invitations(count)}`),
    sent: (count: number) => `${invitations(count)} sent`,
    sentTo: (email: string) => `${email} invited`,
    later: (count: number) => `${plural(count, 'line waits', 'lines wait')} in the draft for the next round.`,
    discardDraft: 'Discard draft',
  },
})

const people = (count: number) => plural(count, 'person', 'people')
const accounts = (count: number) => plural(count, 'account', 'accounts')

/** The same people into many accounts. */
export const bulkInviteWords = inLanguage('bulkInviteWords', {
  title: (count: number) => `Invite into ${accounts(count)}`,
  subtitle: 'The same people, with the same role, into each of them.',
  judged: (ok: number, others: number) =>
    others === 0
      ? `${people(ok)} to invite`
      : `${people(ok)} to invite, ${plural(others, 'line', 'lines')} left out`,
  accounts: 'What becomes of each account',
  account: 'Account',
  result: 'Invitations',
  gets: (count: number) => `${people(count)} invited`,
  already: (names: readonly string[]) => `Already there or invited: ${list(names, 3)}`,
  lacksRole: (names: readonly string[]) => `You can not give this role here: you lack ${list(names, 2)}.`,
  lacksApplications: (names: readonly string[]) =>
    `Not on this account: ${list(names, 3)}. The others are given.`,
  noAssign: 'You can not assign applications here, so none is given.',
  everybodyThere: 'All of them are there or invited already.',
  noneYet: 'Nobody to invite yet.',
  sum: (sent: number, reached: number, left: number) =>
    left === 0
      ? `${invitations(sent)} into ${accounts(reached)}`
      : `${invitations(sent)} into ${accounts(reached)}, ${accounts(left)} left out`,
  tooMany: (sent: number, most: number) =>
    `${number(sent)} invitations at once are too many: at most ${number(most)}. Choose fewer accounts or people.`,
  tooManyAccounts: (count: number, most: number) =>
    `${number(count)} accounts were chosen, and at most ${number(most)} can be invited into at once. The first ${number(most)} stand here.`,
  applicationOn: (count: number, all: number) => `On ${number(count)} of ${accounts(all)}`,
  noApplications: 'These accounts have no applications yet.',
  confirm: {
    title: (sent: number, reached: number) => `Send ${invitations(sent)} into ${accounts(reached)}?`,
    body: 'An e-mail goes out for each of them. They can be revoked one by one, or together from the list of invitations.',
  },
})

export const myInvitationWords = inLanguage('myInvitationWords', {
  title: 'My invitations',
  subtitle: (count: number) => `${invitations(count)} waiting for your answer`,
  listLabel: 'Invitations to me',
  from: (inviter: string) => `${inviter} invites you`,
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
  paste: 'Paste a link',
  until: 'Access ends',
  applicationsTitle: 'Applications',
  addressTitle: 'Invited address',
  roleTitle: 'Role',
  noApplications: 'None named',
  anyAddress: 'Any login may accept it',
})
