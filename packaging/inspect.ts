import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Archive, type ArchiveEntry, readArchive } from './asar.ts'
import { problemsOf } from './content.ts'
import { fuses, readFuses } from './fuses.ts'
import { shippedModules } from './modules.ts'
import type { Target } from './native.ts'

export interface Inspected {
  files: ArchiveEntry[]
  problems: string[]
}

const root = join(import.meta.dirname, '..')

interface Places {
  resources: string
  /** Where the fuses are. */
  executable: string
  /** Electron's own words, a folder or a file for each language. */
  languages: string
}

/** Where things lie in what electron-builder has unpacked. */
export function placesIn(folder: string, { system }: Target): Places {
  if (system === 'darwin') {
    const contents = join(folder, 'Gatehouse.app/Contents')
    const framework = join(contents, 'Frameworks/Electron Framework.framework')
    return {
      resources: join(contents, 'Resources'),
      executable: join(framework, 'Electron Framework'),
      languages: join(framework, 'Versions/A/Resources'),
    }
  }
  return {
    resources: join(folder, 'resources'),
    executable: join(folder, system === 'win32' ? 'Gatehouse.exe' : 'gatehouse'),
    languages: join(folder, 'locales'),
  }
}

/** Looks at the program in a folder that electron-builder has packed: its files, and what lies around them. */
export function inspectProgram(folder: string, target: Target): Inspected {
  const { resources } = placesIn(folder, target)
  const archive = readArchive(join(resources, 'app.asar'))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return {
    files: archive.entries,
    problems: [
      ...problemsOf(archive.entries, { target, modules: shippedModules(), version }),
      ...hashProblems(archive),
      ...surroundings(resources),
    ],
  }
}

/** The same, and what holds once electron-builder is through: fuses, the archive's hash, languages. */
export function inspectPackage(folder: string, target: Target): Inspected {
  const { files, problems } = inspectProgram(folder, target)
  return {
    files,
    problems: [
      ...problems,
      ...fuseProblems(folder, target),
      ...integrityProblems(folder, target),
      ...languageProblems(folder, target),
    ],
  }
}

/** Every file has its hash in the header, and it is the right one. */
function hashProblems({ entries }: Archive): string[] {
  const wrong = entries.filter(
    (entry) => !entry.isLink && entry.sha256 !== createHash('sha256').update(entry.read()).digest('hex'),
  )
  return wrong.map(({ path }) => `${path}: not the file that the archive's header vouches for`)
}

/** Beside the archive there is nothing that could be loaded in its place. */
function surroundings(resources: string): string[] {
  const refused = ['app', 'default_app.asar'].filter((name) => existsSync(join(resources, name)))
  return refused.map((name) => `${name} lies beside the archive`)
}

function fuseProblems(folder: string, target: Target): string[] {
  const found = readFuses(readFileSync(placesIn(folder, target).executable))
  if (!found) return ['the executable has no fuses']
  return Object.entries(fuses)
    .filter(([name, wanted]) => found[name] !== wanted)
    .map(([name, wanted]) => `the fuse ${name} is not ${wanted ? 'on' : 'off'}`)
}

/** Electron compares it on macOS and Windows. On Linux it doesn't, and there is no place to write it. */
function integrityProblems(folder: string, target: Target): string[] {
  if (target.system === 'linux') return []
  const { resources, executable } = placesIn(folder, target)
  const { headerSha256 } = readArchive(join(resources, 'app.asar'))
  const carrier = target.system === 'darwin' ? join(folder, 'Gatehouse.app/Contents/Info.plist') : executable
  return readFileSync(carrier).includes(headerSha256)
    ? []
    : ["the executable does not carry the archive's hash"]
}

function languageProblems(folder: string, target: Target): string[] {
  const found = readdirSync(placesIn(folder, target).languages)
    .filter((name) => /\.(pak|lproj)$/.test(name))
    .filter((name) => !/^(en|ar)\b/.test(name) && !/^(en|ar)[-_.]/.test(name))
  return found.map((name) => `${name}: a language that the program does not speak`)
}
