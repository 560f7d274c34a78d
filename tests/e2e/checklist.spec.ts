import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { ElectronApplication, Page } from 'playwright'
import { readBundles } from '../../tools/checklist/bundles.ts'
import { points, report } from '../../tools/checklist/points.ts'
import { staticChecks } from '../../tools/checklist/static.ts'
import { useDesktop } from '../../tools/desktop.ts'
import type { Desktop } from '../../tools/driver/desktop.ts'
import { expect, test } from './fixtures.ts'

interface Running {
  app: ElectronApplication
  page: Page
  desktop: Desktop
}

/** What Electron says the page's settings are; not every program that runs the app can be asked. */
async function lastPreferences({ app }: Running): Promise<Record<string, unknown> | null> {
  return app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (!contents || !('getLastWebPreferences' in contents)) return null
    const { getLastWebPreferences } = contents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    return { ...getLastWebPreferences.call(contents) }
  })
}

/** The setting as it is in force, where that can be asked; `otherwise` says what else was seen of it. */
async function inForce(running: Running, name: string, wanted: boolean, otherwise: string): Promise<string> {
  const preferences = await lastPreferences(running)
  if (preferences === null) return otherwise
  expect(preferences[name] ?? false, name).toBe(wanted)
  return `${otherwise}; ${name} is ${wanted} in force`
}

const countOfPages = ({ app }: Running) =>
  app.evaluate(({ webContents }) => webContents.getAllWebContents().length)

/** Where the main process sees the page. */
const addressOf = ({ app }: Running) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL() ?? '')

const hasSwitch = ({ app }: Running, name: string) =>
  app.evaluate(({ app: program }, asked) => program.commandLine.hasSwitch(asked), name)

