import { inLanguage } from './language.ts'
export const linkWords = inLanguage('linkWords', {
  title: (account: string) => `Invitation to ${account}`,
  loadingTitle: 'Invitation',
  invites: (inviter: string) => `${inviter} invites you`,
  facts: {
    account: 'Account',
    environment: 'Environment',
    inviter: 'Invited by',
    role: 'Role',
    applications: 'Applications',
    email: 'Invited address',
    anyAddress: 'Any login may accept it',
    expires: 'Expires',
    expired: 'Expired',
    accessEnds: 'Access ends',
    message: 'Message',
    noApplications: 'None named',
    server: 'Server',
  },
  accept: 'Accept',
  decline: 'Decline',
  notNow: 'Not now',
  signIn: 'Sign in to accept',
  signUp: 'Create a login',
  signInHint: 'Your browser opens. Nothing is accepted before you press Accept here.',
  askForNew: 'Ask for a new one',
  askedCopied: 'A prepared sentence is on your clipboard',
  askedCopiedDetail: (inviter: string) => `Send it to ${inviter}.`,
  askText: (inviter: string, account: string, email: string, reason: string) =>
    `Hello ${inviter}, the invitation to ${account} for ${email} ${reason}. Could you please send me a new one?`,
  wrongUserText: (inviter: string, account: string, email: string, mine: string) =>
    `Hello ${inviter}, the invitation to ${account} went to ${email}, but I sign in as ${mine}. Could you please send one to ${mine}?`,
  dead: {
    expired: {
      title: 'This invitation has expired',
      why: (inviter: string) => `Its time is up. ${inviter} can send you a new one.`,
      short: 'has expired',
    },
    revoked: {
      title: 'This invitation was revoked',
      why: (inviter: string) => `${inviter}, or somebody else who manages the account, took it back.`,
      short: 'was revoked',
    },
    accepted: {
      title: 'This invitation has been accepted',
      why: (account: string) => `If it was you, ${account} is among your accounts.`,
      short: 'was accepted already',
    },
    declined: {
      title: 'This invitation was declined',
      why: (inviter: string) =>
        `A declined invitation can not be accepted. ${inviter} can send you a new one.`,
      short: 'was declined',
    },
  },
  replaced: {
    title: 'A newer link has replaced this one',
    why: 'The invitation was sent again. Look for the latest e-mail, or ask whoever invited you for a new link.',
  },
  unknown: {
    title: 'This link leads nowhere',
    why: 'No invitation belongs to it: it may have been cut off when it was copied. Paste it again, or ask whoever invited you for a new one.',
  },
  askTextUnknown:
    'Hello, the invitation link that you sent me does not work any more. Could you please send me a new one?',
  askedCopiedNobody: 'Send it to whoever invited you.',
  wrongUser: {
    title: 'This invitation is for another address',
    invited: 'Invited',
    signedIn: 'Signed in as',
    useAnother: 'Use another login',
    switching:
      'Another login is added beside this one: your browser opens for it. What you changed here is kept and sent.',
    here: 'It fits a login that you have on this computer. Switch to it; this one stays signed in.',
    switchTo: (email: string) => `Switch to ${email}`,
  },
  otherServer: {
    title: 'This invitation is from another server',
    why: (theirs: string, ours: string) =>
      `It belongs to ${theirs}, and you are at work at ${ours}. Both logins can stand side by side on this computer.`,
    signIn: (server: string) => `Sign in at ${server}`,
  },
  goTo: (account: string) => `Go to ${account}`,
  accepted: (account: string) => `You are a user of ${account} now`,
  declined: (account: string) => `Invitation to ${account} declined`,
  offline: 'Reading and answering an invitation needs a connection to the server.',
  refused: 'This link can not be opened',
  waiting: 'Finish the sign-in in your browser',
  waitingHint: 'This window goes on by itself when you are done there.',
  cancelSignIn: 'Cancel the sign-in',
  connectsTo: (server: string) => `Signing in connects this computer to ${server}.`,
  stranger: {
    title: 'An invitation from a server you have not used here',
    why: 'Nothing has been sent to it yet. If you go on, Gatehouse asks it what the invitation says, so it learns that this computer opened the link.',
    advice: 'Go on only if you expect an invitation from there. Nothing is accepted by looking.',
    look: 'Show the invitation',
  },
  paste: {
    title: 'Open an invitation link',
    field: 'Link or code',
    hint: 'As it stands in the e-mail: a gatehouse:// link, a web address, or the code alone.',
    open: 'Open',
    empty: 'Paste the link or code first.',
  },
})
