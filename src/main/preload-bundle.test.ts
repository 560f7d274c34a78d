import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PreloadConfigFactory } from 'electron-vite'
import { build } from 'vite'
import { expect, test } from 'vitest'
import config from '../../electron.vite.config.ts'

// Built as `npm run build` does. A sandboxed preload that is a module, or requires a file, fails only at run time.
test('the preload is one CommonJS file that requires electron alone', async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'gatehouse-preload-'))
  const root = join(import.meta.dirname, '../..')
  if (!config.preload) throw new Error('no preload in the build')
  const preload = {
    ...config.preload,
    build: { ...config.preload.build, outDir, emptyOutDir: false, write: true },
    root,
    configFile: false as const,
    logLevel: 'error' as const,
  }
  await build(await new PreloadConfigFactory(preload, {}, { root }).build())
  const files = await readdir(outDir)
  const text = await readFile(join(outDir, 'index.cjs'), 'utf8')
  await rm(outDir, { recursive: true })
  expect(files).toEqual(['index.cjs'])
  expect(text).not.toMatch(/^\s*(import|export)\b/m)
  const required = [...text.matchAll(/require\(\s*[`'"]([^`'"]+)[`'"]\s*\)/g)].map((found) => found[1])
  expect(required).toEqual(['electron'])
  expect(text.match(/\brequire\b/g)).toHaveLength(1)
  // No schema library in the sandbox: it would be parsed at each start for nothing.
  expect(text.length).toBeLessThan(4000)
})
