import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import yaml from 'electron-updater/out/providers/Provider.js'
import { metadataFrom } from './metadata.ts'
import { keyIdOf, longestHoldDays, publicHalf, seal } from './signature.ts'

// What whoever releases runs. It lives beside what checks it, so that both change together; no part of the app loads it.

/** What to do about it stands in the message. */
export class SigningFailed extends Error {}

export interface SignedFile {
  file: string
  version: string
  expires: string
  keys: string[]
}

const descriptions = /^(?:latest|beta|alpha)(?:-[a-z0-9-]+)?\.yml$/
const day = 24 * 60 * 60 * 1000

/**
 * Writes `*.yml.sig` beside each description of a release in the folder. Nothing is signed where a file that a
 * description names is missing or is another one: what is signed is what will be installed.
 */
export async function signFolder({
  folder,
  keyFiles,
  days,
  now,
}: {
  folder: string
  keyFiles: readonly string[]
  days: number
  now: Date
}): Promise<SignedFile[]> {
  if (!Number.isInteger(days) || days < 1 || days > longestHoldDays) {
    throw new SigningFailed(`--days takes a number from 1 to ${longestHoldDays}.`)
  }
  const keys = await Promise.all(keyFiles.map(privateKeyIn))
  const names = (await namesIn(folder)).filter((name) => descriptions.test(name)).sort()
  if (names.length === 0) throw new SigningFailed(`There is no latest*.yml or beta*.yml in ${folder}.`)
  const expires = new Date(now.getTime() + days * day)
  const ready = await Promise.all(
    names.map(async (file) => {
      const bytes = await readFile(join(folder, file))
      const version = await checkedVersion(folder, file, bytes)
      return { file, version, sealed: seal(bytes, { file, issued: now, expires }, keys) }
    }),
  )
  for (const { file, sealed } of ready) await writeWhole(join(folder, `${file}.sig`), JSON.stringify(sealed))
  return ready.map(({ file, version, sealed }) => ({
    file,
    version,
    expires: sealed.expires,
    keys: sealed.signatures.map(({ key }) => key),
  }))
}

/** Makes a private key that its owner alone can read. Never goes over another file. */
export async function makeKeyFile(file: string): Promise<{ id: string; publicKey: string }> {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' })
  try {
    await writeFile(file, pem, { mode: 0o600, flag: 'wx' })
  } catch {
    throw new SigningFailed(`${file} is there already, or can not be written.`)
  }
  const publicKey = publicHalf(privateKey)
  return { id: keyIdOf(publicKey), publicKey }
}

async function privateKeyIn(file: string): Promise<KeyObject> {
  try {
    const key = createPrivateKey(await readFile(file))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below, without what is in the file.
  }
  throw new SigningFailed(`${file} holds no private Ed25519 key.`)
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch {
    throw new SigningFailed(`${folder} is no folder that can be read.`)
  }
}

async function checkedVersion(folder: string, file: string, bytes: Buffer): Promise<string> {
  const { version, files } = readable(file, bytes)
  for (const { url, sha512, size } of files) {
    const content = await readFile(join(folder, url)).catch(() => null)
    if (content === null) throw new SigningFailed(`${file} names ${url}, which is not in ${folder}.`)
    const found = createHash('sha512').update(content).digest('base64')
    if (found !== sha512 || content.length !== size) {
      throw new SigningFailed(`${url} is not the file that ${file} names. Build the release anew.`)
    }
  }
  return version
}

function readable(file: string, bytes: Buffer) {
  try {
    return metadataFrom(yaml.parseUpdateInfo(bytes.toString('utf8'), file, new URL('file:///')))
  } catch {
    throw new SigningFailed(`${file} is no description of a release that Gatehouse would take.`)
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.part`, `${text}\n`)
  await rename(`${file}.part`, file)
}
