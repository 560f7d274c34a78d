import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contentSecurityPolicy, fileOf, respond, serveApp } from './app-protocol.ts'

let home: string
let root: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'gatehouse-pages-'))
  root = join(home, 'renderer')
  await mkdir(join(root, 'assets'), { recursive: true })
  await writeFile(join(root, 'index.html'), '<!doctype html><title>x</title>')
  await writeFile(join(root, 'assets/a.js'), 'let a')
  await writeFile(join(home, 'secret.json'), '{"secret":true}')
  await mkdir(join(home, 'renderer-other'))
  await writeFile(join(home, 'renderer-other/x.js'), 'let secret')
})
afterAll(() => rm(home, { recursive: true }))

describe('our own files', () => {
  test('are served with their type and the policy', async () => {
    const page = await respond(root, 'app://gatehouse/', 'GET')
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.headers.get('content-security-policy')).toBe(contentSecurityPolicy)
    const script = await respond(root, 'app://gatehouse/assets/a.js', 'GET')
    expect(script.headers.get('content-type')).toContain('text/javascript')
    expect(await script.text()).toBe('let a')
  })

  test('the policy allows no inline script or style, no eval and no foreign connection', () => {
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:/)
    expect(contentSecurityPolicy).toContain("require-trusted-types-for 'script'")
    expect(contentSecurityPolicy).toContain("trusted-types 'none'")
    expect(contentSecurityPolicy).toContain("connect-src 'none'")
  })
})

describe('everything else is not found', () => {
  test.each([
    'app://gatehouse/../secret.json',
    'app://gatehouse/%2e%2e/secret.json',
    'app://gatehouse/%2e%2e%2fsecret.json',
    'app://gatehouse/..%5csecret.json',
    'app://gatehouse/assets/../../secret.json',
    'app://gatehouse/assets%2f..%2f..%2fsecret.json',
    'app://gatehouse/%2e%2e%2frenderer-other%2fx.js',
    'app://gatehouse//etc/passwd',
    'app://gatehouse/index.html%00.js',
    'app://gatehouse/%E0%A4%A',
    'app://other/index.html',
    'app://gatehouse@other/index.html',
    'https://gatehouse/index.html',
    'file:///etc/passwd',
    'nonsense',
  ])('%s', async (address) => {
    const answer = await respond(root, address, 'GET')
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toContain('secret')
  })

  test('a way out of the folder is never found', () => {
    const parts = fc.constantFrom(
      '..',
      '%2e%2e',
      '/',
      '%2f',
      '%5c',
      '\\',
      '.',
      'renderer-other',
      'secret.json',
      'x.js',
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (path) => {
        const file = fileOf(root, `app://gatehouse/${path.join('')}`)
        expect(file === null || file.startsWith(`${root}/`)).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  test('writing methods too', async () => {
    expect((await respond(root, 'app://gatehouse/', 'POST')).status).toBe(404)
  })
})

test('another host under our scheme is answered by whoever has it, and by nobody else', async () => {
  const handlers: ((request: Request) => Response | Promise<Response>)[] = []
  const answer = (address: string) => new Response(`printed ${new URL(address).pathname}`)
  serveApp({ handle: (_scheme, handler) => void handlers.push(handler as (typeof handlers)[0]) }, root, {
    print: answer,
  })
  const ask = async (url: string) => handlers[0]?.({ url, method: 'GET' } as Request)
  expect(await (await ask('app://print/1/page.html'))?.text()).toBe('printed /1/page.html')
  expect((await ask('app://elsewhere/1/page.html'))?.status).toBe(404)
})
