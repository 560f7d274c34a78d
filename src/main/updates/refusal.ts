import type { UpdateFailure } from '../../ipc/views.ts'

/** Why there is no update, on its way through the updater's own code, which knows errors alone. */
export class UpdateRefused extends Error {
  readonly reason: UpdateFailure

  constructor(reason: UpdateFailure) {
    super(reason)
    this.name = 'UpdateRefused'
    this.reason = reason
  }
}

const byCode: Readonly<Record<string, UpdateFailure>> = {
  ERR_CHECKSUM_MISMATCH: 'damaged',
  ERR_UPDATER_INVALID_SIGNATURE: 'unsigned',
  ERR_UPDATER_ZIP_FILE_NOT_FOUND: 'nothing-for-this',
  ERR_UPDATER_NO_FILES_PROVIDED: 'nothing-for-this',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'not-writable',
  EPERM: 'not-writable',
  EROFS: 'not-writable',
}

/** What failed, as one of the reasons that a user is told. */
export function failureOf(error: unknown): UpdateFailure {
  if (error instanceof UpdateRefused) return error.reason
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return byCode[code] ?? 'unexpected'
}
