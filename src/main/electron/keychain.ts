import { fail, ok, problem } from '@gatehouse/contract'
import { safeStorage, systemPreferences } from 'electron'
import { refusalWords as words } from '../../strings/native.ts'
import type { Keychain, Presence } from '../ports.ts'

const unavailable = problem('keychain_unavailable')

/** The operating system's keychain through Electron's asynchronous safeStorage. Use it after `ready`. */
export const systemKeychain: Keychain = {
  async protection() {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'unavailable'
    const isPlain = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
    return isPlain ? 'plain-text' : 'protected'
  },
  async wrap(text) {
    try {
      return ok(await safeStorage.encryptStringAsync(text))
    } catch {
      return fail(unavailable)
    }
  },
  async unwrap(wrapped) {
    try {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(wrapped)
      return ok({ text: result, rewrap: shouldReEncrypt })
    } catch {
      return fail({
        ...unavailable,
        detail: words.keychainLost,
      })
    }
  },
}

/** Only macOS lets a program ask who is there (Touch ID or the watch); elsewhere the keychain gives to the session. */
export const systemPresence: Presence = {
  canAsk: () => process.platform === 'darwin' && systemPreferences.canPromptTouchID(),
  async ask(reason) {
    try {
      await systemPreferences.promptTouchID(reason)
      return true
    } catch {
      return false
    }
  },
}
