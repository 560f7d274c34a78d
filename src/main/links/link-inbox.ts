import { randomUUID } from 'node:crypto'
import { assertNever, fail, type MutationId, type Problem, problem, type Result } from '@gatehouse/contract'
import type { SessionState } from '../../ipc/views.ts'
import { linkRefusals as words } from '../../strings/native.ts'
import type { Clock } from '../ports.ts'
import { type ParsedLink, parseDeepLink, parseLink } from './parse-link.ts'

export interface WaitingLink extends ParsedLink {
  linkId: string
  /** Key of accepting and declining: pressing twice, or again after a cut, counts once. */
  keys: { accept: MutationId; decline: MutationId }
  /** The user agreed that its server, which this computer doesn't know, is asked. */
  isAgreed: boolean
}

export interface LinkInbox {
  /** From outside: the system, or a second start. Waits until it can be shown; nothing is done but shown. */
  arrive(text: string): void
  /** From inside, by a paste. */
  add(text: string): Result<WaitingLink>
  /** Whoever asks for a link shows it, or acts on it: it no longer waits. */
  get(linkId: string): Result<WaitingLink>
  agree(linkId: string): Result<WaitingLink>
  remove(linkId: string): void
  /** Somebody else is here now, for whom the window began anew: shown to them as if it had just arrived. */
  again(linkId: string): void
  /** The renderer listens: what came before and was not looked at is handed over, unless it is held. */
  ready(): void
  /** Locked, and the window begins anew: what comes now waits, and what is waiting isn't even looked at. */
  hold(): void
  release(): void
  /** Something is under way that a dialog would get in the way of: a sign-in, a start, the first moments of loading. */
  pause(paused: boolean): void
}

export interface LinkInboxDeps {
  newKey(): MutationId
  clock: Clock
  /** There is a window that could show something. */
  hasWindow(): boolean
  on: { arrived(linkId: string): void; refused(problem: Problem): void }
}

/** Links that are known, the newest; and those of them that wait to be looked at. */
export const most = 20
export const mostWaiting = 5
/** So long a link waits. Whoever comes back to the computer later did not ask for it. */
export const waitsFor = 60 * 60_000
/** Within this one refusal is said, however many links a page fires off. */
export const quietFor = 5000

interface Waiting {
  since: number
  /** Handed over to the page of now, which has not looked at it yet. */
  isTold: boolean
}

/** A sign-in, a start, and the first moments of loading are not interrupted: what comes meanwhile is shown after them. */
export function isBusyForLinks(session: SessionState): boolean {
  switch (session.state) {
    case 'starting':
    case 'locked':
      return true
    case 'signed-out':
      return session.signingIn
    case 'loading':
      return !session.progress.usable && !session.progress.paused && session.problem === null
    case 'no-server':
    case 'signed-in':
      return false
    default:
      return assertNever(session)
  }
}

/** Holds the tokens of links, so that the renderer needs no more than an id. */
export function createLinkInbox({ newKey, clock, hasWindow, on }: LinkInboxDeps): LinkInbox {
  const links = new Map<string, WaitingLink>()
  const waiting = new Map<string, Waiting>()
  let refusal: Problem | null = null
  let refusedAt = Number.NEGATIVE_INFINITY
  let isListening = false
  let isHeld = false
  let isPaused = false

  const now = () => clock.now().getTime()

  function handOver(): void {
    if (!isListening || isHeld || isPaused || !hasWindow()) return
    expire()
    sayRefusal()
    for (const [linkId, entry] of waiting) {
      if (entry.isTold) continue
      entry.isTold = true
      on.arrived(linkId)
    }
  }

  function expire(): void {
    for (const [linkId, { since }] of waiting) {
      if (now() - since <= waitsFor) continue
      forget(linkId)
      refusal = problem('validation', { detail: words.tooOld })
    }
  }

  function sayRefusal(): void {
    const said = refusal
    refusal = null
    if (said === null || now() - refusedAt < quietFor) return
    refusedAt = now()
    on.refused(said)
  }

  function forget(linkId: string): void {
    waiting.delete(linkId)
    links.delete(linkId)
  }

  function keep(parsed: Result<ParsedLink>): Result<WaitingLink> {
    if (!parsed.ok) return parsed
    const known = [...links.values()].find(
      ({ token, server }) => token === parsed.value.token && server === parsed.value.server,
    )
    const link = known ?? {
      ...parsed.value,
      linkId: randomUUID(),
      keys: { accept: newKey(), decline: newKey() },
      isAgreed: false,
    }
    links.set(link.linkId, link)
    const oldest = links.keys().next().value
    if (links.size > most && oldest !== undefined) forget(oldest)
    return { ok: true, value: link }
  }

  function wait(linkId: string): void {
    const known = waiting.get(linkId)
    // It was told and not looked at yet: telling again would only flicker.
    if (!known) waiting.set(linkId, { since: now(), isTold: false })
    const oldest = waiting.keys().next().value
    if (waiting.size > mostWaiting && oldest !== undefined) forget(oldest)
  }

  function find(linkId: string): Result<WaitingLink> {
    const link = links.get(linkId)
    return link ? { ok: true, value: link } : fail(problem('not_found', { detail: words.closed }))
  }

  return {
    add: (text) => keep(parseLink(text)),
    arrive(text) {
      const link = keep(parseDeepLink(text))
      if (link.ok) wait(link.value.linkId)
      else refusal = link.error
      handOver()
    },
    get(linkId) {
      waiting.delete(linkId)
      return find(linkId)
    },
    agree(linkId) {
      const link = find(linkId)
      if (link.ok) link.value.isAgreed = true
      return link
    },
    remove: forget,
    again(linkId) {
      if (!links.has(linkId)) return
      waiting.delete(linkId)
      wait(linkId)
      handOver()
    },
    ready() {
      isListening = true
      for (const entry of waiting.values()) entry.isTold = false
      handOver()
    },
    hold() {
      isHeld = true
      isListening = false
    },
    release() {
      isHeld = false
      handOver()
    },
    pause(paused) {
      isPaused = paused
      handOver()
    },
  }
}
