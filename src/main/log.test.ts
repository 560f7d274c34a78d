import { expect, test } from 'vitest'
import { lineOf, redact } from './log.ts'

test('addresses and tokens are cut out, ids and codes stay', () => {
  const token = 'q'.repeat(43)
  const id = '0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e0f'
  const line = lineOf('a change was refused', {
    mutationId: id,
    code: 'forbidden',
    who: 'ana@example.com',
    token,
  })
  expect(line).toBe(`a change was refused mutationId=${id} code=forbidden who=<address> token=<secret>`)
  expect(redact(`Bearer ${token}`)).toBe('Bearer <secret>')
})
