import { createHash } from 'node:crypto'
import { direction, language } from '../../strings/language.ts'
import { returnPages } from '../../strings/native.ts'

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

export type PageKind = keyof typeof returnPages

export function page(kind: PageKind): string {
  const { title, text } = returnPages[kind]
  return `<!doctype html>
<html lang="${language()}" dir="${direction()}">
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
