// `npm start`: the server with demo data and the app, on one machine, by one command.
//   -- --fresh        throw the demo's data away first
//   -- --port N       another port for the server (4310)
//   -- --server URL   no demo: the app alone, pointed at a server of yours
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startDemo } from '../server/src/demo/start.ts'
import { buildIfStale } from './build.ts'
import { useDesktop } from './desktop.ts'
import { type Display, openDisplay } from './display.ts'
import { Desktop } from './driver/desktop.ts'

const root = join(import.meta.dirname, '..')
const home = join(root, '.gatehouse')
const firstPicture = join(home, 'first-window.png')

const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    port: { type: 'string' },
    server: { type: 'string' },
  },
})
if (values.fresh) rmSync(home, { recursive: true, force: true })
mkdirSync(home, { recursive: true })

const desktop = useDesktop()
console.log(`gatehouse: windows by ${desktop.kind}: ${desktop.why}`)
buildIfStale()

const closing: (() => Promise<void> | void)[] = []
let ending = false
async function end(code: number): Promise<never> {
  if (!ending) {
    ending = true
    for (const close of closing.reverse()) await close()
  }
  process.exit(code)
}
process.on('SIGINT', () => void end(0))
process.on('SIGTERM', () => void end(0))

const address = values.server ?? (await startServer())
const display = await openDisplay()
closing.push(display.close)
await openApp(address, display)

/** The demo: PostgreSQL, server and mailbox. A second start finds the first one's and uses it. */
async function startServer(): Promise<string> {
  const running = await alreadyRunning()
  if (running) {
    console.log(`gatehouse: the demo server is running already at ${running}`)
    return running
  }
  const demo = await startDemo({
    dataDir: join(home, 'server'),
    seed: 'demo',
    port: Number(values.port ?? 4310),
    say: console.log,
  })
  if (!demo.ok) {
    console.error(`gatehouse: ${demo.error.detail ?? demo.error.title}`)
    return end(1)
  }
  closing.push(() => demo.value.close())
  const { url, people, password, mailbox } = demo.value
  console.log(
    `\nServer       ${url}\nMail         ${mailbox.url} (what the demo sends lands here)\n\nWho can sign in (password for all: ${password})`,
  )
  for (const person of people) console.log(`  ${person.email.padEnd(34)} ${person.who}`)
  console.log('')
  return url
}

async function alreadyRunning(): Promise<string | null> {
  const url = `http://127.0.0.1:${values.port ?? 4310}`
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
  app.once('exit', (code) => void end(code ?? 0))
}

/** Nobody sees a virtual display, so the first picture of the window is kept in a file. */
async function openOnVirtualDisplay(server: string, userData: string): Promise<void> {
  console.log(
    `gatehouse: there is no display here; the window opens on a virtual one (DISPLAY=${process.env.DISPLAY}).`,
  )
  const app = await Desktop.create({ userData, server, openLinks: true })
  const page = await app.launch()
  await page.getByRole('heading').first().waitFor()
  await page.screenshot({ path: firstPicture })
  console.log(
    `gatehouse: the window is open. Its first picture: ${firstPicture}\ngatehouse: press Ctrl+C here to end.`,
  )
  closing.push(() => app.dispose())
  app.app.once('close', () => void end(0))
}
