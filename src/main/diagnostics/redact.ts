import { homedir } from 'node:os'

/** Takes out of a text whatever must not be written down. */
export interface Redactor {
  redact(text: string): string
  /** From here on these names are taken out too, in place of those known under the same heading. */
  know(heading: string, names: readonly string[]): void
}

export interface RedactorOptions {
  /** Folders whose place tells who uses this computer, and what stands for each. The home folder is one of them. */
  folders?: Readonly<Record<string, string>>
}

type Replace = (text: string) => string

const pem = /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g
const deepLink = /\bgatehouse:[^\s"'<>]*/gi
const scheme = /\b(Bearer|Basic|DPoP|Digest)\s+[^\s"',;<>]+/gi
const jwt = /\beyJ[\w-]{4,}(?:\.[\w-]*)+/g
const userInfo = /(:\/\/)[^\s/@"'<>]+@/g
const queryOfUrl = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s?#"'<>]*)[?#][^\s"'<>]+/gi
const queryOfPath = /(\/[\w.-]{0,200})\?[\w%.[\]-]{1,200}=[^\s"'<>]*/g
const named =
  /(?<![\w-])([\w-]{0,40}?(?:password|passwd|passphrase|secret|token|api_?key|private_?key|database_?key|verifier|authorization|cookie)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)/gi
const address = /[^\s@"'<>(){}[\]=:,;]{1,128}@[^\s@"'<>(){}[\],;]{1,255}\.[\p{L}\d-]{2,}/gu
const hex = /(?<![\w-])(?:0x|x')?[0-9a-f]{32,}'?(?![\w-])/gi
const longRun = /[A-Za-z0-9+/_~-]{22,}={0,2}/g
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Words, names of functions, and names of our built files with the eight letters that the build puts behind them. */
const word =
  /^(?:[A-Za-z]*|[a-z0-9]+(?:[-_][a-z0-9]+)*|[a-z]+(?:[A-Z][a-z]*)*\d{0,3}|[a-z]{3,}(?:-[a-z]+)*-[\w-]{4,8})$/
const anyHome =
  /(?:(?<![A-Za-z])[A-Za-z]:)?[\\/]+(?:home|Users)[\\/]+(?:[^\\/"'<>|:\r\n]{1,64}(?=[\\/])|[^\\/\s"'<>|:]+)/g

/** No line of ours is longer; whatever is, is cut, and what the cut left of a secret goes with it. */
const longest = 8000
const shown = 4000

/**
 * Every line of the log, every crash report and the diagnostics go through one of these. It is the last line of defence:
 * what writes lines hands over fixed sentences, ids and counts in the first place.
 */
export function createRedactor({ folders = {} }: RedactorOptions = {}): Redactor {
  const known = new Map<string, Replace>()
  const places = [...Object.entries(folders), [homedir(), '<home>'] as const]
    // The longer one first: a folder may lie in another.
    .sort(([a], [b]) => b.length - a.length)
    .map(([folder, shown]) => replacing(folder, shown))

  return {
    redact(text) {
      const replaces = [...places, ...patterns, ...known.values()]
      return text
        .replace(pem, '<secret>')
        .split('\n')
        .map((line) => redactLine(line, replaces))
        .join('\n')
    },
    know(heading, names) {
      const replace = withoutNames(names)
      if (replace) known.set(heading, replace)
      else known.delete(heading)
    },
  }
}

const patterns: readonly Replace[] = [
  (text) => text.replace(anyHome, '<home>'),
  (text) => text.replace(deepLink, '<link>'),
  (text) => text.replace(userInfo, '$1<secret>@'),
  (text) => text.replace(queryOfUrl, '$1?<query>'),
  (text) => text.replace(queryOfPath, '$1?<query>'),
  (text) => text.replace(scheme, '$1 <secret>'),
  (text) => text.replace(jwt, '<secret>'),
  (text) => text.replace(named, '$1<secret>'),
  (text) => text.replace(address, '<address>'),
  (text) => text.replace(hex, '<secret>'),
  (text) => text.replace(longRun, (run) => (isSecret(run) ? '<secret>' : run)),
]

function redactLine(line: string, replaces: readonly Replace[]): string {
  let said = line.slice(0, longest)
  for (const replace of replaces) said = replace(said)
  return line.length > longest ? said.slice(0, shown) : said
}

/** A key or a token in letters: long and without the look of words. Ids of ours, and paths, are none. */
function isSecret(run: string): boolean {
  if (run.endsWith('=')) return true
  const parts = run.split('/').flatMap(withoutId)
  if (parts.every((part) => part.length < 40 && word.test(part))) return false
  if (run.length >= 40 && !run.includes('/')) return !uuid.test(run)
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run)
}

function withoutId(part: string): string[] {
  return uuid.test(part) ? [] : [part]
}

/** In the way of each system, and as it stands in addresses and in JSON. */
function replacing(folder: string, shown: string): Replace {
  if (folder.length < 4) return (text) => text
  const ways = new Set([
    folder,
    folder.replaceAll('\\', '/'),
    folder.replaceAll('\\', '\\\\'),
    encodeURI(folder),
  ])
  return (text) => [...ways].reduce((said, way) => said.replaceAll(way, shown), text)
}

/** Whole words alone, whatever the case: "Ana" is not in "analysis". */
function withoutNames(names: readonly string[]): Replace | null {
  const wanted = [...new Set(names.map((name) => name.trim().toLowerCase()))].filter(
    (name) => name.length >= 3,
  )
  if (wanted.length === 0) return null
  wanted.sort((a, b) => b.length - a.length)
  return (text) => {
    const folded = text.toLowerCase()
    // Few of many names stand in any text: only for those an expression is made.
    const found = wanted.filter((name) => folded.includes(name))
    return found.reduce((said, name) => said.replace(wholeWord(name), '<name>'), text)
  }
}

function wholeWord(name: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(name)}(?![\\p{L}\\p{N}_])`, 'giu')
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
