// What has to come before Electron is ready, and as little else as possible: a start waits for it (ADR 0028).
import { app } from 'electron'
import { readerAhead } from '../replica/ahead.ts'
import replicaWorker from '../replica/worker.ts?modulePath'
import { guardStart, prepareApp } from './electron/prepare.ts'
import { claimInstance } from './electron/start-links.ts'
import { verifyAsked } from './evidence/verify-asked.ts'
import { createArrivals } from './links/arrivals.ts'
import { safeModeSwitch } from './settings/safe-mode-switch.ts'

await guardStart()

const verifying = verifyAsked(process.argv, app.isPackaged ? 1 : 2)
if (verifying) {
  const { printVerification } = await import('./evidence/print.ts')
  app.exit(await printVerification(verifying))
  // Nothing that follows is for this.
  await new Promise<never>(() => {})
}

export const { userData } = prepareApp()

export const isSafeMode = process.argv.includes(safeModeSwitch)
// Drivers of graphics cards are what most often keeps a window from being drawn.
if (isSafeMode) app.disableHardwareAcceleration()

/** What comes from outside before there is anything that could take it. */
export const arrivals = createArrivals()

/** False: another instance has been told everything, and answers from here on. */
export const isFirst = claimInstance(arrivals)
if (!isFirst) app.exit(0)

/** Begins while Electron gets ready: the first screen is shown by it. */
export const replicaThreads = isFirst ? readerAhead(replicaWorker) : replicaWorker
