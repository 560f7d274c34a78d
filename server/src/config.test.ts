import { describe, expect, test } from 'vitest'
import { describeConfig, readConfig, type ServerConfig, variableNames, warningsOf } from './config.ts'

function accepted(environment: Record<string, string>): ServerConfig {
  const config = readConfig(environment)
  if (!config.ok) throw new Error(config.error)
  return config.value
}

function refusal(environment: Record<string, string>): string {
  const config = readConfig(environment)
  if (config.ok) throw new Error('it was accepted')
  return config.error
}

test('everything has a default that works on one computer', () => {
  expect(accepted({})).toMatchObject({
    host: '127.0.0.1',
    port: 4400,
    publicUrl: null,
    databaseUrl: null,
    offlineDays: null,
    trustProxy: false,
    metricsPort: null,
    metricsToken: null,
  })
})

test('reads what it is given and takes an empty variable for none', () => {
  const config = accepted({
    GATEHOUSE_PORT: '0',
    GATEHOUSE_PUBLIC_URL: 'https://gatehouse.example.com/',
    GATEHOUSE_OFFLINE_DAYS: '14',
    DATABASE_URL: '',
  })
  expect(config).toMatchObject({
    port: 0,
    publicUrl: 'https://gatehouse.example.com',
    offlineDays: 14,
    databaseUrl: null,
  })
})

test('names every variable that can not be used, and repeats no value', () => {
  const wrong = {
    GATEHOUSE_PORT: '99999',
    GATEHOUSE_PUBLIC_URL: 'ftp://secret-host',
    DATABASE_URL: 'mysql://user:secret-password@host/db',
    GATEHOUSE_OFFLINE_DAYS: '0',
    GATEHOUSE_POOL_SIZE: 'many',
    GATEHOUSE_STATEMENT_SECONDS: '-1',
    GATEHOUSE_TRUST_PROXY: 'secret.example.com',
    GATEHOUSE_METRICS_TOKEN: 'secret',
    GATEHOUSE_SHUTDOWN_SECONDS: '1.5',
    GATEHOUSE_LOG_LEVEL: 'secret',
    SMTP_URL: 'secret',
    MAIL_FROM: 'secret',
  }
  const lines = refusal(wrong).split('\n').slice(1)
  expect(lines.map((line) => line.trim().split(' ')[0]).sort()).toEqual(Object.keys(wrong).sort())
  for (const line of lines) expect(line).toMatch(/ (must|has) \w+/)
  expect(lines.join()).not.toContain('secret')
})

describe('the public address', () => {
  test.each(['http://gatehouse.example.com', 'http://10.0.0.5', 'http://127.0.0.1.example.com'])(
    'is refused without encryption: %s',
    (url) => {
      expect(refusal({ GATEHOUSE_PUBLIC_URL: url })).toContain('GATEHOUSE_PUBLIC_URL must begin with https:')
    },
  )
  test.each(['http://127.0.0.1:4400', 'http://localhost:4400', 'http://[::1]:4400'])(
    'may go without on this computer alone: %s',
    (url) => {
      expect(accepted({ GATEHOUSE_PUBLIC_URL: url }).publicUrl).toBe(url)
    },
  )
  test.each(['https://example.com/gatehouse', 'https://user@example.com', 'https://example.com/?a=1'])(
    'is an origin and nothing more: %s',
    (url) => {
      expect(refusal({ GATEHOUSE_PUBLIC_URL: url })).toContain('without user, path, query')
    },
  )
})

test.each([
  ['0', false],
  ['false', false],
  ['true', 1],
  ['2', 2],
  ['10.0.0.0/8, ::1, loopback', ['10.0.0.0/8', '::1', 'loopback']],
])('trusts proxies by number or address: %s', (text, meant) => {
  expect(accepted({ GATEHOUSE_TRUST_PROXY: text }).trustProxy).toEqual(meant)
})

test('metrics are never open to a network without a token', () => {
  const open = { GATEHOUSE_METRICS_PORT: '9400', GATEHOUSE_METRICS_HOST: '0.0.0.0' }
  expect(refusal(open)).toContain('GATEHOUSE_METRICS_TOKEN')
  expect(accepted({ ...open, GATEHOUSE_METRICS_TOKEN: 'a long enough token' }).metricsPort).toBe(9400)
  expect(refusal({ GATEHOUSE_METRICS_PORT: '4400' })).toContain('differ from GATEHOUSE_PORT')
})

test('what is in effect is told of every variable, without a password', () => {
  const rows = describeConfig(
    accepted({
      DATABASE_URL: 'postgresql://gatehouse:planted@db.example.com/gatehouse?sslpassword=planted',
      SMTP_URL: 'smtp://mailer:planted@mail.example.com:587',
      GATEHOUSE_METRICS_TOKEN: 'planted planted planted',
    }),
  )
  expect(rows.map(([name]) => name)).toEqual(variableNames)
  expect(JSON.stringify(rows)).not.toContain('planted')
  expect(Object.fromEntries(rows)).toMatchObject({
    DATABASE_URL: expect.stringContaining('db.example.com/gatehouse'),
    GATEHOUSE_METRICS_TOKEN: '(set)',
    GATEHOUSE_OFFLINE_DAYS: '(not set)',
  })
})

test('warns of what is probably not meant', () => {
  const environment = {
    GATEHOUSE_PUBLIC_ULR: 'https://gatehouse.example.com',
    GATEHOUSE_PUBLIC_URL: 'https://gatehouse.example.com',
    GATEHOUSE_SERVER: 'https://gatehouse.example.com',
  }
  const text = warningsOf(accepted(environment), environment).join('\n')
  expect(text).toContain('GATEHOUSE_PUBLIC_ULR')
  expect(text).toContain('GATEHOUSE_TRUST_PROXY')
  expect(text).toContain('SMTP_URL')
  expect(text).not.toContain('GATEHOUSE_SERVER')
  const open = { GATEHOUSE_HOST: '0.0.0.0', SMTP_URL: 'smtp://mail.example.com' }
  expect(warningsOf(accepted(open), open)).toEqual([expect.stringContaining('GATEHOUSE_PUBLIC_URL')])
  const local = { SMTP_URL: 'smtp://mail.example.com' }
  expect(warningsOf(accepted(local), local)).toEqual([])
})
