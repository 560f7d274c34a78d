import { canonicalJson, type Json } from '@gatehouse/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256Of } from './hash.ts'
import { exampleEvidence, exampleRecord, newKeys, sealOf } from './testing/example.ts'
import { type CheckName, verifyEvidence } from './verify.ts'

const keys = newKeys()
const good = exampleEvidence(keys)
const text = JSON.stringify(good, null, 2)

function failedIn(file: unknown, key?: string): CheckName[] {
  const { checks } = verifyEvidence(typeof file === 'string' ? file : JSON.stringify(file), key)
  return checks.filter(({ state }) => state === 'failed').map(({ name }) => name)
}

describe('a sealed record', () => {
  test('is good, by one reviewer or by two', () => {
    expect(verifyEvidence(text).verdict).toBe('good')
    expect(verifyEvidence(JSON.stringify(exampleEvidence(keys, { second: true }))).verdict).toBe('good')
  })

  test('is good with the key that was expected and fails with another', () => {
    expect(verifyEvidence(text, keys.publicKey).checks.at(-1)).toEqual({ name: 'key', state: 'ok' })
    expect(failedIn(text, newKeys().publicKey)).toEqual(['key'])
  })

  test('stays good in another layout, with names in another order and letters escaped', () => {
    const { record, ...rest } = good
    const escaped = JSON.stringify({ record, ...rest })
      .replaceAll('Ł', '\\u0141')
      .replaceAll('/', '\\/')
    expect(verifyEvidence(`\n\t${escaped}\r\n `).verdict).toBe('good')
  })
})

test('what has no seal is told from what has, and from what was changed', () => {
  const unsealed = exampleEvidence(null)
  expect(verifyEvidence(JSON.stringify(unsealed))).toMatchObject({ verdict: 'unsealed' })
  expect(verifyEvidence(JSON.stringify({ ...unsealed, recordSha256: sha256Of({}) })).verdict).toBe('failed')
})

describe('what was changed is found where it was', () => {
  test.each([
    ['something that is no JSON', `${text}x`, ['file']],
    ['another kind of file', { format: 'gatehouse-activity' }, ['file']],
    ['something added to it', { ...good, comment: 'fine' }, ['file']],
    [
      'a name that stands twice',
      text.replace('"title":', '"title": "Second quarter 2026", "title":'),
      ['file'],
    ],
    ['the snapshot', text.replace('"Ben Adu"', '"Ben Ado"'), ['snapshot', 'record', 'seal']],
    ['a decision', text.replace('"k.r.."', '"k.k.."'), ['decisions', 'record', 'seal']],
    ['the hash of all', { ...good, recordSha256: sha256Of({}) }, ['record']],
  ] as const)('%s', (_, file, checks) => {
    expect(failedIn(file)).toEqual(checks)
  })

  test('a record made up anew, with every hash right, lacks what only the server can add', () => {
    const record = exampleRecord()
    record.review.title = 'Another title'
    expect(failedIn({ ...good, record, recordSha256: sha256Of(record) })).toEqual(['seal'])
    const other = newKeys()
    const sealed = { ...good, record, recordSha256: sha256Of(record), seal: sealOf(record, other) }
    expect(failedIn(sealed, keys.publicKey)).toEqual(['key'])
  })

  test('a decision that is missing, or that nobody could make', () => {
    for (const cells of ['k.k..', 'k.k.k', '..kn.', 'k.kn']) {
      const record = exampleRecord()
      record.decisions = { ...record.decisions, cells: record.decisions.cells.with(2, cells) }
      for (const signature of record.signatures) signature.decisionsSha256 = sha256Of(record.decisions)
      const file = { ...good, record, recordSha256: sha256Of(record), seal: sealOf(record, keys) }
      expect(failedIn(file)).toEqual(['complete'])
    }
  })

  test('a signature of somebody else, or one that is missing', () => {
    const record = exampleRecord({ second: true })
    record.signatures.pop()
    const file = { ...good, record, recordSha256: sha256Of(record), seal: sealOf(record, keys) }
    expect(failedIn(file)).toContain('signers')
  })

  test('the spare bits in the last letter of a signature', () => {
    const last = good.seal?.signature.at(-1) ?? ''
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const next = alphabet[alphabet.indexOf(last) + 1] ?? ''
    const signature = `${good.seal?.signature.slice(0, -1)}${next}`
    expect(failedIn({ ...good, seal: { ...good.seal, signature } })).toEqual(['seal'])
  })
})

