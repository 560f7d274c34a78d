import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright'
import { z } from 'zod'
import { demoPerson } from '../../server/src/demo/people.ts'
import {
  type Canary,
  found,
  foundInFiles,
  heapOf,
  keptByPage,
  keyCanary,
  processesOf,
  seenSecrets,
  textCanary,
  watchSecrets,
} from './canary.ts'
import { expect, test } from './fixtures.ts'

const root = join(import.meta.dirname, '../..')
const cassie = demoPerson('consultant')

/** What is somebody's own: it may be on the screen, and nowhere else that can be read. */
const personal = [
  textCanary('an account', 'Fernstone Optics'),
  textCanary("an account's user", 'Nadia Okafor'),
  textCanary("an account's address", 'nadia@example.org'),
  textCanary('the own name', cassie.name),
  textCanary('the own address', cassie.email),
  textCanary('an address typed offline', 'canary.person@guest.test'),
  textCanary('a search', 'Quetzalcanary'),
]

test('no secret and no name gets where it can be read: page, processes, addresses, diagnostics, logs, files', async ({
  openApp,
  systemBrowser,
  demo,
}) => {
  // Everything there is gets searched, for every form of every secret.
  test.slow()
  const area = await openApp({ env: { GATEHOUSE_LOG: 'verbose' } })
  const { desktop } = area
  const said: string[] = []
  for (const stream of [desktop.app.process().stdout, desktop.app.process().stderr])
    stream?.on('data', (text: Buffer) => said.push(text.toString()))
  await watchSecrets(desktop.app)

  const invitationToken = demo.inviteeLink.split('/').at(-1) ?? ''
  const link = `gatehouse://invite/${invitationToken}?server=${encodeURIComponent(demo.url)}`
  await area.signIn(systemBrowser, { email: cassie.email, password: demo.password })
  await area.expectPill(/^Synced/)
  await askMain(area.page, 'command', 'diagnostics.setLevel', { level: 'detailed' })
  await area.switchTo('Fernstone Optics')
  await desktop.startAgain(link)
  await expect(area.page.getByRole('dialog')).toBeVisible()
  await area.page.keyboard.press('Escape')
  await area.page.keyboard.press('ControlOrMeta+k')
  await area.page.getByRole('dialog').getByRole('combobox').fill('Quetzalcanary')
  await area.page.keyboard.press('Escape')
  await demo.stopServer()
  await area.invite(['canary.person@guest.test'])
  await area.expectPill(/Offline/)

  const seen = await seenSecrets(desktop.app)
  const secrets = secretsOf(seen.tokens, seen.wrapped, demo.password, invitationToken)
  const everything = [...secrets, ...personal]

  await test.step('the page: what it shows, keeps and holds in memory has no secret', async () => {
    const [kept, heap] = [await keptByPage(area.page), await heapOf(area.page)]
    expect(found(personal, 'the memory of the page', heap), 'its memory can be searched').toContain(
      'an account in the memory of the page',
    )
    expect([...found(secrets, 'the page', kept), ...found(secrets, 'its memory', heap)]).toEqual([])
  })

  await test.step('processes: neither arguments nor environment', async () => {
    const processes = await processesOf(desktop.app.process().pid ?? 0)
    if (process.platform === 'linux') expect(processes).toContain(desktop.userData)
    expect(found(everything, 'the processes', processes)).toEqual([])
  })

  await test.step('addresses: what is asked for, and what the system browser was told to open', async () => {
    const addresses = [...seen.urls, ...(await desktop.opened()), area.page.url()].join('\n')
    expect(addresses).toContain(`${demo.url}/v1/`)
    expect(found(everything, 'addresses', addresses)).toEqual([])
  })

  await test.step('diagnostics: what the user reads and saves, after a page said secrets in its errors', async () => {
    // As many as are written down in a minute.
    const said = [...seen.tokens, ...seen.wrapped, link, cassie.email].slice(-20)
    for (const [at, text] of said.entries()) {
      const frames = [`at run (${text.slice(0, 200)})`, `at key=${text.slice(0, 200)} (app.js:1:1)`]
      const error = { kind: at % 2 === 0 ? 'error' : 'crash', name: text.slice(0, 80), frames }
      expect(await askMain(area.page, 'command', 'diagnostics.noteError', error)).toMatchObject({
        value: { reference: expect.any(String) },
      })
    }
    const preview = await askMain(area.page, 'query', 'diagnostics.preview', {})
    const { previewId, parts } = previewSchema.parse(preview).value
    await saveTo(desktop.app, join(desktop.userData, 'saved.txt'))
    await askMain(area.page, 'command', 'diagnostics.save', {
      previewId,
      parts: parts.map(({ part }) => part),
    })
    const saved = await readFile(join(desktop.userData, 'saved.txt'), 'utf8')
    expect(saved).toContain('an error in the page')
    expect([
      ...found(everything, 'what is read', JSON.stringify(preview)),
      ...found(everything, 'what is saved', saved),
    ]).toEqual([])
  })

  await test.step('the lock: of the account nothing is left, in the memory of the page neither', async () => {
    await area.page.keyboard.press('ControlOrMeta+l')
    await expect(area.page.getByRole('heading', { name: 'Gatehouse is locked' })).toBeVisible()
    const heap = await heapOf(area.page)
    expect(found(personal, 'its memory', heap), 'whose lock it is').toContain('the own name in its memory')
    const others = everything.filter(({ name }) => !name.startsWith('the own '))
    expect(found(others, 'the memory of the locked page', heap)).toEqual([])
  })

  await desktop.quit()

  await test.step('logs: what it said and wrote', async () => {
    const log = await readFile(join(desktop.userData, 'logs/gatehouse.log'), 'utf8')
    expect(log).toContain('started')
    expect(said.join('')).toContain('started')
    expect([
      ...found(everything, 'the log', log),
      ...found(everything, 'the console', said.join('')),
    ]).toEqual([])
  })

  await test.step('files: no secret in any, no name in any of ours', async () => {
    // Chromium's own profile: the page writes nothing there, but a browser that stands in for Electron keeps the title
    // of its window. Secrets are searched for in it all the same.
    const findings = [
      ...(await foundInFiles(secrets, desktop.userData)),
      ...(await foundInFiles(personal, desktop.userData, (file) => !file.startsWith('chromium/'))),
    ]
    expect(findings).toEqual([])
  })

  await test.step('the search finds what is there', async () => {
    for (const [at, { name, forms }] of everything.entries()) {
      await writeFile(join(desktop.userData, `planted-${at}`), Buffer.concat([Buffer.from('{"'), ...forms]))
      expect(await foundInFiles(everything, desktop.userData, (file) => file === `planted-${at}`)).toContain(
        `${name} in planted-${at}`,
      )
    }
  })
})

