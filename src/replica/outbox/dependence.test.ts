import { type Intent, type MutationId, problem, type ServiceId, type TemplateId } from '@gatehouse/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as i from '../testing/intents.ts'
import { createModelServer } from '../testing/model-server.ts'
import { openEngine, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

/** Something made offline and used after it, or a change that needs nothing that was made here. */
type Plan = 'template' | 'service' | 'invitation' | 'application' | 'nothing'

interface Planned {
  intent: Intent
  /** Which chain it is of; the first of each makes what the others use. */
  chain: number
}

/** Each chain as changes of its own things. */
function chainOf(plan: Plan, chain: number, uses: number): Intent[] {
  const templateId = w.uuid<TemplateId>(10, 100 + chain)
  const serviceId = w.uuid<ServiceId>(8, 100 + chain)
  const invitationId = w.uuid<typeof w.pendingInvitation>(5, 100 + chain)
  const invited = w.invitation(invitationId, `guest${chain}@guest.example`)
  const repeat = (make: (n: number) => Intent) => Array.from({ length: uses }, (_, n) => make(n))
  switch (plan) {
    case 'template':
      return [
        i.createTemplate(templateId, `Template ${chain}`, 'account.view'),
        ...repeat((n) => i.editTemplate(templateId, n + 1, `Template ${chain}.${n}`, 'account.view')),
      ]
    case 'service':
      return [
        i.addService(serviceId, `Service ${chain}`),
        ...repeat(() => i.removeService(serviceId)).slice(0, 1),
      ]
    case 'invitation':
      return [
        i.invite(invitationId, `guest${chain}@guest.example`),
        ...repeat((n) => i.editInvitation({ ...invited, version: n + 1 }, { message: `Hello ${n}` })),
      ]
    case 'application':
      // The account has neither; at most two chains are of this kind.
      return [
        i.assign(chain % 2 === 0 ? w.portal : w.bot),
        ...repeat((n) => i.grant(n % 2 === 0 ? w.ben : w.olga, chain % 2 === 0 ? w.portal : w.bot)),
      ]
    case 'nothing':
      return [i.rename(`Acme ${chain}`, 1)].slice(0, chain === 0 ? 1 : 0)
  }
}

const chains = fc.array(
  fc.record({
    plan: fc.constantFrom<Plan>('template', 'service', 'invitation', 'application', 'nothing'),
    uses: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 5 },
)

/** The chains woven into each other, each in its own order. */
function weave(made: readonly Intent[][], order: readonly number[]): Planned[] {
  const left = made.map((intents, chain) => ({ chain, intents: [...intents] }))
  const woven: Planned[] = []
  for (const pick of order) {
    const open = left.filter(({ intents }) => intents.length > 0)
    const from = open[pick % Math.max(open.length, 1)]
    const intent = from?.intents.shift()
    if (from && intent) woven.push({ intent, chain: from.chain })
  }
  return woven
}

test('what was built on a refused change waits for it, everything else goes on, and each ends once', {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(
      chains,
      fc.array(fc.nat(9), { minLength: 20, maxLength: 20 }),
      fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      fc.array(fc.constantFrom('release' as const, 'discard' as const, 'retry' as const), {
        minLength: 20,
        maxLength: 20,
      }),
      (plans, order, refusals, choices) => {
        const { engine } = openEngine()
        const server = createModelServer()
        engine.applyBootstrap(server.bootstrap(), w.now)
        const seenApplications = new Set<string>()
        const made = plans
          .map(({ plan, uses }, chain) => chainOf(plan, chain, uses))
          .filter(([first]) => {
            if (first?.name !== 'applications.assign') return true
            const [id = ''] = first.args.applicationIds
            return !seenApplications.has(id) && Boolean(seenApplications.add(id))
          })
        const chainBy = new Map<MutationId, number>()
        const ended = new Map<MutationId, 'acked' | 'refused' | 'discarded'>()
        for (const [n, { intent, chain }] of weave(made, order).entries()) {
          const id = w.mutationId(n + 1)
          if (engine.enqueue(id, intent, w.now).ok) chainBy.set(id, chain)
        }
        const firstOf = (chain: number) => [...chainBy].find(([, of]) => of === chain)?.[0]
        let turn = 0
        let fresh = 1000

        function sendAll(): void {
          for (let round = 0; round < 60; round += 1) {
            const [next] = engine.outgoing()
            const { cursor } = engine.state()
            if (!next) {
              if (cursor) engine.applyPage(server.page(cursor), w.now)
              if (engine.outgoing().length === 0) return
              continue
            }
            const { mutationId, intent } = next
            const chain = chainBy.get(mutationId) ?? -1
            const first = firstOf(chain)
            if (first && first !== mutationId)
              expect(ended.get(first), 'not before what it was built on').toMatch(/acked|discarded/)
            engine.moveOutbox(mutationId, { to: 'sending', intent })
            const isRefused = refusals[turn++ % refusals.length] === true
            const answer = isRefused
              ? { ok: false as const, error: problem('forbidden') }
              : server.send(mutationId, intent, w.now)
            if (answer.ok) engine.moveOutbox(mutationId, { to: 'sent', ...answer.value })
            else engine.moveOutbox(mutationId, { to: 'refused', problem: answer.error })
            ended.set(mutationId, answer.ok ? 'acked' : 'refused')
          }
        }

        for (let round = 0; round < 40; round += 1) {
          sendAll()
          const queue = read(engine, 'outbox.list', {})
          if (queue.length === 0) break
          for (const { state, heldBy, mutationId } of queue) {
            expect(['refused', 'held'], 'nothing else waits').toContain(state)
            if (heldBy) expect(chainBy.get(heldBy)).toBe(chainBy.get(mutationId))
          }
          const refused = queue.find(({ state }) => state === 'refused')
          if (!refused) throw new Error('something is held by nothing')
          const choice = round > 15 ? 'discard' : choices[round % choices.length]
          if (choice === 'retry') {
            fresh += 1
            const id = w.mutationId(fresh)
            engine.retry(refused.mutationId, id, w.now)
            const chain = chainBy.get(refused.mutationId)
            // It keeps its place: the first of a chain stays the first.
            const renamed = [...chainBy].map(
              ([old, of]) => [old === refused.mutationId ? id : old, of] as const,
            )
            chainBy.clear()
            for (const [key, of] of renamed) chainBy.set(key, of)
            expect(chainBy.get(id)).toBe(chain)
          } else {
            engine.discard(refused.mutationId, choice)
            ended.set(refused.mutationId, 'discarded')
            if (choice === 'discard') for (const id of refused.dependents) ended.set(id, 'discarded')
          }
        }
        expect(read(engine, 'outbox.list', {})).toEqual([])
        for (const id of chainBy.keys()) expect(ended.get(id), id).toMatch(/acked|discarded/)
        engine.close()
      },
    ),
    { numRuns: Number(process.env.CONVERGENCE_RUNS ?? 60) },
  )
})
