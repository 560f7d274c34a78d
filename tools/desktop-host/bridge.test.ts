import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Fixture, launch, removeHome } from './launch.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await launch({ args: ['--preload-in-frames'] })
})
afterAll(async () => {
  await fixture.app.close()
  await removeHome(fixture.home)
})
beforeEach(() => fixture.page.evaluate(() => void window.events.splice(0)))

describe('calls and events', () => {
  test('values keep their kind on the way to the main process and back', async () => {
    const seen = await fixture.page.evaluate(async () => {
      const answer = await window.fixture.echo({
        date: new Date(5),
        map: new Map([['key', new Set([1])]]),
        bytes: new Uint8Array([1, 2, 255]),
        odd: [Number.NaN, -0, 1n, null, undefined],
        $: 'a dollar',
      })
      return {
        date: answer.date instanceof Date && answer.date.getTime(),
        map: [...(answer.map.get('key') ?? [])],
        bytes: answer.bytes instanceof Uint8Array && [...answer.bytes],
        odd: answer.odd.map((value) => (Object.is(value, -0) ? '-0' : String(value))),
        dollar: answer.$,
      }
    })
    expect(seen).toEqual({
      date: 5,
      map: [1],
      bytes: [1, 2, 255],
      odd: ['NaN', '-0', '1', 'null', 'undefined'],
      dollar: 'a dollar',
    })
  })

  test('a failed handler and a missing one reject with what Electron would say', async () => {
    const messages = await fixture.page.evaluate(() => {
      const messageOf = (call: Promise<void>): Promise<string> =>
        call.then(
          () => '',
          (error: Error) => error.message,
        )
      return Promise.all([messageOf(window.fixture.fail()), messageOf(window.fixture.unknown())])
    })
    expect(messages).toEqual([
      "Error invoking remote method 'fail': TypeError: no luck",
      "Error invoking remote method 'nobody-listens': Error: No handler registered for 'nobody-listens'",
    ])
  })

  test('functions, promises and errors cross between preload and page', async () => {
    const seen = await fixture.page.evaluate(async () => {
      const caught = (action: () => unknown): string => {
        try {
          return String(action())
        } catch (error) {
          return String(error)
        }
      }
      return {
        sum: window.fixture.add(2, 3),
        thrown: caught(() => window.fixture.throws()),
        called: await window.fixture.twice((value) => value * 10),
        uncloneable: caught(() => window.fixture.echo(new Map([[1, () => 2]]))),
        cycle: await (() => {
          const value: Record<string, unknown> = {}
          value.self = value
          return window.fixture.echo(value).catch((error: Error) => error.message)
        })(),
      }
    })
    expect(seen).toEqual({
      sum: 5,
      thrown: 'RangeError: out of range',
      called: [10, 20],
      uncloneable: 'Error: An object could not be cloned.',
      cycle: 'An object could not be cloned.',
    })
  })

  test('the main process answers a message with an event', async () => {
    await fixture.page.evaluate(() => window.fixture.note('hello'))
    await expect.poll(() => fixture.page.evaluate(() => window.events)).toEqual([['noted', 'hello']])
  })

  test('a sender says which frame it is', async () => {
    const [main, frame] = await Promise.all(
      fixture.page.frames().map((one) => one.evaluate(() => window.fixture.sender())),
    )
    const top = 'app://bundle/index.html'
    expect(main).toEqual({ url: top, origin: 'app://bundle', inFrame: false, top })
    expect(frame).toEqual({ url: 'app://bundle/frame.html', origin: 'app://bundle', inFrame: true, top })
  })
})

