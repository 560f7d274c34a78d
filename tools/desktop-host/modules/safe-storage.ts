import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type Electron from 'electron'
import { strict } from '../strict.ts'
import { app } from './app.ts'
import { pathOf } from './paths.ts'

const marker = Buffer.from('v11')
const nonceLength = 12
const tagLength = 16

/**
 * The key lies beside the data it protects: enough for the app's code paths, no protection at all. A real Electron
 * keeps it in the system's keychain. Removing the file is how a test loses the key.
 */
function key(): Buffer {
  const file = join(pathOf('userData'), 'desktop-host.keychain')
  try {
    return readFileSync(file)
  } catch {
    mkdirSync(pathOf('userData'), { recursive: true })
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' })
    return readFileSync(file)
  }
}

/** DESKTOP_HOST_SAFE_STORAGE=unavailable plays a system without a keychain. */
const isAvailable = (): boolean => app.isReady() && process.env.DESKTOP_HOST_SAFE_STORAGE !== 'unavailable'

function encrypt(plainText: string, method: string): Buffer {
  if (!isAvailable()) {
    throw new Error(
      `Error while encrypting the text provided to safeStorage.${method}. Encryption is not available.`,
    )
  }
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key(), nonce)
  const text = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()])
  return Buffer.concat([marker, nonce, text, cipher.getAuthTag()])
}
function decrypt(encrypted: Buffer, method: string): string {
  const problem = `Error while decrypting the ciphertext provided to safeStorage.${method}.`
  if (!isAvailable()) throw new Error(`${problem} Decryption is not available.`)
  const bytes = Buffer.from(encrypted)
  if (!bytes.subarray(0, marker.length).equals(marker)) throw new Error(problem)
  const textAt = marker.length + nonceLength
  try {
    const decipher = createDecipheriv('aes-256-gcm', key(), bytes.subarray(marker.length, textAt))
    decipher.setAuthTag(bytes.subarray(-tagLength))
    const text = [decipher.update(bytes.subarray(textAt, -tagLength)), decipher.final()]
    return Buffer.concat(text).toString('utf8')
  } catch {
    throw new Error(problem)
  }
}

const backends = ['basic_text', 'gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6', 'unknown'] as const

const module: Partial<Electron.SafeStorage> = {
  isEncryptionAvailable: isAvailable,
  encryptString: (text) => encrypt(text, 'encryptString'),
  decryptString: (bytes) => decrypt(bytes, 'decryptString'),
  isAsyncEncryptionAvailable: async () => {
    await app.whenReady()
    return isAvailable()
  },
  encryptStringAsync: async (text) => {
    await app.whenReady()
    return encrypt(text, 'encryptStringAsync')
  },
  decryptStringAsync: async (bytes) => {
    await app.whenReady()
    return { result: decrypt(bytes, 'decryptStringAsync'), shouldReEncrypt: false }
  },
  /** DESKTOP_HOST_STORAGE_BACKEND names another one, e.g. basic_text. */
  getSelectedStorageBackend: () => {
    if (!app.isReady()) return 'unknown'
    const wanted = process.env.DESKTOP_HOST_STORAGE_BACKEND
    return backends.find((name) => name === wanted) ?? 'gnome_libsecret'
  },
  setUsePlainTextEncryption: () => {},
}
export const safeStorage = strict<Electron.SafeStorage>('safeStorage', module)
