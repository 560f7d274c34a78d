import { z } from 'zod'
import { count } from './parts.ts'

/**
 * What stopped. `main`: the program itself. `rejection`: a piece of work in it, which went on. `window`: the process of
 * the window. `page`: a screen in it. `process`: another process of ours, such as the one that draws. `replica`: a thread
 * of the local copy.
 */
export const crashKinds = ['main', 'rejection', 'window', 'page', 'process', 'replica'] as const
export const crashKindSchema = z.enum(crashKinds)
export type CrashKind = z.infer<typeof crashKindSchema>

export const crashReportSchema = z.object({
  reference: z.uuid(),
  at: z.iso.datetime(),
  version: z.string(),
  kind: crashKindSchema,
  /** The name of the error, or what the system gives as the reason. */
  reason: z.string(),
})
export type CrashReport = z.infer<typeof crashReportSchema>

export const diagnosticsStateSchema = z.object({
  log: z.object({
    level: z.enum(['normal', 'detailed']),
    detailedUntil: z.iso.datetime().nullable(),
    files: count,
    bytes: count,
    /** Never more than this, as older files go. */
    mostBytes: count,
  }),
  keepsCrashReports: z.boolean(),
  /** Newest first. */
  crashReports: z.array(crashReportSchema),
  safeMode: z.boolean(),
})
export type DiagnosticsState = z.infer<typeof diagnosticsStateSchema>

export const diagnosticsParts = ['program', 'settings', 'replica', 'sync', 'crashes', 'log'] as const
export const diagnosticsPartSchema = z.enum(diagnosticsParts)
export type DiagnosticsPart = z.infer<typeof diagnosticsPartSchema>

/** All that can be saved, to be read first. `text` of each part is what the file will hold, letter for letter. */
export const diagnosticsPreviewSchema = z.object({
  previewId: z.uuid(),
  parts: z.array(z.object({ part: diagnosticsPartSchema, text: z.string() })),
})
export type DiagnosticsPreview = z.infer<typeof diagnosticsPreviewSchema>

/** What the local copy is made of, in numbers and codes. */
export const replicaFiguresSchema = z.object({
  schemaVersion: count,
  pageBytes: count,
  pages: count,
  freePages: count,
  fileBytes: count,
  rows: count,
  accounts: count,
  accountsKept: count,
  accountsDue: count,
  isReadOnly: z.boolean(),
  syncedAt: z.iso.datetime().nullable(),
  checkedAt: z.iso.datetime().nullable(),
  /** By what was asked for, how it stands and why it was refused. */
  outbox: z.array(z.object({ mutation: z.string(), state: z.string(), code: z.string().nullable(), count })),
  notifications: count,
})
export type ReplicaFigures = z.infer<typeof replicaFiguresSchema>
