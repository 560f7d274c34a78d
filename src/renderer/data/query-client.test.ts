import { QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import { queryKey } from './keys.ts'
import { createQueryClient, listenToMain } from './query-client.ts'

const accountId = '00000000-0000-4000-8000-000000000001'
const key = queryKey('dashboard.get', { accountId })
const change = { tables: ['membership'], accountIds: [accountId], revision: 1 }

afterEach(() => vi.unstubAllGlobals())

/** A page that has asked for a dashboard, with main's answers and events in the hands of the test. */
function page() {
  const listeners = new Map<string, (payload: unknown) => void>()
  vi.stubGlobal('window', {
    gatehouse: {
      on(name: string, listener: (payload: unknown) => void) {
        listeners.set(name, listener)
        return () => listeners.delete(name)
      },
    },
  })
  const client = createQueryClient()
  listenToMain(client)
  const asked: PromiseWithResolvers<string>[] = []
  const observer = new QueryObserver<string>(client, {
    queryKey: key,
    queryFn() {
      const answer = Promise.withResolvers<string>()
      asked.push(answer)
      return answer.promise
    },
  })
  observer.subscribe(() => {})
  const emit = (name: string, payload: unknown) => listeners.get(name)?.(payload)
  return { client, asked, emit, shown: () => observer.getCurrentResult().data }
}

test('an answer that was on its way while its rows changed is asked for again, the first one too', async () => {
  const { asked, emit, shown } = page()
  emit('replica.changed', change)
  emit('replica.changed', change)
  asked[0]?.resolve('as of before')
  await vi.waitFor(() => expect(asked).toHaveLength(2))
  asked[1]?.resolve('as of now')
  await vi.waitFor(() => expect(shown()).toBe('as of now'))
  emit('replica.changed', change)
  asked[2]?.resolve('and later')
  await vi.waitFor(() => expect(shown()).toBe('and later'))
  expect(asked).toHaveLength(3)
})

test('a first answer whose rows did not change is not asked for again', async () => {
  const { asked, emit, shown } = page()
  emit('replica.changed', { ...change, accountIds: ['00000000-0000-4000-8000-000000000002'] })
  emit('replica.changed', { ...change, tables: ['template'] })
  asked[0]?.resolve('the answer')
  await vi.waitFor(() => expect(shown()).toBe('the answer'))
  expect(asked).toHaveLength(1)
})

test('a look that is chosen after signing out and in again shows in the window that stood there all along', async () => {
  const { client, emit } = page()
  const preferences = queryKey('preferences.get', {})
  let asked = 0
  const window = new QueryObserver(client, {
    queryKey: preferences,
    queryFn: async () => `answer ${++asked}`,
  })
  window.subscribe(() => {})
  await vi.waitFor(() => expect(window.getCurrentResult().data).toBe('answer 1'))
  emit('session.changed', { state: 'signed-out' })
  await vi.waitFor(() => expect(window.getCurrentResult().data, 'those of nobody').toBe('answer 2'))
  client.setQueryData(preferences, 'dark')
  expect(window.getCurrentResult().data).toBe('dark')
})
