import {
  type Call,
  deviceHeader,
  fail,
  idempotencyKeyHeader,
  ok,
  protocolHeader,
  type Result,
  type Route,
  type RouteAnswer,
  type RouteCall,
  type RouteName,
  type Routes,
  routes,
  syncProtocol,
} from '@gatehouse/contract'
import ky from 'ky'
import type { z } from 'zod'
import type { Clock, Fetch } from '../ports.ts'
import { type CallProblem, notGatehouse, parseJson, problemOfAnswer, unreachable, unread } from './answers.ts'
import { readEvents, readLines } from './streams.ts'

/** Where the client gets the access token from. It never sees a refresh token. */
export interface TokenPort {
  /** A token that should still be good. Problems: `unauthenticated`, `offline`. */
  access(): Promise<Result<string>>
  /** The server refused this one: another, got once however many ask at the same time. */
  renew(refused: string): Promise<Result<string>>
}

export interface ApiDeps {
  /** Base of every path, without a trailing slash. */
  base: string
  fetch: Fetch
  tokens: TokenPort
  /** What this machine calls itself in activity. */
  device: string
  clock: Clock
  /** For an answer as a whole; streams have it for their first byte. */
  timeoutMs?: number
  /** A stream silent for this long counts as cut. */
  idleMs?: number
}

export interface CallOptions {
  /** For routes that write: the same key and body answers the same result. */
  idempotencyKey?: string
  signal?: AbortSignal
}

type OfFormat<F> = { [N in RouteName]: Routes[N] extends { format: F } ? N : never }[RouteName]
export type LinesRoute = OfFormat<'ndjson'>
export type EventsRoute = OfFormat<'sse'>

export interface ApiClient {
  call<N extends RouteName>(
    name: N,
    input: RouteCall<Routes[N]>,
    options?: CallOptions,
  ): Promise<Result<RouteAnswer<Routes[N]>>>
  /** A change out of the outbox; answers the transaction that made it. */
  send(
    call: Call,
    options: CallOptions & { idempotencyKey: string },
  ): Promise<Result<{ transaction: string }, CallProblem>>
  /** The body of an answer as it came, for whoever checks it elsewhere. Only that it says it is JSON is looked at. */
  text<N extends RouteName>(
    name: N,
    input: RouteCall<Routes[N]>,
    options?: CallOptions,
  ): Promise<Result<string>>
  /**
   * Whole lines as they come, unread; see `readLines`. Ends well only when the stream did; whether it said all is for
   * the caller to know.
   */
  lines<N extends LinesRoute>(
    name: N,
    input: RouteCall<Routes[N]>,
    take: (text: string) => Promise<Result<void>>,
    signal: AbortSignal,
  ): Promise<Result<void>>
  events<N extends EventsRoute>(
    name: N,
    input: RouteCall<Routes[N]>,
    on: { open(): void; event(event: RouteAnswer<Routes[N]>): void },
    signal: AbortSignal,
  ): Promise<Result<void>>
}

interface Parts {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
}

/**
 * The server's routes as functions, typed by the contract. Every outcome is a value: a refusal is the server's own
 * problem, no connection is `offline`, a stranger's answer is `not_gatehouse`. It repeats nothing but a request
 * whose access token had expired, and that once.
 */
