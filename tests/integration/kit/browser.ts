/** Signs in at the server's own pages as a browser would: cookies by path, redirects, one form. */
export async function signInAsBrowser(
  start: URL,
  credentials: { email: string; password: string },
): Promise<void> {
  const jar = new Map<string, { value: string; path: string }>()

  async function go(url: URL, form?: Record<string, string>): Promise<URL> {
    const cookie = [...jar]
      .filter(([, { path }]) => url.pathname.startsWith(path))
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
      .join('; ')
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    })
    await response.arrayBuffer()
    for (const line of response.headers.getSetCookie()) keep(line, url.pathname)
    const location = response.headers.get('location')
    if (location !== null) return go(new URL(location, url))
    if (!response.ok) throw new Error(`the sign-in answered ${response.status} at ${url.pathname}`)
    return url
  }

  function keep(line: string, pathname: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const at = pair.indexOf('=')
    const path = attributes.find((part) => /^path=/i.test(part))?.slice(5) ?? pathname
    jar.set(`${pair.slice(0, at)} ${path}`, { value: pair.slice(at + 1), path })
  }

  const page = await go(start)
  await go(page, credentials)
}