/** Whether a text still says what was sealed. */
function saysTheSame(changed: string): boolean {
  try {
    return canonicalJson(JSON.parse(changed) as Json) === canonicalJson(good as Json)
  } catch {
    return false
  }
}

describe('any single change', () => {
  const letter = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    fc.constantFrom(...'0123456789abcdefkrnc."\\{}[],: \n'),
  )
  const edit = fc.record({
    at: fc.nat(text.length - 1),
    how: fc.constantFrom('replace', 'insert', 'remove', 'swap', 'repeat'),
    letter,
  })

  test('of a letter is found, unless it changes nothing of what is said', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(edit, ({ at, how, letter }) => {
        const [before, here, next, after] = [
          text.slice(0, at),
          text[at] ?? '',
          text[at + 1] ?? '',
          text.slice(at + 2),
        ]
        const changed = {
          replace: before + letter + next + after,
          insert: before + letter + here + next + after,
          remove: before + next + after,
          swap: before + next + here + after,
          repeat: before + here + here + next + after,
        }[how]
        expect(verifyEvidence(changed).verdict).toBe(saysTheSame(changed) ? 'good' : 'failed')
      }),
      { numRuns: 500 },
    )
  })

  const paths = [...pathsOf(good)]
  const kinds = ['remove', 'twice', 'reverse', 'digit', 'null', 'add', 'exchange'] as const

  test('of a value, of an order or of what is there is found', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.nat(paths.length - 1), fc.constantFrom(...kinds), fc.nat(), (place, kind, seed) => {
        const changed = structuredClone(good) as unknown as Json
        tamper(changed, paths[place] ?? [], kind, seed)
        const said = JSON.stringify(changed)
        const isSame = saysTheSame(said)
        const isUnsealed = canonicalJson(changed) === canonicalJson({ ...good, seal: null } as Json)
        expect(verifyEvidence(said).verdict).toBe(isSame ? 'good' : isUnsealed ? 'unsealed' : 'failed')
      }),
      { numRuns: 500 },
    )
  })
})

type Key = string | number
type Holder = Record<Key, unknown>

function* pathsOf(value: unknown, path: Key[] = []): Generator<Key[]> {
  if (path.length > 0) yield path
  if (Array.isArray(value)) for (const [n, each] of value.entries()) yield* pathsOf(each, [...path, n])
  else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) yield* pathsOf(each, [...path, key])
}

function tamper(root: unknown, path: readonly Key[], kind: string, seed: number): void {
  const key = path.at(-1) ?? ''
  const holder = path.slice(0, -1).reduce((at, step) => (at as Holder)[step], root) as Holder
  const value = holder[key]
  if (kind === 'remove') Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key]
  else if (kind === 'null') holder[key] = null
  else if (kind === 'add') holder[`${key}${seed % 10}`] = value
  else if (kind === 'twice' && Array.isArray(holder)) holder.push(value)
  else if (kind === 'reverse' && Array.isArray(value)) value.reverse()
  else if (kind === 'exchange') {
    const keys = Object.keys(holder)
    const other = keys[seed % keys.length] ?? key
    holder[key] = holder[other]
    holder[other] = value
  } else if (typeof value === 'string') {
    const at = seed % (value.length + 1)
    holder[key] = value.slice(0, at) + (value[at] === '1' ? '2' : '1') + value.slice(at + 1)
  } else if (typeof value === 'number') holder[key] = value + 1
  else if (typeof value === 'boolean') holder[key] = !value
}