/** By the point's number: what the running app shows of it. */
const runningChecks: Record<number, (running: Running) => Promise<string>> = {
  async 1({ page }) {
    const loaded = await page.evaluate(() => ({
      origin: location.origin,
      from: performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin),
    }))
    expect(loaded.from.length).toBeGreaterThan(2)
    expect(new Set(loaded.from)).toEqual(new Set([loaded.origin]))
    return `${loaded.from.length} files, all of the app's own origin`
  },
  async 2({ page }) {
    const seen = await page.evaluate(() =>
      ['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname', 'electron'].filter(
        (name) => name in globalThis,
      ),
    )
    expect(seen).toEqual([])
    return 'the page knows none of require, process, module, Buffer'
  },
  async 3(running) {
    const kept = await running.page.evaluate(() => {
      const page = window as unknown as { gatehouse: Record<string, unknown> }
      const before = page.gatehouse
      const tried = (attempt: () => void) => {
        try {
          attempt()
        } catch {
          // Refused aloud.
        }
      }
      tried(() => {
        page.gatehouse = {}
      })
      tried(() => {
        Reflect.deleteProperty(page, 'gatehouse')
      })
      return page.gatehouse === before && typeof page.gatehouse.query === 'function'
    })
    expect(kept).toBe(true)
    return inForce(running, 'contextIsolation', true, 'the page can not put a bridge of its own in place')
  },
  async 4(running) {
    const otherwise = 'the preload runs with nothing but electron to require'
    expect(await running.page.evaluate(() => 'gatehouse' in window)).toBe(true)
    return inForce(running, 'sandbox', true, otherwise)
  },
  async 5({ page }) {
    const answers = await page.evaluate(async () => {
      const names = ['geolocation', 'camera', 'microphone', 'notifications', 'midi', 'clipboard-read']
      const states = names.map(async (name) => {
        const { state } = await navigator.permissions.query({ name: name as PermissionName })
        return state
      })
      return Promise.all(states)
    })
    expect(new Set(answers)).toEqual(new Set(['denied']))
    return `${answers.length} permissions asked for, ${answers.length} denied`
  },
  async 6(running) {
    expect(await hasSwitch(running, 'disable-web-security')).toBe(false)
    const state = await running.page.evaluate(() => [isSecureContext, location.origin !== 'null'])
    expect(state).toEqual([true, true])
    return inForce(running, 'webSecurity', true, 'the page is a secure context with an origin of its own')
  },
  async 7({ page }) {
    const seen = await page.evaluate(async () => {
      const broken: string[] = []
      const note = (event: SecurityPolicyViolationEvent) => broken.push(event.effectiveDirective)
      document.addEventListener('securitypolicyviolation', note)
      const outcomes = await new Promise<string[]>((done) => {
        // Through a timer: what the driver evaluates itself is exempt from the page's policy.
        setTimeout(() => {
          const named = (attempt: () => unknown) => {
            try {
              attempt()
              return 'done'
            } catch (error) {
              return (error as Error).name
            }
          }
          const script = document.createElement('script')
          const types = (
            window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }
          ).trustedTypes
          done([
            named(() => (Reflect.get(globalThis, 'eval') as (text: string) => unknown)('1')),
            named(() => {
              document.createElement('div').innerHTML = '<b>x</b>'
            }),
            named(() => {
              script.textContent = 'window.inlineRan = true'
              document.head.append(script)
            }),
            named(() => types.createPolicy('any', {})),
            named(() => types.createPolicy('default', { createHTML: (text: string) => text })),
          ])
          script.remove()
        })
      })
      const sheet = document.createElement('style')
      sheet.textContent = 'body { opacity: 0.5 }'
      document.head.append(sheet)
      await new Promise((done) => setTimeout(done))
      sheet.remove()
      document.removeEventListener('securitypolicyviolation', note)
      return { outcomes, broken: [...new Set(broken)].sort(), ran: 'inlineRan' in window }
    })
    expect(seen.outcomes[0]).toBe('EvalError')
    expect(seen.outcomes.slice(1)).toEqual(['TypeError', 'TypeError', 'TypeError', 'TypeError'])
    expect(seen.ran).toBe(false)
    expect(seen.broken).toContain('require-trusted-types-for')
    expect(seen.broken).toContain('trusted-types')
    expect(seen.broken).toContain('style-src-elem')
    return `text becomes neither script nor markup, no policy can be made: ${seen.broken.join(', ')}`
  },
  async 8(running) {
    expect(await hasSwitch(running, 'allow-running-insecure-content')).toBe(false)
    const shown = await running.page.evaluate(
      () =>
        new Promise<string>((done) => {
          const image = new Image()
          image.onload = () => done('shown')
          image.onerror = () => done('refused')
          image.src = 'http://127.0.0.1:9/x.png'
        }),
    )
    expect(shown).toBe('refused')
    return inForce(running, 'allowRunningInsecureContent', false, 'a picture without encryption is refused')
  },
  async 9(running) {
    expect(await hasSwitch(running, 'enable-experimental-web-platform-features')).toBe(false)
    return inForce(running, 'experimentalFeatures', false, 'no switch enables any')
  },
  async 10(running) {
    expect(await hasSwitch(running, 'enable-blink-features')).toBe(false)
    const preferences = await lastPreferences(running)
    expect(preferences?.enableBlinkFeatures ?? '').toBe('')
    return 'no switch and no setting enables any'
  },
  async 11({ page }) {
    const kind = await page.evaluate(() => {
      const view = document.createElement('webview')
      view.setAttribute('allowpopups', '')
      return view.constructor.name
    })
    expect(kind).toBe('HTMLElement')
    return 'the page knows no webview: it is an element like any other'
  },
  async 12(running) {
    const before = await countOfPages(running)
    await running.page.evaluate(async () => {
      const view = document.createElement('webview')
      view.setAttribute('src', 'https://example.org/')
      view.setAttribute('nodeintegration', '')
      document.body.append(view)
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
      view.remove()
    })
    expect(await countOfPages(running)).toBe(before)
    return 'one put into the page brings no page of its own'
  },
  async 13(running) {
    const { page } = running
    const before = await addressOf(running)
    const targets = [
      'https://example.org/',
      'file:///etc/passwd',
      'data:text/html,x',
      'app://print/1/page.html',
    ]
    for (const target of targets) {
      await page.evaluate((address) => {
        location.href = address
      }, target)
      await page.evaluate(() => new Promise((done) => setTimeout(done, 100)))
      expect(await addressOf(running), target).toBe(before)
    }
    await expect(page.locator('#root')).not.toBeEmpty()
    return `${targets.length} ways out, the page stayed where it was`
  },
  async 14(running) {
    const before = await countOfPages(running)
    const opened = await running.page.evaluate(() =>
      ['about:blank', 'app://gatehouse/', 'data:text/html,x', 'file:///etc/passwd'].map((address) => {
        const made = window.open(address)
        return made === null || made.closed
      }),
    )
    expect(opened).toHaveLength(4)
    await expect.poll(() => countOfPages(running)).toBe(before)
    return `${opened.length} windows asked for, none came up`
  },
  async 15({ page, desktop }) {
    const before = (await desktop.opened()).length
    const asked = ['file:///etc/passwd', 'smb://example.org/x', 'javascript:1', 'ms-msdt:/id', 'vscode://x/y']
    await page.evaluate((addresses) => {
      for (const address of addresses) window.open(address)
    }, asked)
    await page.evaluate(() => {
      window.open('https://example.org/help')
    })
    await expect
      .poll(async () => (await desktop.opened()).slice(before))
      .toEqual(['https://example.org/help'])
    return `of ${asked.length + 1} addresses the browser was given the one that is a safe web page`
  },
  async 16({ app }) {
    const versions = await app.evaluate(() => process.versions.electron)
    const wanted = staticChecks[16]?.(readBundles()) ?? ''
    expect(wanted).toContain(`${versions}, `)
    return `it runs ${versions}`
  },
  async 17({ app }) {
    const preload = new URL('../../out/preload/index.cjs', import.meta.url).pathname
    const answer = await app.evaluate(async ({ BrowserWindow }, script) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload: script, sandbox: true } })
      try {
        await stranger.loadURL('app://print/none/page.html')
        return await stranger.webContents.executeJavaScript(
          "Promise.all([gatehouse.query('session.get', {}), gatehouse.command('session.lock', {})])",
        )
      } finally {
        stranger.destroy()
      }
    }, preload)
    const refused = { ok: false, error: expect.objectContaining({ code: 'forbidden' }) }
    expect(answer).toEqual([refused, refused])
    return 'a page of another origin, with our own preload, is refused'
  },
  async 18(running) {
    expect(await addressOf(running)).toMatch(/^app:\/\/gatehouse\//)
    const read = await running.page.evaluate(() =>
      fetch('file:///etc/hostname').then(
        () => 'read',
        () => 'refused',
      ),
    )
    expect(read).toBe('refused')
    return `the page is ${(await addressOf(running)).split('?')[0]}; a file is refused to it`
  },
  async 19({ app }) {
    const isPackaged = await app.evaluate(({ app: program }) => program.isPackaged)
    // They lie in the executable of the package; its own check reads them there (packaging/inspect.ts).
    expect(isPackaged).toBe(false)
    return 'not in what runs here, which is no package: the check of the package reads them'
  },
  async 20({ page }) {
    const seen = await page.evaluate(() => {
      const { gatehouse } = window as unknown as { gatehouse: Record<string, unknown> }
      return {
        members: Object.keys(gatehouse).sort(),
        kinds: Object.values(gatehouse).map((each) => typeof each),
        names: ['ipcRenderer', 'contextBridge', 'electron', 'webFrame'].filter((name) => name in window),
      }
    })
    expect(seen.members).toEqual(['command', 'on', 'query'])
    expect(seen.kinds).toEqual(['function', 'function', 'function'])
    expect(seen.names).toEqual([])
    return `the page has gatehouse.${seen.members.join(', ')} and nothing else`
  },
}

