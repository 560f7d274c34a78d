import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { nothing } from './parts.ts'

/** An error in the page as it may be told: its name and where it was thrown. Its message may quote anything. */
const pageErrorSchema = z.object({
  kind: z.enum(['error', 'rejection', 'crash']),
  name: z.string().max(80),
  frames: z.array(z.string().max(300)).max(12),
})

/** What helps whoever looks for a fault, and stays on this computer until the user hands it on. */
export const diagnosticsArea = {
  queries: {
    'diagnostics.replica': query({ input: nothing, output: view.replicaFiguresSchema }),
    'diagnostics.get': query({ input: nothing, output: view.diagnosticsStateSchema }),
    /** Put together anew each time; what is saved is the one that was read. */
    'diagnostics.preview': query({ input: nothing, output: view.diagnosticsPreviewSchema }),
  },
  commands: {
    /** A crash that the user has not been told of; null for none. From here on they have been. */
    'diagnostics.tellCrash': command({
      input: nothing,
      output: z.object({ crash: view.crashReportSchema.extend({ sinceStart: z.boolean() }).nullable() }),
    }),
    /** Asks where to. `saved` is false where the user chose nothing; `not_found` for a preview that is another by now. */
    'diagnostics.save': command({
      input: z.object({
        previewId: z.uuid(),
        parts: z.array(view.diagnosticsPartSchema).min(1).max(view.diagnosticsParts.length),
      }),
      output: z.object({ saved: z.boolean() }),
    }),
    /** `detailed` holds for a day. */
    'diagnostics.setLevel': command({
      input: z.object({ level: z.enum(['normal', 'detailed']) }),
      output: view.diagnosticsStateSchema,
    }),
    'diagnostics.keepCrashReports': command({
      input: z.object({ keep: z.boolean() }),
      output: view.diagnosticsStateSchema,
    }),
    'diagnostics.deleteCrashReports': command({ input: nothing, output: view.diagnosticsStateSchema }),
    'diagnostics.show': command({ input: z.object({ what: z.enum(['logs', 'crashes']) }), output: nothing }),
    /** Into the log. Answers the reference that stands there; null where there were too many in a minute. */
    'diagnostics.noteError': command({
      input: pageErrorSchema,
      output: z.object({ reference: z.uuid().nullable() }),
    }),
    /** Ends the program and starts it again; drafts of the window are lost with it. */
    'app.restart': command({ input: z.object({ safeMode: z.boolean() }), output: nothing }),
  },
} as const
