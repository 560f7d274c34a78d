import { apiVersion, userIdSchema } from '@gatehouse/contract'
import type { Fetch } from '../ports.ts'
import { emptyPage } from './fake-sync.ts'

const home = 'https://gate.example.com'
export const address = home
export const people = {
  cassie: userIdSchema.parse('0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e01'),
  jonas: userIdSchema.parse('0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e02'),
}
export type Person = keyof typeof people

/** Issuer and API as far as a session talks to them. `atBrowser` is who sits there; `up: false` cuts the network. */
export function fakeWorld(address = home) {
  const world = {
    up: true,
    atBrowser: 'cassie' as Person,
    /** Cut right after the tokens were given. */
    meFails: false,
    revoked: [] as string[],
    asked: [] as URL[],
    /** Keys of the changes that arrived; the server is busy and takes none. */
    sent: [] as string[],
    /** When the server answers a pull. */
    at: '2026-03-02T09:00:00.000Z',
    offlineDays: null as number | null,
  }
  let tokens = 0
  let nonce = ''
  const issuer = `${address}/oidc`
  const discovery = {
    product: 'gatehouse',
    name: 'Northwind',
    apiVersion,
    api: address,
    issuer,
    clientId: 'gatehouse-desktop',
    scope: 'openid offline_access',
    policies: { offlineDays: null, invitationDays: 7, invitationDaysMax: 30 },
  }

  function tokenAnswer(who: Person) {
    tokens += 1
    const claims = {
      iss: issuer,
      aud: 'gatehouse-desktop',
      sub: people[who],
      nonce,
      iat: now(),
      exp: now() + 600,
    }
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    return {
      access_token: `access-${who}-${tokens}`,
      refresh_token: `refresh-${who}-${tokens}`,
      token_type: 'bearer',
      expires_in: 600,
      id_token: `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`,
    }
  }
  const now = () => Math.floor(Date.now() / 1000)
  const whoIn = (text: string): Person => (text.includes('jonas') ? 'jonas' : 'cassie')

  const answers: Record<string, (request: Request, body: URLSearchParams) => unknown> = {
    '/.well-known/gatehouse': () => ({
      ...discovery,
      policies: { ...discovery.policies, offlineDays: world.offlineDays },
    }),
    '/oidc/.well-known/openid-configuration': () => ({
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      revocation_endpoint: `${issuer}/revoke`,
    }),
    '/oidc/token': (_request, body) =>
      tokenAnswer(body.has('refresh_token') ? whoIn(body.get('refresh_token') ?? '') : world.atBrowser),
    '/oidc/revoke': (_request, body) => {
      world.revoked.push(body.get('token') ?? '')
      return {}
    },
    '/v1/me': (request) => {
      if (world.meFails) throw new TypeError('cut')
      const who = whoIn(request.headers.get('authorization') ?? '')
      return {
        userId: people[who],
        name: who,
        email: `${who}@example.com`,
        emailVerified: true,
        administers: [],
      }
    },
    '/v1/me/invitations': () => ({ items: [] }),
    '/v1/sync/changes': () => emptyPage(world.at),
  }

  const fetchFake: Fetch = async (input, init) => {
    const request = new Request(input, init)
    const { origin, pathname } = new URL(request.url)
    const answer = answers[pathname]
    if (!world.up || origin !== address) throw new TypeError('fetch failed')
    if (!answer) {
      const key = request.headers.get('idempotency-key')
      if (key) world.sent.push(key)
      return new Response('', { status: 503 })
    }
    return Response.json(answer(request, new URLSearchParams(await request.text())))
  }

  /** The person at the system browser comes straight back with a code. */
  async function openBrowser(url: URL): Promise<void> {
    world.asked.push(url)
    nonce = url.searchParams.get('nonce') ?? ''
    const back = new URL(url.searchParams.get('redirect_uri') ?? '')
    back.search = new URLSearchParams({ code: 'c', state: url.searchParams.get('state') ?? '' }).toString()
    void fetch(back).then((page) => page.text())
  }
  return { world, fetch: fetchFake, openBrowser }
}

/** Several servers, each at its own address. */
export function fakeWorlds<W extends ReturnType<typeof fakeWorld>>(byAddress: Record<string, W>) {
  const at = (url: string): W | undefined => byAddress[new URL(url).origin]
  const fetchFake: Fetch = async (input, init) => {
    const world = at(typeof input === 'string' ? input : input.url)
    if (!world) throw new TypeError('fetch failed')
    return world.fetch(input, init)
  }
  return { fetch: fetchFake, openBrowser: async (url: URL) => at(url.href)?.openBrowser(url) }
}
