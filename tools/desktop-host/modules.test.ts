import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { type Fixture, launch, launchForTest, removeHome } from './launch.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await launch()
})
afterAll(async () => {
  await fixture.app.close()
  await removeHome(fixture.home)
})
beforeEach(() => fixture.page.evaluate(() => void window.events.splice(0)))

test('a member the host lacks throws an error that names it', async () => {
  const messages = await fixture.app.evaluate(({ app, BrowserWindow, autoUpdater, webContents }) => {
    const messageOf = (action: () => unknown): string => {
      try {
        action()
        return ''
      } catch (error) {
        return (error as Error).message
      }
    }
    const window = BrowserWindow.getAllWindows()[0]!
    return [
      messageOf(() => app.getFileIcon('/')),
      messageOf(() => window.setOpacity(1)),
      messageOf(() => webContents.getAllWebContents()[0]!.print()),
      messageOf(() => autoUpdater.checkForUpdates()),
    ]
  })
  expect(messages).toEqual([
    'desktop-host: electron.app.getFileIcon is not implemented',
    'desktop-host: electron.BrowserWindow.setOpacity is not implemented',
    'desktop-host: electron.webContents.print is not implemented',
    'desktop-host: electron.autoUpdater.checkForUpdates is not implemented',
  ])
})

describe('nothing leaves the window', () => {
  test('links and scripts open no window, navigate nowhere and reach no network', async () => {
    const requests: string[] = []
    const server = createServer((request, response) => {
      requests.push(request.url ?? '')
      response.end()
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

    const fetched = await fixture.page.evaluate(async (to) => {
      window.open(`${to}/popup`)
      const link = Object.assign(document.createElement('a'), { href: `${to}/blank`, target: '_blank' })
      document.body.append(link)
      link.click()
      location.href = `${to}/away`
      return fetch(`${to}/fetch`).catch((error: Error) => error.message)
    }, base)
    expect(fetched).toBe('Failed to fetch')
    await expect
      .poll(() => fixture.page.evaluate(() => window.events.map((event) => event.join(' ')).sort()))
      .toEqual([`will-navigate ${base}/away`, `window-open ${base}/blank`, `window-open ${base}/popup`])
    await expect.poll(() => fixture.app.windows().length).toBe(1)
    expect(requests).toEqual([])
  })

  test('what belongs in the browser is handed to the system', async () => {
    await fixture.page.evaluate(() => void window.open('https://example.com/docs'))
    const opened = (): Promise<unknown> =>
      fixture.app.evaluate(({ shell }) => (shell as unknown as { openedUrls: string[] }).openedUrls)
    await expect.poll(opened).toEqual(['https://example.com/docs'])
  })

  test('a redirect is announced and can be refused', async () => {
    const announced = await fixture.app.evaluate(async ({ BrowserWindow, protocol }) => {
      protocol.handle('http', (request) =>
        request.url.endsWith('/start')
          ? new Response(null, { status: 302, headers: { location: 'http://other.test/end' } })
          : new Response('there'),
      )
      const window = new BrowserWindow()
      const seen: string[] = []
      window.webContents.on('will-redirect', (event, url) => {
        event.preventDefault()
        seen.push(url)
      })
      await window.loadURL('http://site.test/start').catch((error: Error) => seen.push(error.message))
      protocol.unhandle('http')
      window.destroy()
      return seen
    })
    expect(announced[0]).toBe('http://other.test/end')
    expect(announced[1]).toMatch(/^ERR_ABORTED/)
  })

  test('permissions are what the app says, and what it does not grant is denied', async () => {
    const states = await fixture.page.evaluate(async () => {
      const state = async (name: string): Promise<string> =>
        (await navigator.permissions.query({ name: name as PermissionName })).state
      return {
        notifications: await state('notifications'),
        geolocation: await state('geolocation'),
        camera: await state('camera'),
        clipboard: await state('clipboard-read'),
        asked: await new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('given'),
            (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : 'failed'),
          ),
        ),
      }
    })
    expect(states).toEqual({
      notifications: 'granted',
      geolocation: 'denied',
      camera: 'denied',
      clipboard: 'denied',
      asked: 'denied',
    })
  })
})

