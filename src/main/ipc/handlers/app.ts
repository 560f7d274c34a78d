import { ok } from '@gatehouse/contract'
import type { appArea } from '../../../ipc/areas/app.ts'
import { done, type HandlersDeps, type HandlersOf } from './deps.ts'

export function appHandlers(deps: HandlersDeps): HandlersOf<typeof appArea> {
  const { app, settings } = deps
  return {
    queries: {
      'app.info': async () =>
        ok({ version: app.version, platform: app.platform, keychain: await app.protection() }),
      'preferences.get': async () => ok(settings.preferences()),
    },
    commands: {
      async 'app.ready'() {
        deps.pageReady()
        return done
      },
      async 'app.drawn'() {
        deps.pageDrawn()
        return done
      },
      async 'clipboard.write'({ text }) {
        deps.writeClipboard(text)
        return done
      },
      async 'preferences.set'(changes) {
        const next = settings.setPreferences(definedOnly(changes))
        deps.setTheme(next.theme)
        deps.preferencesChanged()
        return ok(next)
      },
    },
  }
}

/** Parsing keeps keys that were left out as undefined; they change nothing. */
function definedOnly<T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
