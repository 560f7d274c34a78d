import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import * as oidc from 'openid-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeDemo, readArguments } from '../cli.ts'
import { type Browser, createBrowser, fetchFrom } from '../identity/test-kit.ts'
import { createLog } from '../log.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { demoPassword, demoPerson } from './people.ts'
import { type Demo, startDemo } from './start.ts'

let database: TestDatabase
let demo: Demo
let logged = ''
const log = createLog(
  'trace',
  new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk)
      done()
    },
  }),
)

beforeAll(async () => {
  database = await createTestDatabase()
  const started = await startDemo({ databaseUrl: database.config.connectionString, log })
  if (!started.ok) throw new Error(started.error.message)
  demo = started.value
})
afterAll(async () => {
  await demo.close()
  await database.drop()
})

const redirectUri = 'http://127.0.0.1:51234/callback'

/** What the desktop does, with the library that it uses. */
async function signIn(browser: Browser, email: string, extra: Record<string, string> = {}) {
  const execute = [oidc.allowInsecureRequests]
  const client = await oidc.discovery(
    new URL(`${demo.url}/oidc`),
    'gatehouse-desktop',
    undefined,
    oidc.None(),
    {
      execute,
    },
  )
  const verifier = oidc.randomPKCECodeVerifier()
  const state = oidc.randomState()
  const address = await oidc.buildAuthorizationUrlWithPAR(client, {
    redirect_uri: redirectUri,
    scope: 'openid offline_access profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    login_hint: email,
    ...extra,
  })
  const page = await browser.get(`${address.pathname}${address.search}`)
  const base = /^\/login\/[\w-]+/.exec(page.path)?.[0] ?? ''
  const done = await browser.submit(base, { email, password: demoPassword })
  const tokens = await oidc.authorizationCodeGrant(client, done.leftTo ?? new URL(redirectUri), {
    pkceCodeVerifier: verifier,
    expectedState: state,
  })
  return { client, tokens, code: done.leftTo?.searchParams.get('code') ?? '' }
}

const api = (path: string, token: string) =>
  fetch(`${demo.url}${path}`, { headers: { authorization: `Bearer ${token}` } })

test('people of the demo sign in with a standard client and reach the API, also after the server was away', async () => {
  const browser = createBrowser(demo.url, fetchFrom(demo.url))
  const { client, tokens } = await signIn(browser, demoPerson('consultant').email)
  expect(tokens.claims()).toMatchObject({ name: 'Cassie Moreau', email: 'cassie@example.com' })
  const me = await api('/v1/me', tokens.access_token)
  expect(me.status).toBe(200)
  expect(await me.json()).toMatchObject({ name: 'Cassie Moreau' })

  await demo.stopServer()
  await expect(api('/v1/me', tokens.access_token)).rejects.toThrow()
  await demo.startServer()
  expect((await api('/v1/me', tokens.access_token)).status).toBe(200)
  const refreshed = await oidc.refreshTokenGrant(client, tokens.refresh_token ?? '')
  expect((await api('/v1/me', refreshed.access_token)).status).toBe(200)
  await oidc.tokenRevocation(client, refreshed.refresh_token ?? '')
  expect((await api('/v1/me', refreshed.access_token)).status).toBe(401)
})

test('the invitee finds the link in the mailbox and joins on the web page', async () => {
  const mail = await demo.mailbox?.waitFor(({ to }) => to === demoPerson('invitee').email)
  expect(mail?.links).toEqual([demo.inviteeLink])
  const browser = createBrowser(demo.url, fetchFrom(demo.url))
  const { pathname } = new URL(demo.inviteeLink)
  expect((await browser.get(pathname)).body).toContain('Nadia Okafor')
  const form = { name: 'Jonas Berg', password: 'nine slow wooden trains' }
  const done = await browser.submit(pathname, form)
  expect(done.body).toContain('<h1>You are in ')
})

