import { expect, test, vi } from 'vitest'
import { parseDeepLink } from '../links/parse-link.ts'
import { nastyLinks } from '../testing/hostile-links.ts'

const listeners = new Map<string, (...args: never[]) => void>()
const lock = vi.fn((_told: unknown) => true)
const register = vi.fn((..._all: unknown[]) => true)
vi.mock('electron', () => ({
  app: {
    isPackaged: true,
    requestSingleInstanceLock: (told: unknown) => lock(told),
    setAsDefaultProtocolClient: (...all: unknown[]) => register(...all),
    on: (name: string, listener: (...args: never[]) => void) => listeners.set(name, listener),
  },
}))
const { claimInstance, linkIn } = await import('./start-links.ts')

const link = `gatehouse://invite/${'A'.repeat(43)}`
const program = '/opt/Gatehouse/gatehouse'

test.each<[string, string[], string | null]>([
  ['no link', [program], null],
  ['a link', [program, link], link],
  ['a link behind switches', [program, '--no-sandbox', '--gpu-launcher=calc', '--', link], link],
  [
    'whatever the case of the scheme is',
    [program, link.replace('gatehouse', 'GateHouse')],
    `GateHouse${link.slice(9)}`,
  ],
  ['a program that is called like a link', [link], null],
  ['a switch that holds a link', [program, `--url=${link}`], null],
])('%s', (_what, argv, expected) => {
  expect(linkIn(argv)).toBe(expected)
})

test.each<[string, string[]]>([
  ['switches that broke out of the quotes', [program, link, '--inspect']],
  ['a switch in the same word', [program, `${link}" --inspect`]],
  ['an empty word behind it', [program, link, '']],
  ['several links', [program, link, link]],
  ['a link and a file', [program, link, '/etc/passwd']],
  ...Object.values(nastyLinks)
    .flat()
    .map((nasty): [string, string[]] => [nasty.slice(0, 60), [program, nasty]]),
])('%s: refused as a whole', (_what, argv) => {
  const found = linkIn(argv)
  if (found !== null) expect(parseDeepLink(found).ok).toBe(false)
})

function claim() {
  const heard: string[] = []
  const isFirst = claimInstance({ link: (text) => heard.push(text), secondStart: () => heard.push('shown') })
  return {
    heard,
    isFirst,
    emit: (name: string, ...args: unknown[]) => listeners.get(name)?.(...(args as never[])),
  }
}

test('of a second start its link is taken, and nothing that stands among its arguments', () => {
  const { heard, emit } = claim()
  emit('second-instance', {}, [program, '--inspect', 'gatehouse://from-the-arguments'], '/tmp', { link })
  expect(heard).toEqual([link, 'shown'])
})

test.each([
  [null],
  [undefined],
  ['text'],
  [{}],
  [{ link: 7 }],
  [{ link: 'x'.repeat(5000) }],
  [{ link: [link] }],
])('a second start that says %j is shown the window and no more', (data) => {
  const { heard, emit } = claim()
  emit('second-instance', {}, [program, link], '/tmp', data)
  expect(heard).toEqual(['shown'])
})

test('a start that is the second one hands over its link and stops', () => {
  const before = process.argv
  process.argv = [program, '--gpu-launcher=calc', link]
  lock.mockReturnValueOnce(false)
  register.mockClear()
  listeners.clear()
  expect(claim().isFirst).toBe(false)
  process.argv = before
  expect(lock).toHaveBeenLastCalledWith({ link })
  expect(listeners.size).toBe(0)
  expect(register).not.toHaveBeenCalled()
})

test('macOS hands a link over as an event, which is taken before anything is shown', () => {
  const { heard, emit } = claim()
  const preventDefault = vi.fn()
  emit('open-url', { preventDefault }, link)
  expect(heard).toEqual([link, 'shown'])
  expect(preventDefault).toHaveBeenCalled()
})

test('Windows is told to put links where nothing is read as a switch', () => {
  const { platform } = process
  Object.defineProperty(process, 'platform', { value: 'win32' })
  claim()
  Object.defineProperty(process, 'platform', { value: platform })
  expect(register).toHaveBeenLastCalledWith('gatehouse', process.execPath, ['--'])
})
