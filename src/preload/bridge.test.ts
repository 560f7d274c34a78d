import { beforeEach, expect, test, vi } from 'vitest'
import { events } from '../ipc/contract.ts'
import { channels } from '../ipc/define.ts'
import { eventNames } from '../ipc/event-names.ts'

type Push = (event: unknown, name: unknown, payload: unknown) => void
interface Exposed {
  query(...args: unknown[]): unknown
  command(...args: unknown[]): unknown
  on(name: unknown, listener: unknown): () => void
}

const exposed = new Map<string, Exposed>()
const heard = new Map<string, Push>()
const invoke = vi.fn((..._args: unknown[]) => Promise.resolve({ ok: true, value: {} }))
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: Exposed) => exposed.set(name, api) },
  ipcRenderer: {
    on: (channel: string, listener: Push) => heard.set(channel, listener),
    invoke: (...args: unknown[]) => invoke(...args),
  },
}))

beforeEach(async () => {
  vi.resetModules()
  for (const known of [exposed, heard]) known.clear()
  invoke.mockClear()
  await import('./index.ts')
})

function bridge(): Exposed {
  const api = exposed.get('gatehouse')
  if (!api) throw new Error('nothing was exposed')
  return api
}
const push = (name: unknown, payload: unknown) => heard.get(channels.event)?.({}, name, payload)

test('three functions are exposed, and nothing else', () => {
  expect([...exposed.keys()]).toEqual(['gatehouse'])
  const api = bridge()
  expect(Object.keys(api).sort()).toEqual(['command', 'on', 'query'])
  expect(Object.values(api).every((member) => typeof member === 'function')).toBe(true)
  expect([...heard.keys()]).toEqual([channels.event])
})

test('it can be listened to what the contract names, and to nothing else', () => {
  expect([...eventNames].sort()).toEqual(Object.keys(events).sort())
  for (const name of eventNames) bridge().on(name, () => {})()
  const strangers = [
    '',
    'message',
    'gatehouse:query',
    '__proto__',
    'constructor',
    'toString',
    null,
    undefined,
    7,
    {},
    [],
  ]
  for (const name of strangers) expect(() => bridge().on(name, () => {}), String(name)).toThrow(TypeError)
  for (const listener of [null, undefined, {}, 'alert(1)']) {
    expect(() => bridge().on('sync.changed', listener)).toThrow(TypeError)
  }
})

test('a page can not fill the memory with listeners, and one that ends makes room', () => {
  const stops = Array.from({ length: 50 }, () => bridge().on('sync.changed', () => {}))
  expect(() => bridge().on('sync.changed', () => {})).toThrow(RangeError)
  bridge().on('session.changed', () => {})
  stops[7]?.()
  stops[7]?.()
  bridge().on('sync.changed', () => {})
  expect(() => bridge().on('sync.changed', () => {})).toThrow(RangeError)
})

test('a listener that fails is reported in the page, and the others hear all the same', () => {
  const reported = vi.fn()
  vi.stubGlobal('reportError', reported)
  const seen: unknown[] = []
  bridge().on('sync.changed', () => {
    throw new Error('mine')
  })
  const stop = bridge().on('sync.changed', (payload: unknown) => seen.push(payload))
  push('sync.changed', { state: 'synced' })
  stop()
  push('sync.changed', { state: 'offline' })
  push('unknown', {})
  vi.unstubAllGlobals()
  expect(seen).toEqual([{ state: 'synced' }])
  expect(reported).toHaveBeenCalledTimes(2)
})

test('a page chooses name and input of a call, never its channel or the name of the page', async () => {
  await bridge().query('session.get', {}, 'another page', 'gatehouse:command')
  await bridge().command('session.lock', { a: 1 }, '00000000-0000-4000-8000-000000000000')
  const [query, command] = invoke.mock.calls
  expect(query).toEqual([channels.query, 'session.get', {}, expect.stringMatching(/^[0-9a-f-]{36}$/)])
  expect(command).toEqual([channels.command, 'session.lock', { a: 1 }, query?.[3]])
})