const previewSchema = z.object({
  ok: z.literal(true),
  value: z.object({
    previewId: z.string(),
    parts: z.array(z.object({ part: z.string(), text: z.string() })),
  }),
})

/** By the page's own bridge, as whatever runs in the page could. */
function askMain(page: Page, kind: 'query' | 'command', name: string, input: object): Promise<unknown> {
  return page.evaluate(
    ([way, asked, given]) => {
      const { gatehouse } = window as unknown as {
        gatehouse: Record<'query' | 'command', (name: string, input: object) => Promise<unknown>>
      }
      return gatehouse[way](asked, given)
    },
    [kind, name, input] as const,
  )
}

/** What is saved from now on goes here, without anybody being asked where to. */
async function saveTo(app: ElectronApplication, file: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, file)
}

/** Tokens of every kind, what the keychain wrapped, and the password. Each kind has to be among them. */
function secretsOf(tokens: string[], wrapped: string[], password: string, invitation: string): Canary[] {
  const keys = wrapped.filter((text) => Buffer.from(text, 'base64').length === 32 && text.length === 44)
  const kept = wrapped.flatMap((text) => /"refreshToken":"([^"]+)"/.exec(text)?.[1] ?? [])
  expect(keys.length, "the database's key was wrapped").toBeGreaterThan(0)
  expect(kept.length, 'a sign-in was wrapped').toBeGreaterThan(0)
  expect(tokens.length, 'code, verifier, access, refresh and id token').toBeGreaterThanOrEqual(5)
  expect(tokens).toEqual(expect.arrayContaining(kept))
  expect(invitation).toMatch(/^[\w-]{43}$/)
  return [
    ...tokens.map((token, at) => textCanary(`token ${at}`, token)),
    ...keys.map((key) => keyCanary("the database's key", Buffer.from(key, 'base64'))),
    textCanary('the password', password),
    textCanary("the invitation's token", invitation),
  ]
}

test('what is built holds nothing of who built it, no password and no key', async ({ demo }) => {
  const canaries = [
    ...personal,
    textCanary('the demo password', demo.password),
    textCanary('the folder it was built in', root),
    textCanary('a private key', 'PRIVATE KEY-----'),
    textCanary('a way to the sources', 'sourceMappingURL='),
  ]
  expect(await foundInFiles(canaries, join(root, 'out'))).toEqual([])
  const words = await foundInFiles([textCanary('words', 'Invitations')], join(root, 'out/main'))
  expect(words).not.toEqual([])
})
