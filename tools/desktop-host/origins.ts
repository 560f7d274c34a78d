// A stock Chromium knows no schemes of the app's own, so `app://bundle/x` is shown to it as
// `https://bundle.app.localhost/x`: a secure, non-opaque origin, answered by request interception alone.

export interface Origins {
  /** Scheme names registered with `protocol.registerSchemesAsPrivileged`. */
  readonly schemes: Set<string>
  /** The address Chromium loads for the app's `url`; other URLs come back unchanged. */
  toInternal(url: string): string
  /** The app's own address for what Chromium calls `url`. */
  toExternal(url: string): string
  /** Rewrites sources of a Content-Security-Policy that name a registered scheme. */
  cspToInternal(policy: string): string
}

export function createOrigins(): Origins {
  const schemes = new Set<string>()
  const toInternal = (url: string): string => {
    const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(url)
    const [, scheme = '', host = '', rest = ''] = match ?? []
    if (!schemes.has(scheme.toLowerCase())) return url
    return `https://${host}.${scheme}.localhost${rest.startsWith('/') ? '' : '/'}${rest}`.replace(
      /^https:\/\/[^/]+/,
      (origin) => origin.toLowerCase(),
    )
  }
  const toExternal = (url: string): string => {
    const match = /^https:\/\/([^/?#]+)\.([a-z0-9+-]+)\.localhost(?=[/?#]|$)/i.exec(url)
    const [whole = '', host = '', scheme = ''] = match ?? []
    return schemes.has(scheme) ? `${scheme}://${host}${url.slice(whole.length)}` : url
  }
  const sourceToInternal = (source: string): string => {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(source)?.[1]?.toLowerCase() ?? ''
    if (!schemes.has(scheme)) return source
    const hosted = /^[^:]+:\/\/[^/]+/.test(source)
    return hosted ? toInternal(source) : `https://*.${scheme}.localhost`
  }
  return {
    schemes,
    toInternal,
    toExternal,
    cspToInternal: (policy) => policy.replace(/[^\s;,]+/g, sourceToInternal),
  }
}

export const origins = createOrigins()

/** `scheme://host[:port]` of a URL; unlike `URL.origin` also for schemes of the app's own. '' for anything else. */
export function originOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? ''
}
