// `npm start`: the server with demo data and the app, on one machine, by one command.
//   -- --fresh        throw the demo's data away first
//   -- --port N       another port for the server
//   -- --server URL   no demo: the app alone, pointed at a server of yours
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildIfStale } from './build.ts'
import { createEnding, runDemo } from './demo-server.ts'
import { useDesktop } from './desktop.ts'
import { type Display, openDisplay } from './display.ts'
import { Desktop } from './driver/desktop.ts'

const root = join(import.meta.dirname, '..')
const home = join(root, '.gatehouse')
const firstPicture = join(home, 'first-window.png')

const handedOver = 'gatehouse: Gatehouse is running already; its window was brought to the front.'

const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    port: { type: 'string', default: '4400' },
    server: { type: 'string' },
  },
})

const ending = createEnding()
const desktop = useDesktop()
console.log(`gatehouse: windows by ${desktop.kind}: ${desktop.why}`)
if (values.fresh) rmSync(join(home, 'app'), { recursive: true, force: true })
mkdirSync(home, { recursive: true })
buildIfStale()
const address = values.server ?? (await startServer())
const display = await openDisplay()
ending.add(display.close)
await openApp(address, display)

/** PostgreSQL, server and mailbox with demo data. A second start finds the first one's server and uses it. */
async function startServer(): Promise<string> {
  const running = await alreadyRunning()
  if (running) {
    console.log(`gatehouse: a server is running already at ${running}; the app uses that one.`)
    return running
  }
  return runDemo(ending, { dataDir: join(home, 'demo'), port: values.port, fresh: values.fresh })
}

async function alreadyRunning(): Promise<string | null> {
  const url = `http://127.0.0.1:${values.port}`
  try {
    const answer = await fetch(`${url}/.well-known/gatehouse`, { signal: AbortSignal.timeout(1500) })
    const body: unknown = await answer.json()
    return typeof body === 'object' && body !== null && 'product' in body && body.product === 'gatehouse'
      ? url
      : null
  } catch {
    return null
  }
}

async function openApp(server: string, { virtual }: Display): Promise<void> {
  const userData = join(home, 'app')
  if (virtual) return openOnVirtualDisplay(server, userData)
  const executable: unknown = createRequire(import.meta.url)('electron')
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = spawn(String(executable), [root, ...sandbox], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, GATEHOUSE_USER_DATA: userData, GATEHOUSE_SERVER: server },
  })
  console.log('gatehouse: the window is open. Close it, or press Ctrl+C here, to end.')
  const opened = Date.now()
  app.once('exit', (code) => {
    if (code === 0 && Date.now() - opened < 3000) console.log(handedOver)
    void ending.end(code ?? 0)
  })
}

/** Nobody sees a virtual display, so the first picture of the window is kept in a file. */
async function openOnVirtualDisplay(server: string, userData: string): Promise<void> {
  console.log(
    `gatehouse: there is no display here; the window opens on a virtual one (DISPLAY=${process.env.DISPLAY}).`,
  )
  const app = await Desktop.create({ userData, server, openLinks: true })
  ending.add(() => app.dispose())
  const page = await app.launch().catch((error: unknown) => {
    // A program that ends well before it has a window has handed over to the one that is running.
    if (!String(error).includes('exitCode=0')) throw error
    console.log(handedOver)
    return ending.end(0)
  })
  // Playwright, which opened the window here, ends the whole program on Ctrl+C.
  ending.takeSignals()
  await page.getByRole('heading').first().waitFor()
  await page.screenshot({ path: firstPicture })
  console.log(`gatehouse: the window is open. Its first picture: ${firstPicture}`)
  console.log('gatehouse: press Ctrl+C here to end.')
  app.app.once('close', () => void ending.end(0))
}