describe('safeStorage', () => {
  test('round trips, synchronous and not, in one format that is not the text', async () => {
    const seen = await fixture.app.evaluate(async ({ safeStorage }) => {
      const direct = safeStorage.encryptString('a secret')
      const later = await safeStorage.encryptStringAsync('a secret')
      return {
        available: [safeStorage.isEncryptionAvailable(), await safeStorage.isAsyncEncryptionAvailable()],
        backend: safeStorage.getSelectedStorageBackend(),
        plain: [direct, later].some((bytes) => bytes.includes('a secret')),
        texts: [safeStorage.decryptString(later), await safeStorage.decryptStringAsync(direct)],
        damaged: await safeStorage
          .decryptStringAsync(later.fill(0, 20))
          .catch((error: Error) => error.message),
      }
    })
    expect(seen).toEqual({
      available: [true, true],
      backend: 'gnome_libsecret',
      plain: false,
      texts: ['a secret', { result: 'a secret', shouldReEncrypt: false }],
      damaged: 'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.',
    })
  })

  test('fails as without a keychain when there is none', async () => {
    const { app } = await launchForTest({
      env: { DESKTOP_HOST_SAFE_STORAGE: 'unavailable', DESKTOP_HOST_STORAGE_BACKEND: 'basic_text' },
    })
    const seen = await app.evaluate(async ({ safeStorage }) => ({
      available: [safeStorage.isEncryptionAvailable(), await safeStorage.isAsyncEncryptionAvailable()],
      backend: safeStorage.getSelectedStorageBackend(),
      error: await safeStorage.encryptStringAsync('a').catch((error: Error) => error.message),
    }))
    expect(seen).toMatchObject({ available: [false, false], backend: 'basic_text' })
    expect(seen.error).toContain('Encryption is not available')
  })
})

describe('the desktop around the app', () => {
  test('menus are found by id and clicked', async () => {
    const clicked = await fixture.app.evaluate(({ Menu, MenuItem }) => {
      const seen: string[] = []
      const menu = Menu.buildFromTemplate([
        { label: 'File', submenu: [{ id: 'new', label: 'New', click: (item) => seen.push(item.label) }] },
        new MenuItem({ id: 'toggle', type: 'checkbox', label: 'Toggle' }),
      ])
      Menu.setApplicationMenu(menu)
      Menu.getApplicationMenu()?.getMenuItemById('new')?.click()
      const toggle = menu.getMenuItemById('toggle')
      toggle?.click()
      return [...seen, toggle?.checked]
    })
    expect(clicked).toEqual(['New', true])
  })

  test('badge, clipboard, notification, power and identity of the app', async () => {
    const seen = await fixture.app.evaluate(
      async ({ app, clipboard, Notification, powerMonitor, Tray, net }) => {
        app.setBadgeCount(3)
        await clipboard.writeText('copied')
        new Notification({ title: 'Title', body: 'Body' }).show()
        const resumed = new Promise<string>((resolve) =>
          powerMonitor.once('resume', () => resolve('resumed')),
        )
        powerMonitor.emit('resume')
        const tray = new Tray('')
        tray.destroy()
        return {
          badge: app.badgeCount,
          text: await clipboard.readText(),
          notified: (await Notification.getHistory()).map(({ title, body }) => `${title}: ${body}`),
          power: await resumed,
          tray: tray.isDestroyed(),
          name: app.getName(),
          version: app.getVersion(),
          online: net.isOnline(),
          electron: process.versions.electron,
        }
      },
    )
    const { version } = JSON.parse(
      await readFile(join(import.meta.dirname, '../../node_modules/electron/package.json'), 'utf8'),
    ) as { version: string }
    expect(seen).toEqual({
      badge: 3,
      text: 'copied',
      notified: ['Title: Body'],
      power: 'resumed',
      tray: true,
      name: 'Fixture',
      version: '1.2.3',
      online: true,
      electron: version,
    })
  })
})

test('the crash reporter keeps what it was started with, and wants an address only to upload', async () => {
  const seen = await fixture.app.evaluate(({ crashReporter }) => {
    let refusal = ''
    try {
      crashReporter.start({})
    } catch (error) {
      refusal = (error as Error).message
    }
    crashReporter.start({ uploadToServer: false, extra: { channel: 'stable' } })
    crashReporter.addExtraParameter('more', '1')
    crashReporter.removeExtraParameter('channel')
    return {
      refusal,
      uploads: crashReporter.getUploadToServer(),
      parameters: crashReporter.getParameters(),
      reports: crashReporter.getUploadedReports(),
    }
  })
  expect(seen).toEqual({
    refusal: 'submitURL must be specified when uploadToServer is true',
    uploads: false,
    parameters: { more: '1' },
    reports: [],
  })
})