test("Electron's security checklist holds, all 20 points, in the bundles and in the running app", async ({
  openApp,
}) => {
  const { desktop } = await openApp()
  await expect(desktop.page.getByRole('button').first()).toBeVisible()
  const running: Running = { app: desktop.app, page: desktop.page, desktop }
  const bundles = readBundles()
  const shown = new Map<number, string>()
  const faults: string[] = []
  for (const [index] of points.entries()) {
    const number = index + 1
    try {
      const built = staticChecks[number]?.(bundles)
      const seen = await runningChecks[number]?.(running)
      if (built && seen) shown.set(number, `built: ${built}\n             running: ${seen}`)
    } catch (error) {
      faults.push(`${number}: ${(error as Error).message}`)
    }
  }
  process.stdout.write(report(`on the built bundles and on the running app (${useDesktop().kind})`, shown))
  expect(faults).toEqual([])
  expect(shown.size).toBe(20)
  // What was tried above was complained about, as it should be.
  desktop.forgive(
    /Content Security Policy|Trusted|trusted|Not allowed|ERR_|blocked|policy|Failed to load|getDisplayMedia/i,
  )
})

/**
 * Keeps what anybody says to it. Whoever only connects is not counted: Electron doesn't, but the Chromium that may stand
 * in for it makes connections ahead of a navigation that is then refused, and says nothing over them.
 */
