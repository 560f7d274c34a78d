import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale } from '../../tools/build.ts'
import { useDesktop } from '../../tools/desktop.ts'
import { openDisplay } from '../../tools/display.ts'
import { SystemBrowser } from '../../tools/driver/browser.ts'
import { ClientArea } from '../../tools/driver/client-area.ts'
import { Desktop } from '../../tools/driver/desktop.ts'
import { cached, fingerprint } from '../fleet/files.ts'
import type { FleetSize } from '../fleet/sizes.ts'
import { startFleetServer } from './fleet-server.ts'

/** A first sync of a fleet, in the running app. */
const loadedWithinMs = 15 * 60_000

/** Makes the built app runnable here; the same for every bench that starts it. */
export async function prepareApp(): Promise<void> {
  useDesktop()
  buildIfStale()
  await openDisplay()
}

/**
 * Opens the app, offline, in which somebody has signed in and fetched all of a generated world: the folder is made once
 * and kept, each call works on a copy that is removed afterwards.
 */
export async function withInstallation<T>(
  size: FleetSize,
  work: (desktop: Desktop) => Promise<T>,
): Promise<T> {
  const kept = await cached(
    `${size.name}-app`,
    fingerprint('bench/fleet', 'src/replica', 'src/main/session', 'contract/src/entities'),
    (draft) => makeInstallation(size, draft),
  )
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-app-'))
  cpSync(kept, folder, { recursive: true })
  try {
    const desktop = await Desktop.create({ userData: folder })
    return await work(desktop)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function makeInstallation(size: FleetSize, folder: string): Promise<void> {
  const server = await startFleetServer(size)
  const browser = await SystemBrowser.start()
  const desktop = await Desktop.create({ userData: folder, server: server.url })
  try {
    await desktop.launch()
    const area = new ClientArea(desktop)
    await area.signIn(browser, server.person)
    await area
      .pill()
      .filter({ hasText: /^Synced/ })
      .waitFor({ timeout: loadedWithinMs })
    await desktop.page.evaluate(async () => {
      const { gatehouse } = window as unknown as { gatehouse: import('../../src/ipc/bridge.ts').Bridge }
      for (;;) {
        const found = await gatehouse.query('search.find', { text: 'anna' })
        if (found.ok && found.value.complete) return
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
    })
    await desktop.quit()
  } finally {
    await desktop.dispose()
    await browser.close()
    await server.close()
  }
}