describe('isolation', () => {
  test('the page sees the exposed API and nothing else of the preload', async () => {
    const seen = await fixture.page.evaluate(() => {
      const failure = (action: () => void): string => {
        try {
          action()
          return 'allowed'
        } catch (error) {
          return (error as Error).name
        }
      }
      const names = ['require', 'process', 'module', 'global', 'Buffer', 'ipcRenderer', 'electron']
      return {
        leaked: names.filter((name) => name in window),
        own: Object.getOwnPropertyNames(window).filter((name) => /desktop|electron|ipc/i.test(name)),
        replaced: failure(() => Object.assign(window, { fixture: {} })),
        extended: failure(() => Object.assign(window.fixture, { more: 1 })),
        source: /ipcRenderer/.test(String(window.fixture.echo)),
      }
    })
    expect(seen).toEqual({ leaked: [], own: [], replaced: 'TypeError', extended: 'TypeError', source: false })
  })

  test('the policy of the app counts in the page', async () => {
    // In a timer of the page's own: what DevTools evaluates itself is exempt.
    const outcome = await fixture.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          setTimeout(() => {
            try {
              resolve(String(new Function('return 1')()))
            } catch (error) {
              resolve((error as Error).name)
            }
          })
        }),
    )
    expect(outcome).toBe('EvalError')
  })

  test('sources with a scheme of the app are mapped in its policy', async () => {
    const [own, strange] = await fixture.page.evaluate(() => {
      const load = (url: string): Promise<string> =>
        new Promise((resolve) => {
          addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
            once: true,
          })
          const image = new Image()
          image.onerror = () => setTimeout(() => resolve('not blocked'))
          image.src = url
        })
      return load('https://pictures.app.localhost/a.png').then(async (first) => [
        first,
        await load('https://strange.app.localhost/a.png'),
      ])
    })
    expect(own).toBe('not blocked')
    expect(strange).toBe('img-src')
  })

  test('a page without a preload in its frames keeps them out', async () => {
    const { app } = fixture
    const found = await app.evaluate(async ({ BrowserWindow, app: running }) => {
      const preload = `${running.getPath('userData')}/preload.js`
      const window = new BrowserWindow({ webPreferences: { preload } })
      await window.loadURL('app://bundle/index.html')
      const types = await window.webContents.executeJavaScript(
        '[typeof fixture, typeof document.querySelector("iframe").contentWindow.fixture]',
      )
      window.destroy()
      return types as string[]
    })
    expect(found).toEqual(['object', 'undefined'])
  })

  test('a worker thread of the app has no electron module', async () => {
    const found = await fixture.page.evaluate(() => window.fixture.worker())
    expect(found).toMatch(/^Cannot find module 'electron'/)
  })
})

describe('custom scheme', () => {
  test('requests reach the handler with method and body', async () => {
    const answer = await fixture.page.evaluate(() =>
      fetch('/echo', { method: 'POST', body: 'some text' }).then(
        (response) => response.json() as Promise<unknown>,
      ),
    )
    expect(answer).toEqual({ method: 'POST', body: 'some text' })
  })

  test('a handler that throws fails the request', async () => {
    const outcome = await fixture.page.evaluate(() =>
      fetch('/broken').then(
        () => 'answered',
        (error: Error) => error.message,
      ),
    )
    expect(outcome).toBe('Failed to fetch')
  })

  test('response headers pass through webRequest', async () => {
    const { app, page } = fixture
    await app.evaluate(({ session }) =>
      session.defaultSession.webRequest.onHeadersReceived((details, callback) =>
        callback({ responseHeaders: { ...details.responseHeaders, 'x-seen': [details.url] } }),
      ),
    )
    const header = await page.evaluate(() =>
      fetch('/frame.html').then((response) => response.headers.get('x-seen')),
    )
    await app.evaluate(({ session }) => session.defaultSession.webRequest.onHeadersReceived(null))
    expect(header).toBe('app://bundle/frame.html')
  })

  test('an address that cannot be loaded rejects and is announced', async () => {
    const outcome = await fixture.app.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow()
      const announced: unknown[] = []
      window.webContents.on('did-fail-load', (_event, code, name, url) => announced.push(code, name, url))
      const error = await window.loadURL('http://127.0.0.1:4999/').catch((reason: Error) => reason.message)
      window.destroy()
      return { error, announced }
    })
    const code = 'ERR_PROXY_CONNECTION_FAILED'
    expect(outcome).toEqual({
      error: `${code} (-130) loading 'http://127.0.0.1:4999/'`,
      announced: [-130, code, 'http://127.0.0.1:4999/'],
    })
  })
})
