import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { createAskAgain } from './ask-again.ts'
import { noAccount, queryKey } from './keys.ts'

const accountId = '00000000-0000-4000-8000-000000000001'

/** A question that is looked at, with its answers and the time in the hands of the test. */
function looking(key: readonly unknown[]) {
  const client = new QueryClient()
  let now = 0
  const waiting: { at: number; run: () => void }[] = []
  const askAgain = createAskAgain(client, {
    now: () => now,
    after: (milliseconds, run) => waiting.push({ at: now + milliseconds, run }),
  })
  const asked: PromiseWithResolvers<string>[] = []
  const observer = new QueryObserver<string>(client, {
    queryKey: key,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn() {
      const answer = Promise.withResolvers<string>()
      asked.push(answer)
      return answer.promise
    },
  })
  observer.subscribe(() => {})
  return {
    asked,
    changed: () => askAgain(() => true),
    async answer(text: string, afterMs: number) {
      now += afterMs
      asked.at(-1)?.resolve(text)
      await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe(text))
    },
    pass(milliseconds: number) {
      now += milliseconds
      for (const each of waiting.splice(0)) each.at <= now ? each.run() : waiting.push(each)
    },
  }
}

test('however often rows change while an answer is on its way, it is asked for once more and not called off', async () => {
  const { asked, answer, changed } = looking(queryKey('dashboard.get', { accountId }))
  await answer('first', 5)
  for (let change = 0; change < 20; change += 1) changed()
  expect(asked, 'the second is on its way').toHaveLength(2)
  await answer('second', 300)
  await vi.waitFor(() => expect(asked, 'as of after the last change').toHaveLength(3))
  await answer('third', 5)
  expect(asked).toHaveLength(3)
})

test('what looks at all accounts has a rest after a long answer, and is then asked again', async () => {
  const { asked, answer, changed, pass } = looking([noAccount, 'portfolio.get', {}])
  await answer('first', 400)
  changed()
  pass(1_100)
  changed()
  expect(asked, 'it rests three times as long as it took').toHaveLength(1)
  pass(100)
  await vi.waitFor(() => expect(asked).toHaveLength(2))
  await answer('second', 60_000)
  changed()
  pass(5_000)
  await vi.waitFor(() => expect(asked, 'never longer than five seconds').toHaveLength(3))
})

test('what is of one account is asked again at once', async () => {
  const { asked, answer, changed } = looking(queryKey('users.page', { accountId }))
  await answer('first', 2_000)
  changed()
  await vi.waitFor(() => expect(asked).toHaveLength(2))
})
