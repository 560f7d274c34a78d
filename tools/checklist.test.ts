import { describe, expect, test } from 'vitest'
import { type Bundles, readBundles, withScript } from './checklist/bundles.ts'
import { points } from './checklist/points.ts'
import { staticChecks } from './checklist/static.ts'

// Of what `npm run build` left; `npm test` builds before it gets here. tests/e2e/checklist.spec.ts asks the running app.
const bundles = readBundles()

for (const [index, title] of points.entries()) {
  test(`point ${index + 1} of Electron's checklist, in the bundles: ${title}`, () => {
    expect(staticChecks[index + 1]?.(bundles)).toMatch(/./)
  })
}

describe('a bundle that opens a door is found', () => {
  const open = "import { BrowserWindow as W, ipcMain as i, shell as s } from 'electron';"
  test.each<[number, keyof Bundles, string]>([
    [2, 'main', `${open} new W({})`],
    [2, 'main', `${open} new W({ webPreferences: { nodeIntegration: !0 } })`],
    [2, 'main', `${open} new W({ webPreferences: { ...p, nodeIntegration: !0 } })`],
    [2, 'main', 'f({ contextIsolation: !0, nodeIntegration: !0 })'],
    [3, 'main', 'f({ contextIsolation: !1 })'],
    [3, 'main', 'f({ contextIsolation: decide() })'],
    [4, 'main', 'f({ contextIsolation: !0 })'],
    [4, 'main', 'a.commandLine.appendSwitch(`no-sandbox`)'],
    [6, 'main', 'f({ contextIsolation: !0, webSecurity: !1 })'],
    [8, 'main', 'f({ contextIsolation: !0, allowRunningInsecureContent: !0 })'],
    [9, 'main', 'f({ contextIsolation: !0, experimentalFeatures: !0 })'],
    [10, 'main', 'f({ enableBlinkFeatures: `ExecCommandInJavaScript` })'],
    [11, 'main', 'f({ contextIsolation: !0, webviewTag: !0 })'],
    [11, 'renderer', 'f(`<webview src=x>`)'],
    [15, 'main', `${open} s.openExternal(address)`],
    [17, 'main', `${open} i.on('x', (event) => event.sender.send('y'))`],
    [18, 'main', 'w.loadFile(`index.html`)'],
    [18, 'main', 'w.loadURL(`file:///x.html`)'],
    [18, 'main', 'p.registerSchemesAsPrivileged([])'],
    [20, 'preload', 'e.contextBridge.exposeInMainWorld(`more`, {})'],
    [20, 'preload', 'e.ipcRenderer.send(`x`)'],
    [20, 'preload', 'f(e.ipcRenderer)'],
  ])('point %i: %s with %s', (number, part, script) => {
    expect(() => staticChecks[number]?.(withScript(bundles, part, script))).toThrow()
  })

  test('a name that is another one within a function is not mistaken for it', () => {
    const script = `${open} const f = (s, W) => { s.openExternal(x); return new W({}) }; function g(i) { i.on() }`
    const more = withScript(bundles, 'main', script)
    for (const number of [2, 15, 17]) expect(staticChecks[number]?.(more)).toMatch(/./)
  })
})
