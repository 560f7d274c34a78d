import { type Preferences, preferencesSchema } from '../../ipc/views.ts'
import { safeModeSwitch } from './safe-mode-switch.ts'
import type { Settings } from './settings.ts'

/**
 * What a start in safe mode passes over. Whatever guards the user (the lock and what opens it) holds, and so does what
 * they would miss: pins, recents, what they are told of.
 */
export const passedOver = [
  'theme',
  'language',
  'density',
  'shortcuts',
  'background',
  'lastAccountId',
  'lastTab',
] as const satisfies readonly (keyof Preferences)[]

type PassedOver = Pick<Preferences, (typeof passedOver)[number]>

/**
 * The settings of a run in safe mode: as at a first start in whatever could keep a window from working. What is stored
 * of that stays as it is: a choice of the user's holds until the end of the run.
 */
export function inSafeMode(settings: Settings): Settings {
  let here = only(preferencesSchema.parse({})) as PassedOver
  const preferences = (): Preferences => ({ ...settings.preferences(), ...here })
  return {
    ...settings,
    preferences,
    setPreferences(changes) {
      here = { ...here, ...only(changes) }
      const others = Object.entries(changes).filter(([name]) => !isPassedOver(name))
      if (others.length > 0) settings.setPreferences(Object.fromEntries(others))
      return preferences()
    },
    windowState: () => null,
    rememberWindow() {},
    // It says nothing of how an ordinary start would go.
    unfinishedStarts: () => 0,
    setUnfinishedStarts() {},
  }
}

function only(changes: Partial<Preferences>): Partial<PassedOver> {
  return Object.fromEntries(Object.entries(changes).filter(([name]) => isPassedOver(name)))
}

function isPassedOver(name: string): boolean {
  return (passedOver as readonly string[]).includes(name)
}

/** The program's own arguments for its next start. A link that it was started with was taken already. */
export function argumentsOf(argv: readonly string[], safeMode: boolean): string[] {
  const kept = argv.slice(1).filter((each) => each !== safeModeSwitch && !/^gatehouse:/i.test(each))
  return safeMode ? [...kept, safeModeSwitch] : kept
}
