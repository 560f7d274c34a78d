import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { account } from './parts.ts'

const mostLogins = 20
const logins = z.array(c.userIdSchema).min(1).max(mostLogins)
const file = z.object({ file: z.string().nullable() })

/** One person over all accounts: who leaves, who joins, and what became of access meanwhile. */
export const peopleArea = {
  queries: {
    /** Other logins that may be the same person's. `not_found` for whom the principal sees in no account. */
    'people.same': query({
      input: z.object({ userId: c.userIdSchema }),
      output: z.object({ person: view.personSchema, others: z.array(view.sameLoginSchema) }),
    }),
    /** All that these logins have. `not_found` where the principal sees none of them. */
    'people.leaver': query({
      input: z.object({
        userIds: logins,
        /** Memberships of those who were chosen to take over. */
        heirIds: z.array(c.membershipIdSchema).max(1000).default([]),
      }),
      output: view.leaverSchema,
    }),
    /** Who could take over an account that is owned by one of these logins; whoever may do most first. */
    'people.heirs': query({
      input: account.extend({
        userIds: logins,
        find: z.string().max(200).default(''),
        limit: z.int().min(1).max(50).default(8),
      }),
      output: z.object({ total: z.int().min(0), heirs: z.array(view.heirSchema) }),
    }),
    /** What it would be to give these addresses what a colleague has: a line for each address in each account. */
    'people.joiner': query({
      input: z.object({ userId: c.userIdSchema, emails: z.array(c.emailSchema).max(20) }),
      output: view.joinerSchema,
    }),
    /** Net effects on access in one account. `review` compares what was frozen with what is here now. */
    'changes.inAccount': query({
      input: account.extend({
        since: view.changesSinceSchema,
        /** Zero for the number alone. */
        limit: z.int().min(0).max(5000).default(500),
      }),
      output: view.accessChangesSchema,
    }),
    /** Net effects in all accounts whose activity the principal may see, those with most of them first. */
    'changes.everywhere': query({
      input: z.object({
        /** Null: since one's last visit to each; accounts without one are left out. */
        day: z.iso.date().nullable(),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(200).default(50),
      }),
      output: view.changesEverywhereSchema,
    }),
  },
  commands: {
    /** Writes a plan for somebody who leaves to a file that the user chooses: what is done in each account, and why not. */
    'people.exportPlan': command({
      input: z.object({
        userIds: logins,
        choices: z
          .array(
            z.object({
              membershipId: c.membershipIdSchema,
              choice: view.planChoiceSchema,
              heirName: z.string().max(1000).nullable(),
              reason: z.string().max(500),
            }),
          )
          .max(20_000),
      }),
      output: file,
    }),
    /** The user leaves an account's screens: what changes from now on is new to them. Kept on this machine. */
    'changes.noteVisit': command({ input: account, output: z.object({}) }),
    'changes.export': command({
      input: z.object({ accountId: c.accountIdSchema.nullable(), since: view.changesSinceSchema }),
      output: file,
    }),
  },
} as const
