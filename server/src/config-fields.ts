import { BlockList, isIP } from 'node:net'
import { z } from 'zod'

// What one environment variable may hold. Each message goes on from the variable's name and says what would be right.

export const whole = (unit: string, min: number, max: number) => {
  const error = `must be a whole number of ${unit} from ${min} to ${max}`
  return z.coerce.number({ error }).int(error).min(min, error).max(max, error)
}

export const days = whole('days', 1, 3650)

const portError = 'must be a port: a whole number from 0 to 65535'
export const port = z.coerce
  .number({ error: portError })
  .int(portError)
  .min(0, portError)
  .max(65_535, portError)

export const logLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
  error: 'must be fatal, error, warn, info, debug, trace or silent',
})

export const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, 'must be an address like postgresql://user:password@host/database')

export const smtpUrl = z
  .string()
  .regex(/^smtps?:\/\//, 'must be an address like smtp://user:password@host:587')

export const mailFrom = z.string().regex(/^(?:[^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, {
  error: 'must be an address like Gatehouse <no-reply@example.com>',
})

export const secret = z.string().min(16, 'must have at least 16 characters')

/** Passwords and tokens go to the public address, so it is encrypted wherever a network lies between. */
export const publicUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address like https://gatehouse.example.com', abort: true })
  .refine((text) => isBare(new URL(text)), {
    error: 'must be an address without user, path, query or fragment, like https://gatehouse.example.com',
  })
  .refine((text) => text.startsWith('https:') || isLoopback(new URL(text).hostname), {
    error:
      'must begin with https:, unless it is an address of this computer alone, like http://127.0.0.1:4400',
  })
  .transform((text) => new URL(text).origin)

function isBare({ username, password, pathname, search, hash }: URL): boolean {
  return username === '' && password === '' && /^\/*$/.test(pathname) && search === '' && hash === ''
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether only this computer can reach that name or address. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  const version = isIP(bare)
  if (version === 0) return bare === 'localhost' || bare.endsWith('.localhost')
  return loopback.check(bare, version === 4 ? 'ipv4' : 'ipv6')
}

/** Believing everybody would let every caller choose the address that limits are counted by, so that can't be said. */
export const trustProxy = z.string().transform((text, context): number | string[] | false => {
  if (text === 'false' || text === '0') return false
  if (text === 'true') return 1
  if (/^\d{1,2}$/.test(text)) return Number(text)
  const parts = text.split(',').map((part) => part.trim())
  if (parts.every(isNetwork)) return parts
  context.addIssue({
    code: 'custom',
    message:
      'must be the number of proxies before the server, as in 1, or their addresses, as in 10.0.0.0/8,192.168.1.5',
  })
  return z.NEVER
})

function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

/** An address as it may be shown: whose password is replaced, wherever it stands. */
export function withoutPassword(address: string): string {
  if (!URL.canParse(address)) return '(set)'
  const url = new URL(address)
  if (url.password !== '') url.password = '***'
  for (const name of url.searchParams.keys()) {
    if (/pass/i.test(name)) url.searchParams.set(name, '***')
  }
  return url.href
}
