/** An OpenID Connect issuer of the organisation's own, in place of the built-in one. */
export interface ExternalIssuer {
  /** Exactly as its discovery document and its tokens say it. */
  issuer: string
  /** What Gatehouse is registered as there: a native program without a secret. */
  clientId: string
  /** What clients ask for at a sign-in. */
  scope: string
  /** Whom access tokens must be for. */
  audience: string
  /** Asks the issuer about each token (RFC 7662) in place of reading it; null for tokens that can be read. */
  introspection: { url: string; clientId: string; secret: string } | null
  /** Where its users secure their login; null for the issuer's own address. */
  accountUrl: string | null
}
