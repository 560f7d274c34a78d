import type { InvitationId } from '@gatehouse/contract'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../database.ts'
import { createEngine } from '../engine.ts'
import * as i from '../testing/intents.ts'
import { fedWithRows, newKey, read, temporaryFolder } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

/** The world, and how often all users of an account were read. */
function counted() {
  let reads = 0
  const engine = fedWithRows(
    createEngine((...options) => {
      const opened = openDatabase(...options)
      if (!opened.ok) return opened
      const { all } = opened.value
      const counting: typeof all = (text, ...parameters) => {
        if (/from membership.*between/s.test(text)) reads += 1
        return all(text, ...parameters)
      }
      return { ...opened, value: { ...opened.value, all: counting } }
    }),
  )
  engine.open({ file: `${temporaryFolder()}/replica.db`, key: newKey() })
  onTestFinished(() => engine.close())
  engine.applyBootstrap(w.bootstrap(), w.now)
  return {
    engine,
    during(work: () => void) {
      reads = 0
      work()
      return reads
    },
  }
}

const invitationId = (n: number) => w.uuid<InvitationId>(5, 100 + n)

test('many invitations that wait are put back on a page with one look at the users of the account', () => {
  const { engine, during } = counted()
  for (let n = 1; n <= 20; n += 1)
    expect(
      engine.enqueue(w.mutationId(n), i.invite(invitationId(n), `new${n}@guest.example`), w.now).ok,
    ).toBe(true)
  expect(during(() => engine.applyPage(w.page(101), w.now))).toBe(1)
  expect(read(engine, 'outbox.list', {})).toHaveLength(20)
})

test('an address is free for an invitation once its user was removed, in the same replay', () => {
  const { engine } = counted()
  const address = 'BEN@acme.example'
  expect(engine.enqueue(w.mutationId(1), i.invite(invitationId(1), address), w.now)).toMatchObject({
    ok: false,
    error: { code: 'already_member' },
  })
  expect(engine.enqueue(w.mutationId(2), i.remove(w.ben), w.now).ok).toBe(true)
  expect(engine.enqueue(w.mutationId(3), i.invite(invitationId(1), address), w.now).ok).toBe(true)
  engine.applyPage(w.page(101), w.now)
  expect(JSON.stringify(read(engine, 'invitations.list', { accountId: w.acme }))).toContain(invitationId(1))
})

test('an address that is invited already is told however it is written', () => {
  const { engine } = counted()
  engine.enqueue(w.mutationId(1), i.invite(invitationId(1), 'ÖRJAN@guest.example'), w.now)
  for (const address of ['örjan@Guest.example', 'INA@guest.EXAMPLE'])
    expect(engine.enqueue(w.mutationId(2), i.invite(invitationId(2), address), w.now)).toMatchObject({
      ok: false,
      error: { code: 'already_invited' },
    })
})
