// What Electron's distribution looks like from outside, without Electron in it: so that electron-builder packs for all
// three systems where the real one can't be had, and everything but the runtime itself is as it will be.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'
import { fuseMark } from './fuses.ts'
import { addonPackage } from './modules.ts'
import type { Target } from './native.ts'

const addons = join(import.meta.dirname, '../node_modules', addonPackage, 'prebuilds')

/** Fuses as Electron delivers them. */
const delivered = Buffer.concat([Buffer.from(fuseMark), Buffer.from([1, 9]), Buffer.from('100110011')])

/** Writes a stand-in for the distribution of Electron for one target into an empty folder. */
export function writeStandIn(folder: string, { system, processor }: Target): void {
  const write = (path: string, content: string | Buffer, mode = 0o644) => {
    const file = join(folder, path)
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, content, { mode })
  }
  // A library of the right kind, as the tools that edit an executable want to read its headers.
  const library = readFileSync(join(addons, `${system}-${processor}.node`))
  const executable = Buffer.concat([system === 'win32' ? withVersion(library) : library, delivered])
  write('LICENSE', 'stands for the licence of Electron\n')
  write('LICENSES.chromium.html', 'stands for the licences of Chromium\n')
  write('version', '0.0.0')
  if (system === 'darwin') {
    writeBundle(write, executable)
    return
  }
  for (const language of ['en-US', 'en-GB', 'ar', 'de', 'zh-CN']) write(`locales/${language}.pak`, language)
  write('resources.pak', '')
  if (system === 'win32') write('electron.exe', executable, 0o755)
  else {
    write('electron', executable, 0o755)
    write('chrome-sandbox', 'stands for the helper of the sandbox', 0o755)
  }
}

type Write = (path: string, content: string | Buffer, mode?: number) => void

function writeBundle(write: Write, executable: Buffer): void {
  const contents = 'Electron.app/Contents'
  const framework = `${contents}/Frameworks/Electron Framework.framework`
  write(`${contents}/Info.plist`, plist('Electron', 'com.github.Electron'))
  write(`${contents}/MacOS/Electron`, '', 0o755)
  write(`${contents}/Resources/electron.icns`, '')
  write(`${framework}/Electron Framework`, executable, 0o755)
  for (const language of ['en', 'en_GB', 'ar', 'de', 'zh_CN']) {
    write(`${contents}/Resources/${language}.lproj/locale.pak`, language)
    write(`${framework}/Versions/A/Resources/${language}.lproj/locale.pak`, language)
  }
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const helper = `${contents}/Frameworks/Electron Helper${kind}.app/Contents`
    write(`${helper}/Info.plist`, plist(`Electron Helper${kind}`, 'com.github.Electron.helper'))
    write(`${helper}/MacOS/Electron Helper${kind}`, '', 0o755)
  }
}

function plist(name: string, id: string): string {
  const pairs = {
    CFBundleExecutable: name,
    CFBundleIdentifier: id,
    CFBundleName: name,
    CFBundlePackageType: 'APPL',
  }
  const lines = Object.entries(pairs).map(([key, value]) => `<key>${key}</key><string>${value}</string>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>${lines.join('')}</dict></plist>\n`
}

/** A program for Windows says its version, and electron-builder writes the hash of the archive beside it. */
function withVersion(library: Buffer): Buffer {
  const executable = NtExecutable.from(library)
  const resources = NtExecutableResource.from(executable)
  const version = Resource.VersionInfo.createEmpty()
  version.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: 'Electron' })
  version.outputToResourceEntries(resources.entries)
  resources.outputResource(executable)
  return Buffer.from(executable.generate())
}
