import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { boundedRecord } from '../bounded.ts'
import { languages } from '../languages.ts'
import { updateChannelSchema } from './updates.ts'

export const tabSchema = z.enum([
  'dashboard',
  'applications',
  'agents',
  'users',
  'invitations',
  'services',
  'reviews',
  'activity',
  'settings',
])
export type Tab = z.infer<typeof tabSchema>

/** What the card of first steps offers. */
export const firstSteps = ['accept', 'pin', 'palette', 'invite', 'assign', 'two-factor'] as const
export type FirstStep = (typeof firstSteps)[number]

export const lockMinutes = [0, 5, 15, 30, 60] as const

const preferenceFields = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** `system`: the first of the computer's languages that there are words in, else English. */
  language: z.enum(['system', ...languages]),
  density: z.enum(['compact', 'comfortable']),
  /** Minutes without a key or a movement until Gatehouse locks; 0: never. */
  lockAfterMinutes: z.literal(lockMinutes),
  /** Lock with the screen of the computer, and when it goes to sleep. */
  lockOnScreenLock: z.boolean(),
  /**
   * What opens the lock: the keychain of the computer, which asks who is there only where it can, or a sign-in in the
   * browser, for which the keychain stands in while the server can't be reached.
   */
  unlockBy: z.enum(['keychain', 'sign-in']),
  /** Of what the computer itself tells while another window is in front. `names`: with names of accounts and people. */
  notify: z.object({
    invitations: z.boolean(),
    access: z.boolean(),
    expiry: z.boolean(),
    /** Not there in settings of an earlier version. */
    reviews: z.boolean().default(true),
    refused: z.boolean(),
    names: z.boolean(),
  }),
  /** `download`: newer versions of Gatehouse are loaded as they are found. */
  updates: z.object({ channel: updateChannelSchema, download: z.boolean() }),
  /** Go on without a window when it is closed. */
  background: z.boolean(),
  /** Keys of actions that the user chose, by action; '' for none. What isn't named has the keys it comes with. */
  shortcuts: boundedRecord(z.string().max(60), z.string().max(40), 300),
  /** The first steps: which were taken, and whether the card was put away. */
  checklist: z.object({ done: z.array(z.enum(firstSteps)).max(20), dismissed: z.boolean() }),
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
  language: preferenceFields.shape.language.default('system'),
  density: preferenceFields.shape.density.default('comfortable'),
  lockAfterMinutes: preferenceFields.shape.lockAfterMinutes.default(15),
  lockOnScreenLock: preferenceFields.shape.lockOnScreenLock.default(true),
  unlockBy: preferenceFields.shape.unlockBy.default('keychain'),
  notify: preferenceFields.shape.notify.default({
    invitations: true,
    access: true,
    expiry: true,
    reviews: true,
    refused: true,
    names: true,
  }),
  updates: preferenceFields.shape.updates.default({ channel: 'stable', download: true }),
  background: preferenceFields.shape.background.default(false),
  shortcuts: preferenceFields.shape.shortcuts.default({}),
  checklist: preferenceFields.shape.checklist.default({ done: [], dismissed: false }),
  pins: preferenceFields.shape.pins.default([]),
  recents: preferenceFields.shape.recents.default([]),
  lastAccountId: preferenceFields.shape.lastAccountId.default(null),
  lastTab: preferenceFields.shape.lastTab.default('dashboard'),
})
export type Preferences = z.infer<typeof preferencesSchema>
