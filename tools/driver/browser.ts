import { type Browser, chromium, type Page } from 'playwright'
import { findChromium } from '../desktop-host/find-chromium.ts'

/** The person at the system browser: a Chromium apart from the app's own window. */
export class SystemBrowser {
  private readonly browser: Browser

  private constructor(browser: Browser) {
    this.browser = browser
  }

  static async start(): Promise<SystemBrowser> {
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    return new SystemBrowser(
      await chromium.launch({
        executablePath: findChromium(),
        args: [...args, '--disable-gpu', '--disable-dev-shm-usage'],
      }),
    )
  }

  /** A page with cookies of its own, so that two people never share a session. */
  async open(url: string): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1100, height: 800 } })
    const page = await context.newPage()
    await page.goto(url)
    return page
  }

  async signIn(url: string, email: string, password: string): Promise<Page> {
    const page = await this.open(url)
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    return page
  }

  async close(): Promise<void> {
    await this.browser.close()
  }
}