export function createApiClient(deps: ApiDeps): ApiClient {
  const timeoutMs = deps.timeoutMs ?? 30_000
  const idleMs = deps.idleMs ?? 60_000
  const http = ky.create({
    retry: 0,
    throwHttpErrors: false,
    timeout: timeoutMs,
    fetch: (input, init) => deps.fetch(input instanceof URL ? input.href : input, init),
  })

  async function attempt(
    route: Route,
    parts: Parts,
    token: string | null,
    { idempotencyKey, signal }: CallOptions,
  ): Promise<Result<Response, CallProblem>> {
    const headers = {
      accept: route.format === 'ndjson' ? 'application/x-ndjson' : 'application/json, text/event-stream',
      // A header carries no more than Latin-1, and people name their machines in every script.
      [deviceHeader]: encodeURIComponent(deps.device.toWellFormed()),
      [protocolHeader]: String(syncProtocol),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(idempotencyKey === undefined ? {} : { [idempotencyKeyHeader]: idempotencyKey }),
    }
    try {
      const response = await http(addressOf(deps.base, route, parts), {
        method: route.method,
        headers,
        ...(parts.body === undefined ? {} : { json: parts.body }),
        ...(signal ? { signal } : {}),
        // A redirect isn't ours, and following one would carry the request to who knows whom.
        redirect: 'error',
        cache: 'no-store',
      })
      return ok(response)
    } catch (error) {
      return fail(unreachable(error))
    }
  }

  /** The answer of a request that was agreed to; refusals are problems already. */
  async function request(
    name: RouteName,
    parts: Parts,
    options: CallOptions,
  ): Promise<Result<Response, CallProblem>> {
    const route: Route = routes[name]
    if (route.access === 'public') return judged(await attempt(route, parts, null, options))
    const token = await deps.tokens.access()
    if (!token.ok) return fail({ ...token.error, notSent: true })
    const first = await attempt(route, parts, token.value, options)
    if (!first.ok || first.value.status !== 401) return judged(first)
    void first.value.body?.cancel().catch(() => {})
    const renewed = await deps.tokens.renew(token.value)
    if (!renewed.ok) return renewed
    return judged(await attempt(route, parts, renewed.value, options))
  }

  async function judged(answer: Result<Response, CallProblem>): Promise<Result<Response, CallProblem>> {
    if (!answer.ok || answer.value.ok) return answer
    const body = await textOf(answer.value)
    return fail(problemOfAnswer(answer.value, body.ok ? body.value : '', deps.clock))
  }

  /** An answer with its whole body. */
  async function read(
    name: RouteName,
    parts: Parts,
    options: CallOptions,
  ): Promise<Result<{ response: Response; body: string }, CallProblem>> {
    const response = await request(name, parts, withTimeout(options, timeoutMs))
    if (!response.ok) return response
    const body = await textOf(response.value)
    return body.ok ? ok({ response: response.value, body: body.value }) : body
  }

  async function parsed(
    name: RouteName,
    parts: Parts,
    options: CallOptions,
  ): Promise<Result<unknown, CallProblem>> {
    const answered = await read(name, parts, options)
    if (!answered.ok) return answered
    const { response, body } = answered.value
    const answer = answerOf(name).safeParse(parseJson(body))
    return answer.success ? ok(answer.data) : fail(unread(response))
  }

  async function stream(
    name: RouteName,
    parts: Parts,
    signal: AbortSignal,
    mime: string,
  ): Promise<Result<Response>> {
    const response = await request(name, parts, { signal })
    if (!response.ok) return response
    if (response.value.headers.get('content-type')?.includes(mime)) return response
    void response.value.body?.cancel().catch(() => {})
    return fail(notGatehouse(response.value.status))
  }

  return {
    async call<N extends RouteName>(name: N, input: RouteCall<Routes[N]>, options: CallOptions = {}) {
      return (await parsed(name, (input ?? {}) as Parts, options)) as Result<RouteAnswer<Routes[N]>>
    },
    async send(call, options) {
      return (await parsed(call.route, call as Parts, options)) as Result<
        { transaction: string },
        CallProblem
      >
    },
    async text(name, input, options = {}) {
      const answered = await read(name, (input ?? {}) as Parts, options)
      if (!answered.ok) return answered
      const { response, body } = answered.value
      const isJson = response.headers.get('content-type')?.includes('json') ?? false
      return isJson ? ok(body) : fail(notGatehouse(response.status))
    },
    async lines(name, input, take, signal) {
      const response = await stream(name, (input ?? {}) as Parts, signal, 'ndjson')
      return response.ok ? readLines(response.value, take, { idleMs, signal }) : response
    },
    async events(name, input, on, signal) {
      const response = await stream(name, (input ?? {}) as Parts, signal, 'text/event-stream')
      if (!response.ok) return response
      on.open()
      return readEvents(response.value, answerOf(name), on.event, { idleMs, signal })
    },
  }
}

function answerOf<N extends RouteName>(name: N): z.ZodType<RouteAnswer<Routes[N]>> {
  return routes[name].answer as unknown as z.ZodType<RouteAnswer<Routes[N]>>
}

async function textOf(response: Response): Promise<Result<string>> {
  try {
    return ok(await response.text())
  } catch (error) {
    return fail(unreachable(error))
  }
}

function withTimeout(options: CallOptions, milliseconds: number): CallOptions {
  const timeout = AbortSignal.timeout(milliseconds)
  return { ...options, signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout }
}

function addressOf(base: string, route: Route, { params = {}, query = {} }: Parts): string {
  const path = route.path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams(
    Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()
  return `${base}${path}${search === '' ? '' : `?${search}`}`
}
