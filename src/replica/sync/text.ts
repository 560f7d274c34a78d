import {
  type AccountId,
  type BootstrapLine,
  bootstrapLineSchema,
  type ChangesPage,
  changesPageSchema,
  fail,
  ok,
  oldestSyncProtocol,
  problem,
  type Result,
  syncProtocol,
} from '@gatehouse/contract'

const strange = problem('not_gatehouse', { detail: 'What arrived is not what a Gatehouse server sends.' })

/**
 * Whole lines of a bootstrap or a snapshot. Problems: `incompatible_server` where they begin with another protocol,
 * whatever else they hold; `not_gatehouse` where one isn't ours.
 */
export function parseLines(text: string): Result<BootstrapLine[]> {
  const lines: BootstrapLine[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const json = parseJson(line)
    if (isOfAnotherProtocol(json)) return fail(problem('incompatible_server'))
    const parsed = bootstrapLineSchema.safeParse(json)
    if (!parsed.success) return fail(strange)
    lines.push(parsed.data)
  }
  return ok(lines)
}

/** Also that they are whole, and of this account alone. Problems, beside those of `parseLines`: `offline`, cut short. */
export function parseSnapshot(text: string, accountId: AccountId): Result<BootstrapLine[]> {
  const lines = parseLines(text)
  if (!lines.ok) return lines
  if (lines.value.at(-1)?.type !== 'end') {
    return fail(problem('offline', { detail: 'An account came in half.' }))
  }
  const isStray = (line: BootstrapLine) => 'accountId' in line && line.accountId !== accountId
  return lines.value.some(isStray) ? fail(strange) : lines
}

/** Problems: `not_gatehouse`. */
export function parsePage(text: string): Result<ChangesPage> {
  const parsed = changesPageSchema.safeParse(parseJson(text))
  return parsed.success ? ok(parsed.data) : fail(strange)
}

/** Undefined for what isn't JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isOfAnotherProtocol(json: unknown): boolean {
  return (
    typeof json === 'object' &&
    json !== null &&
    'type' in json &&
    json.type === 'start' &&
    'protocol' in json &&
    !(isNumber(json.protocol) && json.protocol >= oldestSyncProtocol && json.protocol <= syncProtocol)
  )
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}
