import type { Result } from '@gatehouse/contract'
import { z } from 'zod'
import * as field from './config-fields.ts'
import { describeIssuer, issuerFields, issuerMistakes, issuerOf } from './config-issuer.ts'
import type { ExternalIssuer } from './identity/issuer-config.ts'

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
  /** Connections to the database at most, beside the one for notifications. */
  poolSize: number
  /** Seconds that one statement may take before PostgreSQL ends it; 0 for no limit. */
  statementSeconds: number
  /** Null: mails are queued until there is one. */
  smtpUrl: string | null
  mailFrom: string
  /** Days that a replica may be read without contact; null for no limit. */
  offlineDays: number | null
  /** Days that changes are kept for clients to catch up; after that they fetch everything again. */
  changeDays: number
  /** Days that the answer to a write is kept for whoever sends it again. */
  answerDays: number
  /** Days that it is kept to whom a mail was sent. */
  mailDays: number
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  /** Whose X-Forwarded-For and -Proto are to be believed: that many proxies, those addresses, or nobody's. */
  trustProxy: number | string[] | false
  /** Seconds that `/readyz` says no before a stopping server takes no more connections. */
  drainSeconds: number
  /** Seconds that a stopping server gives to requests that are under way. */
  shutdownSeconds: number
  metricsHost: string
  /** Where metrics are served apart from everything else; null for no such port. */
  metricsPort: number | null
  /** Who asks for metrics must show it; without a port of their own they are served beside the API, to its holder. */
  metricsToken: string | null
  /** Who signs users in; null for the issuer that comes with the program. */
  issuer: ExternalIssuer | null
}

const environmentSchema = z.object({
  GATEHOUSE_HOST: z.string().default('127.0.0.1'),
  GATEHOUSE_PORT: field.port.default(4400),
  GATEHOUSE_PUBLIC_URL: field.publicUrl.optional(),
  GATEHOUSE_NAME: z.string().max(100, 'has at most 100 characters').default('Gatehouse'),
  DATABASE_URL: field.databaseUrl.optional(),
  GATEHOUSE_DATA: z.string().default('.gatehouse/postgres'),
  GATEHOUSE_POOL_SIZE: field.whole('connections', 2, 500).default(20),
  GATEHOUSE_STATEMENT_SECONDS: field.whole('seconds', 0, 3600).default(30),
  SMTP_URL: field.smtpUrl.optional(),
  MAIL_FROM: field.mailFrom.default('Gatehouse <no-reply@localhost>'),
  GATEHOUSE_OFFLINE_DAYS: field.days.optional(),
  GATEHOUSE_CHANGE_DAYS: field.days.default(30),
  GATEHOUSE_ANSWER_DAYS: field.days.default(180),
  GATEHOUSE_MAIL_DAYS: field.days.default(30),
  GATEHOUSE_LOG_LEVEL: field.logLevel.default('info'),
  GATEHOUSE_TRUST_PROXY: field.trustProxy.default(false),
  GATEHOUSE_DRAIN_SECONDS: field.whole('seconds', 0, 300).default(0),
  GATEHOUSE_SHUTDOWN_SECONDS: field.whole('seconds', 1, 300).default(10),
  GATEHOUSE_METRICS_HOST: z.string().default('127.0.0.1'),
  GATEHOUSE_METRICS_PORT: field.port.optional(),
  GATEHOUSE_METRICS_TOKEN: field.secret.optional(),
  ...issuerFields,
})

/** The name of every variable that is read; docs/operations.md tells of each. */
export const variableNames: readonly string[] = Object.keys(environmentSchema.shape)

/** Of the desktop app and of the tools: no mistake where they are set beside those of the server. */
const othersNames = ['GATEHOUSE_SERVER', 'GATEHOUSE_USER_DATA', 'GATEHOUSE_LOG']

