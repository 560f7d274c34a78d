import { type AfterPackContext, Arch } from 'electron-builder'
import { inspectProgram } from './inspect.ts'
import type { Processor, System } from './native.ts'

/** Called by electron-builder for each target before anything is signed: what isn't right never becomes an installer. */
export function afterPack({ appOutDir, electronPlatformName, arch }: AfterPackContext): void {
  const target = { system: electronPlatformName as System, processor: Arch[arch] as Processor }
  const { problems } = inspectProgram(appOutDir, target)
  if (problems.length === 0) return
  throw new Error(`not to be shipped for ${target.system} ${target.processor}:\n  ${problems.join('\n  ')}`)
}
