import { ok } from '@gatehouse/contract'
import type { diagnosticsArea } from '../../../ipc/areas/diagnostics.ts'
import { done, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function diagnosticsHandlers(deps: HandlersDeps): HandlersOf<typeof diagnosticsArea> {
  const { diagnostics } = deps
  return {
    queries: {
      'diagnostics.replica': fromReplica(deps, 'diagnostics.replica'),
      'diagnostics.get': async () => ok(diagnostics.state()),
      'diagnostics.preview': async () => ok(await diagnostics.preview()),
    },
    commands: {
      'diagnostics.tellCrash': async () => ok({ crash: diagnostics.tellCrash() }),
      async 'diagnostics.save'({ previewId, parts }) {
        const file = diagnostics.file(previewId, parts)
        if (!file.ok) return file
        const saved = await deps.saveFile(file.value.name, file.value.text)
        return saved.ok ? ok({ saved: saved.value !== null }) : saved
      },
      async 'diagnostics.setLevel'({ level }) {
        diagnostics.setLevel(level)
        return ok(diagnostics.state())
      },
      async 'diagnostics.keepCrashReports'({ keep }) {
        diagnostics.keepCrashReports(keep)
        return ok(diagnostics.state())
      },
      async 'diagnostics.deleteCrashReports'() {
        diagnostics.deleteCrashReports()
        return ok(diagnostics.state())
      },
      async 'diagnostics.show'({ what }) {
        deps.showFiles(what)
        return done
      },
      'diagnostics.noteError': async (error) => ok({ reference: diagnostics.noteError(error) }),
      async 'app.restart'({ safeMode }) {
        deps.restart(safeMode)
        return done
      },
    },
  }
}
