import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { exportedLists } from '../attention.ts'
import { boundedRecord } from '../bounded.ts'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { nothing } from './parts.ts'

/** A piece of a list: so many rows from the one at `offset`. */
const piece = { offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(100) }

const accountsAsked = z.object({
  filter: view.accountFilterSchema.prefault({}),
  sort: view.accountSortSchema.default({ by: 'name', descending: false }),
  /** What states and roles are called on the screen, by their code: the text is looked for in them too. */
  words: boundedRecord(z.string().max(40), z.string().max(100), 200).default({}),
})

/** Figures and lists over all accounts: pieces of them, so that ten thousand accounts never travel as objects. */
export const portfolioArea = {
  queries: {
    /** Ask again while `looked.done` is less than `looked.of`: each answer looks at some more accounts. */
    'portfolio.get': query({ input: nothing, output: view.portfolioSchema }),
    'portfolio.coverage': query({
      input: z.object({ environmentId: c.environmentIdSchema.nullable().default(null) }),
      output: view.coverageSchema,
    }),
    'portfolio.invitations': query({
      input: z.object({ filter: view.invitationFilterSchema.prefault({}), ...piece }),
      output: view.invitationPageSchema,
    }),
    'portfolio.activity': query({
      input: z.object({ filter: view.anyActivityFilterSchema.prefault({}), ...piece }),
      output: view.anyActivityPageSchema,
    }),
    'accounts.page': query({ input: accountsAsked.extend(piece), output: view.accountPageSchema }),
    /** All that the filter lets through, in the order of the list. */
    'accounts.matching': query({
      input: accountsAsked,
      output: z.object({ accountIds: z.array(c.accountIdSchema) }),
    }),
    'accounts.facets': query({ input: nothing, output: view.accountFacetsSchema }),
    /** All accounts by name as one text, which crosses to the window at once; see `readDirectory` there. */
    'accounts.directory': query({ input: nothing, output: z.object({ text: z.string() }) }),
  },
  commands: {
    /** Adds the user's own tags to accounts, and takes others from them. Kept on this machine. */
    'accounts.tag': command({
      input: z.object({
        accountIds: z.array(c.accountIdSchema).min(1).max(20_000),
        add: view.accountLabelSchema.shape.tags,
        remove: view.accountLabelSchema.shape.tags,
      }),
      output: z.object({ changed: z.int().min(0) }),
    }),
    /** Writes a list, as it is narrowed, to a CSV file that the user chooses; `file: null` where they chose none. */
    'portfolio.export': command({
      input: z.object({
        list: z.enum(exportedLists),
        accounts: accountsAsked.prefault({}),
        /** These of the accounts alone. */
        accountIds: z.array(c.accountIdSchema).max(20_000).nullable().default(null),
        invitations: view.invitationFilterSchema.prefault({}),
        activity: view.anyActivityFilterSchema.prefault({}),
      }),
      output: z.object({ file: z.string().nullable(), count: z.int().min(0) }),
    }),
  },
} as const
