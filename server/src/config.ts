import type { Result } from '@gatehouse/contract'
import { z } from 'zod'

/** What the server is told from outside. */
export interface ServerConfig {
  host: string
  /** 0 for any free port. */
  port: number
  /** Where people and clients reach the server, without a trailing slash; null for the address it listens on. */
  publicUrl: string | null
  /** What the vendor calls this server. */
  name: string
  /** A PostgreSQL 15 or later; null for the one that comes with the program. */
  databaseUrl: string | null
  /** Where the program's own PostgreSQL keeps its data. */
  dataDir: string
  /** Null: mails are queued until there is one. */
  smtpUrl: string | null
  mailFrom: string
  /** Days that a replica may be read without contact; null for no limit. */
  offlineDays: number | null
  /** Days that changes are kept for clients to catch up; after that they fetch everything again. */
  changeDays: number
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  /** Whether X-Forwarded-For and -Proto are to be believed. */
  trustProxy: boolean
}

const days = z.coerce
  .number({ error: 'must be a number of days' })
  .int('must be a whole number of days')
  .min(1, 'must be at least a day')
  .max(3650, 'must be at most 3650 days')
const flag = z
  .enum(['0', '1', 'true', 'false'], { error: 'must be 1 or 0' })
  .transform((text) => text === '1' || text === 'true')

const environmentSchema = z.object({
  GATEHOUSE_HOST: z.string().default('127.0.0.1'),
  GATEHOUSE_PORT: z.coerce
    .number({ error: 'must be a port: a number from 0 to 65535' })
    .int('must be a whole number')
    .min(0, 'must be from 0 to 65535')
    .max(65_535, 'must be from 0 to 65535')
    .default(4400),
  GATEHOUSE_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address like https://gatehouse.example.com' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  GATEHOUSE_NAME: z.string().max(100, 'has at most 100 characters').default('Gatehouse'),
  GATEHOUSE_DATA: z.string().default('.gatehouse/postgres'),
  GATEHOUSE_OFFLINE_DAYS: days.optional(),
  GATEHOUSE_CHANGE_DAYS: days.default(30),
  GATEHOUSE_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
  GATEHOUSE_TRUST_PROXY: flag.default(false),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be an address like postgresql://user:password@host/database')
    .optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must be an address like smtp://user:password@host:587')
    .optional(),
  MAIL_FROM: z.string().default('Gatehouse <no-reply@localhost>'),
})

/** Reads the configuration from environment variables. An empty one counts as not set. The error is for a person. */
export function readConfig(environment: Record<string, string | undefined>): Result<ServerConfig, string> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) {
    // The value isn't repeated: it may be a password.
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`)
    return { ok: false, error: `The configuration can not be used:\n${lines.join('\n')}` }
  }
  const value = parsed.data
  return {
    ok: true,
    value: {
      host: value.GATEHOUSE_HOST,
      port: value.GATEHOUSE_PORT,
      publicUrl: value.GATEHOUSE_PUBLIC_URL ?? null,
      name: value.GATEHOUSE_NAME,
      databaseUrl: value.DATABASE_URL ?? null,
      dataDir: value.GATEHOUSE_DATA,
      smtpUrl: value.SMTP_URL ?? null,
      mailFrom: value.MAIL_FROM,
      offlineDays: value.GATEHOUSE_OFFLINE_DAYS ?? null,
      changeDays: value.GATEHOUSE_CHANGE_DAYS,
      logLevel: value.GATEHOUSE_LOG_LEVEL,
      trustProxy: value.GATEHOUSE_TRUST_PROXY,
    },
  }
}
