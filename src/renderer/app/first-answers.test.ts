import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { queryKey } from '../data/keys.ts'
import type { Place } from './app-store.ts'
import { firstAnswersOf } from './first-answers.ts'

const accountId = '00000000-0000-4000-8000-000000000001'
const dashboard: Place = { screen: 'account', accountId, tab: 'dashboard' }
const users: Place = { screen: 'account', accountId, tab: 'users' }

let asked: { name: string; answer: PromiseWithResolvers<unknown> }[]
let timers: { milliseconds: number; run: () => void }[]
let client: QueryClient
let firstAnswers: ReturnType<typeof firstAnswersOf>

beforeEach(() => {
  asked = []
  timers = []
  client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  firstAnswers = firstAnswersOf(client, {
    after: (milliseconds, run) => void timers.push({ milliseconds, run }),
  })
  vi.stubGlobal('window', {
    gatehouse: {
      query(name: string) {
        const answer = Promise.withResolvers<unknown>()
        asked.push({ name, answer })
        return answer.promise
      },
    },
  })
})
afterEach(() => vi.unstubAllGlobals())

const there = (name: 'accounts.get' | 'dashboard.get') =>
  client.setQueryData(queryKey(name, { accountId }), {})
const names = () => asked.map(({ name }) => name)

/** Whether it has come by the time everything that is due has run. */
async function hasCome(answers: Promise<unknown> | null): Promise<boolean> {
  let come = false
  void answers?.then(() => {
    come = true
  })
  await new Promise((resolve) => setTimeout(resolve))
  return come
}

test('the account and its figures are asked for together, and both are waited for', async () => {
  const answers = firstAnswers(dashboard)
  await vi.waitFor(() => expect(names()).toEqual(['accounts.get', 'dashboard.get']))
  asked[0]?.answer.resolve({ ok: true, value: {} })
  expect(await hasCome(answers)).toBe(false)
  asked[1]?.answer.resolve({ ok: true, value: {} })
  await answers
  expect(firstAnswers(dashboard), 'what is there is not asked for').toBeNull()
})

test('another tab than the dashboard needs the account alone, and other screens nothing', async () => {
  firstAnswers(users)
  await vi.waitFor(() => expect(names()).toEqual(['accounts.get']))
  expect(firstAnswers({ screen: 'outbox' })).toBeNull()
  there('accounts.get')
  expect(firstAnswers(users)).toBeNull()
  there('dashboard.get')
  expect(firstAnswers(dashboard)).toBeNull()
})

test('an answer that takes long or fails holds nothing up', async () => {
  const slow = firstAnswers(dashboard)
  expect(await hasCome(slow)).toBe(false)
  expect(timers[0]?.milliseconds).toBeLessThan(100)
  timers[0]?.run()
  expect(await hasCome(slow)).toBe(true)
  client.clear()
  const failing = firstAnswers(users)
  await vi.waitFor(() => expect(asked).toHaveLength(3))
  asked[2]?.answer.resolve({ ok: false, error: { code: 'not_found' } })
  expect(await hasCome(failing)).toBe(true)
})
