import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** For 127.0.0.1, signed by nobody else, good until 2126. It guards nothing. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBkTCCATagAwIBAgIUV7pC7iJ+HEfasR991tber9xw34AwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMjA2MzgzMloYDzIxMjYxMDI5
MDYzODMyWjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQEsy8ucLd2NIwv+IcvQnkJsS0DFnHzvCu/bJUHYUMVAkncbZ78iCS1
C4WIMW/fscIZyoC9AhFge+4qanOK0M5Co2QwYjAdBgNVHQ4EFgQUK7I3bAEu5qWS
snQf+i5SpXshpgYwHwYDVR0jBBgwFoAUK7I3bAEu5qWSsnQf+i5SpXshpgYwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0kAMEYC
IQCF3ZqjvUsdSNEs9XWWAqGwl+UbLDrlCvXXJn78cv9VpAIhALwn/ssT1XaohZhw
EZDU3IajRMUzq3TBLPYmr/QZQouz
-----END CERTIFICATE-----`
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgyLWZGPEaM5kefuPR
o2QqODqSfJ2tJeTn+8rEUl8UCpShRANCAAQEsy8ucLd2NIwv+IcvQnkJsS0DFnHz
vCu/bJUHYUMVAkncbZ78iCS1C4WIMW/fscIZyoC9AhFge+4qanOK0M5C
-----END PRIVATE KEY-----`

/** Answers over TLS, for whoever trusts a certificate that nobody signed. */
export async function startSelfSigned(): Promise<{ url: string; asked(): number; close(): Promise<void> }> {
  let asked = 0
  const server = createServer({ cert: certificate, key }, (_request, response) => {
    asked += 1
    response.end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
