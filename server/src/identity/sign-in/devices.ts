import { createHmac, timingSafeEqual } from 'node:crypto'
import type { UserId } from '@gatehouse/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Randomness } from '../../clock.ts'
import { readCookie, setCookie } from '../forms.ts'

/** Who sends a form, as far as limits go. */
export interface Visitor {
  ip: string
  /** Null for a browser in which nobody has signed in yet. */
  deviceId: string | null
  /** Whether the user has signed in with this browser before. */
  isKnownTo(userId: UserId): boolean
}

export interface Devices {
  visitorOf(request: FastifyRequest): Visitor
  /** From now on the user is known in this browser. */
  remember(request: FastifyRequest, reply: FastifyReply, userId: UserId): void
}

const cookieName = 'gatehouse_device'
const maxAgeSeconds = 400 * 86_400
/** Users of one browser that are remembered, the latest first. */
const mostUsers = 5

/**
 * A cookie that says in which browsers a user has signed in before. It lets nobody in; it gives these browsers tries of
 * their own, so that whoever guesses passwords elsewhere can't keep their owner out.
 */
export function createDevices(deps: { key: Buffer; random: Randomness; isSecure: boolean }): Devices {
  const tagOf = (deviceId: string, userId: string) =>
    createHmac('sha256', deps.key).update(`${deviceId}:${userId}`).digest('base64url').slice(0, 22)

  function read(request: FastifyRequest): { deviceId: string | null; tags: string[] } {
    const cookie = readCookie(request, cookieName) ?? ''
    if (!/^[\w-]{22}(\.[\w-]{22}){1,5}$/.test(cookie)) return { deviceId: null, tags: [] }
    const [deviceId = '', ...tags] = cookie.split('.')
    return { deviceId, tags }
  }

  return {
    visitorOf(request) {
      const { deviceId, tags } = read(request)
      return {
        ip: request.ip,
        deviceId,
        isKnownTo: (userId) => deviceId !== null && tags.some((tag) => isSame(tag, tagOf(deviceId, userId))),
      }
    },
    remember(request, reply, userId) {
      const known = read(request)
      const deviceId = known.deviceId ?? deps.random.bytes(16).toString('base64url')
      const own = tagOf(deviceId, userId)
      const tags = [own, ...known.tags.filter((tag) => tag !== own)].slice(0, mostUsers)
      const value = [deviceId, ...tags].join('.')
      setCookie(reply, { name: cookieName, value, path: '/', maxAgeSeconds, isSecure: deps.isSecure })
    },
  }
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
