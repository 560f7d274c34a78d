import { createPrng } from './prng.ts'

/** The one password of everybody in the demo data who can sign in. */
export const demoPassword = 'gatehouse-demo-2026'

export type DemoPersonKey = 'administrator' | 'consultant' | 'owner' | 'invitee'

export interface DemoPerson {
  key: DemoPersonKey
  name: string
  email: string
  /** False for the invitee, who has no login yet. */
  hasLogin: boolean
  /** Who they are, for the list that is printed at the start. */
  about: string
}

export const demoPeople: readonly DemoPerson[] = [
  {
    key: 'consultant',
    name: 'Cassie Moreau',
    email: 'cassie@example.com',
    hasLogin: true,
    about: 'MSP consultant, many accounts in different roles',
  },
  {
    key: 'owner',
    name: 'Nadia Okafor',
    email: 'nadia@example.org',
    hasLogin: true,
    about: 'owner of one account',
  },
  {
    key: 'administrator',
    name: 'Ines Carvalho',
    email: 'ines@example.com',
    hasLogin: true,
    about: 'environment administrator of the vendor',
  },
  {
    key: 'invitee',
    name: 'Jonas Berg',
    email: 'jonas@example.net',
    hasLogin: false,
    about: 'invited by Nadia, has no login yet',
  },
]

export function demoPerson(key: DemoPersonKey): DemoPerson {
  return demoPeople.find((person) => person.key === key) as DemoPerson
}

/** The token in the mail to the invitee: the same for the same seed. */
export function inviteeToken(seed: string): string {
  return createPrng(`${seed}/invitee-token`).bytes(32).toString('base64url')
}
