import { z } from 'zod'
import { updateChannelSchema } from '../../ipc/views.ts'
import type { UpdateMemory } from './engine.ts'
import { versionPattern } from './version.ts'

const versionSchema = z.string().regex(versionPattern)

export const updateNotesSchema = z.object({
  installationId: z.uuid().nullable().default(null),
  seen: z
    .partialRecord(updateChannelSchema, z.object({ version: versionSchema, issued: z.iso.datetime() }))
    .default({}),
  installing: versionSchema.nullable().default(null),
})
export type UpdateNotes = z.infer<typeof updateNotesSchema>

export interface NotesStore {
  updateNotes(): UpdateNotes
  setUpdateNotes(notes: UpdateNotes): void
}

/** What the settings keep of updates. */
export function createUpdateMemory(
  { updateNotes, setUpdateNotes }: NotesStore,
  newId: () => string,
): UpdateMemory {
  const change = (changes: Partial<UpdateNotes>) => setUpdateNotes({ ...updateNotes(), ...changes })
  return {
    installationId() {
      const known = updateNotes().installationId
      if (known !== null) return known
      const installationId = newId()
      change({ installationId })
      return installationId
    },
    seen: (channel) => updateNotes().seen[channel] ?? null,
    setSeen: (channel, seen) => change({ seen: { ...updateNotes().seen, [channel]: seen } }),
    installing: () => updateNotes().installing,
    setInstalling: (installing) => change({ installing }),
  }
}
