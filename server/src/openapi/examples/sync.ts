import { syncProtocol } from '@gatehouse/contract'
import type { ExamplesOf } from './example.ts'
import { activity, cursor, ids, times } from './samples.ts'

const start = { type: 'start', protocol: syncProtocol, cursor, at: times.at, accounts: 1, rows: 24 } as const

export const syncExamples: ExamplesOf<'sync'> = {
  'sync.bootstrap': { query: { first: ids.account }, answer: start },
  'sync.snapshot': { params: { accountId: ids.account }, answer: start },
  'sync.changes': {
    query: { cursor, limit: 500 },
    answer: {
      changes: [
        { type: 'put', accountId: ids.account, batch: { entity: 'activity', rows: [activity] } },
        { type: 'purge', accountId: ids.account },
      ],
      cursor,
      coversBelow: '4712',
      more: false,
      at: times.at,
    },
  },
  'sync.events': { answer: { at: times.at } },
}
