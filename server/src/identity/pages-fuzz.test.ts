import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import Fastify from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hostileText } from '../testing/arbitraries.ts'
import { defaultLimits, type LoginLimits } from './sign-in/login-steps.ts'
import {
  createDesktop,
  createIdentityWorld,
  dropIdentityDatabase,
  type IdentityWorld,
  loginBase,
  password,
} from './test-kit.ts'

/**
 * Whatever is sent to the pages of sign-in, sign-up, invitations and security, in whatever order: a page answers, and
 * none of them fails. `GATEHOUSE_FUZZ_RUNS` runs it longer.
 */

const numRuns = Number(process.env.GATEHOUSE_FUZZ_RUNS ?? 12)

interface Page {
  method: string
  url: string
}

let world: IdentityWorld
let pages: Page[]
let fields: string[]
let token: string

beforeAll(async () => {
  // Every try is looked at, however many there were before.
  const limit = { max: 1_000_000, windowMs: 60_000 }
  const names = Object.keys(defaultLimits) as (keyof LoginLimits)[]
  world = await createIdentityWorld(Object.fromEntries(names.map((name) => [name, limit])))
  pages = await registeredPages()
  fields = await fieldNames()
  await world.addUser('ana@example.com')
  token = (await world.addInvitation({ email: 'ana@example.com' })).token
})
afterAll(async () => {
  await world.close()
  await dropIdentityDatabase()
})

/** Every page there is, as the server adds them; those of the provider itself have a test of their own. */
async function registeredPages(): Promise<Page[]> {
  const found: Page[] = []
  const app = Fastify()
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one === 'GET' || one === 'POST') found.push({ method: one, url })
  })
  await world.identity.register(app)
  await app.close()
  return found.filter(({ url }) => !url.startsWith('/oidc'))
}

/** Every name of a field that some page reads. */
async function fieldNames(): Promise<string[]> {
  const entries = await readdir(import.meta.dirname, { recursive: true })
  const files = entries.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const texts = await Promise.all(files.map((name) => readFile(join(import.meta.dirname, name), 'utf8')))
  const names = texts.flatMap((text) =>
    [...text.matchAll(/formText\([^,]+, '(\w+)'\)/g)].map(([, name]) => name),
  )
  return [...new Set(names)].flatMap((name) => (name ? [name] : []))
}

const likely = fc.constantFrom('ana@example.com', password, 'A'.repeat(43), '123456', 'x'.repeat(19_000))
const value = fc.oneof(hostileText, likely).map((text) => text.toWellFormed())

test('there are pages, and fields in them', () => {
  expect(pages.filter(({ method }) => method === 'POST').length).toBeGreaterThan(8)
  expect(fields).toEqual(expect.arrayContaining(['email', 'password', 'name', 'code']))
})

test('no page fails, whatever its form or its address hold', { timeout: 240_000 }, async () => {
  const form = fc.dictionary(fc.constantFrom(...fields, '__proto__', 'toString', ''), value, { maxKeys: 5 })
  const types = fc.constantFrom(
    'application/x-www-form-urlencoded',
    'application/json',
    'multipart/form-data; boundary=x',
    'text/plain',
    'nonsense',
  )
  for (const page of pages) {
    const run = async (given: Record<string, string>, wrong: string[], type: string, isReal: boolean) => {
      const browser = world.browser()
      const base = loginBase(await browser.get(createDesktop(world.app).authorizePath()))
      const uid = base.split('/').at(-1) ?? ''
      let step = 0
      const path = page.url.replaceAll(/:(\w+)|\*/g, (_, name: string | undefined) => {
        step += 1
        const real = name === 'token' ? token : uid
        return encodeURIComponent(isReal ? real : (wrong[step] ?? 'x').slice(0, 250))
      })
      const search = new URLSearchParams(given).toString()
      const answer =
        page.method === 'GET'
          ? await browser.get(`${path}?${search.slice(0, 2000)}`)
          : await browser.submit(path, given, { 'content-type': type })
      const what = `${page.method} ${page.url} ${answer.path} ${JSON.stringify(given).slice(0, 300)}`
      expect(answer.status, `${what}: ${answer.body.slice(0, 500)}`).toBeLessThan(500)
      expect(answer.body, what).not.toMatch(/\n\s+at \w|node_modules/)
    }
    const wrong = fc.array(value, { minLength: 4, maxLength: 4 })
    await fc.assert(fc.asyncProperty(form, wrong, types, fc.boolean(), run), { numRuns })
  }
})

test('no form that is none makes a page fail', async () => {
  const bodies = [
    '',
    '&&==&',
    'a=%zz',
    'a=%00',
    '%',
    'email=a&email=b',
    'email[]=a',
    'email[a]=b',
    '\u0000',
    '[]',
  ]
  for (const { url } of pages.filter(({ method }) => method === 'POST')) {
    for (const payload of bodies) {
      const response = await world.app.inject({
        method: 'POST',
        url: url.replaceAll(/:\w+/g, token),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          cookie: 'a=b; =; ;;',
          origin: 'null',
        },
        payload,
      })
      expect(response.statusCode, `${url} ${payload}`).toBeLessThan(500)
    }
  }
})

test('no request to the provider makes it fail', { timeout: 120_000 }, async () => {
  const paths = [
    '/auth',
    '/token',
    '/token/revocation',
    '/request',
    '/me',
    '/jwks',
    '/session/end',
    '/.well-known/openid-configuration',
    '/nothing',
  ]
  const parameters = fc.dictionary(
    fc.constantFrom(
      'client_id',
      'response_type',
      'redirect_uri',
      'scope',
      'code',
      'code_challenge',
      'grant_type',
      'refresh_token',
      'token',
      'state',
      'request',
      'request_uri',
      'prompt',
      'claims',
      'max_age',
      'login_hint',
    ),
    fc.oneof(
      value,
      fc.constantFrom('gatehouse-desktop', 'code', 'authorization_code', 'refresh_token', 'openid', '{}'),
    ),
    { maxKeys: 6 },
  )
  const run = async (path: string, given: Record<string, string>, isPost: boolean) => {
    const search = new URLSearchParams(given).toString()
    const response = await world.app.inject({
      method: isPost ? 'POST' : 'GET',
      url: `/oidc${path}${isPost ? '' : `?${search}`}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: 'Bearer x' },
      ...(isPost ? { payload: search } : {}),
    })
    expect(response.statusCode, `${path} ${search} ${response.body.slice(0, 300)}`).toBeLessThan(500)
  }
  await fc.assert(fc.asyncProperty(fc.constantFrom(...paths), parameters, fc.boolean(), run), {
    numRuns: numRuns * 15,
  })
})
