import type { FastifyInstance } from 'fastify'
import type { Provider } from 'oidc-provider'
import { pageHeaders } from './page-headers.ts'

/**
 * Puts the provider, which is a program of its own with its own way of reading requests, under `/oidc`. It makes its
 * addresses from what the request says; so every request is made to say the public address, whatever was sent.
 */
export async function mountProvider(
  app: FastifyInstance,
  provider: Provider,
  publicUrl: string,
): Promise<void> {
  const { host, protocol } = new URL(publicUrl)
  const callback = provider.callback()
  const prefix = '/oidc'
  const headers = Object.entries(pageHeaders)

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.route({
      method: ['GET', 'HEAD', 'POST', 'OPTIONS'],
      url: `${prefix}/*`,
      handler(request, reply) {
        reply.hijack()
        const { raw } = request
        delete raw.headers['x-forwarded-host']
        raw.headers.host = host
        raw.headers['x-forwarded-proto'] = protocol.slice(0, -1)
        const url = raw.url ?? prefix
        Object.assign(raw, { originalUrl: url, url: url.slice(prefix.length) })
        for (const [name, value] of headers) reply.raw.setHeader(name, value)
        void callback(raw, reply.raw)
      },
    })
  })
}
