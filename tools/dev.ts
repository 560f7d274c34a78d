// `npm run dev`: the demo server and the app out of its sources, reloaded as they change.
//   -- --fresh        throw the demo's data away first
//   -- --port N       another port for the server (4310)
//   -- --server URL   no demo: the app alone, pointed at a server of yours
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startDemo } from '../server/src/demo/start.ts'
import { useDesktop } from './desktop.ts'
import { openDisplay } from './display.ts'

const root = join(import.meta.dirname, '..')
const home = join(root, '.gatehouse')

const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    port: { type: 'string' },
    server: { type: 'string' },
  },
})
mkdirSync(home, { recursive: true })

const closing: (() => Promise<void> | void)[] = []
let ended: Promise<void> | null = null
/** Asked for by a key, by a signal and by the window's end at nearly the same time; all of them wait for one. */
async function end(code: number): Promise<never> {
  ended ??= closeAll()
  await ended
  process.exit(code)
}
async function closeAll(): Promise<void> {
  for (const close of closing.reverse()) await close()
}
process.on('SIGINT', () => void end(0))
process.on('SIGTERM', () => void end(0))

const desktop = useDesktop()
console.log(`gatehouse: windows by ${desktop.kind}: ${desktop.why}`)
const server = values.server ?? (await startServer())
const display = await openDisplay()
closing.push(display.close)
startApp(server)

async function startServer(): Promise<string> {
  const demo = await startDemo({
    dataDir: join(home, 'dev-server'),
    port: Number(values.port ?? 4310),
    fresh: values.fresh,
    onProgress: (text) => console.log(`gatehouse: ${text}`),
  })
  if (!demo.ok) {
    console.error(`gatehouse: ${demo.error.message}`)
    return end(1)
  }
  closing.push(() => demo.value.close())
  const { url, people, password, mailbox } = demo.value
  console.log(`\nServer  ${url}`)
  if (mailbox) console.log(`Mail    ${mailbox.pageUrl} (what the demo sends lands here)`)
  console.log(`\nWho can sign in (password for all: ${password})`)
  for (const person of people) console.log(`  ${person.email.padEnd(34)} ${person.about}`)
  console.log('')
  return url
}

/** electron-vite serves the renderer, builds main and preload, and starts Electron again when those change. */
function startApp(address: string): void {
  const sandbox = process.getuid?.() === 0 ? ['--noSandbox'] : []
  const app = spawn(join(root, 'node_modules/.bin/electron-vite'), ['dev', '--watch', ...sandbox], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      GATEHOUSE_USER_DATA: join(home, 'dev-app'),
      GATEHOUSE_SERVER: address,
      GATEHOUSE_LOG: 'verbose',
    },
  })
  const gone = new Promise<void>((resolve) => app.once('exit', () => resolve()))
  closing.push(() => {
    app.kill()
    return gone
  })
  app.once('exit', (code) => void end(code ?? 0))
}
