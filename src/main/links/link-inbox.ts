import { randomUUID } from 'node:crypto'
import { fail, type MutationId, type Problem, problem, type Result } from '@gatehouse/contract'
import { type ParsedLink, parseLink } from './parse-link.ts'

export interface WaitingLink extends ParsedLink {
  linkId: string
  /** Key of accepting and declining: pressing twice, or again after a cut, counts once. */
  keys: { accept: MutationId; decline: MutationId }
}

export interface LinkInbox {
  /** From outside: the system, or a second start. Waits until the renderer listens; nothing is done but shown. */
  arrive(text: string): void
  /** From inside, by a paste. */
  add(text: string): Result<WaitingLink>
  get(linkId: string): Result<WaitingLink>
  remove(linkId: string): void
  /** Somebody else is here now, for whom the window began anew: shown to them as if it had just arrived. */
  again(linkId: string): void
  /** The renderer listens: what came before is handed over, unless it is held. */
  ready(): void
  /** Locked, and the window begins anew: what comes now waits, and what is waiting isn't even looked at. */
  hold(): void
  release(): void
}

export interface LinkInboxDeps {
  newKey(): MutationId
  on: { arrived(linkId: string): void; refused(problem: Problem): void }
}

const most = 20

/** Holds the tokens of links, so that the renderer needs no more than an id. */
export function createLinkInbox({ newKey, on }: LinkInboxDeps): LinkInbox {
  const links = new Map<string, WaitingLink>()
  let waiting: (() => void)[] = []
  let listening = false
  let isHeld = false

  function handOver(): void {
    if (!listening || isHeld) return
    const held = waiting
    waiting = []
    for (const say of held) say()
  }

  function add(text: string): Result<WaitingLink> {
    const parsed = parseLink(text)
    if (!parsed.ok) return parsed
    const known = [...links.values()].find(
      ({ token, server }) => token === parsed.value.token && server === parsed.value.server,
    )
    const link = known ?? {
      ...parsed.value,
      linkId: randomUUID(),
      keys: { accept: newKey(), decline: newKey() },
    }
    links.set(link.linkId, link)
    const oldest = links.keys().next().value
    if (links.size > most && oldest !== undefined) links.delete(oldest)
    return { ok: true, value: link }
  }

  return {
    add,
    arrive(text) {
      const link = add(text)
      const say = (): void => (link.ok ? on.arrived(link.value.linkId) : on.refused(link.error))
      waiting = [...waiting, say].slice(-most)
      handOver()
    },
    get(linkId) {
      const link = links.get(linkId)
      return link
        ? { ok: true, value: link }
        : fail(problem('not_found', { detail: 'This link was closed. Open or paste it again.' }))
    },
    remove: (linkId) => void links.delete(linkId),
    again(linkId) {
      if (!links.has(linkId)) return
      waiting = [...waiting, () => on.arrived(linkId)].slice(-most)
      handOver()
    },
    ready() {
      listening = true
      handOver()
    },
    hold() {
      isHeld = true
      listening = false
    },
    release() {
      isHeld = false
      handOver()
    },
  }
}
