import { problem } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import * as i from '../testing/intents.ts'
import { openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

test('when access ends, only a change that surely never arrived is refused here; the server decides about the others', () => {
  const { engine } = openWorld()
  const [arrived, never] = [w.mutationId(1), w.mutationId(2)]
  engine.enqueue(arrived, i.assign(w.portal), w.now)
  engine.moveOutbox(arrived, { to: 'sending' })
  // Its answer was lost: the server may have agreed, and then took the access away.
  engine.moveOutbox(arrived, { to: 'waiting' })
  engine.enqueue(never, i.assign(w.bot), w.now)
  engine.applyPage(w.page(2000, [{ type: 'purge', accountId: w.acme }]), w.now)

  expect(read(engine, 'outbox.list', {}).map(({ mutationId, state }) => [mutationId, state])).toEqual([
    [arrived, 'waiting'],
    [never, 'refused'],
  ])
  expect(engine.outgoing().map(({ mutationId }) => mutationId)).toEqual([arrived])
  engine.moveOutbox(arrived, { to: 'sending' })
  engine.moveOutbox(arrived, { to: 'refused', problem: problem('not_found') })
  expect(engine.state()).toMatchObject({ waiting: 0, attention: 2 })
})
