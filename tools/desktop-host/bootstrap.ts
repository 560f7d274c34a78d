// What the Electron executable does around an app: command line, package.json, -r scripts, the entry, `ready`.
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseCommandLine, switches } from './command-line.ts'
import { app, startApp } from './modules/app.ts'
import { type AppPackage, running } from './modules/paths.ts'

/**
 * Chromium starts when the entry has run, so that paths and switches it sets still count. An entry that waits for
 * `app.whenReady()` at its top level would never have run; after this many milliseconds Chromium starts anyway.
 */
const entryPatience = 3_000

const require = createRequire(import.meta.url)
const args = process.argv.slice(2)
process.argv = [join(import.meta.dirname, 'electron'), ...args]

function findEntry(path: string): string {
  const target = resolve(path)
  const isFolder = statSync(target).isDirectory()
  if (!isFolder && !target.endsWith('.json')) {
    running.folder = dirname(target)
    return target
  }
  running.folder = isFolder ? target : dirname(target)
  running.package = JSON.parse(readFileSync(join(running.folder, 'package.json'), 'utf8')) as AppPackage
  return resolve(running.folder, running.package.main ?? 'index.js')
}

function describeProcess(): void {
  const { version } = require('electron/package.json') as { version: string }
  const define = (target: object, name: string, value: unknown): void => {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
  }
  define(process.versions, 'electron', version)
  define(process.versions, 'chrome', '')
  define(process, 'type', 'browser')
  define(process, 'defaultApp', true)
  define(process, 'resourcesPath', join(import.meta.dirname, 'resources'))
}

async function run(): Promise<void> {
  const commandLine = parseCommandLine(args)
  if (commandLine.entry === undefined) throw new Error('usage: electron [switches] path-to-app [arguments]')
  for (const [name, value] of commandLine.switches) switches.set(name, value)
  const entry = findEntry(commandLine.entry)
  describeProcess()
  process.on('SIGINT', () => app.quit()).on('SIGTERM', () => app.quit())

  const requireFromHere = createRequire(join(process.cwd(), 'index.js'))
  for (const script of commandLine.scripts) requireFromHere(resolve(script))
  const loaded = import(pathToFileURL(entry).href)
  await Promise.race([loaded, new Promise((resolvePatience) => setTimeout(resolvePatience, entryPatience))])
  await startApp()
  await loaded
}

run().catch((error: unknown) => {
  const expected = error instanceof Error && /^(desktop-host|usage):/.test(error.message)
  console.error(expected ? error.message : error)
  app.exit(1)
})
