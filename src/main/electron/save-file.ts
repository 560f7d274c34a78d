import { writeFile } from 'node:fs/promises'
import { fail, ok, problem, type Result } from '@gatehouse/contract'
import { dialog } from 'electron'
import { dialogWords, refusalWords } from '../../strings/native.ts'

/** Asks where to, and writes the content there, readable by this user alone; null where they chose nothing. */
export async function saveFile(
  suggested: string,
  content: string | Uint8Array,
): Promise<Result<string | null>> {
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: dialogWords.save,
    buttonLabel: dialogWords.saveVerb,
    defaultPath: suggested,
  })
  if (canceled || filePath === '') return ok(null)
  try {
    await writeFile(filePath, content, { mode: 0o600 })
    return ok(filePath)
  } catch {
    return fail(
      problem('validation', {
        detail: refusalWords.notSaved,
      }),
    )
  }
}
