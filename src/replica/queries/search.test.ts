import { describe, expect, test } from 'vitest'
import type { AccountLabel } from '../../ipc/views.ts'
import { invite } from '../testing/intents.ts'
import { openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

type World = ReturnType<typeof openWorld>['engine']

const find = (engine: World, text: string, boost: (typeof w.acme)[] = []) =>
  read(engine, 'search.find', { text, boost })

const label: AccountLabel = { alias: 'Zürich branch', colour: 'teal', tags: ['Quarterly'] }

describe('the search', () => {
  test('answers nothing to nothing', () => {
    const { engine } = openWorld()
    expect(find(engine, '  ')).toMatchObject({ complete: true, accounts: [], people: [] })
  })

  test('tells accounts with what was typed marked', () => {
    const { engine } = openWorld()
    expect(find(engine, 'logi').accounts).toEqual([
      {
        accountId: w.acme,
        name: { text: 'Acme Logistics', marks: [[5, 9]] },
        reference: { text: 'C-0001', marks: [] },
        alias: { text: '', marks: [] },
        tags: [],
      },
    ])
  })

  test('tells a person once, with the accounts they are in', () => {
    const { engine } = openWorld()
    const [olga] = find(engine, 'olga').people
    expect(olga).toMatchObject({ name: { text: 'Olga Owner', marks: [[0, 4]] }, accounts: 1 })
    expect(olga?.memberships).toMatchObject([
      { membershipId: w.olga, accountId: w.acme, accountName: 'Acme Logistics' },
    ])
  })

  test('tells all the accounts that somebody is in, and nothing of whom nobody sees', () => {
    const { engine } = openWorld()
    const [olga] = find(engine, 'olga').people
    if (!olga) throw new Error('nobody was found')
    expect(read(engine, 'search.person', { userId: olga.userId })).toMatchObject({
      accounts: 1,
      memberships: [{ membershipId: w.olga, accountName: 'Acme Logistics', isOwner: true }],
    })
    engine.applyPage(
      w.page(101, [{ type: 'directory', row: w.entry(w.acme, 'Acme Logistics', 'billing') }]),
      w.now,
    )
    expect(() => read(engine, 'search.person', { userId: olga.userId })).toThrow('not_found')
  })

  test('finds a person by a word of theirs and one of an account of theirs', () => {
    const { engine } = openWorld()
    expect(find(engine, 'olga logistics').people).toHaveLength(1)
    expect(find(engine, 'acme olga').people).toHaveLength(1)
    expect(find(engine, 'olga borealis').people).toHaveLength(0)
  })

  test('tells nobody of an account whose users may not be seen, though they are still here', () => {
    const { engine } = openWorld()
    expect(find(engine, 'olga').people).toHaveLength(1)
    engine.applyPage(
      w.page(101, [{ type: 'directory', row: w.entry(w.acme, 'Acme Logistics', 'billing') }]),
      w.now,
    )
    expect(find(engine, 'olga').people).toEqual([])
    expect(find(engine, 'olga acme').people).toEqual([])
  })

  test('tells an application with an account it is on, the one that one works in', () => {
    const { engine } = openWorld()
    expect(find(engine, 'payr', [w.acme]).applications).toMatchObject([
      { applicationId: w.payroll, accountId: w.acme, accountName: 'Acme Logistics' },
    ])
  })

  test('finds an invitation that waits to be sent, and no longer once it is taken back', () => {
    const { engine } = openWorld()
    const queued = engine.enqueue(w.mutationId(1), invite(w.uuid(5, 50), 'newcomer@guest.example'), w.now)
    expect(queued.ok).toBe(true)
    expect(find(engine, 'newcom').invitations).toMatchObject([
      { accountId: w.acme, status: 'pending', email: { text: 'newcomer@guest.example' } },
    ])
    engine.undo(w.mutationId(1))
    expect(find(engine, 'newcom').invitations).toEqual([])
  })

  test('finds an account by the words that the user gave it, and by its name still', () => {
    const { engine } = openWorld()
    engine.label(w.borealis, label)
    for (const typed of ['zurich', 'quarter', 'boreal']) {
      expect(find(engine, typed).accounts.map(({ accountId }) => accountId)).toEqual([w.borealis])
    }
  })
})

describe('a label', () => {
  test('stands on its account, and goes when it is emptied', () => {
    const { engine } = openWorld()
    engine.label(w.borealis, label)
    expect(read(engine, 'accounts.get', { accountId: w.borealis })).toMatchObject(label)
    engine.label(w.borealis, { alias: '', colour: null, tags: [] })
    expect(read(engine, 'accounts.get', { accountId: w.borealis })).toMatchObject({ alias: '', tags: [] })
    expect(find(engine, 'zurich').accounts).toEqual([])
  })

  test('is refused for an account that is not here', () => {
    const { engine } = openWorld()
    expect(engine.label(w.unknownAccount, label)).toMatchObject({ ok: false, error: { code: 'not_found' } })
  })

  test('outlives that everything is fetched anew', () => {
    const { engine } = openWorld()
    engine.label(w.borealis, label)
    engine.applyBootstrap(w.bootstrap(), w.now)
    expect(read(engine, 'accounts.get', { accountId: w.borealis })).toMatchObject(label)
    expect(find(engine, 'zurich').accounts).toHaveLength(1)
  })

  test('goes with an account that may not be seen any more', () => {
    const { engine } = openWorld()
    engine.label(w.borealis, label)
    engine.applyPage(w.page(101, [{ type: 'purge', accountId: w.borealis }]), w.now)
    engine.applyBootstrap(w.bootstrap(), w.now)
    expect(read(engine, 'accounts.get', { accountId: w.borealis })).toMatchObject({ alias: '', tags: [] })
  })
})
