import type { Role } from '@gatehouse/contract'
import fc from 'fast-check'
import type { Fault } from './faulty-proxy.ts'

/** Where a fault strikes: a change, a page of changes, a bootstrap or snapshot, the issuer, or whatever comes next. */
export type Place = 'write' | 'changes' | 'whole' | 'token' | 'any'

export type Decision = 'undo' | 'retry' | 'discard' | 'edit' | 'mine' | 'theirs'

/** Machines, persons, accounts and things are numbers that are counted round: there may be fewer of them. */
export type Step =
  | { do: 'change'; machine: number; on: number; what: number; which: number }
  | { do: 'fault'; machine: number; place: Place; fault: Fault; times: number }
  | { do: 'offline' | 'online' | 'sync' | 'nudge' | 'crash' | 'restart' | 'repeat'; machine: number }
  | { do: 'time'; machine: number; seconds: number }
  | { do: 'decide'; machine: number; how: Decision; which: number }
  | { do: 'role'; on: number; person: number; role: Role }
  | { do: 'access' | 'suspend'; on: number; person: number; has: boolean }
  | { do: 'epoch' | 'server' }

export interface Schedule {
  accounts: number
  /** Machines that begin with an empty replica. */
  fresh: boolean[]
  steps: Step[]
}

/** Plain objects, so that a schedule reads well when it is printed. */
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { noNullPrototype: true })

const n = fc.nat(11)

const portal: Fault = {
  do: 'answer',
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><title>Free Wi-Fi</title>',
}

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>(
    { do: 'cut before' },
    { do: 'cut after' },
    { do: 'send twice' },
    { do: 'send again later' },
    { do: 'answer', status: 503 },
    { do: 'answer', status: 500 },
    { do: 'answer', status: 429, headers: { 'retry-after': '2' } },
    { do: 'answer', status: 302, headers: { location: 'https://portal.example/' } },
    portal,
  ),
  fc.nat(400).map((bytes): Fault => ({ do: 'half', bytes })),
  fc.constantFrom(5, 20).map((milliseconds): Fault => ({ do: 'late', milliseconds })),
)

const place = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Place>('write') },
  { weight: 2, arbitrary: fc.constantFrom<Place>('changes', 'whole') },
  { weight: 1, arbitrary: fc.constantFrom<Place>('any', 'token') },
)

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: record({
      do: fc.constant('change' as const),
      machine: n,
      on: n,
      what: fc.nat(99),
      which: n,
    }),
  },
  {
    weight: 5,
    arbitrary: record({
      do: fc.constant('fault' as const),
      machine: n,
      place,
      fault,
      times: fc.constantFrom(1, 1, 1, 2),
    }),
  },
  {
    weight: 8,
    arbitrary: record({
      do: fc.constantFrom(
        'offline' as const,
        'online' as const,
        'sync' as const,
        'nudge' as const,
        'crash' as const,
        'restart' as const,
        'repeat' as const,
      ),
      machine: n,
    }),
  },
  {
    weight: 1,
    arbitrary: record({
      do: fc.constant('time' as const),
      machine: n,
      seconds: fc.constantFrom(1, 5, 70),
    }),
  },
  {
    weight: 3,
    arbitrary: record({
      do: fc.constant('decide' as const),
      machine: n,
      how: fc.constantFrom<Decision>('undo', 'retry', 'discard', 'edit', 'mine', 'theirs'),
      which: n,
    }),
  },
  {
    weight: 1,
    arbitrary: record({
      do: fc.constant('role' as const),
      on: n,
      person: n,
      role: fc.constantFrom<Role>('admin', 'viewer', 'billing', 'technician'),
    }),
  },
  {
    weight: 2,
    arbitrary: record({
      do: fc.constantFrom('access' as const, 'suspend' as const),
      on: n,
      person: n,
      has: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'epoch' }) },
)

/** As the weights have it, most schedules are short; one in so many has far more in it. */
export function schedules(accounts: number, machines: number, restarts = false): fc.Arbitrary<Schedule> {
  const any = restarts
    ? fc.oneof({ weight: 40, arbitrary: step }, { weight: 1, arbitrary: fc.constant<Step>({ do: 'server' }) })
    : step
  const fresh = fc.array(
    fc.nat(9).map((value) => value === 9),
    { minLength: machines, maxLength: machines },
  )
  const of = (minLength: number, maxLength: number) =>
    record({
      accounts: fc.integer({ min: 1, max: accounts }),
      fresh,
      steps: fc.array(any, { minLength, maxLength, size: 'max' }),
    })
  return fc.oneof({ weight: 6, arbitrary: of(3, 9) }, { weight: 1, arbitrary: of(15, 40) })
}
