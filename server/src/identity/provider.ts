import { userIdSchema } from '@gatehouse/contract'
import { type ClientMetadata, type Configuration, errors, interactionPolicy, Provider } from 'oidc-provider'
import type { Clock, Randomness } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { html } from './html.ts'
import { openReference, sealReference } from './invitations/invitation-offer.ts'
import { createOidcAdapter } from './oidc-adapter.ts'
import { type PageContext, page } from './pages/layout.ts'
import { messagePage } from './pages/sign-in-pages.ts'
import type { IdentitySecrets } from './secrets.ts'
import { createRotation } from './sessions/rotation.ts'
import { agentFamily, startSession } from './sessions/sessions.ts'
import { findLoginById } from './users.ts'

export const desktopClientId = 'gatehouse-desktop'
/** The pages of this server itself, which need to know who is signed in and no more. */
export const webClientId = 'gatehouse-web'
export const webReturnPath = '/login/return'
export const desktopScope = 'openid offline_access profile email'

const minute = 60
const day = 86_400

const seconds = {
  AccessToken: 10 * minute,
  AuthorizationCode: minute,
  IdToken: 10 * minute,
  // Long enough to fetch a code from the mailbox.
  Interaction: 60 * minute,
  Session: day / 2,
  // Each use gives the desktop another thirty days.
  RefreshToken: 30 * day,
  Grant: 365 * day,
  /** Of a sign-in that gives no tokens. */
  webGrant: 60 * minute,
}

// RFC 8252: a native program has no secret and listens on the loopback address, on whatever port is free.
const desktopClient: ClientMetadata = {
  client_id: desktopClientId,
  client_name: 'Gatehouse',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: ['http://127.0.0.1/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  id_token_signed_response_alg: 'ES256',
}

const webClient = (publicUrl: string): ClientMetadata => ({
  client_id: webClientId,
  client_name: 'Gatehouse',
  token_endpoint_auth_method: 'none',
  redirect_uris: [`${publicUrl}${webReturnPath}`],
  grant_types: [],
  response_types: ['none'],
  id_token_signed_response_alg: 'ES256',
})

export interface ProviderDeps {
  db: Database
  clock: Clock
  random: Randomness
  secrets: IdentitySecrets
  issuer: string
  pages: PageContext
  /** Ids and codes alone; never what was typed. */
  onError(reason: string): void
}

export function createProvider(deps: ProviderDeps): Provider {
  const { db, clock, secrets, issuer, pages, onError } = deps
  const rotation = createRotation(db, clock, deps.random)
  const configuration: Configuration = {
    adapter: createOidcAdapter(db, clock, rotation),
    clients: [desktopClient, webClient(new URL('..', `${issuer}/`).href.replace(/\/$/, ''))],
    jwks: { keys: secrets.signingKeys },
    cookies: {
      keys: secrets.cookieKeys,
      names: {
        session: 'gatehouse_session',
        interaction: 'gatehouse_interaction',
        resume: 'gatehouse_resume',
      },
      long: { signed: true, httpOnly: true, sameSite: 'lax', path: '/' },
      short: { signed: true, httpOnly: true, sameSite: 'lax' },
    },
    scopes: desktopScope.split(' '),
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name'] },
    // The desktop reads name and address from the id token; there is no second party to hide them from.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    responseTypes: ['code', 'none'],
    subjectTypes: ['public'],
    clientAuthMethods: ['none'],
    rotateRefreshToken: true,
    // Asking for offline_access counts only together with a consent page, and there is none.
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // Signing out of the browser leaves the desktop signed in.
    expiresWithSession: async () => false,
    ttl: {
      ...seconds,
      Grant: (_ctx, grant) => (grant.clientId === webClientId ? seconds.webGrant : seconds.Grant),
    },
    extraParams: {
      // The token itself is kept nowhere. A reference comes back here when a pushed request is taken up.
      invitation(ctx, value) {
        const { params } = ctx.oidc
        if (!value || !params || openReference(value, secrets.referenceKey)) return
        params.invitation = sealReference(value, secrets.referenceKey) ?? undefined
      },
    },
    interactions: { policy: signInPolicy(), url: (_ctx, interaction) => `/login/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = signOutPage(pages, form)
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = messagePage(pages, {
            title: 'You are signed out',
            text: 'This browser is signed out. Gatehouse on this computer has its own sign-out.',
          })
        },
      },
    },
    findAccount: async (_ctx, id) => {
      const login = await findLoginById(db, id)
      if (!login) return undefined
      return {
        accountId: login.id,
        claims: async () => ({
          sub: login.id,
          name: login.name,
          email: login.email,
          email_verified: login.isVerified,
        }),
      }
    },
    // Gatehouse is the vendor's own program, so nobody is asked whether it may see its own accounts. One grant each
    // time: it stands for the device that signed in and can be ended alone.
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc
      if (!client || !session?.accountId || !ctx.oidc.result?.login) return undefined
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope(desktopScope)
      const id = await grant.save()
      if (client.clientId === webClientId) return grant
      const userId = userIdSchema.parse(session.accountId)
      await startSession(db, { id, userId, agent: agentFamily(ctx.get('user-agent')), now: clock.now() })
      return grant
    },
    renderError: (ctx, out, error) => {
      ctx.type = 'html'
      ctx.body = errorPage(pages, out.error, error)
    },
  }

  const provider = new Provider(issuer, configuration)
  rotation.install(provider)
  // Behind TLS the mount says so to every request; see mount.ts.
  provider.proxy = new URL(issuer).protocol === 'https:'
  provider.on('server_error', (_ctx, error) => onError(error.name))
  return provider
}

/**
 * A browser that is signed in is always asked whether to go on with that login: any program on the computer can ask
 * for a code at a loopback address (RFC 8252, 8.6), and an invitation may be for another login.
 */
function signInPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base()
  policy.remove('consent')
  policy
    .get('login')
    ?.checks.add(
      new interactionPolicy.Check(
        chooseLogin,
        'the login has to be chosen',
        'login_required',
        ({ oidc }) => Boolean(oidc.session?.accountId) && !oidc.result?.login,
      ),
    )
  // Standard clients send it along with offline_access. It is taken for granted.
  policy.add(new interactionPolicy.Prompt({ name: 'consent', requestable: true }))
  return policy
}

export const chooseLogin = 'choose_login'

/** For a sign-in that has no page to go back to. `code` is OAuth's own word for what is wrong. */
export function errorPage(pages: PageContext, code: string, error?: unknown): string {
  const isOver = error instanceof errors.SessionNotFound
  return page(pages, {
    title: isOver ? 'This sign-in is over' : 'The sign-in could not go on',
    body: html`<p>${
      isOver
        ? 'It took too long, was finished already, or was begun in another browser.'
        : 'The program that sent you here asked for something that this server does not do.'
    } Go back to Gatehouse and choose “Sign in” once more.</p>
<p class="muted">Reference: ${code}</p>
`,
  })
}

// The form is the provider's own, with its protection against forged requests in it.
function signOutPage(pages: PageContext, form: string): string {
  const body = html`<p>This ends the sign-in of this browser.</p>
<div class="stack">
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<button class="quiet" type="submit" form="op.logoutForm">Stay signed in</button>
</div>
`
  return page(pages, { title: 'Sign out?', body }).replace('</main>', () => `${form}</main>`)
}
