import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { publicHalf, seal, type UpdateKey } from '../signature.ts'

export interface TestKey {
  private: KeyObject
  public: UpdateKey
}

export function newKey(use: UpdateKey['use'] = 'release'): TestKey {
  const { privateKey } = generateKeyPairSync('ed25519')
  return { private: privateKey, public: { publicKey: publicHalf(privateKey), use } }
}

export interface ReleaseAsked {
  version: string
  file?: string
  content?: Buffer
  notes?: string
  stagingPercentage?: number
  minimumSystemVersion?: string
}

/** What electron-builder writes of a release of one file. */
export function metadataOf({ version, content = Buffer.from(version), ...asked }: ReleaseAsked): string {
  const file = asked.file ?? `Gatehouse-${version}.AppImage`
  const sha512 = createHash('sha512').update(content).digest('base64')
  return [
    `version: ${version}`,
    'files:',
    `  - url: ${file}`,
    `    sha512: ${sha512}`,
    `    size: ${content.length}`,
    `path: ${file}`,
    `sha512: ${sha512}`,
    "releaseDate: '2026-03-01T10:00:00.000Z'",
    ...(asked.notes === undefined ? [] : [`releaseNotes: ${JSON.stringify(asked.notes)}`]),
    ...(asked.stagingPercentage === undefined ? [] : [`stagingPercentage: ${asked.stagingPercentage}`]),
    ...(asked.minimumSystemVersion === undefined
      ? []
      : [`minimumSystemVersion: ${asked.minimumSystemVersion}`]),
    '',
  ].join('\n')
}

type Answerer = (request: IncomingMessage, response: ServerResponse) => void

export interface UpdateServer {
  address: string
  /** What was asked for, in order: the path, then the range if there was one. */
  asked: string[]
  headers: IncomingMessage['headers'][]
  put(name: string, content: Buffer | string): void
  /** Answers one path in a way of its own. */
  answer(name: string, answerer: Answerer): void
  /** Puts a release with its seal there. */
  release(asked: ReleaseAsked & SignedHow): void
  stop(): Promise<void>
}

export interface SignedHow {
  keys: readonly TestKey[]
  issued: Date
  expires?: Date
  /** The description's name; the stable one of Linux otherwise. */
  name?: string
  /** The name that is signed, where it is another one. */
  signedName?: string
}

const day = 24 * 60 * 60 * 1000

/** An update server on this computer, which does as it is told. */
export async function startUpdateServer(): Promise<UpdateServer> {
  const files = new Map<string, Answerer>()
  const asked: string[] = []
  const headers: IncomingMessage['headers'][] = []
  const server = createServer((request, response) => {
    const name = (request.url ?? '').replace('/releases/', '')
    asked.push([name, request.headers.range].filter(Boolean).join(' '))
    headers.push(request.headers)
    const answerer = files.get(name)
    if (answerer) answerer(request, response)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  function put(name: string, content: Buffer | string): void {
    files.set(name, (_request, response) => response.writeHead(200).end(content))
  }
  return {
    address: `http://127.0.0.1:${port}/releases/`,
    asked,
    headers,
    put,
    answer: (name, answerer) => files.set(name, answerer),
    release({ keys, issued, expires, name = 'latest-linux.yml', signedName = name, ...release }) {
      const metadata = metadataOf(release)
      const until = expires ?? new Date(issued.getTime() + 30 * day)
      const privateKeys = keys.map((key) => key.private)
      const sealed = seal(Buffer.from(metadata), { file: signedName, issued, expires: until }, privateKeys)
      put(name, metadata)
      put(`${name}.sig`, JSON.stringify(sealed))
      put(
        release.file ?? `Gatehouse-${release.version}.AppImage`,
        release.content ?? Buffer.from(release.version),
      )
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
