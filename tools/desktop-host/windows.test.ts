import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fixture, launch, removeHome } from './launch.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await launch()
})
afterAll(async () => {
  await fixture.app.close()
  await removeHome(fixture.home)
})

test('a renderer that crashes is announced and can be loaded again', async () => {
  const seen = await fixture.app.evaluate(async ({ app, BrowserWindow }) => {
    const window = new BrowserWindow()
    await window.loadURL('app://bundle/frame.html')
    const gone = Promise.withResolvers<unknown[]>()
    const ofApp = Promise.withResolvers<string>()
    app.once('render-process-gone', (_event, _contents, { reason }) => ofApp.resolve(reason))
    window.webContents.once('render-process-gone', (_event, { reason }) =>
      gone.resolve([reason, window.webContents.isCrashed()]),
    )
    window.webContents.forcefullyCrashRenderer()
    const announced = await Promise.all([gone.promise, ofApp.promise])
    await window.loadURL('app://bundle/frame.html')
    const text: unknown = await window.webContents.executeJavaScript('document.body.innerText')
    window.destroy()
    return { announced, text, crashed: window.webContents.isCrashed() }
  })
  expect(seen).toEqual({ announced: [['crashed', true], 'crashed'], text: 'Inside', crashed: false })
})

test('the console of the page is heard, uncaught errors and refused sources too', async () => {
  const lines = await fixture.app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow()
    const heard: string[] = []
    window.webContents.on('console-message', ({ level, message }) => heard.push(`${level}: ${message}`))
    await window.loadURL('app://bundle/frame.html')
    await window.webContents.executeJavaScript(`new Promise((resolve) => {
      console.warn('careful', 1)
      setTimeout(() => { throw new Error('uncaught') })
      const image = new Image()
      image.onerror = () => setTimeout(resolve, 50)
      image.src = 'https://strange.test/a.png'
    })`)
    window.destroy()
    return heard
  })
  expect(lines).toContain('warning: careful 1')
  expect(lines).toContainEqual(expect.stringMatching(/^error: Uncaught Error: uncaught/))
  expect(lines).toContainEqual(expect.stringContaining('Content Security Policy'))
})

test('a picture of the page is a PNG of the size its window was given', async () => {
  const image = await fixture.app.evaluate(async ({ BrowserWindow }) => {
    const picture = await BrowserWindow.getAllWindows()[0]!.webContents.capturePage()
    return { size: picture.getSize(), start: picture.toPNG().subarray(1, 4).toString() }
  })
  expect(image).toEqual({ size: { width: 900, height: 640 }, start: 'PNG' })
})

test('the theme of the app is what the page prefers', async () => {
  const prefersDark = (): Promise<boolean> =>
    fixture.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  expect(await prefersDark()).toBe(false)
  const updated = await fixture.app.evaluate(({ nativeTheme }) => {
    const heard = new Promise<boolean>((resolve) =>
      nativeTheme.once('updated', () => resolve(nativeTheme.shouldUseDarkColors)),
    )
    nativeTheme.themeSource = 'dark'
    return heard
  })
  expect(updated).toBe(true)
  await expect.poll(prefersDark).toBe(true)
  await fixture.app.evaluate(({ nativeTheme }) => void Object.assign(nativeTheme, { themeSource: 'system' }))
  await expect.poll(prefersDark).toBe(false)
})

test('windows, their pages and Playwright agree on who is who', async () => {
  const handle = await fixture.app.browserWindow(fixture.page)
  const seen = await handle.evaluate((window) => ({
    bounds: window.getBounds(),
    visible: window.isVisible(),
  }))
  expect(seen).toEqual({ bounds: { x: 0, y: 0, width: 900, height: 640 }, visible: true })
  const same = await fixture.app.evaluate(({ BrowserWindow, webContents }) => {
    const window = BrowserWindow.getAllWindows()[0]!
    return (
      window instanceof BrowserWindow &&
      BrowserWindow.fromWebContents(webContents.getAllWebContents()[0]!) === window &&
      BrowserWindow.fromId(window.id) === window &&
      webContents.fromId(window.webContents.id) === window.webContents
    )
  })
  expect(same).toBe(true)
})

test('a window says that it closes, once, however it is closed', async () => {
  const heard = await fixture.app.evaluate(async ({ BrowserWindow }) => {
    const closing = async (close: (window: Electron.BrowserWindow) => void): Promise<string[]> => {
      const window = new BrowserWindow()
      const seen: string[] = []
      window.on('close', () => seen.push('close'))
      const closed = new Promise<void>((resolve) => {
        window.on('closed', () => {
          seen.push('closed')
          resolve()
        })
      })
      await window.loadURL('app://bundle/frame.html')
      close(window)
      await closed
      return seen
    }
    return {
      byTheApp: await closing((window) => window.close()),
      byItsPage: await closing((window) => window.webContents.close()),
      destroyed: await closing((window) => window.destroy()),
    }
  })
  const both = ['close', 'closed']
  expect(heard).toEqual({ byTheApp: both, byItsPage: both, destroyed: ['closed'] })
})

test('another place in the same document is loaded without a new document', async () => {
  const seen = await fixture.app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow()
    const heard: string[] = []
    window.webContents.on('did-navigate', () => heard.push('did-navigate'))
    window.webContents.on('did-navigate-in-page', (_event, url) => heard.push(url))
    await window.loadURL('app://bundle/frame.html')
    await window.loadURL('app://bundle/frame.html#below')
    const url = window.webContents.getURL()
    window.destroy()
    return { url, heard }
  })
  const url = 'app://bundle/frame.html#below'
  expect(seen).toEqual({ url, heard: ['did-navigate', url] })
})

test('zoom is of the layout and outlives the document', async () => {
  const widths = await fixture.app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ width: 800, height: 600 })
    const width = (): Promise<unknown> =>
      window.webContents.executeJavaScript(
        'Math.round(document.body.parentElement.getBoundingClientRect().width / document.documentElement.currentCSSZoom)',
      )
    await window.loadURL('app://bundle/frame.html')
    const before = await width()
    window.webContents.setZoomFactor(2)
    const zoomed = await width()
    await window.loadURL('app://bundle/index.html')
    const after = await width()
    window.destroy()
    return [before, zoomed, after]
  })
  expect(widths).toEqual([800, 400, 400])
})

test('a page is printed to a PDF of the paper that was asked for, tagged where that is wanted', async () => {
  const printed = await fixture.app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false })
    await window.loadURL('app://bundle/frame.html')
    const textOf = async (options: Electron.PrintToPDFOptions) =>
      (await window.webContents.printToPDF(options)).toString('latin1')
    const plain = await textOf({})
    const tagged = await textOf({ pageSize: 'A4', generateTaggedPDF: true, margins: { top: 0 } })
    const strange = await window.webContents
      .printToPDF({ pageSize: 'A99' as 'A4' })
      .catch((error: Error) => error.message)
    window.destroy()
    return { plain, tagged, strange }
  })
  const sizeOf = (pdf: string) => /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)?.slice(1).map(Number)
  expect(printed.plain.slice(0, 5)).toBe('%PDF-')
  expect(sizeOf(printed.plain)).toEqual([612, 792])
  expect(printed.plain).not.toContain('/StructTreeRoot')
  expect(sizeOf(printed.tagged)).toEqual([expect.closeTo(595.5, 0), expect.closeTo(842, 0)])
  expect(printed.tagged).toContain('/StructTreeRoot')
  expect(printed.strange).toBe('desktop-host: there is no paper called A99')
})
