import { type Problem, problem } from '@gatehouse/contract'

/** What stands between this program and its file, told apart by what can be done about it. Kept in a problem's `state`. */
export type FileState =
  /** Waiting won't mend it: what can be read is taken out of it, and everything else is fetched anew. */
  | 'damaged'
  /** It went from its place while it was open. It was put back, and is to be opened again. */
  | 'moved'
  | 'newer'
  | 'full'
  | 'busy'
  | 'read-only'
  | 'missing'
  | 'failing'

/** The machine failed rather than this program: crosses the border of the thread with its problem. */
export class ReplicaFailure extends Error {
  readonly problem: Problem

  constructor(reason: Problem) {
    super(reason.detail ?? reason.title)
    this.name = 'ReplicaFailure'
    this.problem = reason
  }
}

/** What is told of each, in words that name neither key nor content. */
const details: Record<FileState, string> = {
  damaged: 'The file is damaged, or its key does not fit.',
  moved: 'The file went from its place while it was in use. It was put back: try again.',
  newer: 'It was made by a newer version of Gatehouse. Update Gatehouse to open it.',
  full: 'The disk is full. Make room and try again.',
  busy: 'Another program is using the file. Close it, then try again.',
  'read-only':
    'The file can only be read here, so nothing can be changed. Check its permissions and its disk.',
  missing: 'The file can not be opened. Check that its folder exists and can be written.',
  failing: 'The disk failed while reading or writing the file.',
}

export function fileProblem(state: FileState): Problem {
  return problem('replica_unavailable', { state, detail: details[state] })
}

const codes: [RegExp, FileState][] = [
  [/^(ENOSPC|EDQUOT)$/, 'full'],
  [/^(EROFS|EACCES|EPERM)$/, 'read-only'],
  [/^(ENOENT|ENOTDIR)$/, 'missing'],
  [/^EIO$/, 'failing'],
  [/^SQLITE_(NOTADB|CORRUPT)/, 'damaged'],
  // Room for the index of the log is asked for before anything is written.
  [/^SQLITE_(FULL|IOERR_SHMSIZE)/, 'full'],
  [/^SQLITE_(BUSY|LOCKED)/, 'busy'],
  [/^SQLITE_(READONLY|PERM|AUTH)/, 'read-only'],
  [/^SQLITE_CANTOPEN/, 'missing'],
  [/^SQLITE_(IOERR|PROTOCOL|NOLFS)/, 'failing'],
]

/** Null for anything that isn't the machine's fault. */
export function stateOf(error: unknown): FileState | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return codes.find(([pattern]) => pattern.test(code))?.[1] ?? null
}

/** The problem that a failure of the machine is told as; null for a bug. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof ReplicaFailure) return error.problem
  const state = stateOf(error)
  return state === null ? null : fileProblem(state)
}

/** Whether the replica has to be opened anew before anything of it can be used. */
export function isBeyondUse({ code, state }: Problem): boolean {
  return code === 'replica_unavailable' && (state === 'damaged' || state === 'moved')
}
