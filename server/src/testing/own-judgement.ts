import type { Permission, RouteName } from '@gatehouse/contract'

/**
 * How a route that any signed-in user may call (or anybody) decides by itself:
 * - `everybody`: nobody is turned away; what is answered is the caller's own, or depends on a secret they hold.
 * - `directory`: whoever sees the account or environment of the path; for the rest it doesn't exist.
 * - `members`: as `directory`, and it does something only for an active member; others who see it are refused.
 * - `items`: nobody is turned away; each item is judged by itself, by the permission it needs.
 */
export type Judgement = 'everybody' | 'directory' | 'members' | 'items'

interface Row {
  judgement: Judgement
  why: string
  /** Of `items`: what each needs in the account that it names. */
  permission?: Permission
}

const items = {
  judgement: 'items',
  why: 'Each item names an account of its own, and is judged as the route that makes one such change judges it.',
} as const

/** Every route whose access the contract leaves to the route. One that isn't listed fails the authorization matrix. */
export const ownJudgement: Partial<Record<RouteName, Row>> = {
  'discovery.get': { judgement: 'everybody', why: 'A client has to find its way before it is signed in.' },
  'me.get': { judgement: 'everybody', why: 'Answers of the caller alone.' },
  'me.invitations': { judgement: 'everybody', why: 'Answers what was sent to the caller’s own address.' },
  'me.invitations.accept': {
    judgement: 'everybody',
    why: 'The address of the invitation decides, and one for somebody else is refused by it.',
  },
  'me.invitations.decline': {
    judgement: 'everybody',
    why: 'The address of the invitation decides, and one for somebody else is refused by it.',
  },
  'permissions.list': { judgement: 'everybody', why: 'The catalogue is the same for all, and no secret.' },
  'invitations.preview': { judgement: 'everybody', why: 'Whoever has the token may see what it offers.' },
  'invitations.accept': { judgement: 'everybody', why: 'The token and the address decide.' },
  'invitations.decline': { judgement: 'everybody', why: 'The token and the address decide.' },
  'environments.list': { judgement: 'everybody', why: 'Answers those that the caller knows of already.' },
  'environments.get': {
    judgement: 'directory',
    why: 'Whoever has an account in an environment sees its name, with the account.',
  },
  'login.resolve': {
    judgement: 'everybody',
    why: 'Opens what the caller has been given; what isn’t theirs is answered like what doesn’t exist.',
  },
  'invitations.request': {
    judgement: 'everybody',
    why: 'Whoever has the token may ask for a new one, and is never told what came of it.',
  },
  'bulk.assign': { ...items, permission: 'applications.assign' },
  'bulk.unassign': { ...items, permission: 'applications.assign' },
  'bulk.grant': { ...items, permission: 'applications.assign' },
  'bulk.revoke': { ...items, permission: 'applications.assign' },
  'bulk.invite': { ...items, permission: 'users.invite' },
  'bulk.impact': { ...items, permission: 'applications.view' },
  'memberships.leave': {
    judgement: 'members',
    why: 'Everybody may go, except that who is suspended would come back by another invitation unsuspended.',
  },
  'sessions.list': { judgement: 'everybody', why: 'Answers the caller’s own sign-ins.' },
  'sessions.end': { judgement: 'everybody', why: 'Finds the caller’s own sign-ins alone.' },
  'sessions.endOthers': { judgement: 'everybody', why: 'Ends the caller’s own sign-ins alone.' },
  'security.get': { judgement: 'everybody', why: 'Answers of the caller’s own login.' },
  'accounts.list': { judgement: 'everybody', why: 'Answers the caller’s own accounts.' },
  'accounts.get': { judgement: 'directory', why: 'A suspended member still sees that there is an account.' },
  'sync.bootstrap': { judgement: 'everybody', why: 'Answers what the caller may see, which may be nothing.' },
  'sync.snapshot': {
    judgement: 'directory',
    why: 'Holds what the caller’s permissions let through, which may be nothing.',
  },
  'sync.changes': { judgement: 'everybody', why: 'Each change is filtered by who reads it.' },
  'sync.events': { judgement: 'everybody', why: 'A poke says only that there is something to pull.' },
}