async function listen(): Promise<{ port: number; heard(): string[]; close(): void }> {
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', (said) => {
      heard.push(said.toString('latin1').split('\r\n')[0] ?? '')
      socket.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    heard: () => heard,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

test('the page reaches nothing on the network, by none of the ways that a page has', async ({ openApp }) => {
  // What stands in for Electron keeps pages off the network by itself, unless it is told not to.
  const { desktop } = await openApp({ env: { DESKTOP_HOST_RENDERER_NETWORK: '1' } })
  await expect(desktop.page.getByRole('button').first()).toBeVisible()
  const { port, heard, close } = await listen()
  const tried = await desktop.page.evaluate(async (at) => {
    const http = `http://127.0.0.1:${at}`
    const put = (tag: string, fields: Record<string, string>) => {
      const element = document.createElement(tag)
      for (const [name, value] of Object.entries(fields)) element.setAttribute(name, value)
      document.head.append(element)
    }
    const ways: Record<string, () => unknown> = {
      fetch: () => fetch(`${http}/fetch`),
      'fetch without an answer': () => fetch(`${http}/opaque`, { mode: 'no-cors', keepalive: true }),
      xhr: () => {
        const request = new XMLHttpRequest()
        request.open('GET', `${http}/xhr`)
        request.send()
      },
      websocket: () => new WebSocket(`ws://127.0.0.1:${at}/`),
      eventsource: () => new EventSource(`${http}/events`),
      beacon: () => navigator.sendBeacon(`${http}/beacon`, 'x'),
      image: () => {
        new Image().src = `${http}/image.png`
      },
      'style sheet': () => put('link', { rel: 'stylesheet', href: `${http}/x.css` }),
      preload: () => put('link', { rel: 'preload', as: 'script', href: `${http}/x.js` }),
      prefetch: () => put('link', { rel: 'prefetch', href: `${http}/ahead` }),
      icon: () => put('link', { rel: 'icon', href: `${http}/icon.png` }),
      manifest: () => put('link', { rel: 'manifest', href: `${http}/manifest.json` }),
      'dynamic import': () => import(/* @vite-ignore */ `${http}/module.js`),
      worker: () => new Worker(`${http}/worker.js`),
      'service worker': () => navigator.serviceWorker.register(`${http}/service.js`),
      frame: () => put('iframe', { src: `${http}/frame` }),
      object: () => put('object', { data: `${http}/object` }),
      video: () => put('video', { src: `${http}/video`, preload: 'auto' }),
      font: () => new FontFace('x', `url(${http}/font.woff2)`).load(),
      background: () => {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(`body { background-image: url(${http}/background.png) }`)
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
      },
      form: () => {
        const form = document.createElement('form')
        form.action = `${http}/form`
        form.method = 'post'
        document.body.append(form)
        form.submit()
      },
      ping: () => {
        const link = document.createElement('a')
        link.href = '#x'
        link.setAttribute('ping', `${http}/ping`)
        document.body.append(link)
        link.click()
      },
      location: () => {
        location.href = `${http}/location`
      },
    }
    const outcomes: string[] = []
    for (const [name, way] of Object.entries(ways)) {
      const outcome = await new Promise<string>((done) => {
        // Through a timer: what the driver evaluates itself is exempt from the page's policy.
        setTimeout(() => {
          const tooLong = new Promise<string>((late) => setTimeout(late, 300, 'no answer'))
          const answered = Promise.resolve()
            .then(way)
            .then(
              (value) => (value instanceof Response ? 'answered' : 'tried'),
              () => 'refused',
            )
          void Promise.race([answered, tooLong]).then(done)
        })
      })
      outcomes.push(`${name}: ${outcome}`)
    }
    return outcomes
  }, port)
  expect(tried).toHaveLength(23)
  expect(tried.filter((each) => each.endsWith('answered'))).toEqual([])
  expect(heard(), tried.join(', ')).toEqual([])

  // The same without a policy: what the session cancels doesn't depend on what a page says of itself.
  const inspector = await desktop.page.context().newCDPSession(desktop.page)
  await inspector.send('Page.setBypassCSP', { enabled: true })
  await desktop.page.reload()
  await expect(desktop.page.getByRole('button').first()).toBeVisible()
  const bare = await desktop.page.evaluate(async (at) => {
    const outcome = (promise: Promise<unknown>) =>
      promise.then(
        () => 'answered',
        () => 'refused',
      )
    const broken: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => broken.push(event.violatedDirective))
    const image = new Image()
    const shown = new Promise((done, failed) => {
      image.onload = done
      image.onerror = failed
    })
    image.src = `http://127.0.0.1:${at}/bare.png`
    const request = (host: string) => outcome(fetch(`http://${host}:${at}/bare`, { mode: 'no-cors' }))
    return {
      broken,
      outcomes: [await request('127.0.0.1'), await request('localhost'), await outcome(shown)],
    }
  }, port)
  expect(bare, 'no policy is in force, and yet').toEqual({
    broken: [],
    outcomes: ['refused', 'refused', 'refused'],
  })
  expect(heard()).toEqual([])

  // It is there, and it listens.
  await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
  expect(heard()).toEqual(['GET / HTTP/1.1'])
  close()
  desktop.forgive(/./)
})
