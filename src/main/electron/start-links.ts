import { resolve } from 'node:path'
import { app } from 'electron'

/** What a second start tells the first one: this, and nothing else that stands on its command line. */
interface HandedOver {
  link: string | null
}
/** Longer than any link: cut, it is still too long to be one. */
const longestLink = 4000

/** The link that a second start speaks of, if it does. By hand, as a start waits for all that is loaded for this. */
function linkOf(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('link' in data)) return null
  const { link } = data
  return typeof link === 'string' && link.length <= longestLink ? link : null
}

/**
 * The link among a program's arguments, as it was given; null where there is none. The system hands over one link as the
 * last word. Where there are more, or something comes behind it, somebody broke out of the quotes around it: then all
 * of that is one text, which is no link to the parser and is refused as a whole.
 */
export function linkIn(argv: readonly string[]): string | null {
  const place = argv.findIndex((argument, at) => at > 0 && /^gatehouse:/i.test(argument))
  return place < 0 ? null : argv.slice(place).join(' ')
}

/**
 * One instance per data folder. False: another one runs, has been shown and was given our link, so this one ends.
 * Before `ready`.
 */
export function claimInstance(on: { link(text: string): void; secondStart(): void }): boolean {
  const link = linkIn(process.argv)
  const told: HandedOver = { link: link === null ? null : link.slice(0, longestLink) }
  if (!app.requestSingleInstanceLock(told)) return false
  registerScheme()
  // Its arguments are left alone: Chromium adds to them, and whoever started it may have as well.
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const said = linkOf(data)
    if (said !== null) on.link(said)
    on.secondStart()
  })
  // macOS hands links over as events, also those that started the program.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    on.link(url)
    on.secondStart()
  })
  return true
}

/**
 * Windows puts a link into a command line between quotes, and a quote within the link ends them. Behind `--` nothing is
 * a switch any more, whatever comes out of that.
 */
function registerScheme(): void {
  if (process.platform !== 'win32') app.setAsDefaultProtocolClient('gatehouse')
  else if (app.isPackaged) app.setAsDefaultProtocolClient('gatehouse', process.execPath, ['--'])
  else app.setAsDefaultProtocolClient('gatehouse', process.execPath, [resolve(process.argv[1] ?? '.'), '--'])
}
