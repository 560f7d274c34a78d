import { useState } from 'react'
import { invitationWords } from '../../../strings/invitations.ts'
import { decodeFile, looksLikeTable, readTable } from './table-file.ts'
import type { ReadFile } from './use-invite-form.ts'

const t = invitationWords.invite
const mostBytes = 2_000_000

export interface PeopleFile {
  /** Why the last one could not be read. */
  problem: string | null
  read(file: File | undefined): Promise<void>
  /** Takes up a pasted table with headings; false where it is none. */
  take(text: string): boolean
}

/** Reads a file, or a table from the clipboard, into lines of the draft. */
export function usePeopleFile(onRead: (file: ReadFile) => void): PeopleFile {
  const [problem, setProblem] = useState<string | null>(null)

  function use(name: string, text: string): boolean {
    const table = readTable(text)
    setProblem(table ? null : t.fileNoAddresses)
    if (table) onRead({ name, ...table })
    return table !== null
  }

  return {
    problem,
    async read(file) {
      if (!file) return
      if (file.size > mostBytes) return setProblem(t.fileTooBig)
      try {
        use(file.name, decodeFile(new Uint8Array(await file.arrayBuffer())))
      } catch {
        setProblem(t.fileUnreadable)
      }
    },
    take: (text) => looksLikeTable(text) && text.length <= mostBytes && use(t.pastedTable, text),
  }
}
