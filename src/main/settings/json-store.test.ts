import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJsonStore } from './json-store.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-json-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('what was set is there, also for who opens it next', () => {
  const store = openJsonStore(folder, 'settings')
  expect(store.get('window')).toBeUndefined()
  store.set('window', { width: 800 })
  store.set('login', null)
  expect(store.get('window')).toEqual({ width: 800 })
  expect(openJsonStore(folder, 'settings').get('window')).toEqual({ width: 800 })
  expect(readdirSync(folder)).toEqual(['settings.json'])
})

test('a value that is changed after it was set or got is not changed in the file', () => {
  const store = openJsonStore(folder, 'settings')
  const pins = ['one']
  store.set('pins', pins)
  pins.push('two')
  ;(store.get('pins') as string[]).push('three')
  store.set('theme', 'dark')
  expect(openJsonStore(folder, 'settings').get('pins')).toEqual(['one'])
})

test('undefined takes a value away', () => {
  const store = openJsonStore(folder, 'settings')
  store.set('window', { width: 800 })
  store.set('window', undefined)
  expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toEqual({})
})

test('nobody else on this computer reads it', { skip: process.platform === 'win32' }, () => {
  openJsonStore(folder, 'settings').set('theme', 'dark')
  expect(statSync(join(folder, 'settings.json')).mode & 0o077).toBe(0)
})

test.each(['{"theme": "da', '[]', 'null', '"text"', ''])(
  'a file that says %j is refused, and left alone',
  (text) => {
    const file = join(folder, 'settings.json')
    writeFileSync(file, text)
    expect(() => openJsonStore(folder, 'settings')).toThrow()
    expect(readFileSync(file, 'utf8')).toBe(text)
  },
)