/** Reads the configuration from environment variables. An empty one counts as not set. The error is for a person. */
export function readConfig(environment: Record<string, string | undefined>): Result<ServerConfig, string> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) {
    // The value isn't repeated: it may be a password.
    return refuse(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`))
  }
  const value = parsed.data
  const config: ServerConfig = {
    host: value.GATEHOUSE_HOST,
    port: value.GATEHOUSE_PORT,
    publicUrl: value.GATEHOUSE_PUBLIC_URL ?? null,
    name: value.GATEHOUSE_NAME,
    databaseUrl: value.DATABASE_URL ?? null,
    dataDir: value.GATEHOUSE_DATA,
    poolSize: value.GATEHOUSE_POOL_SIZE,
    statementSeconds: value.GATEHOUSE_STATEMENT_SECONDS,
    smtpUrl: value.SMTP_URL ?? null,
    mailFrom: value.MAIL_FROM,
    offlineDays: value.GATEHOUSE_OFFLINE_DAYS ?? null,
    changeDays: value.GATEHOUSE_CHANGE_DAYS,
    answerDays: value.GATEHOUSE_ANSWER_DAYS,
    mailDays: value.GATEHOUSE_MAIL_DAYS,
    logLevel: value.GATEHOUSE_LOG_LEVEL,
    trustProxy: value.GATEHOUSE_TRUST_PROXY,
    drainSeconds: value.GATEHOUSE_DRAIN_SECONDS,
    shutdownSeconds: value.GATEHOUSE_SHUTDOWN_SECONDS,
    metricsHost: value.GATEHOUSE_METRICS_HOST,
    metricsPort: value.GATEHOUSE_METRICS_PORT ?? null,
    metricsToken: value.GATEHOUSE_METRICS_TOKEN ?? null,
    issuer: issuerOf(value),
  }
  const wrong = [...contradictionsOf(config), ...issuerMistakes(value)]
  return wrong.length > 0 ? refuse(wrong) : { ok: true, value: config }
}

function refuse(lines: string[]): Result<never, string> {
  return {
    ok: false,
    error: `The configuration can not be used:\n${lines.map((line) => `  ${line}`).join('\n')}`,
  }
}

/** What each variable by itself can't show. */
function contradictionsOf(config: ServerConfig): string[] {
  const wrong: string[] = []
  if (config.metricsPort !== null && config.metricsPort !== 0 && config.metricsPort === config.port) {
    wrong.push('GATEHOUSE_METRICS_PORT must differ from GATEHOUSE_PORT')
  }
  if (config.metricsPort !== null && !field.isLoopback(config.metricsHost) && config.metricsToken === null) {
    wrong.push(
      'GATEHOUSE_METRICS_HOST lets others in, so GATEHOUSE_METRICS_TOKEN must be set to at least 16 characters',
    )
  }
  return wrong
}

/** What works and is probably not meant, in words for whoever runs the server. */
export function warningsOf(config: ServerConfig, environment: Record<string, string | undefined>): string[] {
  const known = new Set([...variableNames, ...othersNames])
  const unknown = Object.keys(environment).filter((name) => name.startsWith('GATEHOUSE_') && !known.has(name))
  const warnings = unknown.map((name) => `${name} is set, and no such variable is read. Check its spelling.`)
  if (!field.isLoopback(config.host) && config.publicUrl === null) {
    warnings.push(
      'GATEHOUSE_HOST lets others in and GATEHOUSE_PUBLIC_URL is not set: sign-ins work on this computer alone. Set it to the https address that people use.',
    )
  }
  if (config.publicUrl?.startsWith('https:') && config.trustProxy === false) {
    warnings.push(
      'GATEHOUSE_PUBLIC_URL is https, so a proxy stands before the server, and GATEHOUSE_TRUST_PROXY is not set: every caller seems to come from the proxy and shares its rate limit. Set it to 1 for one proxy.',
    )
  }
  if (config.smtpUrl === null) warnings.push('SMTP_URL is not set: mails are queued and none is sent.')
  return warnings
}

/** Every variable with the value in effect, and without passwords and tokens. */
export function describeConfig(config: ServerConfig): [name: string, value: string][] {
  const hidden = (url: string | null) => (url === null ? null : field.withoutPassword(url))
  const rows: [string, string | number | readonly string[] | false | null][] = [
    ['GATEHOUSE_HOST', config.host],
    ['GATEHOUSE_PORT', config.port],
    ['GATEHOUSE_PUBLIC_URL', config.publicUrl],
    ['GATEHOUSE_NAME', config.name],
    ['DATABASE_URL', hidden(config.databaseUrl)],
    ['GATEHOUSE_DATA', config.dataDir],
    ['GATEHOUSE_POOL_SIZE', config.poolSize],
    ['GATEHOUSE_STATEMENT_SECONDS', config.statementSeconds],
    ['SMTP_URL', hidden(config.smtpUrl)],
    ['MAIL_FROM', config.mailFrom],
    ['GATEHOUSE_OFFLINE_DAYS', config.offlineDays],
    ['GATEHOUSE_CHANGE_DAYS', config.changeDays],
    ['GATEHOUSE_ANSWER_DAYS', config.answerDays],
    ['GATEHOUSE_MAIL_DAYS', config.mailDays],
    ['GATEHOUSE_LOG_LEVEL', config.logLevel],
    ['GATEHOUSE_TRUST_PROXY', config.trustProxy],
    ['GATEHOUSE_DRAIN_SECONDS', config.drainSeconds],
    ['GATEHOUSE_SHUTDOWN_SECONDS', config.shutdownSeconds],
    ['GATEHOUSE_METRICS_HOST', config.metricsHost],
    ['GATEHOUSE_METRICS_PORT', config.metricsPort],
    ['GATEHOUSE_METRICS_TOKEN', config.metricsToken === null ? null : '(set)'],
    ...describeIssuer(config.issuer),
  ]
  return rows.map(([name, value]) => [name, value === null ? '(not set)' : String(value)])
}
