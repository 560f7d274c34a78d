import type { Metric } from '../metric.ts'
import { p95 } from '../metric.ts'
import { createCaller } from './load.ts'
import type { Ground, Node } from './nodes.ts'
import type { Target } from './throughput.ts'

const pokes = 60

/**
 * From a write that node A has answered to the change read from node B by somebody who listens there: notification,
 * poke and pull. Painting it comes on top (see `ui`).
 */
export async function benchPoke(ground: Ground, a: Node, b: Node, target: Target): Promise<Metric> {
  const { accountId, applicationId, membershipIds, accessToken } = target
  const writer = createCaller(a.url, accessToken)
  const stream = await listen(`${b.url}/v1/sync/events`, accessToken)
  let { cursor } = target
  const samples: number[] = []
  await stream.next()
  for (let turn = 0; turn < pokes; turn += 1) {
    const membershipId = membershipIds[0] ?? ''
    const path = `/v1/accounts/${accountId}/applications/${applicationId}/grants/${membershipId}`
    await writer.write(turn % 2 === 0 ? 'PUT' : 'DELETE', path, ground.newId())
    const start = performance.now()
    for (let found = false; !found; ) {
      await stream.next()
      const page = await changesAfter(b.url, accessToken, cursor)
      cursor = page.cursor
      found = page.changes.length > 0
    }
    samples.push(performance.now() - start)
  }
  stream.close()
  writer.close()
  return {
    value: Math.round(p95(samples)),
    unit: 'ms',
    budget: 250,
    worse: 'higher',
    peer: { p50: Math.round(samples.toSorted((x, y) => x - y)[pokes / 2] ?? 0), pokes },
  }
}

async function changesAfter(url: string, token: string, cursor: string) {
  const response = await fetch(`${url}/v1/sync/changes?cursor=${cursor}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  if (!response.ok) throw new Error(`changes answered ${response.status}`)
  return (await response.json()) as { cursor: string; changes: unknown[] }
}

async function listen(url: string, token: string) {
  const ended = new AbortController()
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: ended.signal,
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) throw new Error('the events have no body')
  let rest = ''
  return {
    /** Resolves with the next poke. */
    async next(): Promise<void> {
      for (;;) {
        const at = rest.indexOf('\n\n')
        if (at >= 0) {
          const event = rest.slice(0, at)
          rest = rest.slice(at + 2)
          if (event.startsWith('data:')) return
          continue
        }
        const { done, value } = await reader.read()
        if (done) throw new Error('the events ended')
        rest += value
      }
    },
    close: () => ended.abort(),
  }
}
