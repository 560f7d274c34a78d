import { app, BrowserWindow } from 'electron'
import type { PrintPage } from '../evidence/print/parts.ts'
import { type Paper, paperOf } from '../evidence/print/style.ts'
import { appScheme } from './app-protocol.ts'
import { pagePreferences } from './web-preferences.ts'

/** A page to be printed lies under an origin of its own, which nothing else of ours is under. */
export const printHost = 'print'

/** What such a page may do: be seen, with the style sheet beside it. */
export const printPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

export interface Printer {
  /** Answers a request for a page that is being printed. */
  respond(address: string): Response
  paper(): Paper
  print(page: PrintPage): Promise<Uint8Array>
}

/** Prints pages in a window that nobody sees, by the engine that shows everything else; needs no connection. */
export function createPrinter(): Printer {
  const pages = new Map<string, PrintPage>()
  let printed = 0

  return {
    respond(address) {
      const [, key = '', file = ''] = new URL(address).pathname.split('/')
      const page = pages.get(key)
      const headers = { 'content-security-policy': printPolicy, 'x-content-type-options': 'nosniff' }
      if (!page || (file !== 'page.html' && file !== 'page.css'))
        return new Response('not found', { status: 404, headers })
      const isStyle = file === 'page.css'
      const type = isStyle ? 'text/css; charset=utf-8' : 'text/html; charset=utf-8'
      return new Response(isStyle ? page.css : page.html, { headers: { ...headers, 'content-type': type } })
    },
    paper: () => paperOf(app.getPreferredSystemLanguages()[0] ?? 'en'),
    async print(page) {
      printed += 1
      const key = String(printed)
      pages.set(key, page)
      const window = new BrowserWindow({
        show: false,
        width: 900,
        height: 1200,
        // What is printed has no scripts.
        webPreferences: { ...pagePreferences(app.isPackaged), javascript: false },
      })
      try {
        await window.loadURL(`${appScheme}://${printHost}/${key}/page.html`)
        return await window.webContents.printToPDF({
          preferCSSPageSize: true,
          printBackground: true,
          generateTaggedPDF: true,
          generateDocumentOutline: true,
        })
      } finally {
        window.destroy()
        pages.delete(key)
      }
    },
  }
}
