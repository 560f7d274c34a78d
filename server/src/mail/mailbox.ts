import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { html } from '../identity/html.ts'
import { pageHeaders } from '../identity/page-headers.ts'
import { page } from '../identity/pages/layout.ts'
import { stylesheet, stylesheetPath } from '../identity/pages/style.ts'

export interface CapturedMail {
  to: string
  from: string
  subject: string
  text: string
  html: string
  /** Addresses found in the text, in order. */
  links: string[]
  receivedAt: Date
}

export interface Mailbox {
  smtpUrl: string
  /** A page that lists what came, for a person to read. On this machine alone. */
  pageUrl: string
  /** Oldest first. */
  readonly messages: readonly CapturedMail[]
  /** The first mail, come or coming, that fits. Rejects after `timeoutMs`. */
  waitFor(predicate: (mail: CapturedMail) => boolean, timeoutMs?: number): Promise<CapturedMail>
  close(): Promise<void>
}

/** Takes every mail that is sent to it and delivers none: for tests and for trying Gatehouse out. */
export async function startMailbox(options: { pagePort?: number } = {}): Promise<Mailbox> {
  const messages: CapturedMail[] = []
  const watchers = new Set<(mail: CapturedMail) => void>()

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: 1_000_000,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('error', done)
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map((recipient) => recipient.address).join(', ')
        parse(Buffer.concat(chunks), to).then((mail) => {
          messages.push(mail)
          for (const watcher of watchers) watcher(mail)
          done()
        }, done)
      })
    },
  })
  smtp.on('error', () => {})
  await new Promise<void>((done, fail) => {
    smtp.server.once('error', fail)
    smtp.listen(0, '127.0.0.1', done)
  })

  const pageServer = createServer((request, response) => {
    if (request.url === stylesheetPath) {
      response.writeHead(200, { 'content-type': 'text/css; charset=utf-8' }).end(stylesheet)
      return
    }
    const isKnown = request.method === 'GET' && request.url === '/'
    response.writeHead(isKnown ? 200 : 404, { ...pageHeaders, 'content-type': 'text/html; charset=utf-8' })
    response.end(isKnown ? listPage(messages) : 'There is nothing here.')
  })
  await new Promise<void>((done, fail) => {
    pageServer.once('error', fail)
    pageServer.listen(options.pagePort ?? 0, '127.0.0.1', done)
  })

  return {
    messages,
    smtpUrl: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    pageUrl: `http://127.0.0.1:${(pageServer.address() as AddressInfo).port}/`,
    waitFor(predicate, timeoutMs = 15_000) {
      const come = messages.find(predicate)
      if (come) return Promise.resolve(come)
      return new Promise((done, fail) => {
        const timer = setTimeout(() => {
          watchers.delete(watch)
          fail(new Error(`No such mail came within ${timeoutMs} ms; ${messages.length} others did`))
        }, timeoutMs)
        const watch = (mail: CapturedMail) => {
          if (!predicate(mail)) return
          clearTimeout(timer)
          watchers.delete(watch)
          done(mail)
        }
        watchers.add(watch)
      })
    },
    async close() {
      pageServer.closeAllConnections()
      await Promise.all([
        new Promise<void>((done) => pageServer.close(() => done())),
        new Promise<void>((done) => smtp.close(() => done())),
      ])
    },
  }
}

async function parse(source: Buffer, to: string): Promise<CapturedMail> {
  const mail = await PostalMime.parse(source)
  const text = mail.text ?? ''
  return {
    to,
    from: mail.from?.address ?? '',
    subject: mail.subject ?? '',
    text,
    html: mail.html ?? '',
    links: text.match(/https?:\/\/\S+/g) ?? [],
    receivedAt: new Date(),
  }
}

function listPage(messages: readonly CapturedMail[]): string {
  const items = [...messages].reverse().map(
    (mail) => html`<article class="apart">
<h2>${mail.subject}</h2>
<p class="muted">To <bdi>${mail.to}</bdi>, <time>${mail.receivedAt.toISOString()}</time></p>
<pre>${mail.text}</pre>
${mail.links.map((link) => html`<p><a class="button" href="${link}">Open the link of this mail</a></p>`)}
</article>
`,
  )
  return page(
    { serverName: 'Captured mail' },
    {
      title: messages.length === 0 ? 'No mail yet' : 'Mail that was caught',
      body: html`<p>Everything that this server would have sent, newest first. Reload the page for what came since.</p>
${items}`,
    },
  )
}
