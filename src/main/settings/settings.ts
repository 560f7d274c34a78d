import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { type Problem, problem } from '@gatehouse/contract'
import { z } from 'zod'
import { type Preferences, preferencesSchema } from '../../ipc/views.ts'
import type { Clock, Logger } from '../ports.ts'
import { type Server, serverSchema } from '../session/discovery.ts'

export const windowStateSchema = z.object({
  width: z.int().min(400).max(20_000),
  height: z.int().min(300).max(20_000),
  x: z.int().optional(),
  y: z.int().optional(),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

/** The part of electron-store that is used. */
export interface SettingsStore {
  get(key: string): unknown
  set(key: string, value: unknown): void
}

export interface Settings {
  preferences(): Preferences
  setPreferences(changes: Partial<Preferences>): Preferences
  /** What speaks of the accounts of whoever signed out. */
  forgetPerson(): void
  lastServer(): Server | null
  rememberServer(server: Server | null): void
  windowState(): WindowState | null
  rememberWindow(state: WindowState): void
  /** The file could not be read and was set aside, so everything is as at a first start. */
  problem: Problem | null
}

export interface SettingsDeps {
  folder: string
  /** Opens `settings.json` in the folder; throws where it can't be read. */
  openStore(name: string): SettingsStore
  clock: Clock
  log: Logger
}

const name = 'settings'

/** Preferences, the last server and where the window was. Nothing secret, and nothing that can't be lost. */
export function openSettings(deps: SettingsDeps): Settings {
  const { store, setAside } = openOrReplace(deps)
  const defaults = preferencesSchema.parse({})

  /** A value of another version or edited by hand counts as not there. */
  function read<T extends z.ZodType>(key: string, schema: T): z.output<T> | null {
    const parsed = schema.safeParse(store.get(key))
    return parsed.success ? parsed.data : null
  }
  function preferences(): Preferences {
    return read('preferences', preferencesSchema) ?? defaults
  }
  function setPreferences(changes: Partial<Preferences>): Preferences {
    const next = { ...preferences(), ...changes }
    store.set('preferences', next)
    return next
  }

  return {
    preferences,
    setPreferences,
    forgetPerson: () =>
      void setPreferences({ pins: [], recents: [], lastAccountId: null, lastTab: defaults.lastTab }),
    lastServer: () => read('server', serverSchema),
    rememberServer: (server) => store.set('server', server),
    windowState: () => read('window', windowStateSchema),
    rememberWindow: (state) => store.set('window', state),
    problem: setAside === null ? null : damaged(setAside),
  }
}

function openOrReplace({ folder, openStore, clock, log }: SettingsDeps) {
  try {
    return { store: openStore(name), setAside: null }
  } catch {
    const file = join(folder, `${name}.json`)
    const stamp = clock
      .now()
      .toISOString()
      .replace(/[^0-9]/g, '')
      .slice(0, 14)
    const setAside = `${name}.damaged-${stamp}.json`
    if (existsSync(file)) renameSync(file, join(folder, setAside))
    log.warn('the settings could not be read and were set aside')
    return { store: openStore(name), setAside }
  }
}

function damaged(setAside: string): Problem {
  return {
    ...problem('validation', {
      detail: `Gatehouse starts with fresh settings. The old file was kept as ${setAside}. Name your server again; your sign-in and your data are untouched.`,
    }),
    title: 'The settings of this computer could not be read',
  }
}
