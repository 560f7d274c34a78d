import { createServer } from 'node:net'
import type { Result } from '@gatehouse/contract'

export interface ListenFailure {
  code: 'port_taken' | 'port_forbidden' | 'address_unknown'
  /** What happened and what to do, for a person to read. */
  message: string
}

export interface Address {
  host: string
  port: number
}

/** By which variables an address was chosen, to be named where it can't be used. */
export interface AddressNames {
  host: string
  /** How to choose another port, as in "GATEHOUSE_PORT or --port". */
  port: string
}

const mainNames: AddressNames = { host: 'GATEHOUSE_HOST', port: 'GATEHOUSE_PORT or --port' }

/** The port that will be listened on. The issuer's address holds it and must be known before anything listens. */
export async function findPort({ host, port }: Address): Promise<Result<number, ListenFailure>> {
  const probe = createServer()
  const failure = await listen(
    () =>
      new Promise<void>((resolve, reject) => {
        probe.once('error', reject)
        probe.listen({ host, port }, resolve)
      }),
    { host, port },
  )
  if (failure) return { ok: false, error: failure }
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return { ok: true, value: address && typeof address === 'object' ? address.port : port }
}

/** Null where it listens. What can be wrong on any computer is told, and anything else is thrown. */
export async function listen(
  start: () => Promise<unknown>,
  { host, port }: Address,
  names: AddressNames = mainNames,
): Promise<ListenFailure | null> {
  try {
    await start()
    return null
  } catch (error) {
    const choose = `Choose another with ${names.port}, or 0 for any that is free.`
    switch ((error as { code?: string }).code) {
      case 'EADDRINUSE':
        return {
          code: 'port_taken',
          message: `Port ${port} on ${host} is taken by another program. ${choose}`,
        }
      case 'EACCES':
        return { code: 'port_forbidden', message: `This user may not listen on port ${port}. ${choose}` }
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        return {
          code: 'address_unknown',
          message: `${host} is not an address of this computer. Check ${names.host}.`,
        }
      default:
        throw error
    }
  }
}

export function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
