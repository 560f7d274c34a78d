// The one running Chromium: its windows come from here, and nothing else may open in it.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Connection, type Protocol, type Session } from './cdp.ts'
import { type ChromiumProcess, isHeadless, profileArgs, startChromium } from './chromium.ts'
import { findChromium } from './find-chromium.ts'

export interface Bounds {
  readonly width: number
  readonly height: number
  readonly x?: number | undefined
  readonly y?: number | undefined
}
export interface WindowTarget {
  readonly targetId: string
  readonly session: Session
}

/** Milliseconds that Chromium's end may take to be reported, and that an orderly end may take. */
const reportPatience = 2_000
const endPatience = 3_000

let chromium: ChromiumProcess | undefined
let connection: Connection | undefined
let profile = ''
/** Windows asked for and not yet there, by the key in the address of their first, empty page. */
const expected = new Map<string, (target: WindowTarget) => void>()
const openPages = new Set<Session>()
/** What a window's size has beyond its page's, in pixels. */
let frame: { readonly width: number; readonly height: number } | undefined

function connected(): Connection {
  if (!connection) throw new Error('desktop-host: windows and sessions can be used once the app is ready')
  return connection
}

/** Commands to the browser as a whole. */
export const browserSession = (): Session => connected().browser
export const childSession = (sessionId: string): Session => connected().session(sessionId)

/** Starts Chromium with its log and profile in `folder` (the app's sessionData). */
export async function startBrowser(folder: string, onDeath: () => void): Promise<void> {
  profile = join(folder, 'chromium')
  chromium = startChromium(folder, profile, onDeath)
  connection = new Connection(chromium.input, chromium.output)
  const { product } = await connection.browser.send('Browser.getVersion').catch(async (error: unknown) => {
    await pause(reportPatience) // a Chromium that died at once is being reported, and that says more
    throw error
  })
  Object.assign(process.versions, { chrome: product.split('/')[1] })
  connection.browser.on('Target.attachedToTarget', onAttached)
  await connection.browser.send('Target.setAutoAttach', autoAttach)
  await connection.browser.send('Browser.setDownloadBehavior', { behavior: 'deny' })
}

export const autoAttach = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true } as const

/** Asks Chromium to end, so that it writes what it has in memory; resolves when it has, or after 3 seconds. */
export async function stopBrowser(): Promise<void> {
  if (!chromium) return
  chromium.expectEnd()
  const { child } = chromium
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  connection?.browser.post('Browser.close')
  await Promise.race([ended, pause(endPatience)])
}

/** Opens an empty Chromium window: a bare target when headless, else an --app window without tabs or address bar. */
export async function openWindow({ width, height, x, y }: Bounds): Promise<WindowTarget> {
  if (isHeadless()) {
    const target = await createTarget({ newWindow: true, width, height })
    await measureFrame(target.session)
    await setWindowBounds(target.targetId, { width, height })
    return target
  }
  const { key, promise, reject } = expectPage()
  // The running Chromium takes this request over through its profile, and the process that carried it ends.
  const messenger = spawn(findChromium(), [...profileArgs(profile), `--app=data:text/html,${key}`], {
    stdio: 'ignore',
  })
  messenger.on('error', reject)
  messenger.on('exit', (code) => {
    if (code)
      reject(new Error(`desktop-host: Chromium did not take the request for a window (exit code ${code})`))
  })
  const target = await promise
  await setWindowBounds(target.targetId, { width, height, x, y }) // --window-size counts for the first window only
  return target
}

/** A headless window has invisible controls around its page; an --app window gives the page all of its size. */
async function measureFrame(session: Session): Promise<void> {
  if (frame) return
  const expression = '({ width: outerWidth - innerWidth, height: outerHeight - innerHeight })'
  const { result } = await session.send('Runtime.evaluate', { expression, returnByValue: true })
  frame = result.value as { width: number; height: number }
}

function expectPage() {
  const key = randomBytes(12).toString('hex')
  const { promise, resolve, reject } = Promise.withResolvers<WindowTarget>()
  expected.set(key, resolve)
  return { key, promise, reject }
}
function createTarget(options: Partial<Protocol.Target.createTargetParameters>): Promise<WindowTarget> {
  const { key, promise, reject } = expectPage()
  connected()
    .browser.send('Target.createTarget', { ...options, url: `about:blank#${key}` })
    .catch(reject)
  return promise
}

/** Runs `use` with any page's session, for commands that want a page and don't care which. */
export async function withSomePage(use: (session: Session) => Promise<void>): Promise<void> {
  const [open] = openPages
  if (open) return use(open)
  const { targetId, session } = await createTarget({ hidden: true })
  await use(session).finally(() => connected().browser.post('Target.closeTarget', { targetId }))
}

async function windowIdOf(targetId: string): Promise<number> {
  return (await connected().browser.send('Browser.getWindowForTarget', { targetId })).windowId
}
export async function setWindowBounds(targetId: string, { width, height, x, y }: Bounds): Promise<void> {
  const position = { ...(x === undefined ? {} : { left: x }), ...(y === undefined ? {} : { top: y }) }
  const size = { width: width + (frame?.width ?? 0), height: height + (frame?.height ?? 0) }
  const bounds = { ...size, ...position }
  await connected().browser.send('Browser.setWindowBounds', { windowId: await windowIdOf(targetId), bounds })
}
export async function setWindowState(
  targetId: string,
  windowState: Protocol.Browser.WindowState,
): Promise<void> {
  const windowId = await windowIdOf(targetId)
  await connected().browser.send('Browser.setWindowBounds', { windowId, bounds: { windowState } })
}

function onAttached({
  sessionId,
  targetInfo,
  waitingForDebugger,
}: Protocol.Events['Target.attachedToTarget']) {
  const session = childSession(sessionId)
  const { targetId, type, url, openerId } = targetInfo
  const key = [...expected.keys()].find((candidate) => url.includes(candidate))
  const resume = (): void => {
    if (waitingForDebugger) session.post('Runtime.runIfWaitingForDebugger')
  }
  if (type === 'page' && key) {
    expected.get(key)?.({ targetId, session })
    expected.delete(key)
    openPages.add(session)
    session.on('detached', () => openPages.delete(session))
    resume()
    return
  }
  if (type === 'page' && openerId) {
    // window.open, target=_blank and the like. Nothing may load in it: the opener's handler decides what happens
    // instead. It must be resumed as well as closed, or an opener in the same renderer stays blocked.
    session.post('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
    connected().browser.post('Target.closeTarget', { targetId })
    session.post('Runtime.runIfWaitingForDebugger')
    return
  }
  resume()
  connected().browser.post('Target.detachFromTarget', { sessionId })
}
