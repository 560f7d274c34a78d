import {
  apiVersion,
  discoverySchema,
  fail,
  ok,
  type Problem,
  problem,
  type Result,
} from '@gatehouse/contract'
import { z } from 'zod'
import type { ServerInfo } from '../../ipc/views.ts'
import { serverWords as words } from '../../strings/native.ts'
import { parseJson, reasonOf } from '../api-client/answers.ts'
import type { Fetch } from '../ports.ts'
import { isSafeOrigin, parseAddress } from './address.ts'

/** A server as it was found; kept, so that a start without a connection knows where it belongs. */
export const serverSchema = z.object({ address: z.url(), discovery: discoverySchema })
export type Server = z.infer<typeof serverSchema>

export function infoOf({ address, discovery }: Server): ServerInfo {
  return { address, name: discovery.name, apiVersion: discovery.apiVersion }
}

const path = '/.well-known/gatehouse'

/** Reads what is at an address, and says what is wrong where it isn't a Gatehouse server that this app can speak to. */
export async function discover(typed: string, fetch: Fetch, timeoutMs = 15_000): Promise<Result<Server>> {
  const address = parseAddress(typed)
  if (!address.ok) return address
  const { origin, host } = address.value
  let response: Response
  let body: string
  try {
    response = await fetch(`${origin}${path}`, {
      headers: { accept: 'application/json' },
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    })
    body = await response.text()
  } catch (error) {
    return fail(noConnection(host, reasonOf(error)))
  }
  if (response.status >= 500) {
    return fail(
      problem('unavailable', {
        detail: words.failing(host, response.status),
      }),
    )
  }
  const found = discoverySchema.safeParse(response.ok ? parseJson(body) : undefined)
  if (!found.success) return fail(notOne(host, body))
  return judged({ address: origin, discovery: found.data }, host)
}

function judged(server: Server, host: string): Result<Server> {
  const { api, issuer, apiVersion: theirs } = server.discovery
  if (theirs !== apiVersion) return fail(otherVersion(host, theirs))
  if (!isSafeOrigin(new URL(api)) || !isSafeOrigin(new URL(issuer))) {
    return fail(
      problem('not_gatehouse', {
        detail: words.unencrypted(host),
      }),
    )
  }
  return ok(server)
}

function otherVersion(host: string, theirs: number): Problem {
  return problem('incompatible_server', {
    detail:
      theirs > apiVersion ? words.newer(host, theirs, apiVersion) : words.older(host, theirs, apiVersion),
  })
}

function notOne(host: string, body: string): Problem {
  // A server of ours of another version may describe itself in ways that this one can't read; its own name stands.
  const version = z
    .object({ product: z.literal('gatehouse'), apiVersion: z.int() })
    .safeParse(parseJson(body))
  if (version.success && version.data.apiVersion !== apiVersion) {
    return otherVersion(host, version.data.apiVersion)
  }
  return problem('not_gatehouse', {
    detail: words.notGatehouse(host),
  })
}

/** Certificate, name, port, silence: each has another way on. */
function noConnection(host: string, reason: string): Problem {
  const said = (detail: string) => problem('offline', { detail })
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/i.test(reason)) {
    return said(words.certificate(host, reason))
  }
  if (/ENOTFOUND|EAI_AGAIN|NAME_NOT_RESOLVED/.test(reason)) {
    return said(words.unknownHost(host))
  }
  if (/REFUSED/.test(reason)) {
    return said(words.refused(host))
  }
  return said(words.unreachable(host, reason))
}
