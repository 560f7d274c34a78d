import type { InviteLine, JudgedLine } from './judge.ts'
import type { InviteDraft } from './use-invite-form.ts'

type Written = Pick<InviteDraft, 'addresses' | 'file'>

/** The draft with another address in a line: where it was typed, or in what was read from a file. */
export function mended(draft: Written, line: InviteLine, address: string): Partial<InviteDraft> {
  if (line.from === 'field') return { addresses: replaced(draft.addresses, line, address) }
  if (!draft.file) return {}
  const rows = draft.file.rows.map((row) => (row.id === line.row.id ? { ...row, email: address } : row))
  return { file: { ...draft.file, rows } }
}

/** The draft without these lines. A file of which nothing is left goes too. */
export function without(draft: Written, lines: readonly InviteLine[]): Partial<InviteDraft> {
  const typed = lines.flatMap((line) => (line.from === 'field' ? [line] : []))
  const ids = new Set(lines.flatMap((line) => (line.from === 'file' ? [line.row.id] : [])))
  const addresses = [...typed]
    .sort((a, b) => b.start - a.start)
    .reduce((text, line) => replaced(text, line, ''), draft.addresses)
  if (!draft.file || ids.size === 0) return { addresses: tidied(addresses) }
  const rows = draft.file.rows.filter(({ id }) => !ids.has(id))
  return { addresses: tidied(addresses), file: rows.length > 0 ? { ...draft.file, rows } : null }
}

/** What is left to do after these went out. */
export function afterSending(
  draft: Written,
  judged: readonly JudgedLine[],
  isLeft: (judged: JudgedLine) => boolean,
): Partial<InviteDraft> | null {
  const gone = judged.filter((each) => !isLeft(each)).map(({ line }) => line)
  return gone.length === judged.length ? null : without(draft, gone)
}

function replaced(text: string, { start, end }: { start: number; end: number }, by: string): string {
  return `${text.slice(0, start)}${by}${text.slice(end)}`
}

/** Without the separators and empty lines that are left where something was taken out. */
function tidied(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/([,;\t]\s*)+(?=[,;\t])/g, '').replace(/^[\s,;]+|[\s,;]+$/g, ''))
    .filter((line) => line !== '')
    .join('\n')
}
