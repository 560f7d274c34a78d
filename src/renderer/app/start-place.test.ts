import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { queryKey } from '../data/keys.ts'
import { useAppStore } from './app-store.ts'
import { choosePlace, isPlaceChosen, leavePlace, placeOrPatience } from './start-place.ts'

const cassie = '00000000-0000-4000-8000-0000000000aa'
const acme = '00000000-0000-4000-8000-000000000001'
const borealis = '00000000-0000-4000-8000-000000000002'
const signedIn = { state: 'signed-in', principal: { userId: cassie } }

let asked: string[]
let answers: Record<string, unknown>
let told: Map<string, (payload: unknown) => void>
let patience: (() => void)[]
let client: QueryClient

beforeEach(() => {
  asked = []
  told = new Map()
  patience = []
  answers = {
    'preferences.get': { lastAccountId: acme, lastTab: 'users' },
    'session.get': signedIn,
    'accounts.get': { id: acme },
    'dashboard.get': {},
    'accounts.directory': { text: '' },
  }
  client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  vi.stubGlobal('window', {
    gatehouse: {
      async query(name: string) {
        asked.push(name)
        const value = await answers[name]
        return value === undefined ? { ok: false, error: { code: 'not_found' } } : { ok: true, value }
      },
      on(name: string, listener: (payload: unknown) => void) {
        told.set(name, listener)
        return () => told.delete(name)
      },
    },
  })
})
afterEach(() => {
  leavePlace()
  vi.unstubAllGlobals()
})

const place = () => useAppStore.getState().place
const time = { after: (_milliseconds: number, run: () => void) => void patience.push(run) }
const account = (accountId: string, tab: string) => ({ screen: 'account', accountId, tab })

test('the account and the tab of last time, without the list of all accounts', async () => {
  await placeOrPatience(client, time)
  expect(place()).toEqual(account(acme, 'users'))
  expect(isPlaceChosen(cassie)).toBe(true)
  expect(asked).not.toContain('accounts.directory')
})

test('the figures are there with the account where they are what is looked at', async () => {
  answers['preferences.get'] = { lastAccountId: acme, lastTab: 'dashboard' }
  await placeOrPatience(client, time)
  expect(client.getQueryData(queryKey('dashboard.get', { accountId: acme }))).toBeDefined()
})

test('an account that is gone makes room for all accounts, and leaves no error behind', async () => {
  answers['accounts.get'] = undefined
  await placeOrPatience(client, time)
  expect(place()).toEqual({ screen: 'portfolio', tab: 'portfolio' })
  expect(isPlaceChosen(cassie)).toBe(true)
  expect(client.getQueryState(queryKey('accounts.get', { accountId: acme }))).toBeUndefined()
})

test('whoever has one account alone begins in it', async () => {
  answers['preferences.get'] = { lastAccountId: null, lastTab: 'users' }
  client.setQueryData(queryKey('accounts.directory', {}), [{ id: borealis }])
  await choosePlace(client, time, cassie)
  expect(place()).toEqual(account(borealis, 'dashboard'))
})

test('a start that is under way is waited for, and its end is heard', async () => {
  answers['session.get'] = { state: 'starting' }
  const drawn = placeOrPatience(client, time)
  await vi.waitFor(() => expect(client.getQueryData(queryKey('session.get', {}))).toBeDefined())
  client.setQueryData(queryKey('session.get', {}), signedIn)
  told.get('session.changed')?.(signedIn)
  await drawn
  expect(place()).toEqual(account(acme, 'users'))
})

test('one that takes too long is drawn as what it is, and the place follows', async () => {
  const late = Promise.withResolvers<unknown>()
  answers['accounts.get'] = late.promise
  const drawn = placeOrPatience(client, time)
  await vi.waitFor(() => expect(asked).toContain('accounts.get'))
  for (const over of patience) over()
  await drawn
  expect(isPlaceChosen(cassie)).toBe(false)
  late.resolve({ id: acme })
  await vi.waitFor(() => expect(place()).toEqual(account(acme, 'users')))
})

test('nobody signed in: nothing of any account is asked for', async () => {
  answers['session.get'] = { state: 'signed-out' }
  await placeOrPatience(client, time)
  expect(asked).toEqual(['preferences.get', 'session.get'])
})

test('asked for twice it is one choice: whoever went on after it is not taken back', async () => {
  const late = Promise.withResolvers<unknown>()
  answers['accounts.get'] = late.promise
  const both = [choosePlace(client, time, cassie), choosePlace(client, time, cassie)]
  late.resolve({ id: acme })
  await both[0]
  useAppStore.getState().go({ screen: 'portfolio', tab: 'portfolio' })
  await both[1]
  expect(place()).toEqual({ screen: 'portfolio', tab: 'portfolio' })
})

test('figures that take long are not waited for', async () => {
  answers['preferences.get'] = { lastAccountId: acme, lastTab: 'dashboard' }
  answers['dashboard.get'] = new Promise(() => {})
  const chosen = choosePlace(client, time, cassie)
  await vi.waitFor(() => expect(patience).toHaveLength(1))
  for (const over of patience) over()
  await chosen
  expect(isPlaceChosen(cassie)).toBe(true)
})

test('who left before the place was found is not taken to it', async () => {
  const late = Promise.withResolvers<unknown>()
  answers['accounts.get'] = late.promise
  const chosen = choosePlace(client, time, cassie)
  leavePlace()
  late.resolve({ id: acme })
  await chosen
  expect(place()).toEqual({ screen: 'portfolio', tab: 'portfolio' })
})

test('where the person went meanwhile is where they stay', async () => {
  const late = Promise.withResolvers<unknown>()
  answers['accounts.get'] = late.promise
  const chosen = choosePlace(client, time, cassie)
  useAppStore.getState().go({ screen: 'my-invitations' })
  late.resolve({ id: acme })
  await chosen
  expect(place()).toEqual({ screen: 'my-invitations' })
})
