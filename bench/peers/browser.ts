import { createReadStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { ChangesPage } from '@gatehouse/contract'
import { type BrowserContext, chromium, type Page } from 'playwright'
import { build } from 'vite'
import { findChromium } from '../../tools/desktop-host/find-chromium.ts'
import { cacheFolder } from '../fleet/files.ts'
import type { Questions } from '../fleet/questions.ts'
import { bytesOf, memoryOfTree, within } from '../machine.ts'
import type { BrowserPeer, PageCalls } from './page.ts'
import type { Limits, Measured } from './run.ts'

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.ndjson': 'text/plain',
}

/** Serves the bundled page, and at `/bootstrap` the text of a bootstrap. */
export async function servePage() {
  const folder = join(cacheFolder, `page-${process.pid}`)
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'silent',
    base: './',
    define: { global: 'globalThis' },
    build: { outDir: folder, emptyOutDir: true, target: 'chrome130', modulePreload: false },
  })
  let bootstrap = ''
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://page').pathname)
    if (path === '/bootstrap') {
      response.setHeader('content-type', 'text/plain; charset=utf-8')
      // A reader that goes away in the middle is no failure of this server.
      await pipeline(createReadStream(bootstrap), response).catch(() => {})
      return
    }
    const body = await readFile(join(folder, path === '/' ? 'index.html' : path)).catch(() => null)
    response.writeHead(body ? 200 : 404, { 'content-type': types[extname(path)] ?? 'text/html' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    offer(file: string) {
      bootstrap = file
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type PageServer = Awaited<ReturnType<typeof servePage>>

/**
 * Loads a peer in one run of Chromium and asks it in the next, on the same profile, so that nothing is in memory that
 * wasn't kept.
 */
export async function runInBrowser(
  server: PageServer,
  name: BrowserPeer,
  work: { questions: Questions; pages: ChangesPage[]; limits: Limits },
): Promise<Measured> {
  const profile = await mkdtemp(join(tmpdir(), 'gatehouse-peer-'))
  try {
    const load = await inPage(server, profile, name, work.limits.load, ({ call }) =>
      call('load', `${server.url}/bootstrap`),
    )
    const disk = bytesOf(join(profile, 'Default/IndexedDB'))
    const answers = await inPage(server, profile, name, work.limits.ask, async ({ call, memory }) => {
      const before = await memory()
      const figures = await call('measure', work.questions)
      const after = await memory()
      return {
        ...figures,
        memory: before === null || after === null ? null : after - before,
        delta: await call('apply', { pages: work.pages, patience: work.questions.patience }),
      }
    })
    return { ...answers, load, disk }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface InPage {
  call<N extends keyof PageCalls>(method: N, argument: Parameters<PageCalls[N]>[0]): ReturnType<PageCalls[N]>
  /** Megabytes of the whole browser, after its garbage was collected. */
  memory(): Promise<number | null>
}

async function inPage<T>(
  server: PageServer,
  profile: string,
  name: BrowserPeer,
  limit: number,
  work: (page: InPage) => Promise<T>,
): Promise<T> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    args: ['--js-flags=--expose-gc', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
  const died = Promise.withResolvers<never>()
  died.promise.catch(() => {})
  try {
    const page = context.pages()[0] ?? (await context.newPage())
    page.on('crash', () => died.reject(new Error('the page ran out of memory')))
    page.on('close', () => died.reject(new Error('the page was closed')))
    await page.goto(server.url)
    await page.waitForFunction(() => 'bench' in globalThis)
    const call = callsOf(page)
    await call('choose', name)
    const memory = async () => {
      await page.evaluate(() => (globalThis as { gc?: () => void }).gc?.())
      return memoryOfTree(await processOf(context))
    }
    return await within(limit, name, Promise.race([work({ call, memory }), died.promise]))
  } finally {
    await within(20_000, 'closing the browser', context.close()).catch(() => {})
  }
}

function callsOf(page: Page): InPage['call'] {
  return ((method: string, argument: unknown) =>
    page.evaluate(
      ([name, given]) => {
        const { bench } = globalThis as unknown as { bench: Record<string, (argument: unknown) => unknown> }
        return bench[name as string]?.(given)
      },
      [method, argument],
    )) as InPage['call']
}

/** The browser's own process, of which all others of it are children. */
async function processOf(context: BrowserContext): Promise<number> {
  const browser = context.browser()
  const session = await browser?.newBrowserCDPSession()
  const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] }
  await session?.detach()
  return processInfo.find(({ type }) => type === 'browser')?.id ?? 0
}
