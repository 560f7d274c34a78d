import { test as base, expect } from '@playwright/test'
import { type DemoPersonKey, demoPerson } from '../../server/src/demo/people.ts'
import type { Demo } from '../../server/src/demo/start.ts'
import { SystemBrowser } from '../../tools/driver/browser.ts'
import { ClientArea } from '../../tools/driver/client-area.ts'
import { Desktop, type DesktopOptions } from '../../tools/driver/desktop.ts'
import { DemoDatabase } from './demo-database.ts'

interface TestFixtures {
  /** A server with untouched demo data. */
  demo: Demo
  /** Opens another installation of the app; all of them are closed, and must not have complained, at the end. */
  openApp(options?: DesktopOptions): Promise<ClientArea>
  /** An installation in which this person has signed in. */
  signedIn(person: DemoPersonKey): Promise<ClientArea>
}

interface WorkerFixtures {
  database: DemoDatabase
  systemBrowser: SystemBrowser
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  database: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures out of this pattern
    async ({}, use) => {
      const database = await DemoDatabase.start()
      await use(database)
      await database.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  demo: async ({ database }, use) => {
    const { demo, failures, close } = await database.openCopy()
    await use(demo)
    await close()
    expect(failures, 'errors that the server logged').toEqual([])
  },
  systemBrowser: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const browser = await SystemBrowser.start()
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  openApp: async ({ demo }, use) => {
    const opened: Desktop[] = []
    await use(async (options = {}) => {
      const desktop = await Desktop.create({ server: demo.url, ...options })
      opened.push(desktop)
      await desktop.launch()
      return new ClientArea(desktop)
    })
    for (const desktop of opened) await desktop.dispose()
    expect(opened.flatMap((desktop) => desktop.complaints)).toEqual([])
  },
  signedIn: async ({ openApp, systemBrowser, demo }, use) => {
    await use(async (key) => {
      const area = await openApp()
      await area.signIn(systemBrowser, { email: demoPerson(key).email, password: demo.password })
      return area
    })
  },
})

export { expect }
