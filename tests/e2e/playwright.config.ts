import { defineConfig } from '@playwright/test'
import { useDesktop } from '../../tools/desktop.ts'

useDesktop() // before a worker loads `electron`; workers inherit the choice

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  // Every test has a server with untouched demo data; a worker runs one test at a time.
  workers: 2,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: [['list']],
})
