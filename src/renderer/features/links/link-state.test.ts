import { expect, test } from 'vitest'
import type { InvitationLink, SessionState } from '../../../ipc/views.ts'
import { linkState } from './link-state.ts'

const here = { address: 'https://here.test', name: 'Here', apiVersion: 1 }
const there = { address: 'https://there.test', name: 'There', apiVersion: 1 }
const signedIn = { state: 'signed-in', server: here } as SessionState
const signedOut = { state: 'signed-out', server: here } as SessionState

function linkOf(change: Partial<InvitationLink> = {}, status = 'pending'): InvitationLink {
  const preview = { status } as InvitationLink['preview']
  return {
    linkId: '',
    preview,
    server: here,
    principalEmail: 'ana@x.test',
    matches: true,
    otherLogins: [],
    ...change,
  }
}

test('the invited user, signed in, may answer', () => {
  expect(linkState(linkOf(), signedIn)).toEqual({ kind: 'ready' })
})

test('somebody else signed in is told so, never offered to accept', () => {
  expect(linkState(linkOf({ matches: false }), signedIn)).toEqual({
    kind: 'wrong-user',
    signedInAs: 'ana@x.test',
  })
})

test('nobody signed in: sign in first', () => {
  expect(linkState(linkOf({ principalEmail: null, matches: false }), signedOut)).toEqual({
    kind: 'signed-out',
    connectsTo: null,
  })
})

test('a link from another server can be followed while signed out, and says where it leads', () => {
  const link = linkOf({ server: there, principalEmail: null })
  expect(linkState(link, signedOut)).toEqual({ kind: 'signed-out', connectsTo: 'There' })
  expect(linkState(link, { state: 'no-server', suggestion: null, problem: null })).toEqual({
    kind: 'signed-out',
    connectsTo: 'There',
  })
})

test('a link from another server stops whoever is signed in here', () => {
  expect(linkState(linkOf({ server: there, principalEmail: null }), signedIn)).toEqual({
    kind: 'other-server',
    ours: 'Here',
  })
})

test.each(['expired', 'revoked', 'accepted', 'declined'] as const)(
  'a link that is %s says that first, whoever looks',
  (status) => {
    const link = linkOf({ server: there, principalEmail: null, matches: false }, status)
    expect(linkState(link, signedIn)).toEqual({ kind: 'dead', status })
  },
)
