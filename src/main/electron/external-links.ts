import { fail, ok, problem, type Result } from '@gatehouse/contract'
import { refusalWords as words } from '../../strings/native.ts'
import { isSafeOrigin } from '../session/address.ts'

/** Web pages alone, encrypted or on this machine: no files, no programs, no other schemes. */
export function mayOpenExternally(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return isSafeOrigin(url) && url.username === '' && url.password === ''
}

export function createOpenExternal(open: (url: string) => Promise<void>) {
  return async (address: string): Promise<Result<void>> => {
    if (!mayOpenExternally(address)) {
      return fail(problem('forbidden', { detail: words.unsafeAddress }))
    }
    try {
      await open(new URL(address).href)
      return ok(undefined)
    } catch {
      return fail(
        problem('unavailable', {
          detail: words.noBrowser,
        }),
      )
    }
  }
}
