import { ok, type Result } from '@gatehouse/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commands, queries } from '../../ipc/contract.ts'
import { channels } from '../../ipc/define.ts'
import type { Logger } from '../ports.ts'
import { type CommandHandlers, type QueryHandlers, registerRouter, type SenderEvent } from './router.ts'

type Listener = (event: SenderEvent, name: unknown, input: unknown, pageId: unknown) => unknown

const ours: SenderEvent = { senderFrame: { url: 'app://gatehouse/index.html#/x', parent: null } }

const firstPage = '00000000-0000-4000-8000-00000000000a'
const nextPage = '00000000-0000-4000-8000-00000000000b'

function router(over: Record<string, (input: unknown) => Promise<Result<unknown>>> = {}) {
  const listeners = new Map<string, Listener>()
  const called: string[] = []
  const lines: string[] = []
  const write = (level: string) => (message: string, facts?: object) =>
    void lines.push(`${level} ${message} ${JSON.stringify(facts ?? {})}`)
  const log: Logger = { info: write('info'), warn: write('warn'), error: write('error') }
  const make = (names: string[]) =>
    Object.fromEntries(
      names.map((name) => [
        name,
        async (input: unknown) => {
          called.push(name)
          return over[name] ? over[name](input) : ok({})
        },
      ]),
    )
  const { leavePage } = registerRouter(
    { handle: (channel, listener) => void listeners.set(channel, listener) },
    {
      allowedOrigin: 'app://gatehouse',
      queries: make(Object.keys(queries)) as unknown as QueryHandlers,
      commands: make(Object.keys(commands)) as unknown as CommandHandlers,
      log,
    },
  )
  const send = async (
    channel: string,
    event: SenderEvent,
    name: unknown,
    input: unknown,
    pageId: unknown = firstPage,
  ) => (await listeners.get(channel)?.(event, name, input, pageId)) as Result<unknown>
  return { send, called, lines, leavePage }
}

describe('who may ask', () => {
  test.each([
    ['another site', { senderFrame: { url: 'https://evil.example/', parent: null } }],
    ['a host that begins alike', { senderFrame: { url: 'app://gatehouse.evil.example/', parent: null } }],
    ['the host as a user name', { senderFrame: { url: 'app://gatehouse@evil.example/', parent: null } }],
    ['a frame within our page', { senderFrame: { url: 'app://gatehouse/', parent: {} } }],
    ['a frame that is gone', { senderFrame: null }],
    ['no address', { senderFrame: { url: '', parent: null } }],
    ['a page made of text', { senderFrame: { url: 'about:blank', parent: null } }],
  ])('%s is refused, and the handler never runs', async (_who, event) => {
    const { send, called } = router()
    const answer = await send(channels.command, event, 'session.signOut', { discardUnsent: true })
    expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    expect(called).toEqual([])
  })

  test('our own page is answered', async () => {
    const { send, called } = router()
    expect(await send(channels.query, ours, 'session.get', {})).toEqual({ ok: true, value: {} })
    expect(called).toEqual(['session.get'])
  })
})

describe('a page that was left for another login', () => {
  test('is neither obeyed nor answered in its last moments, and the next one is', async () => {
    const { send, called, leavePage } = router()
    await send(channels.query, ours, 'session.get', {})
    leavePage()
    let answers = 0
    const late = [
      send(channels.command, ours, 'preferences.set', { lastTab: 'users' }),
      send(channels.query, ours, 'preferences.get', {}),
    ]
    for (const each of late) void each.then(() => answers++)
    expect(await send(channels.query, ours, 'session.get', {}, nextPage)).toMatchObject({ ok: true })
    expect(called).toEqual(['session.get', 'session.get'])
    expect(answers).toBe(0)
  })

  test('whatever does not come from the preload has no name and is refused', async () => {
    const { send, called } = router()
    for (const pageId of [null, 7, '', 'page', {}]) {
      expect(await send(channels.query, ours, 'session.get', {}, pageId)).toMatchObject({
        ok: false,
        error: { code: 'forbidden' },
      })
    }
    expect(called).toEqual([])
  })
})

describe('what may be asked', () => {
  test('a command is not a query, and names of Object are no names', async () => {
    const { send, called } = router()
    for (const name of ['session.signOut', '__proto__', 'constructor', 'toString', '', 7, null, { a: 1 }]) {
      expect(await send(channels.query, ours, name, {})).toMatchObject({
        ok: false,
        error: { code: 'not_found' },
      })
    }
    expect(called).toEqual([])
  })

  test('input that is not valid names its fields and goes no further', async () => {
    const { send, called } = router()
    const answer = await send(channels.command, ours, 'session.signOut', { discardUnsent: 'yes' })
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'validation', fields: [{ path: 'discardUnsent' }] },
    })
    expect(called).toEqual([])
  })

  test('whatever is sent on any channel, a Result comes back', async () => {
    const { send } = router()
    const names = fc.oneof(fc.constantFrom(...Object.keys(queries), ...Object.keys(commands)), fc.anything())
    const channel = fc.constantFrom(channels.query, channels.command)
    await fc.assert(
      fc.asyncProperty(channel, names, fc.anything({ maxDepth: 2 }), async (on, name, input) => {
        expect(typeof (await send(on, ours, name, input)).ok).toBe('boolean')
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a handler that throws', () => {
  const secret = 'token-of-somebody@example.com'

  test('answers a problem with a reference, which is in the log beside the name', async () => {
    const { send, lines } = router({
      'outbox.list': async () => {
        throw new Error(secret)
      },
    })
    const answer = await send(channels.query, ours, 'outbox.list', {})
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
    if (answer.ok) return
    expect(answer.error.reference).toMatch(/^[0-9a-f-]{36}$/)
    expect(lines.join('\n')).toContain(answer.error.reference)
    expect(lines.join('\n')).toContain('outbox.list')
    expect(lines.join('\n') + JSON.stringify(answer)).not.toContain(secret)
  })
})

test('inputs are never in the log', async () => {
  const { send, lines } = router()
  await send(channels.command, ours, 'links.paste', { text: 'x'.repeat(3000) })
  await send(channels.command, ours, 'server.connect', { address: 'https://name:pw@host' })
  expect(lines.join('\n')).not.toMatch(/xxx|name:pw/)
})
