import * as c from '@gatehouse/contract'
import { z } from 'zod'

// Inputs that several areas share.

export const nothing = z.object({})
export const account = z.object({ accountId: c.accountIdSchema })
export const ofApplication = account.extend({ applicationId: c.applicationIdSchema })
export const link = z.object({ linkId: z.uuid() })
export const mutation = z.object({ mutationId: c.mutationIdSchema })
