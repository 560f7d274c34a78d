import { expect, test } from 'vitest'
import { errorsIn, formOf, isSame, isWebAddress, keyFrom, newApplication } from './application-draft.ts'

test('a key is made of a name', () => {
  expect(keyFrom('Payroll & Taxes')).toBe('payroll-taxes')
  expect(keyFrom('  Café Déjà-vu ')).toBe('cafe-deja-vu')
  expect(keyFrom('***')).toBe('')
  expect(keyFrom(`${'a'.repeat(62)} b`)).toBe('a'.repeat(62))
})

test('an address is one of the web, without a login in it', () => {
  expect(isWebAddress(' https://example.com/a?b#c ')).toBe(true)
  expect(isWebAddress('http://localhost:8080')).toBe(true)
  for (const bad of ['', 'example.com', 'ftp://example.com', 'https://me@example.com', 'https://a b.com']) {
    expect(isWebAddress(bad), bad).toBe(false)
  }
})

test('nothing is wrong before somebody wanted to send it, then everything that is missing is', () => {
  const { draft } = newApplication()
  expect(Object.values(errorsIn(draft, false, null)).filter(Boolean)).toEqual([])
  const missing = Object.entries(errorsIn(draft, true, null)).filter(([, error]) => error !== null)
  expect(missing.map(([field]) => field)).toEqual(['name', 'key', 'applicationUrl', 'loginUrl'])
})

test('what is typed is sent without surrounding space, and an empty logo is none', () => {
  const draft = { ...newApplication().draft, name: ' Ledger ', logoUrl: ' ' }
  expect(formOf(draft)).toMatchObject({ name: 'Ledger', logoUrl: null })
  expect(isSame(draft, { ...draft, name: 'Ledger', logoUrl: '' })).toBe(true)
})
