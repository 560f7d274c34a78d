// Runs electron-store in a process of its own, as it would run in an app's main process. Started with the folder of
// its file and a bootstrap to load, or with none to be asked.
import { registerHooks } from 'node:module'
import type { ChangesPage } from '@gatehouse/contract'
import { readPieces } from '../fleet/files.ts'
import type { Questions } from '../fleet/questions.ts'
import { memoryOfTree } from '../machine.ts'
import { asContender, measureContender, measurePages, parsed } from './measure.ts'

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: 'data:text/javascript,export default {}', shortCircuit: true }
      : next(specifier, context),
})
const { createElectronStorePeer } = await import('./stores/electron-store.ts')

export type Asked =
  | { to: 'load'; bootstrap: string }
  | { to: 'measure'; questions: Questions; pages: ChangesPage[] }

const peer = createElectronStorePeer(process.argv[2] ?? '')

function memory(): number | null {
  globalThis.gc?.()
  return memoryOfTree(process.pid)
}

process.once('message', async (asked: Asked) => {
  if (asked.to === 'load') {
    const start = performance.now()
    await peer.load(parsed(readPieces(asked.bootstrap)))
    process.send?.(performance.now() - start)
  } else {
    const before = memory()
    const figures = await measureContender(asContender(peer, asked.questions), asked.questions)
    const after = memory()
    const delta = await measurePages(peer, asked.pages, asked.questions.patience)
    process.send?.({ ...figures, memory: before === null || after === null ? null : after - before, delta })
  }
  process.disconnect?.()
})