test('no token, code, password or address is in the log', async () => {
  const browser = createBrowser(demo.url, fetchFrom(demo.url))
  const token = new URL(demo.inviteeLink).pathname.split('/').at(-1) ?? ''
  const { tokens, code } = await signIn(browser, demoPerson('owner').email, { invitation: token })
  await browser.get(`/invite/${token}`)
  await api(`/v1/me?token=${token}`, tokens.access_token)
  expect(logged).toContain('answered')
  expect(logged).toContain('/invite/:token')
  const secrets = [
    token,
    code,
    tokens.access_token,
    tokens.refresh_token,
    demoPassword,
    'nine slow',
    ...browser.cookieValues(),
  ]
  for (const secret of secrets.filter((value) => value !== undefined && value !== '')) {
    expect(logged).not.toContain(secret)
  }
  expect(logged).not.toMatch(/@example\.(com|org|net)/)
})

test('a taken port is one sentence that names it and the way on', async () => {
  const port = Number(new URL(demo.url).port)
  const second = await startDemo({ databaseUrl: database.config.connectionString, port, log })
  expect(second).toMatchObject({ ok: false, error: { code: 'port_taken' } })
  const message = second.ok ? '' : second.error.message
  expect(message).toContain(String(port))
  expect(message).toContain('--port')
})

function runCli(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../cli.ts'), ...args], {
    env: { ...process.env, DATABASE_URL: database.config.connectionString, SMTP_URL: '', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { text: '' }
  const said = (words: string) =>
    new Promise<void>((done) => {
      const look = () => output.text.includes(words) && done()
      child.stdout.on('data', look)
      child.on('exit', () => done())
    })
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output.text += chunk.toString()
    })
  }
  return { child, output, said, exit: once(child, 'exit') as Promise<[number | null]> }
}

test('the command starts a server, says how to use it, and ends on a signal', async () => {
  const { child, output, said, exit } = runCli('--port', '0')
  await said('Stop with Ctrl+C')
  expect(output.text).toContain('cassie@example.com')
  const url = /Gatehouse server: (\S+)/.exec(output.text)?.[1] ?? ''
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  child.kill('SIGTERM')
  expect((await exit)[0]).toBe(0)
  await expect(fetch(`${url}/healthz`)).rejects.toThrow()
})

test('the command ends with 1 and a sentence where its port is taken', async () => {
  const { port } = new URL(demo.url)
  const { output, exit } = runCli('--port', port)
  expect((await exit)[0]).toBe(1)
  expect(output.text).toContain(`Port ${port} on 127.0.0.1 is taken`)
})

test('the description names everybody, the password and where mail is', () => {
  const text = describeDemo(demo)
  for (const part of [demo.url, demoPassword, 'cassie@example.com', 'jonas@example.net', demo.inviteeLink]) {
    expect(text).toContain(part)
  }
  expect(text).toContain(demo.mailbox?.pageUrl)
})

test('the command line is read with its mistakes named', () => {
  expect(readArguments([], {})).toMatchObject({
    ok: true,
    value: { options: { seed: 'demo', port: 4400, fresh: false, dataDir: '.gatehouse/demo' } },
  })
  expect(readArguments(['--seed', 'firm', '--port', '0', '--data', '/d', '--fresh'], {})).toMatchObject({
    ok: true,
    value: { options: { seed: 'firm', port: 0, fresh: true, dataDir: '/d' } },
  })
  const mistakes: [string[], string][] = [
    [['--seed', 'huge'], 'no seed "huge"'],
    [['--seed', 'toString'], 'no seed "toString"'],
    [['--port', '70000'], '0 to 65535'],
    [['--port', 'x'], '0 to 65535'],
    [['--prot', '1'], '--prot'],
  ]
  for (const [argv, text] of mistakes) {
    const read = readArguments(argv, {})
    expect(read.ok ? '' : read.error).toContain(text)
  }
  const given = readArguments(['--fresh'], { DATABASE_URL: 'postgresql://host/database' })
  expect(given.ok ? '' : given.error).toContain('not the one in DATABASE_URL')
})
