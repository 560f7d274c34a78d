import type { Problem } from '@gatehouse/contract'
import { plural } from './format.ts'
import { inLanguage, language } from './language.ts'
import { permissionLabel } from './permissions.ts'

export interface Explanation {
  /** What happened. */
  title: string
  /** What to do about it. */
  advice: string
}

/** What stands between Gatehouse and its file on this computer. */
export const copyTitles: Readonly<Record<string, string>> = inLanguage('copyTitles', {
  damaged: 'The local copy is damaged',
  fresh: 'The local copy had to be set aside',
  moved: 'The local copy was moved while it was in use',
  newer: 'The local copy is of a newer Gatehouse',
  full: 'The disk is full',
  busy: 'Another program holds the local copy',
  'read-only': 'The local copy can only be read',
  missing: 'The local copy can not be reached',
  failing: 'The disk failed',
})

/** By code: what happened and what to do, in general. */
export const explanations = inLanguage('explanations', {
  validation: (problem: Problem) => ({
    title: 'Something here is not valid yet',
    advice:
      problem.fields?.map((field) => field.message).join(' ') || 'Check what was entered and try again.',
  }),
  unauthenticated: {
    title: 'Your sign-in has ended',
    advice: 'Sign in again. What you changed is kept on this computer.',
  },
  forbidden: (problem: Problem) => ({
    title: 'You may not do this here',
    advice: problem.required
      ? `It needs the permission "${permissionLabel(problem.required)}". Ask the owner or an admin of the account for it.`
      : 'Ask the owner or an admin of the account.',
  }),
  not_found: {
    title: 'It is no longer here',
    advice: 'It was removed, or your access to it has ended. Go back to the list to see what there is.',
  },
  not_on_account: {
    title: 'The account does not have this application',
    advice: 'Assign the application to the account first, then to its users.',
  },
  already_assigned: {
    title: 'The account has this application already',
    advice: 'There is nothing to do. You will find it on the Applications tab.',
  },
  auto_assigned: (problem: Problem) => ({
    title: 'An auto-assignment holds',
    advice:
      problem.level === 'environment'
        ? 'Set for the whole environment by an administrator.'
        : 'Every user of the account gets it. Disable the auto-assignment of the account first.',
  }),
  already_member: {
    title: 'This person is a user of the account already',
    advice: 'Find them on the Users tab to change what they can open.',
  },
  already_invited: {
    title: 'This address has been invited already',
    advice: 'Send the pending invitation again, or revoke it, on the Invitations tab.',
  },
  invitation_not_pending: (problem: Problem) => ({
    title: problem.state ? `The invitation is ${problem.state}` : 'The invitation is no longer pending',
    advice: 'Ask whoever invited you for a new one, or send a new invitation.',
  }),
  invitation_mismatch: (problem: Problem) => ({
    title: 'The invitation is for another address',
    advice: problem.invitedEmail
      ? `It was sent to ${problem.invitedEmail}. Use that login, or ask for a new invitation.`
      : 'Use the login it was sent to, or ask for a new invitation.',
  }),
  email_not_verified: {
    title: 'The e-mail address of this login is not verified',
    advice: 'Open the link in the message that was sent to this address, then try again.',
  },
  account_read_only: {
    title: 'This account can only be read',
    advice: 'It is suspended or closed. An administrator of the environment can make it active again.',
  },
  in_use: {
    title: 'It is still in use',
    advice: 'Look at what would go with it, and say so if that is what you want.',
  },
  name_taken: {
    title: 'The name is taken',
    advice: 'Choose another one.',
  },
  account_not_closed: {
    title: 'Only a closed account can be deleted',
    advice: 'Close the account first. It can be opened again as long as it is not deleted.',
  },
  last_administrator: {
    title: 'An environment needs an administrator',
    advice: 'Make somebody else an administrator first.',
  },
  owner_fixed: {
    title: 'The owner of an account stays as they are',
    advice: 'Transfer the ownership to another user first.',
  },
  review_state: {
    title: 'The review has moved on',
    advice: 'It was signed, handed over or cancelled meanwhile. Look at how it stands now.',
  },
  review_incomplete: {
    title: 'Not everything is decided yet',
    advice: 'A review is signed when all of it is decided. "Not sure" is a decision too.',
  },
  hash_mismatch: {
    title: 'What was signed is not what arrived',
    advice:
      'The server worked out another hash, so nothing was recorded. Pass on the reference to whoever runs it.',
  },
  stale_version: {
    title: 'Somebody changed this meanwhile',
    advice: 'Look at what it is now, and make your change again if you still want it.',
  },
  cursor_gone: {
    title: 'This computer was away for long',
    advice: 'Gatehouse reads everything anew. Your own changes are kept.',
  },
  idempotency_mismatch: {
    title: 'The server knows another change by this number',
    advice: 'Discard this one and make it again.',
  },
  too_large: { title: 'This is too much at once', advice: 'Do it in smaller parts.' },
  unsupported_media_type: {
    title: 'The server did not understand the request',
    advice: 'Gatehouse and the server may be of different versions. Update Gatehouse.',
  },
  rate_limited: (problem: Problem) => ({
    title: 'Too many requests',
    advice: problem.retryAfterMs
      ? `Try again in ${plural(Math.ceil(problem.retryAfterMs / 1000), 'second', 'seconds')}.`
      : 'Wait a little and try again.',
  }),
  internal: {
    title: 'The server failed',
    advice: 'It has been recorded. Try again; if it stays, ask for help and quote the reference.',
  },
  unavailable: { title: 'The server is busy', advice: 'Wait a little and try again.' },
  offline: {
    title: 'There is no connection to the server',
    advice: 'Check the network and try again. You can go on working with what is on this computer.',
  },
  not_gatehouse: {
    title: 'There is no Gatehouse server at this address',
    advice: 'Check the address for mistakes, or ask whoever gave it to you.',
  },
  incompatible_server: {
    title: 'This server speaks another version of Gatehouse',
    advice: 'Update Gatehouse, or ask for the server to be updated.',
  },
  sign_in_failed: {
    title: 'The sign-in did not finish',
    advice: 'Start again. If the browser showed a message, it says why.',
  },
  keychain_unavailable: {
    title: 'The keychain of this computer is not available',
    advice: 'Gatehouse keeps its key there. Unlock the keychain and start Gatehouse again.',
  },
  replica_unavailable: ({ state }: Problem) => ({
    title: copyTitles[state ?? ''] ?? 'The local copy could not be opened',
    advice: 'Start Gatehouse again. If it stays, sign out and in to read everything anew.',
  }),
  locked: { title: 'Gatehouse is locked', advice: 'Unlock it and try again. What was saved is kept.' },
})

export const explainWords = inLanguage('explainWords', {
  /** What a server said in its own language, behind what is said in the user's. */
  said: (advice: string, detail: string) => `${advice} (${detail})`,
})

/** Where details are written in the language in use, which is English at every server. */
function isOurLanguage(detail: string): boolean {
  return language() === 'en' || /[\u0600-\u06ff]/.test(detail)
}

/**
 * A refusal in words: what happened and what to do. Where the problem itself tells more (`detail`, written for
 * people), that takes the place of the general advice; in another language than its own it stands behind it.
 */
export function explain(problem: Problem): Explanation {
  const entries: Record<Problem['code'], Explanation | ((problem: Problem) => Explanation)> = explanations
  const entry = entries[problem.code]
  const { title, advice } = typeof entry === 'function' ? entry(problem) : entry
  // Such a detail names the permission by its key.
  const isSaid = problem.code === 'forbidden' && problem.required !== undefined
  if (!problem.detail || isSaid) return { title, advice }
  return {
    title,
    advice: isOurLanguage(problem.detail) ? problem.detail : explainWords.said(advice, problem.detail),
  }
}
