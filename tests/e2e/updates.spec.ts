import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPerson } from '../../server/src/demo/people.ts'
import { newKey, startUpdateServer } from '../../src/main/updates/testing/update-server.ts'
import { checkScreen, tabTo } from './by-keyboard.ts'
import { expect, test } from './fixtures.ts'
import { expectItFits, run } from './looks.ts'

const pictures = process.env.GATEHOUSE_LOOK
const script = Buffer.from('#!/bin/sh\nexit 0\n')

test('a newer version is looked for, refused where nobody trusted signed it, told of, loaded and installed by a click', async ({
  openApp,
  systemBrowser,
  demo,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-update-'))
  const installed = join(folder, 'Gatehouse.AppImage')
  await writeFile(installed, 'the version before', { mode: 0o755 })
  const server = await startUpdateServer()
  const key = newKey('development')
  const trial = join(folder, 'trial.json')
  await writeFile(trial, JSON.stringify({ address: server.address, keys: [key.public] }))
  const person = await openApp({
    env: { GATEHOUSE_UPDATE_TRIAL: trial, APPIMAGE: installed, XDG_CACHE_HOME: join(folder, 'cache') },
  })
  const { page, desktop } = person
  const look = async (name: string) => {
    if (!pictures) return
    await mkdir(pictures, { recursive: true })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) })
    }
  }
  await person.signIn(systemBrowser, { email: demoPerson('consultant').email, password: demo.password })
  await person.expectPill(/^Synced/)

  // Asked for by the palette, the answer stands in the settings, with the focus there.
  const issued = new Date()
  const latest = process.arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${process.arch}.yml`
  const release = (version: string, more: { keys?: (typeof key)[]; notes?: string } = {}) =>
    server.release({ version, keys: [key], issued, name: latest, content: script, ...more })
  release('9.0.0', { keys: [newKey('development')] })
  await run(person, 'check-updates')
  const updates = page.getByRole('region', { name: 'Updates' })
  const state = updates.getByRole('status')
  await expect(state).toContainText('An update was refused: nobody we trust has signed it')
  await expect(updates.getByRole('button', { name: 'Try again' })).toBeFocused()
  const windowScrolled = () => page.evaluate(() => document.scrollingElement?.scrollTop)
  expect(await windowScrolled(), 'the title bar stays where it is').toBe(0)
  await checkScreen(person, 'a refused update')
  await look('refused')

  release('0.1.0')
  await page.keyboard.press('Enter')
  await expect(state).toHaveText('This is the newest version.')

  // Without the background only told of; notes are text, whatever stands in them.
  await updates.getByRole('switch', { name: 'Load newer versions in the background' }).press('Space')
  release('9.0.0', { notes: 'Lists open faster.\n\n<img src=x onerror=alert(1)>Search finds <b>more</b>.' })
  await updates.getByRole('button', { name: 'Check now' }).press('Enter')
  await expect(state).toContainText('Version 9.0.0 is there')
  await expect(updates.getByRole('region', { name: 'What is new in 9.0.0' })).toContainText(
    'Lists open faster. Search finds more.',
  )
  await expect(page.getByRole('button', { name: 'Update ready' })).toBeHidden()
  await look('available')
  await tabTo(page, updates.getByRole('button', { name: 'Download' }))
  await page.keyboard.press('Enter')
  await expect(state).toContainText('Version 9.0.0 is ready')
  await expect(state, 'a second press of Enter is no restart').toBeFocused()
  await checkScreen(person, 'an update that is ready')
  await expectItFits(page, 'an update that is ready')
  await look('ready')
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(720, 480))
  await expectItFits(page, 'an update that is ready, in a small window')
  await look('ready-small')
  expect(await readFile(installed, 'utf8'), 'nothing before the click').toBe('the version before')

  // From wherever one is, the title bar leads back; a press there restarts nothing yet.
  await run(person, 'outbox')
  await page.getByRole('button', { name: 'Update ready' }).press('Enter')
  const ended = desktop.app.waitForEvent('close')
  await updates.getByRole('button', { name: 'Restart to update' }).press('Enter')
  await ended
  expect(await readFile(installed)).toEqual(script)
  await server.stop()
  await rm(folder, { recursive: true })
})
