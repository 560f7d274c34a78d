import { createHash } from 'node:crypto'

// What the system browser shows when the sign-in comes back to this program: one page without script or anything
// fetched, readable in either colour scheme.

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 0; min-height: 100vh; display: grid; place-items: center }
main { max-width: 30rem; padding: 2rem }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 0.75rem }
p { margin: 0 }
`
const styleHash = createHash('sha256').update(style).digest('base64')

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
}

const texts = {
  'signed-in': { title: 'You are signed in', text: 'Go back to Gatehouse. You can close this page.' },
  cancelled: {
    title: 'You are not signed in',
    text: 'The sign-in was ended before it finished. Go back to Gatehouse to try again. You can close this page.',
  },
  failed: {
    title: 'The sign-in did not finish',
    text: 'Go back to Gatehouse: it says what happened and lets you try again. You can close this page.',
  },
  unknown: {
    title: 'Nothing waits for this page',
    text: 'This sign-in is over or was never started here. Go back to Gatehouse and sign in from there.',
  },
} as const

export type PageKind = keyof typeof texts

export function page(kind: PageKind): string {
  const { title, text } = texts[kind]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Gatehouse</title>
<style>${style}</style>
</head>
<body><main><h1>${title}</h1><p>${text}</p></main></body>
</html>
`
}
