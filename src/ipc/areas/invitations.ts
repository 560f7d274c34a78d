import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { account, link, nothing } from './parts.ts'

/** Invitations that an account sent, and those that this person was sent. */
export const invitationsArea = {
  queries: {
    'invitations.list': query({ input: account, output: z.array(view.invitationItemSchema) }),
    /** Which of these addresses the accounts have already, and what the principal may offer there. */
    'invitations.known': query({
      input: z.object({
        accountIds: z.array(c.accountIdSchema).min(1).max(view.mostAccountsToInvite),
        emails: z.array(z.string().max(254)).max(500),
      }),
      output: z.array(view.knownInAccountSchema),
    }),
    'invitations.mine': query({ input: nothing, output: z.array(c.invitationPreviewSchema) }),
  },
  commands: {
    /** A link as pasted: `gatehouse://invite/...`, the web address of an invitation, or its bare code. */
    'links.paste': command({ input: z.object({ text: z.string().max(2000) }), output: link }),
    /** What the server says of it. One that this computer doesn't know is asked only after `links.agree`. */
    'links.preview': command({ input: link, output: z.union([view.linkSchema, view.strangeLinkSchema]) }),
    'links.agree': command({ input: link, output: nothing }),
    'links.accept': command({ input: link, output: account }),
    'links.decline': command({ input: link, output: nothing }),
    'links.dismiss': command({ input: link, output: nothing }),
    'invitations.acceptMine': command({
      input: z.object({ invitationId: c.invitationIdSchema }),
      output: account,
    }),
    'invitations.declineMine': command({
      input: z.object({ invitationId: c.invitationIdSchema }),
      output: nothing,
    }),
    /** Makes another link and puts it on the clipboard; it never reaches the renderer. Needs the network. */
    'invitations.copyLink': command({
      input: account.extend({ invitationId: c.invitationIdSchema }),
      output: nothing,
    }),
  },
} as const
