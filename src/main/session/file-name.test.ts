import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileName } from './file-name.ts'

test.each([
  ['Access of Acme 2026-03-02', 'Access of Acme 2026-03-02'],
  ['Müller & Söhne (Köln)', 'Müller & Söhne (Köln)'],
  ['حساب الشركة', 'حساب الشركة'],
  ['../../etc/passwd', 'etc passwd'],
  ['..\\..\\boot.ini', 'boot.ini'],
  ['C:\\Windows\\system32', 'C Windows system32'],
  ['.bashrc', 'bashrc'],
  ['invoice\u202egpj.exe', 'invoice gpj.exe'],
  ['a\0b\r\nc', 'a b c'],
  ['con', '_con'],
  ['NUL.csv', '_NUL.csv'],
  ['console', 'console'],
  ['trailing. . ', 'trailing'],
  ['', 'Gatehouse'],
  ['/', 'Gatehouse'],
  ['x'.repeat(500), 'x'.repeat(200)],
  [`${'語'.repeat(500)}.csv`, `${'語'.repeat(66)}.csv`],
  ['....csv', 'csv'],
])('%j is called %j', (text, name) => {
  expect(fileName(text)).toBe(name)
})

test('whatever somebody calls an account, it is a name within a folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(fileName(text)).toMatch(/^[^\s./\\:*?"<>|\p{C}](?:[^/\\:*?"<>|\p{C}]*[^\s./\\:*?"<>|\p{C}])?$/u)
      expect(fileName(fileName(text))).toBe(fileName(text))
    }),
    { seed: 20_260_310, numRuns: 1000 },
  )
}, 60_000)
