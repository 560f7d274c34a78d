import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('everything has a default that works on one computer', () => {
  const config = readConfig({})
  expect(config).toMatchObject({
    ok: true,
    value: { host: '127.0.0.1', port: 4400, publicUrl: null, databaseUrl: null, offlineDays: null },
  })
})

test('reads what it is given and takes an empty variable for none', () => {
  const config = readConfig({
    GATEHOUSE_PORT: '0',
    GATEHOUSE_PUBLIC_URL: 'https://gatehouse.example.com/',
    GATEHOUSE_OFFLINE_DAYS: '14',
    DATABASE_URL: '',
  })
  expect(config).toMatchObject({
    value: { port: 0, publicUrl: 'https://gatehouse.example.com', offlineDays: 14, databaseUrl: null },
  })
})

test('names every variable that can not be used, and repeats no value', () => {
  const config = readConfig({
    GATEHOUSE_PORT: '99999',
    GATEHOUSE_PUBLIC_URL: 'ftp://secret-host',
    DATABASE_URL: 'mysql://user:secret-password@host/db',
    GATEHOUSE_OFFLINE_DAYS: '0',
  })
  if (config.ok) throw new Error('it was accepted')
  for (const name of ['GATEHOUSE_PORT', 'GATEHOUSE_PUBLIC_URL', 'DATABASE_URL', 'GATEHOUSE_OFFLINE_DAYS']) {
    expect(config.error).toContain(name)
  }
  expect(config.error).not.toContain('secret')
})
