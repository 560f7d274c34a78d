// A small app with the parts the host's tests look at. Nothing in it knows about the host.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { app, BrowserWindow, ipcMain, net, protocol, session, shell } from 'electron'

const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self' app:; frame-src 'self'; img-src app://pictures"
const folder = import.meta.dirname
let mainWindow: BrowserWindow | undefined
const tell = (name: string, payload: unknown): void => mainWindow?.webContents.send('event', name, payload)

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
app.on('second-instance', (_event, argv, cwd, data) =>
  tell('second-instance', { link: argv.at(-1), cwd, data }),
)
app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event) => {
    event.preventDefault()
    tell('will-navigate', event.url)
  })
  contents.setWindowOpenHandler(({ url }) => {
    if (url.startsWith('https://')) void shell.openExternal(url)
    else tell('window-open', url)
    return { action: 'deny' }
  })
})
app.on('window-all-closed', () => app.quit())

/** Types are taken out on the way: a preload and a page are plain JavaScript. */
const plain = (file: string): string => stripTypeScriptTypes(readFileSync(join(folder, file), 'utf8'))

async function serve(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === '/echo') return Response.json({ method: request.method, body: await request.text() })
  if (pathname === '/broken') throw new Error('broken on purpose')
  if (pathname.endsWith('.ts'))
    return new Response(plain(pathname), { headers: { 'content-type': 'text/javascript' } })
  const page = await net.fetch(`file://${join(folder, pathname)}`).catch(() => undefined)
  return new Response(page?.body ?? 'not found', {
    status: page ? 200 : 404,
    headers: { 'content-type': 'text/html', 'content-security-policy': policy },
  })
}

function handleCalls(): void {
  ipcMain.handle('echo', (_event, value: unknown) => value)
  ipcMain.handle('fail', () => {
    throw new TypeError('no luck')
  })
  ipcMain.handle('sender', ({ senderFrame: frame }) => ({
    url: frame?.url,
    origin: frame?.origin,
    inFrame: frame?.parent !== null,
    top: frame?.top?.url,
  }))
  ipcMain.handle('worker', askWorker)
  ipcMain.on('note', (event, text: string) => event.reply('event', 'noted', text))
}

/** What a worker thread finds under the name `electron`. */
function askWorker(): Promise<string> {
  const worker = new Worker(join(folder, 'worker.ts'))
  return new Promise((resolve) => worker.once('message', resolve))
}

async function start(): Promise<void> {
  await app.whenReady()
  protocol.handle('app', serve)
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === 'notifications')
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === 'notifications'),
  )
  handleCalls()
  const preload = join(app.getPath('userData'), 'preload.js')
  mkdirSync(app.getPath('userData'), { recursive: true })
  writeFileSync(preload, plain('preload.ts'))
  mainWindow = new BrowserWindow({
    width: 900,
    height: 640,
    webPreferences: { preload, nodeIntegrationInSubFrames: process.argv.includes('--preload-in-frames') },
  })
  await mainWindow.loadURL('app://bundle/index.html')
}

if (app.requestSingleInstanceLock({ from: 'fixture' })) void start()
else app.quit()
