import { expect, test } from 'vitest'
import { describeConfig, readConfig } from './config.ts'

const right = {
  OIDC_ISSUER: 'https://login.example.com/realms/one',
  OIDC_CLIENT_ID: 'gatehouse',
  OIDC_AUDIENCE: 'https://gatehouse.example.com',
}

function refusal(environment: Record<string, string>): string {
  const config = readConfig(environment)
  if (config.ok) throw new Error('it was accepted')
  return config.error
}

test("an organisation's issuer is read with its client, audience and scope", () => {
  const config = readConfig({ ...right, OIDC_ACCOUNT_URL: 'https://login.example.com/me' })
  expect(config).toMatchObject({
    ok: true,
    value: {
      issuer: {
        issuer: right.OIDC_ISSUER,
        clientId: 'gatehouse',
        scope: 'openid offline_access profile email',
        introspection: null,
        accountUrl: 'https://login.example.com/me',
      },
    },
  })
  const none = readConfig({})
  expect(none.ok && none.value.issuer).toBeNull()
})

test('what is missing beside it, or contradicts it, is said by name', () => {
  expect(refusal({ OIDC_ISSUER: right.OIDC_ISSUER })).toMatch(
    /OIDC_CLIENT_ID must be set[\s\S]*OIDC_AUDIENCE must be set/,
  )
  expect(refusal({ OIDC_CLIENT_ID: 'x' })).toContain('OIDC_CLIENT_ID is set, so OIDC_ISSUER must be set too')
  expect(refusal({ ...right, OIDC_AUDIENCE: 'gatehouse' })).toContain('OIDC_AUDIENCE must differ')
  expect(refusal({ ...right, OIDC_ISSUER: 'http://login.example.com' })).toContain(
    'OIDC_ISSUER must begin with https://',
  )
  expect(refusal({ ...right, OIDC_SCOPE: 'profile' })).toContain('OIDC_SCOPE must have openid')
  const half = { ...right, OIDC_INTROSPECTION_URL: 'https://login.example.com/introspect' }
  expect(refusal(half)).toContain('OIDC_INTROSPECTION_URL and OIDC_INTROSPECTION_SECRET must be set together')
})

test('the secret is not shown', () => {
  const config = readConfig({
    ...right,
    OIDC_INTROSPECTION_URL: 'https://login.example.com/introspect',
    OIDC_INTROSPECTION_SECRET: 'planted planted planted',
  })
  expect(config.ok && config.value.issuer?.introspection?.clientId).toBe('gatehouse')
  expect(config.ok && JSON.stringify(describeConfig(config.value))).not.toContain('planted')
})
