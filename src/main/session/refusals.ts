import { problem } from '@gatehouse/contract'

// What a session refuses, in words.

export const noKeychain = problem('keychain_unavailable', {
  detail:
    'Gatehouse keeps your sign-in and its copy of your accounts under a key that this keychain guards. Unlock it, or set up a password store, then try again.',
})

/** Somebody ended their own sign-in: nothing to be told about. */
export const givenUp = problem('sign_in_failed', { detail: 'The sign-in was cancelled.' })

export const nobody = problem('unauthenticated')

export const replicaEnded = problem('replica_unavailable', { detail: 'Start Gatehouse again to go on.' })

export const isLocked = problem('locked')

export const isClosed = problem('locked', {
  detail:
    'There was no contact with the server for longer than it allows, so what is on this computer is closed until there is.',
})

export const signInInstead = problem('locked', {
  detail: 'You chose to unlock by signing in, and there is a connection. Sign in to go on.',
})

export const notConfirmed = problem('locked', {
  detail: 'This computer did not confirm that it is you. Try again, or sign in in your browser.',
})

export const otherUser = problem('sign_in_failed', {
  detail:
    'You signed in as somebody else in the browser, so nothing was opened. Sign in as the login that is locked, or sign that one out first.',
})

export function otherServer(address: string) {
  return problem('validation', {
    detail: `This belongs to the server ${address}. Switch to your login there, or sign in there beside this one.`,
  })
}

export const signOutFirst = problem('validation', { detail: 'Sign out before you choose another server.' })

export const noServerYet = problem('validation', { detail: 'Say first which server you belong to.' })

export function unsent(count: number) {
  const changes = count === 1 ? '1 change was' : `${count} changes were`
  return problem('validation', {
    detail: `${changes} not sent to the server yet and would be lost. Send or discard them first.`,
  })
}
