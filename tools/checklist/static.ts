// The checklist, read off the built bundles and off what declares the package. Each check answers what showed it, and
// throws where the point doesn't hold.
import { deepEqual, equal, fail, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import builder from '../../electron-builder.ts'
import { fuses } from '../../packaging/fuses.ts'
import { contentSecurityPolicy } from '../../src/main/electron/app-protocol.ts'
import {
  type Bundle,
  type Bundles,
  callsOf,
  eventsHeard,
  fieldsOf,
  madeOf,
  objectsWith,
  said,
  textsIn,
  usesOf,
} from './bundles.ts'

const root = join(import.meta.dirname, '../..')

/** The value that each set of web preferences gives this setting. */
function everyPage({ main }: Bundles, setting: string): unknown[] {
  const preferences = objectsWith(main, 'contextIsolation')
  ok(preferences.length > 0, 'no web preferences in the bundle')
  return preferences.map((fields) => {
    const node = fields.get(setting)
    return node && said(node)
  })
}

function isFor(bundles: Bundles, setting: string, wanted: boolean): string {
  for (const value of everyPage(bundles, setting)) equal(value, wanted, `${setting} is ${value}`)
  return `${setting}: ${wanted}`
}

/** Each window takes the one set of preferences there is, and changes none of it for the worse. */
function windows({ main }: Bundles): number {
  const made = madeOf(main, 'BrowserWindow')
  ok(made.length > 0, 'no window in the bundle')
  for (const [options] of made) {
    const preferences = options && fieldsOf(options).get('webPreferences')
    ok(preferences, 'a window without web preferences')
    const spread = (preferences.properties as { type: string }[]).filter(
      ({ type }) => type === 'SpreadElement',
    )
    equal(spread.length, 1, 'a window with preferences of its own')
    for (const name of fieldsOf(preferences).keys())
      ok(['preload', 'javascript'].includes(name), `a window that says ${name}`)
  }
  return made.length
}

function hears({ main }: Bundles, ...events: string[]): string {
  const heard = eventsHeard(main)
  for (const event of events) ok(heard.has(event), `nothing is done about ${event}`)
  return events.join(', ')
}

function calls({ main }: Bundles, ...methods: string[]): string {
  for (const method of methods) ok(callsOf(main, method).length > 0, `${method} is not called`)
  return methods.join(', ')
}

function never(bundle: Bundle, pattern: RegExp): void {
  const found = textsIn(bundle).find((text) => pattern.test(text))
  if (found !== undefined) fail(`found ${found.slice(0, 80)}`)
}

function appendedSwitches({ main }: Bundles): unknown[] {
  return [...callsOf(main, 'appendSwitch'), ...callsOf(main, 'appendArgument')].map(
    ([name]) => name && said(name),
  )
}

const packageSchema = z.object({
  devDependencies: z.record(z.string(), z.string()),
})
const lockSchema = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) })
function readJson<T>(file: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(join(root, file), 'utf8')))
}

