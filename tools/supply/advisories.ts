// Which locked packages are known to be vulnerable, and the way out of it.
import { z } from 'zod'
import type { Part } from './licences.ts'
import { foreignPackages, isForeign, type Lock, nameAt, needsOf, resolve } from './lockfile.ts'
import { firstAfter, isInRange } from './versions.ts'

export const severities = ['info', 'low', 'moderate', 'high', 'critical'] as const
export type Severity = (typeof severities)[number]

const advisorySchema = z.object({
  /** As the public databases call it: GHSA-... or CVE-... */
  id: z.string().min(1),
  package: z.string().min(1),
  severity: z.enum(severities),
  title: z.string().min(1),
  url: z.url(),
  /** Vulnerable versions. */
  range: z.string().min(1),
})
export type Advisory = z.infer<typeof advisorySchema>

/** What was known on a day. Kept in the repository, so that a check needs no network. */
export const snapshotSchema = z.object({
  takenAt: z.iso.date(),
  /** Versions that a registry was asked about on that day, as name@version. Of others nothing was asked. */
  asked: z.array(z.string()),
  advisories: z.array(advisorySchema),
})
export type Snapshot = z.infer<typeof snapshotSchema>

export const ignoredSchema = z.array(
  z.object({
    id: z.string().min(1),
    package: z.string().min(1),
    /** Why it does no harm here. */
    reason: z.string().min(20),
    /** From this day on it is told of again. */
    until: z.iso.date(),
  }),
)
export type Ignored = z.infer<typeof ignoredSchema>

export interface Finding {
  advisory: Advisory
  version: string
  path: string
  part: Part
  /** From the project to the package. */
  chain: string[]
  wayOut: string
  /** It was ignored up to this day. */
  expired: string | null
}

export interface CheckDeps {
  lock: Lock
  partOf(path: string): Part
  advisories: readonly Advisory[]
  ignored: Ignored
  /** As YYYY-MM-DD. */
  today: string
  atLeast: Severity
}

export function checkAdvisories(deps: CheckDeps): Finding[] {
  const { lock, partOf, advisories, ignored, today, atLeast } = deps
  const chains = chainsIn(lock)
  const findings: Finding[] = []
  for (const { path, name, version } of foreignPackages(lock)) {
    for (const advisory of advisories) {
      if (advisory.package !== name || !isInRange(version, advisory.range)) continue
      if (severities.indexOf(advisory.severity) < severities.indexOf(atLeast)) continue
      const exception = ignored.find((one) => one.id === advisory.id && one.package === name)
      if (exception && today < exception.until) continue
      const chain = chains.get(path) ?? [name]
      findings.push({
        advisory,
        version,
        path,
        part: partOf(path),
        chain,
        wayOut: wayOutOf(advisory, version, chain),
        expired: exception?.until ?? null,
      })
    }
  }
  return findings.sort(
    (a, b) =>
      severities.indexOf(b.advisory.severity) - severities.indexOf(a.advisory.severity) ||
      (a.path < b.path ? -1 : 1),
  )
}

/** How each package comes to be there, the shortest way. */
function chainsIn(lock: Lock): Map<string, string[]> {
  const chains = new Map<string, string[]>()
  const ours = Object.keys(lock.packages).filter((path) => !isForeign(path))
  for (const path of ours) chains.set(path, [path === '' ? lock.name : path])
  const waiting = [...ours]
  for (const path of waiting) {
    const development = Object.keys(lock.packages[path]?.devDependencies ?? {}).map((name) =>
      resolve(lock, path, name),
    )
    for (const next of [...needsOf(lock, path), ...development]) {
      if (next === null || chains.has(next)) continue
      chains.set(next, [...(chains.get(path) ?? []), nameAt(next)])
      waiting.push(next)
    }
  }
  return chains
}

function wayOutOf({ package: name, range }: Advisory, version: string, chain: string[]): string {
  const fixed = firstAfter(version, range)
  if (!fixed) {
    return `No version of ${name} without it is known: do without ${name}, or say in advisories-ignored.json why it does no harm here.`
  }
  const chosen = chain[1]
  if (chain.length <= 2 || chosen === undefined) return `Choose ${name} ${fixed} in package.json.`
  return `Choose a newer ${chosen} that brings ${name} ${fixed}, or put "${name}": "${fixed}" under overrides in package.json.`
}

export function sentenceOf({ advisory, version, part, chain, wayOut, expired }: Finding): string {
  return [
    `${advisory.severity}: ${advisory.package} ${version} (${part}): ${advisory.title} [${advisory.id}]`,
    `  ${advisory.url}`,
    `  by ${chain.join(' > ')}`,
    ...(expired ? [`  It was ignored until ${expired}.`] : []),
    `  ${wayOut}`,
  ].join('\n')
}

export const askedAs = (name: string, version: string) => `${name}@${version}`

/** Locked versions of which the snapshot can't say anything, as they came later or nobody could be asked. */
export function neverAsked(lock: Lock, { asked }: Snapshot): string[] {
  const known = new Set(asked)
  const locked = foreignPackages(lock).map(({ name, version }) => askedAs(name, version))
  return [...new Set(locked)].filter((one) => !known.has(one)).sort()
}

export function ageInDays({ takenAt }: Snapshot, today: string): number {
  return Math.round((Date.parse(today) - Date.parse(takenAt)) / 86_400_000)
}

const answerSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      via: z.array(
        z.union([
          z.string(),
          z.object({
            name: z.string(),
            title: z.string(),
            url: z.url(),
            severity: z.enum(severities),
            range: z.string(),
          }),
        ]),
      ),
    }),
  ),
})

/** What `npm audit --json` says; null where the registry gave no answer to it. */
export function advisoriesIn(output: string): Advisory[] | null {
  let json: unknown
  try {
    json = JSON.parse(output)
  } catch {
    return null
  }
  const answer = answerSchema.safeParse(json)
  if (!answer.success) return null
  const found = new Map<string, Advisory>()
  for (const { via } of Object.values(answer.data.vulnerabilities)) {
    for (const one of via) {
      if (typeof one === 'string') continue
      const id = one.url.slice(one.url.lastIndexOf('/') + 1)
      const { name, severity, title, url, range } = one
      found.set(`${id} ${name}`, { id, package: name, severity, title, url, range })
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, advisory]) => advisory)
}
