import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { plainNotes } from './metadata.ts'
import { isInRollout } from './rollout.ts'
import { metadataFileName } from './signed-metadata.ts'
import { builtInSource, updateSource } from './source.ts'
import { whyNoUpdates } from './support.ts'
import { newKey } from './testing/update-server.ts'
import { compareVersions } from './version.ts'

describe('versions', () => {
  it('come in the order of semantic versioning', () => {
    const inOrder = [
      '0.9.0',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.1',
      '1.10.0',
      '2.0.0',
    ]
    const shuffled = [...inOrder].reverse()
    expect(shuffled.sort(compareVersions)).toEqual(inOrder)
    expect(compareVersions('1.2.3-beta.1', '1.2.3-beta.1')).toBe(0)
  })
})

describe('a version that is handed out in steps', () => {
  const ids = Array.from({ length: 4000 }, (_, index) => `installation ${index}`)
  const inAt = (percentage: number, version: string) =>
    ids.filter((id) => isInRollout(percentage, id, version))

  it('comes to about as many as it says, to the same ones each time, and to more with each step', () => {
    const first = inAt(10, '1.5.0')
    expect(first.length / ids.length).toBeCloseTo(0.1, 1)
    expect(inAt(10, '1.5.0')).toEqual(first)
    const second = new Set(inAt(50, '1.5.0'))
    expect(first.every((id) => second.has(id))).toBe(true)
    expect(inAt(0, '1.5.0')).toEqual([])
    expect(inAt(100, '1.5.0')).toHaveLength(ids.length)
  })

  it('does not come first to the same ones with every version', () => {
    const first = new Set(inAt(10, '1.5.0'))
    const again = inAt(10, '1.6.0').filter((id) => first.has(id))
    expect(again.length).toBeLessThan(first.size / 2)
  })
})

describe('where updates come from', () => {
  const key = newKey().public

  it('over https alone', () => {
    const from = (address: string, isPackaged = true) =>
      updateSource({ isPackaged, trialFile: undefined }, { address, keys: [key] })
    expect(from('https://updates.example.com/gatehouse')).toEqual({
      address: 'https://updates.example.com/gatehouse/',
      keys: [key],
    })
    expect(from('http://updates.example.com/')).toBeNull()
    expect(from('http://127.0.0.1:4000/')).toBeNull()
    expect(from('http://updates.example.com/', false)).toBeNull()
    expect(from('https://name:secret@updates.example.com/')).toBeNull()
    expect(from('ftp://updates.example.com/')).toBeNull()
  })

  it('not without a key', () => {
    const address = 'https://updates.example.com/'
    expect(updateSource({ isPackaged: true, trialFile: undefined }, { address, keys: [] })).toBeNull()
  })

  it('a file for trials counts in no packaged app', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-trial-'))
    const trialFile = join(folder, 'trial.json')
    const development = newKey('development').public
    await writeFile(trialFile, JSON.stringify({ address: 'http://127.0.0.1:4000/', keys: [development] }))
    const builtIn = { address: null, keys: [] }
    expect(updateSource({ isPackaged: true, trialFile }, builtIn)).toBeNull()
    expect(updateSource({ isPackaged: false, trialFile }, builtIn)).toEqual({
      address: 'http://127.0.0.1:4000/',
      keys: [development],
    })
    await rm(folder, { recursive: true })
  })

  it('what is built in is an https address or none, with keys of releases alone', () => {
    expect(builtInSource.address === null || builtInSource.address.startsWith('https://')).toBe(true)
    expect(builtInSource.keys.filter(({ use }) => use !== 'release')).toEqual([])
  })
})

describe('who updates this installation', () => {
  const installed = {
    isPackaged: true,
    platform: 'linux' as NodeJS.Platform,
    hasSource: true,
    appImage: '/home/x/Gatehouse.AppImage' as string | undefined,
    canReplace: () => true,
  }

  it('Gatehouse itself on Windows, on a Mac, and as an AppImage', () => {
    expect(whyNoUpdates(installed)).toBeNull()
    expect(whyNoUpdates({ ...installed, platform: 'win32', appImage: undefined })).toBeNull()
    expect(whyNoUpdates({ ...installed, platform: 'darwin', appImage: undefined })).toBeNull()
  })

  it('others where it is a package, can’t be written, has no source, or runs from its source code', () => {
    expect(whyNoUpdates({ ...installed, appImage: undefined })).toBe('package-manager')
    expect(whyNoUpdates({ ...installed, canReplace: () => false })).toBe('not-writable')
    expect(whyNoUpdates({ ...installed, hasSource: false })).toBe('no-source')
    expect(whyNoUpdates({ ...installed, hasSource: false, isPackaged: false })).toBe('from-source')
  })
})

it('each system and channel has a description of its own', () => {
  expect(metadataFileName('stable', 'win32', 'arm64')).toBe('latest.yml')
  expect(metadataFileName('stable', 'darwin', 'arm64')).toBe('latest-mac.yml')
  expect(metadataFileName('beta', 'linux', 'x64')).toBe('beta-linux.yml')
  expect(metadataFileName('stable', 'linux', 'arm64')).toBe('latest-linux-arm64.yml')
})

it('notes are text: no mark-up, nothing that hides or turns it, and not too long', () => {
  expect(plainNotes('<h1>New</h1>\r\n\r\n\r\n\r\n- <a href="javascript:x">a < b</a>\u202e\u0007')).toBe(
    'New\n\n- a < b',
  )
  expect(plainNotes(null)).toBe('')
  expect(plainNotes('x'.repeat(9000))).toHaveLength(4001)
})
