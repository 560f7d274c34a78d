import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright'
import { z } from 'zod'

// Finds out what the program holds that nobody may see, and searches for it wherever it could have got to.

/** What main was seen with. Everything in it stays in main's memory; the test asks for it there. */
const seenSchema = z.object({
  urls: z.array(z.string()),
  /** Bearers, and what came from and went to the address that gives tokens. */
  tokens: z.array(z.string()),
  /** What the keychain was given to wrap. */
  wrapped: z.array(z.string()),
})
export type Seen = z.infer<typeof seenSchema>

/**
 * Listens to main's requests, which all go by one session of Chromium's, and to its keychain. Before the sign-in, so
 * that nothing is missed.
 */
export async function watchSecrets(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ session, safeStorage }) => {
    const seen = { urls: [] as string[], tokens: [] as string[], wrapped: [] as string[] }
    Object.assign(globalThis, { gatehouseSeen: seen })
    const secretFields = ['access_token', 'refresh_token', 'id_token', 'code', 'code_verifier', 'token']
    const keep = (value: unknown) => {
      if (typeof value === 'string' && value.length > 20 && !seen.tokens.includes(value))
        seen.tokens.push(value)
    }
    const network = session.fromPartition('network', { cache: false })
    const fetch = network.fetch.bind(network)
    network.fetch = async (input, init) => {
      const request = typeof input === 'string' ? null : input
      const url = request && 'url' in request ? request.url : String(input)
      seen.urls.push(url)
      const headers = new Headers(init?.headers ?? request?.headers)
      keep(headers.get('authorization')?.replace(/^\w+ /, ''))
      const isToken = /\/token(?:\/revocation)?$/.test(new URL(url).pathname)
      const body = init?.body ?? null
      if (isToken && body !== null) {
        const fields = new URLSearchParams(String(body))
        for (const name of secretFields) keep(fields.get(name))
      }
      const response = await fetch(input, init)
      if (isToken) {
        const answer = (await response
          .clone()
          .json()
          .catch(() => ({}))) as Record<string, unknown>
        for (const name of secretFields) keep(answer[name])
      }
      return response
    }
    const encrypt = safeStorage.encryptStringAsync.bind(safeStorage)
    safeStorage.encryptStringAsync = (text) => {
      seen.wrapped.push(text)
      return encrypt(text)
    }
  })
}

export async function seenSecrets(app: ElectronApplication): Promise<Seen> {
  return seenSchema.parse(
    await app.evaluate(() => (globalThis as unknown as { gatehouseSeen: unknown }).gatehouseSeen),
  )
}

/** A name for the message, and every form in which it would be recognised. */
export interface Canary {
  name: string
  forms: Buffer[]
}

/** As text, as Windows and Chromium write it, in an address, and encoded. */
export function textCanary(name: string, text: string): Canary {
  const bytes = Buffer.from(text)
  const forms = [
    bytes,
    Buffer.from(text, 'utf16le'),
    Buffer.from(encodeURIComponent(text)),
    Buffer.from(JSON.stringify(text).slice(1, -1)),
    ...encoded(bytes),
  ]
  return { name, forms: distinct(forms) }
}

/** A key: its bytes, and however they would be written down. */
export function keyCanary(name: string, key: Buffer): Canary {
  const texts = encoded(key)
  return {
    name,
    forms: distinct([key, ...texts, ...texts.map((text) => Buffer.from(String(text), 'utf16le'))]),
  }
}

function encoded(bytes: Buffer): Buffer[] {
  // Without the last letters: where more bytes follow, they are others.
  const base64 = (encoding: 'base64' | 'base64url') =>
    bytes.toString(encoding).replace(/=+$/, '').slice(0, -1)
  const hex = bytes.toString('hex')
  return [base64('base64'), base64('base64url'), hex, hex.toUpperCase()].map((text) => Buffer.from(text))
}

function distinct(forms: Buffer[]): Buffer[] {
  return [...new Map(forms.map((form) => [form.toString('hex'), form])).values()]
}

export function found(canaries: readonly Canary[], place: string, content: Buffer | string): string[] {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return canaries
    .filter(({ forms }) => forms.some((form) => bytes.includes(form)))
    .map(({ name }) => `${name} in ${place}`)
}

export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

export async function foundInFiles(
  canaries: readonly Canary[],
  folder: string,
  isSearched: (file: string) => boolean = () => true,
): Promise<string[]> {
  const findings: string[] = []
  for (const file of await filesBelow(folder)) {
    const place = file.slice(folder.length + 1).replaceAll('\\', '/')
    if (!isSearched(place)) continue
    findings.push(...found(canaries, place, place), ...found(canaries, place, await readFile(file)))
  }
  return findings
}

/** All that the page's JavaScript holds, whoever keeps it: every string stands in it as it is. */
export async function heapOf(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page)
  const chunks: Buffer[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(Buffer.from(chunk)))
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return Buffer.concat(chunks)
}

/** What a page can keep or show, apart from its memory. */
export async function keptByPage(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases()
    const caches = await globalThis.caches.keys().catch(() => [])
    const kept = {
      shown: document.documentElement.outerHTML,
      typed: [...document.querySelectorAll('input, textarea')].map(
        (field) => (field as HTMLInputElement).value,
      ),
      local: { ...localStorage },
      session: { ...sessionStorage },
      cookie: document.cookie,
      databases: databases.map(({ name }) => name),
      caches,
      address: location.href,
      history: history.state as unknown,
      title: document.title,
      loaded: performance.getEntries().map(({ name }) => name),
      globals: Object.getOwnPropertyNames(window).map((name) => {
        try {
          const value: unknown = Reflect.get(window, name)
          return [name, typeof value === 'string' ? value : typeof value]
        } catch {
          return [name, 'refused']
        }
      }),
    }
    return JSON.stringify(kept)
  })
}

/** The program's processes with what they were started with, and, where the system shows it, their environment. */
export async function processesOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return ''
  const parents = new Map<number, number>()
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  for (const each of pids) {
    const status = await readFile(`/proc/${each}/stat`, 'utf8').catch(() => '')
    const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1])
    if (Number.isInteger(parent)) parents.set(each, parent)
  }
  const isBelow = (each: number | undefined): boolean =>
    each === pid || (each !== undefined && each > 1 && isBelow(parents.get(each)))
  const texts = await Promise.all(
    pids
      .filter((each) => isBelow(each))
      .flatMap((each) =>
        ['cmdline', 'environ'].map((file) => readFile(`/proc/${each}/${file}`, 'utf8').catch(() => '')),
      ),
  )
  return texts.join('\n')
}
