// `npm run dev`: the demo server and the app out of its sources, reloaded as they change.
//   -- --fresh        throw the demo's data away first
//   -- --port N       another port for the server (4310)
//   -- --server URL   no demo: the app alone, pointed at a server of yours
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createEnding, runDemo } from './demo-server.ts'
import { useDesktop } from './desktop.ts'
import { openDisplay } from './display.ts'
import { scriptOf } from './programs.ts'

const root = join(import.meta.dirname, '..')
const home = join(root, '.gatehouse')

const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    port: { type: 'string', default: '4310' },
    server: { type: 'string' },
  },
})
mkdirSync(home, { recursive: true })

const ending = createEnding()

const desktop = useDesktop()
console.log(`gatehouse: windows by ${desktop.kind}: ${desktop.why}`)
const server =
  values.server ??
  (await runDemo(ending, {
    dataDir: join(home, 'dev-server'),
    port: values.port,
    fresh: values.fresh,
  }))
const display = await openDisplay()
ending.add(display.close)
startApp(server)

/** electron-vite serves the renderer, builds main and preload, and starts Electron again when those change. */
function startApp(address: string): void {
  const sandbox = process.getuid?.() === 0 ? ['--noSandbox'] : []
  const app = spawn(process.execPath, [scriptOf('electron-vite'), 'dev', '--watch', ...sandbox], {
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
  ending.add(() => {
    app.kill()
    return gone
  })
  app.once('exit', (code) => void ending.end(code ?? 0))
}
