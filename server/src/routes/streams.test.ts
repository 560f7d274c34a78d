import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { sendEvents } from './streams.ts'

test('an idle stream beats, and ends when its caller is no longer welcome', async () => {
  const app = fastify()
  let looks = 0
  app.get('/', (_request, reply) => {
    const never = (async function* () {
      yield { n: 1 }
      await new Promise(() => {})
    })()
    const isStillWelcome = async () => {
      looks += 1
      return looks < 3
    }
    return sendEvents(reply, never, isStillWelcome, 5)
  })
  const response = await app.inject('/')
  expect(looks).toBe(3)
  expect(response.body.startsWith(': connected\n\n')).toBe(true)
  expect(response.body).toContain('data: {"n":1}\n\n')
  expect(response.body.match(/^:$/gm)).toHaveLength(3)
  await app.close()
})
