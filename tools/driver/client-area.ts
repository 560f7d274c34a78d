import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import type { SystemBrowser } from './browser.ts'
import type { Desktop } from './desktop.ts'

export interface Credentials {
  email: string
  password: string
}

/** What a person does in the window, by the names that stand on the screen. */
export class ClientArea {
  readonly desktop: Desktop

  constructor(desktop: Desktop) {
    this.desktop = desktop
  }

  get page(): Page {
    return this.desktop.page
  }

  /** From the signed-out screen, through the system browser, to the accounts. */
  async signIn(browser: SystemBrowser, { email, password }: Credentials): Promise<void> {
    const address = await this.pressSignIn()
    const page = await browser.signIn(address, email, password)
    await expect(page.getByRole('heading', { name: /signed in/i })).toBeVisible()
    await page.context().close()
    await this.expectSignedIn()
  }

  /** Presses the button that opens the browser; answers the address it was asked to open. */
  async pressSignIn(name: string | RegExp = 'Sign in'): Promise<string> {
    const before = (await this.desktop.opened()).length
    await this.page.getByRole('button', { name, exact: typeof name === 'string' }).click()
    await expect.poll(async () => (await this.desktop.opened()).length).toBeGreaterThan(before)
    const address = (await this.desktop.opened()).at(-1)
    if (!address) throw new Error('the system browser was not asked to open anything')
    return address
  }

  async expectSignedIn(): Promise<void> {
    await expect(this.page.getByRole('button', { name: /^You: / })).toBeVisible({ timeout: 30_000 })
  }

  /** The pill in the title bar: what it says now. */
  pill() {
    return this.page
      .getByRole('banner')
      .getByRole('button', { name: /Synced|Syncing|Offline|needs? you|Sign in again/ })
  }

  async expectPill(text: string | RegExp): Promise<void> {
    await expect(this.pill()).toHaveText(text, { timeout: 30_000 })
  }

  /** By the palette, as the keyboard does it: Ctrl+K, some letters, Enter. */
  async switchTo(account: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+k')
    const palette = this.page.getByRole('dialog')
    const field = palette.getByRole('combobox')
    await field.fill(account)
    await expect(palette.getByRole('option').first()).toContainText(account)
    await field.press('Enter')
    await this.expectAccount(account)
  }

  async expectAccount(account: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: account })).toBeVisible()
  }

  async openTab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click()
    await expect(this.page.getByRole('tab', { name, exact: true })).toHaveAttribute('aria-selected', 'true')
  }

  row(text: string) {
    return this.page.getByRole('main').getByRole('row').filter({ hasText: text })
  }

  async assign(names: string[], options: { autoAssign?: boolean } = {}): Promise<void> {
    await this.openTab('Applications')
    await this.page.getByRole('button', { name: 'Assign application' }).click()
    const drawer = this.page.getByRole('dialog')
    for (const name of names) {
      await drawer.getByRole('searchbox').fill(name)
      await drawer.getByRole('checkbox', { name: new RegExp(`^${name}`) }).check({ force: true })
    }
    if (options.autoAssign)
      await drawer.getByRole('switch', { name: 'Auto-assign users' }).check({ force: true })
    await drawer.getByRole('button', { name: `Assign ${names.length}` }).click()
    await expect(drawer).toBeHidden()
    for (const name of names) await expect(this.row(name)).toBeVisible()
  }

  /** Names of active applications that the account on the screen doesn't have, as its drawer lists them. */
  async unassignedApplications(count: number): Promise<string[]> {
    await this.openTab('Applications')
    await this.page.getByRole('button', { name: 'Assign application' }).click()
    const drawer = this.page.getByRole('dialog')
    const boxes = drawer.getByRole('checkbox', { disabled: false })
    await expect(boxes.first()).toBeVisible()
    const names: string[] = []
    for (const box of await boxes.all()) {
      const label = await box.evaluate(
        (element) => element.closest('label')?.querySelector('bdi')?.textContent ?? '',
      )
      const isReady = !(
        await box.evaluate((element) => element.closest('label')?.textContent ?? '')
      ).includes('not integrated yet')
      if (label && isReady) names.push(label)
      if (names.length === count) break
    }
    await this.page.keyboard.press('Escape')
    await expect(drawer).toBeHidden()
    return names
  }

  /** The menu at the end of a row, by what the row is called, which may be made of several cells. */
  async rowMenu(row: string, item: string): Promise<void> {
    await this.page
      .getByRole('main')
      .getByRole('button', { name: `Actions for ${row}` })
      .click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }

  async invite(addresses: string[], options: { role?: string; applications?: string[] } = {}): Promise<void> {
    await this.openTab('Invitations')
    await this.page.getByRole('main').getByRole('button', { name: 'Invite', exact: true }).first().click()
    const drawer = this.page.getByRole('dialog')
    await drawer.getByLabel('E-mail addresses').fill(addresses.join('\n'))
    if (options.role) {
      await drawer.getByRole('button', { name: /Role/ }).click()
      await this.page.getByRole('option', { name: new RegExp(`^${options.role}`) }).click()
    }
    for (const name of options.applications ?? []) {
      await drawer.getByRole('checkbox', { name: new RegExp(`^${name}`) }).check({ force: true })
    }
    await drawer.getByRole('button', { name: /^Send \d+ invitations?$/ }).click()
    await expect(drawer).toBeHidden()
    for (const address of addresses) await expect(this.row(address)).toBeVisible()
  }

  /** Grants or revokes in the user's drawer. */
  async setGrant(user: string, application: string, granted: boolean): Promise<void> {
    await this.openTab('Users')
    await this.row(user).click()
    const drawer = this.page.getByRole('dialog')
    await drawer.getByRole('tab', { name: 'Access' }).click()
    const name = granted
      ? `Grant ${application} to ${user}`
      : `Revoke the grant of ${application} from ${user}`
    await drawer.getByRole('button', { name }).click()
    await this.page.keyboard.press('Escape')
    await expect(drawer).toBeHidden()
  }
}
