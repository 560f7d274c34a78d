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
