import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildIfStale } from '../tools/build.ts'
import { bundled } from './modules.ts'
import type { Processor } from './native.ts'
import { packAndInspect, unpack } from './pack.ts'

// electron-builder really packs here, around a stand-in for Electron: archive, fuses, hashes, names, one after another.
const long = 120_000
const root = join(import.meta.dirname, '..')
let scratch: string

beforeAll(() => {
  if (!existsSync(join(root, 'out/main/index.js'))) buildIfStale()
  scratch = mkdtempSync(join(tmpdir(), 'gatehouse-packaging-'))
}, 120_000)
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

it.each([
  { system: 'darwin', processor: 'arm64' },
  { system: 'win32', processor: 'x64' },
] as const)(
  'packs for $system $processor what belongs there and nothing else, fuses thrown, archive vouched for',
  async (target) => {
    const { files, problems } = await packAndInspect(target)
    expect(problems).toEqual([])
    expect(files.filter(({ path }) => path.endsWith('.node')).map(({ path }) => path)).toEqual([
      `node_modules/better-sqlite3-multiple-ciphers/prebuilds/${target.system}-${target.processor}.node`,
    ])
  },
  long,
)

it(
  'makes no package of a program with a source map in it, and names the file',
  async () => {
    const planted = join(scratch, 'planted')
    mkdirSync(planted)
    writeFileSync(join(planted, 'index.js.map'), '{}')
    const { default: configuration } = await import('../electron-builder.ts')
    const { files } = configuration()
    const withMap = [...(files as object[]), { from: planted, to: 'out/renderer/assets' }]
    await expect(
      packAndInspect({ system: 'linux', processor: 'x64' }, { changes: { files: withMap as never } }),
    ).rejects.toThrow('out/renderer/assets/index.js.map: a source map')
  },
  long,
)

describe.skipIf(process.platform === 'win32')('a Debian package', () => {
  let tools: string
  let program: string
  let problems: string[]
  const kept = (name: string) => readFileSync(join(tools, name), 'utf8')

  beforeAll(async () => {
    // Stands for the program that puts the package together, and keeps what it was told.
    tools = join(scratch, 'tools')
    program = join(scratch, 'program')
    mkdirSync(tools)
    writeFileSync(
      join(tools, 'fpm'),
      `#!/bin/sh
for each in "$@"; do
  printf '%s\\n' "$each" >>'${tools}/arguments'
  case "$each" in
    *.desktop=*) cp "\${each%%=*}" '${tools}/desktop' ;;
    */*after-install*) cp "$each" '${tools}/after-install' ;;
    */*after-remove*) cp "$each" '${tools}/after-remove' ;;
    *.deb) : >"$each" ;;
    */=/opt/*) cp "\${each%%=*}/resources/apparmor-profile" '${tools}/profile' ;;
  esac
done
`,
    )
    chmodSync(join(tools, 'fpm'), 0o755)
    vi.stubEnv('USE_SYSTEM_FPM', 'true')
    vi.stubEnv('PATH', `${tools}${delimiter}${process.env.PATH}`)
    const target = { system: 'linux', processor: process.arch as Processor } as const
    const inspected = await packAndInspect(target, { kind: 'deb' }, (inspected) => unpack(inspected, program))
    vi.unstubAllEnvs()
    problems = inspected.problems
  }, long)

  it('holds what belongs there and nothing else, fuses thrown', () => {
    expect(problems).toEqual([])
  })

  it('has its links, its window, its needs and its scripts', () => {
    const said = kept('arguments').split('\n')
    expect(said).toEqual(
      expect.arrayContaining(['libnss3', 'libsecret-1-0', 'xdg-utils', '--category', 'admin']),
    )
    expect(said.filter((each) => each.includes('/hicolor/'))).toHaveLength(9)
    expect(said).toContainEqual(
      expect.stringMatching(/\.desktop=\/usr\/share\/applications\/gatehouse\.desktop$/),
    )
    expect(kept('desktop').split('\n')).toEqual(
      expect.arrayContaining([
        'Name=Gatehouse',
        'Exec=/opt/Gatehouse/gatehouse %U',
        'StartupWMClass=gatehouse',
        'MimeType=x-scheme-handler/gatehouse;',
      ]),
    )
    expect(kept('profile')).toContain(
      'profile "gatehouse" "/opt/Gatehouse/gatehouse" flags=(unconfined) {\n  userns,',
    )
    expect(kept('after-install') + kept('after-remove')).not.toContain('${')
  })

  it.skipIf(process.platform !== 'linux')(
    'lets the program load every package that it needs',
    () => {
      // Electron is the one that a package finds in the runtime and not on the disk.
      const electron = join(program, 'node_modules/electron')
      mkdirSync(electron)
      writeFileSync(join(electron, 'package.json'), '{"name":"electron","main":"index.js"}')
      writeFileSync(join(electron, 'index.js'), 'exports.app = { getVersion: () => "1", getName: () => "x" }')
      const names = Object.keys(ownDependencies()).filter((name) => !bundled.includes(name))
      const load = `
      import Database from 'better-sqlite3-multiple-ciphers'
      for (const name of ${JSON.stringify(names)}) await import(name === 'electron-log' ? 'electron-log/node' : name)
      const database = new Database('opened.db')
      database.pragma("key = 'x'")
      console.log(database.prepare('select 6 * 7').pluck().get())`
      writeFileSync(join(program, 'load.mjs'), load)
      const { stdout, stderr } = spawnSync(process.execPath, ['load.mjs'], { cwd: program, encoding: 'utf8' })
      expect(stderr).toBe('')
      expect(stdout).toBe('42\n')
    },
    long,
  )
})

function ownDependencies(): Record<string, string> {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  return manifest.dependencies
}
