import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPerson } from '../../server/src/demo/people.ts'
import type { ClientArea } from '../../tools/driver/client-area.ts'
import { checkScreen, tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { expectItFits, run } from './looks.ts'
import { accountOf } from './world.ts'

/** What the window says, asked past the driver, for whom a page that crashed once is gone for good. */
async function textOfWindow({ desktop }: ClientArea): Promise<string> {
  const asked = desktop.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText'),
  )
  // Between the crash and the next page there is nobody to answer.
  return String(await asked.catch(() => ''))
}

/** The arguments of the next start, instead of the start. */
function nextStart({ desktop }: ClientArea): Promise<string[]> {
  return desktop.app.evaluate(
    ({ app }) =>
      new Promise<string[]>((resolve) => {
        app.relaunch = (options) => resolve(options?.args ?? [])
        app.quit = () => {}
      }),
  )
}

test('a window that crashes is loaded again and says so; when that does not help, safe mode is offered', async ({
  signedIn,
}) => {
  const cassie = await signedIn('consultant')
  const { desktop } = cassie
  await cassie.expectPill(/^Synced/)
  const crash = () =>
    desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    )
  await crash()
  await expect.poll(() => textOfWindow(cassie)).toContain('The window had stopped and was loaded again')
  const said = await textOfWindow(cassie)
  expect(said, 'it is where it was').toContain('Synced')
  const reference = /Reference ([0-9a-f-]{36})/.exec(said)?.[1] ?? 'none'
  const log = await readFile(join(desktop.userData, 'logs', 'gatehouse.log'), 'utf8')
  expect(log).toContain(`something stopped kind=window reason=crashed reference=${reference}`)

  const started = nextStart(cassie)
  const asked = desktop.app.evaluate(
    ({ dialog }) =>
      new Promise<string>((resolve) => {
        dialog.showMessageBox = async (...given: unknown[]) => {
          const { message, buttons } = given.at(-1) as Electron.MessageBoxOptions
          resolve(`${message}: ${buttons?.[0]}`)
          return { response: 0, checkboxChecked: false }
        }
      }),
  )
  await crash()
  expect(await asked).toBe('The window of Gatehouse stopped again: Start in safe mode')
  expect(await started).toContain('--safe-mode')
  desktop.forgive(/crash/i)
  // It was told not to quit.
  await desktop.kill()
})

test('diagnostics are read before they are saved and hold no canary; safe mode passes over what was chosen and keeps it', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const { page, desktop } = cassie
  // Two starts, and three looks for faults of accessibility.
  test.slow()
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-diagnostics-'))
  const file = join(folder, 'diagnostics.txt')
  const account = await accountOf(demo, 'consultant', 'admin')
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo(account.name)
  await demo.stopServer()
  await cassie.invite(['canary.person@guest.test'])
  const noted = await page.evaluate(async () => {
    const { gatehouse } = window as unknown as {
      gatehouse: { command(name: string, input: object): Promise<unknown> }
    }
    return gatehouse.command('diagnostics.noteError', {
      kind: 'crash',
      name: 'canary.person@guest.test',
      frames: ['at canary (gatehouse://invite/canary-link?token=canary)', 'canary.person@guest.test'],
    })
  })
  expect(noted).toMatchObject({ ok: true, value: { reference: expect.stringMatching(/^[0-9a-f-]{36}$/) } })

  // By keyboard, from the palette to the file.
  await run(cassie, 'save-diagnostics')
  const dialog = page.getByRole('dialog', { name: 'Save diagnostics' })
  const textOf = (part: string) => dialog.getByRole('group', { name: `${part}, as it will be saved` })
  await expect(textOf('Local copy')).toContainText('integrity: whole')
  await expect(textOf('Sync and outbox')).toContainText('mutation=invitations.create state=waiting')
  await expect(textOf('Last lines of the log')).toContainText('started version=')
  await checkScreen(cassie, 'diagnostics')
  await page.setViewportSize({ width: 720, height: 640 })
  await expectItFits(page, 'diagnostics, 720 px')
  await page.setViewportSize({ width: 1320, height: 860 })
  await desktop.app.evaluate(({ dialog: system }, filePath) => {
    system.showSaveDialog = async () => ({ canceled: false, filePath })
  }, file)
  await tabTo(page, dialog.getByRole('checkbox', { name: 'Save: Settings' }))
  await page.keyboard.press('Space')
  const read = await textOf('Sync and outbox').innerText()
  await tabTo(page, dialog.getByRole('button', { name: 'Save...' }))
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  const text = await readFile(file, 'utf8')
  await rm(folder, { recursive: true })
  expect(text).toContain(read.trim())
  expect(text).toContain('Left out by the user: Settings.')
  const canaries = [
    'canary.person',
    'canary-link',
    'token=canary',
    account.name,
    demo.password,
    desktop.userData,
  ]
  for (const { name, email } of [demoPerson('consultant'), demoPerson('owner')]) canaries.push(name, email)
  for (const canary of canaries) expect.soft(text, canary).not.toContain(canary)
  expect.soft(text).not.toContain(demo.url)

  // The settings list the report, delete it, and set the level of the log.
  await run(cassie, 'settings')
  await page.getByRole('searchbox', { name: 'Find a setting' }).fill('diagnostics')
  const reports = page.getByRole('list', { name: /^Crash reports/ })
  await expect(reports.getByRole('listitem')).toHaveCount(1)
  await expect(reports).toContainText('A screen stopped')
  await page.getByRole('radio', { name: 'Detailed for 24 hours' }).click({ force: true })
  await expect(page.getByText(/^Detailed until .*, then normal again/)).toBeVisible()
  await checkScreen(cassie, 'logs and diagnostics')
  await page.getByRole('button', { name: 'Delete all' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('Nothing has stopped.')).toBeVisible()

  await run(cassie, 'theme-dark')
  await run(cassie, 'density-compact')
  await run(cassie, 'safe-mode')
  const question = page.getByRole('alertdialog', { name: 'Restart in safe mode?' })
  const started = nextStart(cassie)
  await question.getByRole('button', { name: 'Restart' }).click()
  expect(await started).toContain('--safe-mode')
  const stored = join(desktop.userData, 'settings.json')
  await desktop.kill()
  const before = JSON.parse(await readFile(stored, 'utf8')) as Record<string, unknown>

  await desktop.launch('--safe-mode')
  const safe = desktop.page
  const root = safe.locator('html')
  await expect(safe.getByText(/^Safe mode: the window/)).toBeVisible()
  await expect(
    safe.getByRole('heading', { level: 1, name: 'All accounts' }),
    'not the last account',
  ).toBeVisible()
  await expect(root).toHaveAttribute('data-density', 'comfortable')
  await expect(root).not.toHaveAttribute('data-theme', 'dark')
  await checkScreen({ page: safe }, 'safe mode')
  await safe.setViewportSize({ width: 720, height: 640 })
  await expectItFits(safe, 'safe mode, 720 px')
  const normally = nextStart(cassie)
  await safe.getByRole('button', { name: 'Restart normally' }).click()
  expect(await normally).not.toContain('--safe-mode')
  await desktop.kill()
  const after = JSON.parse(await readFile(stored, 'utf8')) as Record<string, unknown>
  expect(after.preferences).toEqual(before.preferences)
  expect(after.window).toEqual(before.window)
})
