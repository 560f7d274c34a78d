// Makes `electron` resolve to the host's module, for import and require alike. `--import` is inherited by worker
// threads, so this runs there too; as in Electron, a worker has no `electron` module.
import { registerHooks } from 'node:module'
import { isMainThread } from 'node:worker_threads'

const moduleUrl = new URL('./electron.ts', import.meta.url).href
const names = new Set(['electron', 'electron/main', 'electron/common'])

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!names.has(specifier)) return nextResolve(specifier, context)
    if (!isMainThread) {
      throw Object.assign(new Error(`Cannot find module '${specifier}'`), { code: 'MODULE_NOT_FOUND' })
    }
    return { url: moduleUrl, shortCircuit: true }
  },
})
