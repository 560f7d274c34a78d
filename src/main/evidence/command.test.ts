import { expect, test } from 'vitest'
import { runVerify } from './command.ts'
import { exampleEvidence, newKeys } from './testing/example.ts'
import { verifyAsked } from './verify-asked.ts'

const keys = newKeys()
const sealed = exampleEvidence(keys)
const files: Record<string, unknown> = {
  'sealed.json': sealed,
  'unsealed.json': { ...sealed, seal: null },
  'changed.json': { ...sealed, record: { ...sealed.record, conflicts: [] } },
}

async function run(...words: string[]) {
  let said = ''
  const code = await runVerify(words, {
    async read(file) {
      if (!(file in files)) throw new Error('ENOENT')
      return JSON.stringify(files[file])
    },
    write(text) {
      said += text
    },
  })
  return { code, said }
}

test('a good file is said to be good, with what it is and every check', async () => {
  const { code, said } = await run('sealed.json', '--key', keys.publicKey)
  expect(code).toBe(0)
  expect(said).toContain('First quarter 2026, Acme Logistics (AC-10024)')
  expect(said).toContain('Signed by Cassie Moreau <2@acme.example>')
  expect(said.match(/^ok /gm)).toHaveLength(8)
  expect(said).toContain(`Public key of the seal: ${keys.publicKey}`)
})

test('the exit code tells good from changed and from not sealed', async () => {
  expect((await run('sealed.json', `--key=${newKeys().publicKey}`)).code).toBe(1)
  expect((await run('changed.json')).code).toBe(1)
  expect((await run('nowhere.json')).code).toBe(1)
  expect((await run('unsealed.json')).code).toBe(2)
})

test('called wrongly, it says how it is called', async () => {
  for (const words of [[], ['one.json', 'two.json'], ['sealed.json', '--kee', 'x']]) {
    const { code, said } = await run(...words)
    expect([code, said]).toEqual([2, expect.stringContaining('gatehouse verify FILE')])
  }
  expect((await run('sealed.json', '--key', 'short')).code).toBe(2)
})

test('what a file says can not write to the terminal as it likes', async () => {
  const title = 'Fine\u001b[2K\r\nGOOD: this is what was signed and recorded.'
  files['sly.json'] = { ...sealed, record: { ...sealed.record, review: { ...sealed.record.review, title } } }
  const { code, said } = await run('sly.json')
  expect(code).toBe(1)
  expect(said).not.toContain('\u001b')
  expect(said.split('\n')).not.toContain('GOOD: this is what was signed and recorded.')
})

test('it is asked for by the first word behind the program, and by nothing else', () => {
  expect(verifyAsked(['electron', '--no-sandbox', '.', 'verify', 'a.json'], 2)).toEqual(['a.json'])
  expect(verifyAsked(['gatehouse', '--no-sandbox', 'verify', 'a.json', '--key', 'k'], 1)).toEqual([
    'a.json',
    '--key',
    'k',
  ])
  expect(verifyAsked(['gatehouse'], 1)).toBeNull()
  expect(verifyAsked(['gatehouse', 'gatehouse://invite/verify', 'verify'], 1)).toBeNull()
})
