import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Arch, build, type Configuration, Platform } from 'electron-builder'
import { type Inspected, inspectPackage } from './inspect.ts'
import type { Processor, System, Target } from './native.ts'
import { writeStandIn } from './stand-in.ts'

const root = join(import.meta.dirname, '..')
const platforms = { darwin: Platform.MAC, linux: Platform.LINUX, win32: Platform.WINDOWS }

/** All that is shipped for. */
export const targets: readonly Target[] = (['darwin', 'win32', 'linux'] as const).flatMap((system) =>
  (['x64', 'arm64'] as const).map((processor) => ({ system, processor })),
)

/** The folder that electron-builder unpacks a target into. */
export function unpackedFolder({ system, processor }: Target): string {
  if (system === 'darwin') return processor === 'x64' ? 'mac' : 'mac-arm64'
  const name = system === 'win32' ? 'win' : 'linux'
  return processor === 'x64' ? `${name}-unpacked` : `${name}-${processor}-unpacked`
}

/**
 * Packs one target around a stand-in for Electron, looks at what came out, and throws it away again, after `use`.
 * Rejects where the look that electron-builder takes at the program finds something.
 */
export async function packAndInspect(
  target: Target,
  { changes = {}, kind = 'dir' }: { changes?: Partial<Configuration>; kind?: string } = {},
  use: (inspected: Inspected) => void = () => {},
): Promise<Inspected> {
  const scratch = mkdtempSync(join(tmpdir(), 'gatehouse-package-'))
  try {
    const electronDist = join(scratch, 'electron')
    const output = join(scratch, 'dist')
    writeStandIn(electronDist, target)
    await build({
      projectDir: root,
      targets: platforms[target.system].createTarget(kind, Arch[target.processor]),
      publish: 'never',
      // Laid over the configuration, which electron-builder finds by itself.
      config: {
        ...changes,
        electronDist,
        directories: { output },
        forceCodeSigning: false,
        // There is nothing in a stand-in that could be signed.
        electronFuses: { resetAdHocDarwinSignature: false },
      },
    })
    const inspected = inspectPackage(join(output, unpackedFolder(target)), target)
    use(inspected)
    return inspected
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Lays the files of a package out in a folder, as they lie in its archive. */
export function unpack({ files }: Inspected, folder: string): void {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file.path)), { recursive: true })
    writeFileSync(join(folder, file.path), file.read())
  }
}

/** Makes the installers of a system, with the real Electron, into `dist`. */
export async function makeInstallers(system: System): Promise<string[]> {
  return build({
    projectDir: root,
    targets: platforms[system].createTarget(undefined, Arch.x64, Arch.arm64),
    publish: 'never',
  })
}

/** Looks at what the installers were made of. */
export function inspectMade(system: System): { target: Target; inspected: Inspected }[] {
  return (['x64', 'arm64'] as const satisfies Processor[]).map((processor) => {
    const target = { system, processor }
    return { target, inspected: inspectPackage(join(root, 'dist', unpackedFolder(target)), target) }
  })
}
