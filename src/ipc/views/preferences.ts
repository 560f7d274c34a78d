import * as c from '@gatehouse/contract'
import { z } from 'zod'

export const tabSchema = z.enum([
  'dashboard',
  'applications',
  'agents',
  'users',
  'invitations',
  'services',
  'activity',
])
export type Tab = z.infer<typeof tabSchema>

const preferenceFields = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['compact', 'comfortable']),
  pins: z.array(c.accountIdSchema).max(50),
  /** Most recent first. */
  recents: z.array(c.accountIdSchema).max(20),
  lastAccountId: c.accountIdSchema.nullable(),
  lastTab: tabSchema,
})
/** A change of some preferences. Without defaults: those would set back whatever a change leaves out. */
export const preferencesChangeSchema = preferenceFields.partial()
export const preferencesSchema = z.object({
  theme: preferenceFields.shape.theme.default('system'),
  density: preferenceFields.shape.density.default('comfortable'),
  pins: preferenceFields.shape.pins.default([]),
  recents: preferenceFields.shape.recents.default([]),
  lastAccountId: preferenceFields.shape.lastAccountId.default(null),
  lastTab: preferenceFields.shape.lastTab.default('dashboard'),
})
export type Preferences = z.infer<typeof preferencesSchema>
