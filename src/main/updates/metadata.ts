import type { UpdateInfo } from 'electron-updater'
import { z } from 'zod'
import { UpdateRefused } from './refusal.ts'
import { versionPattern } from './version.ts'

const sha512Schema = z.string().regex(/^[A-Za-z0-9+/]{86}==$/)
/** A name in the folder of the release, never a path and never an address. */
const fileNameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/)
const longestNotes = 4000

/** What electron-builder writes of a release. What isn't named here is left out, such as installers that load others. */
const metadataSchema = z.object({
  version: z.string().regex(versionPattern),
  files: z
    .array(
      z.object({
        url: fileNameSchema,
        sha512: sha512Schema,
        size: z
          .int()
          .min(1)
          .max(2 ** 31),
        isAdminRightsRequired: z.boolean().default(false),
      }),
    )
    .min(1)
    .max(20),
  path: fileNameSchema.default('-'),
  sha512: z.string().default(''),
  releaseDate: z.union([z.string().max(40), z.date()]).default(''),
  releaseNotes: z.string().nullish(),
  stagingPercentage: z.number().min(0).max(100).optional(),
  minimumSystemVersion: z.string().max(40).optional(),
})
/** As the updater takes it. */
export type Metadata = UpdateInfo

/** Throws `unreadable`. */
export function metadataFrom(parsed: unknown): Metadata {
  const read = metadataSchema.safeParse(parsed)
  if (!read.success) throw new UpdateRefused('unreadable')
  const { releaseDate, releaseNotes, minimumSystemVersion, stagingPercentage, ...rest } = read.data
  const date = new Date(releaseDate)
  return {
    ...rest,
    releaseDate: Number.isNaN(date.getTime()) ? '' : date.toISOString(),
    releaseNotes: plainNotes(releaseNotes),
    ...(minimumSystemVersion === undefined ? {} : { minimumSystemVersion }),
    ...(stagingPercentage === undefined ? {} : { stagingPercentage }),
  }
}

/** Notes as plain text: no mark-up, nothing that hides or turns what follows, and not longer than anybody reads. */
export function plainNotes(notes: string | null | undefined): string {
  const text = (notes ?? '')
    .slice(0, 10 * longestNotes)
    .replace(/\r\n?/g, '\n')
    .replace(/<\/?[a-z!][^>]*>/giu, '')
    .replace(/[^\P{C}\n\t]/gu, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return text.length > longestNotes ? `${text.slice(0, longestNotes).trimEnd()}…` : text
}