/** By the point's number. */
export const staticChecks: Record<number, (bundles: Bundles) => string> = {
  1({ renderer }) {
    const page = renderer.texts.get('index.html') ?? fail('no page')
    const named = [...page.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, address = '']) => address)
    for (const address of named) ok(/^(?:\.\/|data:,$)/.test(address), `the page names ${address}`)
    for (const [file, text] of renderer.texts)
      if (file.endsWith('.css'))
        ok(!/(?:url\(|@import)\s*["']?(?:https?:|\/\/)/i.test(text), `${file} is not alone`)
    return `index.html names ${named.length} files, all beside it; style sheets name none elsewhere`
  },
  2(bundles) {
    const settings = ['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames']
    const said = settings.map((each) => isFor(bundles, each, false))
    return `${said.join(', ')} in the one set of preferences of ${windows(bundles)} windows`
  },
  3: (bundles) => isFor(bundles, 'contextIsolation', true),
  4(bundles) {
    deepEqual(appendedSwitches(bundles), [])
    return `${isFor(bundles, 'sandbox', true)}; ${calls(bundles, 'enableSandbox')}; no switch is added`
  },
  5: (bundles) =>
    calls(
      bundles,
      'setPermissionRequestHandler',
      'setPermissionCheckHandler',
      'setDevicePermissionHandler',
      'setDisplayMediaRequestHandler',
    ),
  6: (bundles) => isFor(bundles, 'webSecurity', true),
  7({ main, renderer }) {
    const parts = contentSecurityPolicy.split('; ')
    const texts = new Set(textsIn(main))
    for (const part of parts)
      ok(texts.has(part) || texts.has(contentSecurityPolicy), `${part} is not in the bundle`)
    for (const part of ["default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'"])
      ok(parts.includes(part), `the policy lacks ${part}`)
    ok(!/unsafe|\*|https?:/.test(contentSecurityPolicy), 'the policy is open')
    const page = renderer.texts.get('index.html') ?? ''
    ok(!/<style|\son[a-z]+=|\sstyle=|<script(?![^>]*\ssrc=)/i.test(page), 'the page has inline parts')
    return `${parts.length} directives, none unsafe; trusted-types 'none'; no inline script or style in index.html`
  },
  8: (bundles) => isFor(bundles, 'allowRunningInsecureContent', false),
  9: (bundles) => isFor(bundles, 'experimentalFeatures', false),
  10({ main }) {
    deepEqual(objectsWith(main, 'enableBlinkFeatures'), [])
    return 'in no object of the bundle'
  },
  11(bundles) {
    never(bundles.renderer, /allowpopups|<webview/i)
    for (const text of bundles.renderer.texts.values()) ok(!/<webview|allowpopups/i.test(text))
    return `${isFor(bundles, 'webviewTag', false)}; no page names a webview`
  },
  12: (bundles) => hears(bundles, 'will-attach-webview'),
  13: (bundles) => hears(bundles, 'will-navigate', 'will-frame-navigate', 'will-redirect'),
  14: (bundles) => calls(bundles, 'setWindowOpenHandler'),
  15({ main }) {
    const shell = new Set<unknown>(usesOf(main, 'shell').map(({ node }) => node))
    const opened = main.nodes.filter(
      ({ type, object, property }) =>
        type === 'MemberExpression' &&
        shell.has(object) &&
        (property as { name?: string }).name === 'openExternal',
    )
    equal(opened.length, 1, `shell.openExternal is reached from ${opened.length} places`)
    return 'shell.openExternal is reached from one place, behind the list of what may be opened'
  },
  16() {
    const wanted = readJson('package.json', packageSchema).devDependencies.electron
    const locked = readJson('package-lock.json', lockSchema).packages['node_modules/electron']?.version
    ok(wanted && /^\d+\.\d+\.\d+$/.test(wanted), 'Electron is not pinned')
    equal(locked, wanted)
    return `${wanted}, pinned and locked`
  },
  17({ main }) {
    equal(usesOf(main, 'ipcMain').length, 1, 'ipcMain is used beside the router')
    deepEqual(callsOf(main, 'handleOnce'), [])
    ok(
      main.nodes.some(({ type, name }) => type === 'Identifier' && name === 'senderFrame'),
      'nobody looks at the sender',
    )
    return 'ipcMain goes to the router alone, which looks at senderFrame'
  },
  18({ main }) {
    deepEqual(callsOf(main, 'loadFile'), [])
    equal(callsOf(main, 'registerSchemesAsPrivileged').length, 1)
    for (const [address] of callsOf(main, 'loadURL'))
      ok(address && !/^file:/.test(String(said(address))), 'a page is loaded from a file')
    equal(fuses.grantFileProtocolExtraPrivileges, false)
    return 'no loadFile, one privileged scheme, grantFileProtocolExtraPrivileges off'
  },
  19() {
    const wanted = {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    }
    const declared = { ...builder().electronFuses } as Record<string, unknown>
    for (const [name, value] of Object.entries(wanted))
      equal(declared[name], value, `${name} is ${declared[name]}`)
    return `${Object.keys(wanted).length} fuses are set in the package's configuration`
  },
  20({ preload }) {
    const exposed = [...callsOf(preload, 'exposeInMainWorld'), ...callsOf(preload, 'exposeInIsolatedWorld')]
    equal(exposed.length, 1)
    const [name, api] = exposed[0] ?? []
    equal(name && said(name), 'gatehouse')
    ok(api)
    const members = [...fieldsOf(api).keys()].sort()
    deepEqual(members, ['command', 'on', 'query'])
    const used = preload.nodes
      .filter(({ type, object }) => type === 'MemberExpression' && isIpcRenderer(object))
      .map(({ property }) => (property as { name: string }).name)
    deepEqual([...new Set(used)].sort(), ['invoke', 'on'])
    // Each time it is named, one of these is called on it: it is never handed on as a value.
    equal(preload.nodes.filter(isIpcRenderer).length, used.length)
    return `one object of ${members.join(', ')}; ipcRenderer itself is handed to nobody`
  },
}

function isIpcRenderer(node: unknown): boolean {
  const { type, property } = node as { type?: string; property?: { name?: string } }
  return type === 'MemberExpression' && property?.name === 'ipcRenderer'
}
