import { afterEach, beforeEach, expect, test } from 'vitest'
import { drawWithAnswers, useAppStore } from './app-store.ts'

const start = useAppStore.getInitialState()
let answers: PromiseWithResolvers<void>

beforeEach(() => {
  useAppStore.setState(start, true)
  answers = Promise.withResolvers<void>()
  drawWithAnswers(() => answers.promise)
})
afterEach(() => drawWithAnswers(() => null))

const place = () => useAppStore.getState().place
const inAccount = (accountId: string, tab = 'dashboard') => ({ screen: 'account', accountId, tab })

/** Lets what waits for the answers run. */
async function answered(): Promise<void> {
  answers.resolve()
  await answers.promise
}

test('a place stays in view until the next one has its first answers', async () => {
  useAppStore.getState().openAccount('one')
  expect(place()).toEqual({ screen: 'portfolio', tab: 'portfolio' })
  await answered()
  expect(place()).toEqual(inAccount('one'))
})

test('a place whose answers are there is drawn at once', () => {
  drawWithAnswers(() => null)
  useAppStore.getState().openAccount('one')
  expect(place()).toEqual(inAccount('one'))
})

test('whoever goes on before a place was drawn arrives at the last one alone', async () => {
  const first = answers
  useAppStore.getState().openAccount('one')
  answers = Promise.withResolvers<void>()
  useAppStore.getState().openAccount('two', 'users')
  first.resolve()
  await first.promise
  expect(place()).toEqual({ screen: 'portfolio', tab: 'portfolio' })
  await answered()
  expect(place()).toEqual(inAccount('two', 'users'))
})

test('walking on leads from the account ahead, not from the one still in view', async () => {
  const { setListed, openAccount, walk } = useAppStore.getState()
  setListed(['one', 'two', 'three'])
  openAccount('one', 'users')
  walk(1)
  walk(1)
  await answered()
  expect(place()).toEqual(inAccount('three', 'users'))
})

test('a tab that is denied is told on the dashboard when that comes, and is the one of the next account', async () => {
  useAppStore.getState().denyTab('one', 'activity')
  await answered()
  expect(place()).toEqual(inAccount('one'))
  expect(useAppStore.getState().deniedTab).toBe('activity')
  drawWithAnswers(() => null)
  useAppStore.getState().openAccount('two')
  expect(place()).toEqual(inAccount('two', 'activity'))
  expect(useAppStore.getState().deniedTab).toBeNull()
})

test('a panel that is opened on the way lies over the place ahead and is not closed by the arrival', async () => {
  useAppStore.getState().openAccount('one')
  useAppStore.getState().openPanel({ kind: 'palette', text: '' })
  expect(place()).toEqual(inAccount('one'))
  await answered()
  expect(useAppStore.getState().panel).toEqual({ kind: 'palette', text: '' })
})
