import { Buffer } from 'node:buffer'
import type Electron from 'electron'
import type { Protocol, Session } from '../cdp.ts'

/** Inches, upright. */
const paper: Record<string, Electron.Size> = {
  A0: { width: 33.1, height: 46.8 },
  A1: { width: 23.4, height: 33.1 },
  A2: { width: 16.54, height: 23.4 },
  A3: { width: 11.7, height: 16.54 },
  A4: { width: 8.268, height: 11.693 },
  A5: { width: 5.83, height: 8.27 },
  A6: { width: 4.13, height: 5.83 },
  Legal: { width: 8.5, height: 14 },
  Letter: { width: 8.5, height: 11 },
  Tabloid: { width: 11, height: 17 },
  Ledger: { width: 17, height: 11 },
}
/** About a centimetre on each side, where nothing else is said. */
const usualMargin = 0.4
const readAtOnce = 1 << 20

/** Prints a page as Electron does, options and defaults being its own; a page of any length, piece by piece. */
export async function printToPdf(session: Session, options: Electron.PrintToPDFOptions): Promise<Buffer> {
  const { stream } = await session.send('Page.printToPDF', parametersOf(options))
  if (stream === undefined) throw new Error('desktop-host: Chromium printed nothing')
  const parts: Buffer[] = []
  for (;;) {
    const piece = await session.send('IO.read', { handle: stream, size: readAtOnce })
    parts.push(Buffer.from(piece.data, piece.base64Encoded ? 'base64' : 'utf8'))
    if (piece.eof) break
  }
  await session.send('IO.close', { handle: stream })
  return Buffer.concat(parts)
}

function parametersOf(options: Electron.PrintToPDFOptions): Protocol.Page.printToPDFParameters {
  const { pageSize = 'Letter', margins = {} } = options
  const size = typeof pageSize === 'string' ? paper[pageSize] : pageSize
  if (!size) throw new Error(`desktop-host: there is no paper called ${String(pageSize)}`)
  const { top = usualMargin, bottom = usualMargin, left = usualMargin, right = usualMargin } = margins
  return {
    transferMode: 'ReturnAsStream',
    landscape: options.landscape ?? false,
    displayHeaderFooter: options.displayHeaderFooter ?? false,
    headerTemplate: options.headerTemplate ?? '',
    footerTemplate: options.footerTemplate ?? '',
    printBackground: options.printBackground ?? false,
    scale: options.scale ?? 1,
    paperWidth: size.width,
    paperHeight: size.height,
    marginTop: top,
    marginBottom: bottom,
    marginLeft: left,
    marginRight: right,
    pageRanges: options.pageRanges ?? '',
    preferCSSPageSize: options.preferCSSPageSize ?? false,
    generateTaggedPDF: options.generateTaggedPDF ?? false,
    generateDocumentOutline: options.generateDocumentOutline ?? false,
  }
}
