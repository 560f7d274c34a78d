import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

// The scripts of the Debian package are played on a folder that stands for the whole computer, with tools that stand
// for the system's own and write down how they were called.
const sources = join(import.meta.dirname, 'linux')
let machine: string
const at = (path: string) => join(machine, path)
const modeOf = (path: string) => (statSync(at(path)).mode & 0o7777).toString(8)
const calls = () => (existsSync(at('calls')) ? readFileSync(at('calls'), 'utf8').trim().split('\n') : [])

/** As electron-builder fills it in, with all absolute paths below the machine. */
function filledIn(name: string): string {
  return readFileSync(join(sources, name), 'utf8')
    .replaceAll(/\$\{executable\}/g, 'gatehouse')
    .replaceAll(/\$\{sanitizedProductName\}/g, 'Gatehouse')
    .replaceAll(/(?<=[ '"])\/(opt|usr|etc|sys|proc)\//g, `${machine}/$1/`)
}

function tool(name: string, code = 0): void {
  writeFileSync(at(`tools/${name}`), `#!/bin/sh\necho "${name} $*" >>'${at('calls')}'\nexit ${code}\n`)
  chmodSync(at(`tools/${name}`), 0o755)
}

function play(name: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('/bin/sh', ['-c', filledIn(name), name, ...args], {
    env: { PATH: `${at('tools')}:/usr/bin:/bin` },
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
}

beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), 'gatehouse-machine-'))
  for (const folder of ['opt/Gatehouse/resources', 'usr/bin', 'etc/apparmor.d', 'proc/self/ns', 'tools']) {
    mkdirSync(at(folder), { recursive: true })
  }
  mkdirSync(at('sys/kernel/security/apparmor'), { recursive: true })
  writeFileSync(at('opt/Gatehouse/gatehouse'), '', { mode: 0o775 })
  writeFileSync(at('opt/Gatehouse/chrome-sandbox'), '', { mode: 0o755 })
  writeFileSync(at('opt/Gatehouse/resources/apparmor-profile'), filledIn('apparmor-profile'))
  chmodSync(at('opt/Gatehouse/gatehouse'), 0o777)
  for (const name of ['update-alternatives', 'chown', 'apparmor_parser', 'update-desktop-database'])
    tool(name)
  tool('ischroot', 1)
  tool('unshare', 1)
})
afterEach(() => rmSync(machine, { recursive: true, force: true }))

describe.skipIf(process.platform === 'win32')('the Debian package', () => {
  it('brings the profile that lets the sandbox be made where Ubuntu restricts it', () => {
    play('after-install.sh', 'configure')
    const profile = readFileSync(at('etc/apparmor.d/gatehouse'), 'utf8')
    expect(profile).toContain('userns,')
    expect(profile).toMatch(/^profile "gatehouse" "\S+\/opt\/Gatehouse\/gatehouse" flags=\(unconfined\)/m)
    expect(modeOf('etc/apparmor.d/gatehouse')).toBe('644')
    expect(calls()).toContainEqual(expect.stringContaining('apparmor_parser --replace'))
  })

  it('brings no profile where AppArmor can not read it, and goes on', () => {
    tool('apparmor_parser', 1)
    play('after-install.sh', 'configure')
    expect(existsSync(at('etc/apparmor.d/gatehouse'))).toBe(false)
    expect(calls()).toContainEqual(expect.stringContaining('update-desktop-database'))
  })

  it('tells the kernel nothing while an image is made', () => {
    tool('ischroot', 0)
    play('after-install.sh', 'configure')
    expect(existsSync(at('etc/apparmor.d/gatehouse'))).toBe(true)
    expect(calls().filter((call) => call.includes('--replace'))).toEqual([])
  })

  it('lets nobody but root change what is run', () => {
    play('after-install.sh', 'configure')
    expect(modeOf('opt/Gatehouse/gatehouse')).toBe('755')
    expect(calls()).toContain(`chown -R root:root ${at('opt/Gatehouse')}`)
  })

  it('has a helper that runs as root only where there are no user namespaces', () => {
    play('after-install.sh', 'configure')
    expect(modeOf('opt/Gatehouse/chrome-sandbox')).toBe('4755')
    spawnSync('ln', ['-s', 'user:[1]', at('proc/self/ns/user')])
    tool('unshare')
    play('after-install.sh', 'configure')
    expect(modeOf('opt/Gatehouse/chrome-sandbox')).toBe('755')
  })

  it.each(['remove', 'purge'])('takes profile and command away on %s', (how) => {
    play('after-install.sh', 'configure')
    play('after-remove.sh', how)
    expect(existsSync(at('etc/apparmor.d/gatehouse'))).toBe(false)
    const removed = calls().filter((call) => / --remove /.test(call))
    expect(removed.map((call) => call.split(' ')[0])).toEqual(['update-alternatives', 'apparmor_parser'])
  })

  it('keeps them while a newer version takes its place', () => {
    play('after-install.sh', 'configure')
    const before = calls()
    play('after-remove.sh', 'upgrade', '2.0.0')
    expect(existsSync(at('etc/apparmor.d/gatehouse'))).toBe(true)
    expect(calls()).toEqual(before)
  })
})
