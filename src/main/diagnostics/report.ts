import type { DiagnosticsPart } from '../../ipc/views.ts'
import { diagnosticsWords } from '../../strings/diagnostics.ts'
import { list } from '../../strings/format.ts'
import type { StoredCrash } from './crash-reports.ts'

export type Fact =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Fact[]
  | { readonly [name: string]: Fact }

export interface PartText {
  part: DiagnosticsPart
  text: string
}

/** Facts as lines that a person can read: a name, a colon, and what is nested further in. */
export function asLines(facts: { readonly [name: string]: Fact }, depth = 0): string {
  const indent = '  '.repeat(depth)
  return Object.entries(facts)
    .filter(([, fact]) => fact !== undefined)
    .map(([name, fact]) => `${indent}${name}:${shownFact(fact, depth)}`)
    .join('\n')
}

function shownFact(fact: Fact, depth: number): string {
  if (fact === null || fact === undefined) return ' -'
  if (typeof fact !== 'object') return ` ${fact}`
  const entries = isList(fact) ? fact.map((each): [string, Fact] => ['-', each]) : Object.entries(fact)
  if (entries.length === 0) return ' -'
  const indent = '  '.repeat(depth + 1)
  return entries
    .map(
      ([name, each]) =>
        `\n${indent}${name}${isList(fact) ? '' : ':'}${inLine(each, depth + 1, isList(fact))}`,
    )
    .join('')
}

/** An item of a list stands in one line. */
function inLine(fact: Fact, depth: number, isItem: boolean): string {
  const isPlain = typeof fact !== 'object' || fact === null
  if (!isItem || isPlain || isList(fact)) return shownFact(fact, depth)
  return ` ${Object.entries(fact)
    .map(([name, each]) => `${name}=${each ?? '-'}`)
    .join(' ')}`
}

function isList(fact: Fact): fact is readonly Fact[] {
  return Array.isArray(fact)
}

export function crashLines(crashes: readonly StoredCrash[]): string {
  return crashes
    .map(({ at, kind, reason, version, reference, frames }) =>
      [
        `${at} ${kind} ${reason} version=${version} reference=${reference}`,
        ...frames.map((frame) => `  ${frame}`),
      ].join('\n'),
    )
    .join('\n')
}

/** The file as it is saved: a text that any editor opens. `parts` are those that the user left in. */
export function fileText(parts: readonly PartText[], all: readonly DiagnosticsPart[], at: Date): string {
  const { file, parts: names } = diagnosticsWords
  const leftOut = all.filter((part) => !parts.some((each) => each.part === part)).map((part) => names[part])
  const head = [
    file.title,
    at.toISOString(),
    '',
    file.intro,
    ...(leftOut.length > 0 ? [file.leftOut(list(leftOut))] : []),
  ]
  const bodies = parts.map(({ part, text }) => `== ${names[part]} ==\n\n${text === '' ? '-' : text}\n`)
  return `${head.join('\n')}\n\n${bodies.join('\n')}`
}
