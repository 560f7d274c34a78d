import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { type Problem, problem } from '@gatehouse/contract'
import { z } from 'zod'
import { loginIdSchema, type Preferences, preferencesSchema } from '../../ipc/views.ts'
import type { Clock, Logger } from '../ports.ts'
import { type Server, serverSchema } from '../session/discovery.ts'
import { type UpdateNotes, updateNotesSchema } from '../updates/memory.ts'

export const windowStateSchema = z.object({
  width: z.int().min(400).max(20_000),
  height: z.int().min(300).max(20_000),
  x: z.int().optional(),
  y: z.int().optional(),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

/** What is remembered of a login besides its sign-in. Ids, counts and where it belongs: no name of a person. */
export const loginRecordSchema = z.object({
  address: z.url(),
  serverName: z.string(),
  lastUsedAt: z.iso.datetime(),
  waiting: z.int().min(0),
  attention: z.int().min(0),
})
export type LoginRecord = z.infer<typeof loginRecordSchema>

export const diagnosticsSettingsSchema = z.object({
  /** Until when the log is a detailed one; null for an ordinary one. */
  detailedUntil: z.iso.datetime().nullable().default(null),
  keepsCrashReports: z.boolean().default(true),
  /** Crashes up to here the user has been told of. */
  toldUntil: z.iso.datetime().nullable().default(null),
})
export type DiagnosticsSettings = z.infer<typeof diagnosticsSettingsSchema>

export interface LoginMemory {
  /** The login in use, or to be used at the next start. The preferences that speak of accounts are its own. */
  current(): string | null
  setCurrent(id: string | null): void
  all(): Record<string, LoginRecord>
  put(id: string, record: LoginRecord): void
  /** With the preferences that speak of its accounts. */
  remove(id: string): void
  /** Logins whose files are being removed: after a crash the next start goes on with it. */
  wiping(): string[]
  setWiping(ids: string[]): void
  /** A restart must not be a way round the lock. */
  isLocked(): boolean
  setLocked(isLocked: boolean): void
}

/** Values by name, over restarts. */
export interface SettingsStore {
  get(key: string): unknown
  set(key: string, value: unknown): void
}

export interface Settings {
  preferences(): Preferences
  setPreferences(changes: Partial<Preferences>): Preferences
  logins: LoginMemory
  lastServer(): Server | null
  rememberServer(server: Server | null): void
  updateNotes(): UpdateNotes
  setUpdateNotes(notes: UpdateNotes): void
  windowState(): WindowState | null
  rememberWindow(state: WindowState): void
  diagnostics(): DiagnosticsSettings
  setDiagnostics(changes: Partial<DiagnosticsSettings>): void
  /** Starts, one after the other up to now, that came to no window that works. */
  unfinishedStarts(): number
  setUnfinishedStarts(count: number): void
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

  /** A value of another version or edited by hand counts as not there. */
  function read<T extends z.ZodType>(key: string, schema: T): z.output<T> | null {
    const parsed = schema.safeParse(store.get(key))
    return parsed.success ? parsed.data : null
  }
  const places = createPlaces(store, read)
  const diagnostics = () =>
    read('diagnostics', diagnosticsSettingsSchema) ?? diagnosticsSettingsSchema.parse({})

  return {
    preferences: places.preferences,
    setPreferences: places.setPreferences,
    logins: createLoginMemory(store, read, places),
    lastServer: () => read('server', serverSchema),
    rememberServer: (server) => store.set('server', server),
    updateNotes: () => read('updates', updateNotesSchema) ?? updateNotesSchema.parse({}),
    setUpdateNotes: (notes) => store.set('updates', notes),
    windowState: () => read('window', windowStateSchema),
    rememberWindow: (state) => store.set('window', state),
    diagnostics,
    setDiagnostics: (changes) => store.set('diagnostics', { ...diagnostics(), ...changes }),
    unfinishedStarts: () => read('unfinishedStarts', z.int().min(0)) ?? 0,
    setUnfinishedStarts: (count) => store.set('unfinishedStarts', count),
    problem: setAside === null ? null : damaged(setAside),
  }
}

type Read = <T extends z.ZodType>(key: string, schema: T) => z.output<T> | null
type Place = Pick<Preferences, 'checklist' | 'pins' | 'recents' | 'lastAccountId' | 'lastTab'>

const defaults = preferencesSchema.parse({})
const currentSchema = loginIdSchema.nullable()
const placesSchema = z.record(
  loginIdSchema,
  preferencesSchema.pick({ checklist: true, pins: true, recents: true, lastAccountId: true, lastTab: true }),
)

/** The looks are this computer's; pins, recents and where somebody was belong to the login that was in use. */
function createPlaces(store: SettingsStore, read: Read) {
  const current = () => read('login', currentSchema)
  /** Locked, nobody's place is told. */
  const shown = () => (read('locked', z.boolean()) ? null : current())
  const places = () => read('places', placesSchema) ?? {}

  function preferences(): Preferences {
    const login = shown()
    const shared = read('preferences', preferencesSchema) ?? defaults
    const place = login === null ? undefined : places()[login]
    return { ...shared, ...(place ?? placeIn(defaults)) }
  }
  function setPreferences(changes: Partial<Preferences>): Preferences {
    const next = { ...preferences(), ...changes }
    const login = shown()
    store.set('preferences', { ...next, ...placeIn(defaults) })
    if (login !== null) store.set('places', { ...places(), [login]: placeIn(next) })
    return next
  }
  /** Before there were several logins, what speaks of accounts stood among the looks: it is the first one's. */
  function adopt(login: string): void {
    const known = read('preferences', preferencesSchema)
    if (!known || JSON.stringify(placeIn(known)) === JSON.stringify(placeIn(defaults))) return
    if (!places()[login]) store.set('places', { ...places(), [login]: placeIn(known) })
    store.set('preferences', { ...known, ...placeIn(defaults) })
  }
  function forget(login: string): void {
    const { [login]: _, ...others } = places()
    store.set('places', others)
  }
  return { preferences, setPreferences, current, adopt, forget }
}

function createLoginMemory(
  store: SettingsStore,
  read: Read,
  places: ReturnType<typeof createPlaces>,
): LoginMemory {
  const all = () => read('logins', z.record(loginIdSchema, loginRecordSchema)) ?? {}
  return {
    current: places.current,
    setCurrent(id) {
      store.set('login', id)
      if (id !== null) places.adopt(id)
    },
    all,
    put: (id, record) => store.set('logins', { ...all(), [id]: record }),
    remove(id) {
      const { [id]: _, ...others } = all()
      store.set('logins', others)
      places.forget(id)
      if (places.current() === id) store.set('login', null)
    },
    wiping: () => read('wiping', z.array(loginIdSchema)) ?? [],
    setWiping: (ids) => store.set('wiping', ids),
    isLocked: () => read('locked', z.boolean()) ?? false,
    setLocked: (isLocked) => store.set('locked', isLocked),
  }
}

function placeIn({ checklist, pins, recents, lastAccountId, lastTab }: Preferences): Place {
  return { checklist, pins, recents, lastAccountId, lastTab }
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
