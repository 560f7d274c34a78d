import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeKeyFile, signFolder } from './sign-folder.ts'
import { checkSeal } from './signature.ts'
import { metadataOf } from './testing/update-server.ts'

const now = new Date('2026-03-02T09:00:00.000Z')
let folder: string
let keyFile: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-release-'))
  keyFile = join(folder, 'private.pem')
})
afterEach(() => rm(folder, { recursive: true }))

async function build(): Promise<void> {
  const content = randomBytes(100)
  await writeFile(join(folder, 'Gatehouse-1.5.0.AppImage'), content)
  for (const name of ['latest-linux.yml', 'beta-linux.yml']) {
    await writeFile(join(folder, name), metadataOf({ version: '1.5.0', content }))
  }
}
const sign = (days = 30) => signFolder({ folder, keyFiles: [keyFile], days, now })

it('signs each description of a release, and the app takes it', async () => {
  const { id, publicKey } = await makeKeyFile(keyFile)
  await build()
  expect(await sign()).toEqual(
    ['beta-linux.yml', 'latest-linux.yml'].map((file) => ({
      file,
      version: '1.5.0',
      expires: '2026-04-01T09:00:00.000Z',
      keys: [id],
    })),
  )
  const metadata = await readFile(join(folder, 'latest-linux.yml'))
  const sealed = await readFile(join(folder, 'latest-linux.yml.sig'), 'utf8')
  const asked = { file: 'latest-linux.yml', keys: [{ publicKey, use: 'release' as const }], now }
  expect(checkSeal(metadata, sealed, asked)).toEqual({ ok: true, issued: now.toISOString() })
  expect((await stat(keyFile)).mode & 0o077, 'the key is for its owner alone').toBe(0)
})

it('signs nothing where a file is missing or another one', async () => {
  await makeKeyFile(keyFile)
  await build()
  await writeFile(join(folder, 'Gatehouse-1.5.0.AppImage'), randomBytes(100))
  await expect(sign()).rejects.toThrow(/is not the file that/)
  await rm(join(folder, 'Gatehouse-1.5.0.AppImage'))
  await expect(sign()).rejects.toThrow(/is not in/)
  await expect(readFile(join(folder, 'latest-linux.yml.sig'))).rejects.toThrow()
})

it('says what is wrong with a folder, a key and a time, and never writes over a key', async () => {
  await expect(sign()).rejects.toThrow(/holds no private Ed25519 key/)
  await makeKeyFile(keyFile)
  await expect(sign()).rejects.toThrow(/There is no latest/)
  await expect(sign(1000)).rejects.toThrow(/from 1 to 90/)
  await expect(makeKeyFile(keyFile)).rejects.toThrow(/is there already/)
})
