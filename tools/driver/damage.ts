import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Desktop } from './desktop.ts'

/** Writes nonsense over two pages of the local copy of an app that doesn't run, as a failing disk would. */
export async function damageCopy({ userData }: Desktop): Promise<void> {
  const folder = join(userData, 'replica')
  const name = (await readdir(folder)).find((each) => /^[0-9a-f]+\.db$/.test(each))
  if (!name) throw new Error('there is no copy to damage')
  const file = await open(join(folder, name), 'r+')
  const { size } = await file.stat()
  for (const place of [4096, Math.floor(size / 8192) * 4096])
    await file.write(Buffer.alloc(4096, 7), 0, 4096, place)
  await file.close()
}
