import { expect, test } from 'vitest'
import { silentLogger } from '../ports.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { againMs, type CrashChoice, createWindowCrashes } from './window-crashes.ts'

function setUp(choice: CrashChoice = 'reload', wait: 'wait' | 'reload' = 'wait') {
  const done: string[] = []
  const time = fakeTime()
  const crashes = createWindowCrashes({
    clock: time.clock,
    log: silentLogger,
    crashes: {
      write: ({ reason }) => {
        done.push(`written ${reason}`)
        return 'the-reference'
      },
    },
    reload: () => void done.push('reload'),
    restart: (safeMode) => void done.push(`restart ${safeMode}`),
    quit: () => void done.push('quit'),
    async askAfterCrash(reference) {
      done.push(`asked ${reference}`)
      return choice
    },
    async askToWait() {
      done.push('asked to wait')
      return wait
    },
  })
  return { crashes, done, time }
}

test('a window that stopped is loaded again by itself', async () => {
  const { crashes, done } = setUp()
  await crashes.stopped('crashed')
  expect(done).toEqual(['written crashed', 'reload'])
})

test('one that closed in good order is left alone', async () => {
  const { crashes, done } = setUp()
  await crashes.stopped('clean-exit')
  expect(done).toEqual([])
})

test.each([
  ['safe-mode', 'restart true'],
  ['reload', 'reload'],
  ['quit', 'quit'],
] as const)('when it stops again at once the user decides: %s', async (choice, then) => {
  const { crashes, done } = setUp(choice)
  await crashes.stopped('oom')
  await crashes.stopped('oom')
  expect(done.slice(2)).toEqual(['written oom', 'asked the-reference', then])
})

test('long after, it counts as the first time again', async () => {
  const { crashes, done, time } = setUp()
  await crashes.stopped('crashed')
  await time.advance(againMs)
  await crashes.stopped('crashed')
  expect(done).toEqual(['written crashed', 'reload', 'written crashed', 'reload'])
})

test('a window that hangs is loaded again only where the user wants that, and is asked about once', async () => {
  const waiting = setUp('reload', 'wait')
  const first = waiting.crashes.hangs()
  await waiting.crashes.hangs()
  await first
  expect(waiting.done).toEqual(['asked to wait'])
  const loading = setUp('reload', 'reload')
  await loading.crashes.hangs()
  expect(loading.done).toEqual(['asked to wait', 'reload'])
})

test('one that answers by the time of the choice is not loaded again', async () => {
  const { crashes, done } = setUp('reload', 'reload')
  const asked = crashes.hangs()
  crashes.answers()
  await asked
  expect(done).toEqual(['asked to wait'])
})
