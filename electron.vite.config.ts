import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { bundled } from './packaging/modules.ts'
import { updates } from './packaging/vendor.ts'
import { chunksByRoot, fetchAhead } from './tools/renderer-chunks.ts'

const here = import.meta.dirname

export default defineConfig({
  main: {
    define: { builtInUpdates: JSON.stringify(updates) },
    build: {
      target: 'node24',
      outDir: 'out/main',
      minify: true,
      // Nearly everything is bundled, so that a start reads few files.
      externalizeDeps: { exclude: bundled },
      rolldownOptions: { input: { index: resolve(here, 'src/main/index.ts') } },
    },
  },
  preload: {
    build: {
      target: 'node24',
      outDir: 'out/preload',
      minify: true,
      // A sandboxed preload is one CommonJS file: it can neither be a module nor require a neighbour.
      externalizeDeps: false,
      isolatedEntries: true,
      rolldownOptions: {
        input: { index: resolve(here, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(here, 'src/renderer'),
    plugins: [react(), fetchAhead(['window', 'account'])],
    build: {
      target: 'chrome156',
      outDir: resolve(here, 'out/renderer'),
      minify: true,
      rolldownOptions: {
        input: { index: resolve(here, 'src/renderer/index.html') },
        output: {
          codeSplitting: {
            includeDependenciesRecursively: false,
            groups: [
              {
                debugName: 'by what needs them first',
                name: chunksByRoot(resolve(here, 'src/renderer/main.tsx'), {
                  window: resolve(here, 'src/renderer/app/root.tsx'),
                  account: resolve(here, 'src/renderer/features/dashboard/dashboard.tsx'),
                }),
              },
            ],
          },
        },
      },
    },
  },
})
