import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

test('what lies on the disk holds no name, no address and no token that can be read', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  await cassie.expectPill(/^Synced/)
  await cassie.switchTo('Fernstone Optics')
  await demo.stopServer()
  await cassie.invite(['secret.person@guest.test'])
  await cassie.desktop.quit()
  const tokens = await filesBelow(cassie.desktop.userData)
  const known = [
    'Nadia Okafor',
    'nadia@example.org',
    'cassie@example.com',
    'secret.person',
    'refresh_token',
    'access_token',
    demo.password,
  ]
  const found: string[] = []
  for (const file of tokens) {
    // The stand-in's Chromium keeps its own window titles and caches; real Electron's profile is not written to by the page.
    if (file.includes('/chromium/')) continue
    const bytes = await readFile(file)
    for (const text of known)
      if (bytes.includes(text)) found.push(`${text} in ${file.slice(cassie.desktop.userData.length)}`)
  }
  expect(
    tokens.some((file) => file.endsWith('.db')),
    'there is a replica',
  ).toBe(true)
  expect(found).toEqual([])
})

test('the page has no token, no Node, no network and no way to run text as code', async ({
  signedIn,
  demo,
}) => {
  const cassie = await signedIn('consultant')
  const seen = await cassie.page.evaluate(async (address) => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective))
    const fetched = await fetch(`${address}/v1/me`).then(
      () => 'answered',
      () => 'refused',
    )
    // Through a timer: what the driver evaluates itself is exempt from the page's policy.
    const evaluated = await new Promise<string>((done) => {
      setTimeout(() => {
        try {
          const run = Reflect.get(globalThis, 'eval') as (text: string) => unknown
          done(String(run('1 + 1')))
        } catch (error) {
          done((error as Error).name)
        }
      })
    })
    const bridge = Object.keys((window as unknown as { gatehouse: object }).gatehouse)
    return {
      fetched,
      evaluated,
      bridge,
      node: typeof (globalThis as { require?: unknown }).require,
      violations,
      stored: [localStorage.length, sessionStorage.length, document.cookie],
    }
  }, demo.url)
  expect(seen).toMatchObject({
    fetched: 'refused',
    evaluated: 'EvalError',
    node: 'undefined',
    stored: [0, 0, ''],
  })
  expect(seen.bridge.sort()).toEqual(['command', 'on', 'query'])
  expect(seen.violations).toContain('connect-src')
  // These were provoked; whatever else was complained about still fails the test.
  cassie.desktop.forgive(/Content Security Policy|TrustedScript|connect-src|script-src/)
})

test('an account that is not hers answers like one that does not exist', async ({ signedIn }) => {
  const nadia = await signedIn('owner')
  const answer = await nadia.page.evaluate(async () => {
    const { gatehouse } = window as unknown as {
      gatehouse: { query(name: string, input: object): Promise<unknown> }
    }
    return gatehouse.query('accounts.get', { accountId: '01900000-0000-7000-8000-000000000000' })
  })
  expect(answer).toMatchObject({ ok: false, error: { code: 'not_found' } })
})
