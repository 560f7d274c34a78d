import { join } from 'node:path'
import log from 'electron-log/node'
import type { LogFacts, Logger } from './ports.ts'

const address = /[^\s@"'<>(){}=]+@[^\s@"'<>(){}]+\.[a-z]{2,}/giu
// Tokens and keys of ours are 43 characters and more of base64url or hex; an id has 36.
const secret = /[A-Za-z0-9_~+-]{40,}={0,2}/gu

/** Last line of defence: whatever looks like a secret or an e-mail address never reaches a log file. */
export function redact(text: string): string {
  return text.replace(address, '<address>').replace(secret, '<secret>')
}

export function lineOf(message: string, facts: LogFacts = {}): string {
  const said = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
  return redact([message, ...said].join(' '))
}

/** Writes to `logs/gatehouse.log` in the user's data folder, two files of at most 2 MB. */
export function openLog(userData: string, verbose: boolean): Logger {
  log.transports.file.resolvePathFn = () => join(userData, 'logs', 'gatehouse.log')
  log.transports.file.maxSize = 2 * 1024 * 1024
  log.transports.file.level = 'info'
  log.transports.console.level = verbose ? 'info' : false
  return {
    info: (message, facts) => log.info(lineOf(message, facts)),
    warn: (message, facts) => log.warn(lineOf(message, facts)),
    error: (message, facts) => log.error(lineOf(message, facts)),
  }
}
