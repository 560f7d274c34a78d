import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// The replica's threads and the children that are killed run the TypeScript as it is, hundreds of times over: what
// Node made of it the first time is kept.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/compiled')

const node = { environment: 'node', restoreMocks: true } as const

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...node,
          name: 'unit',
          include: [
            'contract/src/**/*.test.ts',
            'src/**/*.test.ts',
            'tools/*.test.ts',
            'packaging/*.test.ts',
          ],
          // Some play many schedules; how long a machine may take for that is no part of what they test.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...node,
          name: 'server',
          include: ['server/src/**/*.test.ts'],
          globalSetup: './server/src/testing/global-setup.ts',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...node,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: './server/src/testing/global-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...node,
          name: 'desktop-host',
          include: ['tools/desktop-host/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
    maxWorkers: 2,
  },
})
