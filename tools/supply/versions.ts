// Versions and the ranges that advisories name, after semver.org. Other than in a package's dependencies, a version
// before a release ("6.3.0-alpha.5") counts like any other: it is no less vulnerable.

interface Version {
  numbers: [number, number, number]
  before: (string | number)[]
}

const shape = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/

function parse(text: string): Version {
  const found = shape.exec(text)
  if (!found) throw new Error(`not a version: ${text}`)
  const [, major, minor, patch, before] = found
  return {
    numbers: [Number(major), Number(minor ?? 0), Number(patch ?? 0)],
    before: before?.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)) ?? [],
  }
}

function comparePart(a: string | number | undefined, b: string | number | undefined): number {
  if (a === b) return 0
  if (a === undefined) return -1
  if (b === undefined) return 1
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1
  return typeof b === 'number' || a > b ? 1 : -1
}

/** Below zero where `a` is older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parse(a), parse(b)]
  for (const at of [0, 1, 2] as const) {
    if (left.numbers[at] !== right.numbers[at]) return left.numbers[at] - right.numbers[at]
  }
  if (left.before.length === 0 || right.before.length === 0) return right.before.length - left.before.length
  for (let at = 0; at < Math.max(left.before.length, right.before.length); at += 1) {
    const order = comparePart(left.before[at], right.before[at])
    if (order !== 0) return order
  }
  return 0
}

const comparator = /(>=|<=|>|<|=)?\s*(\*|v?\d[0-9A-Za-z.+-]*)/y

interface Bound {
  operator: string
  version: string
}

function boundsOf(alternative: string): Bound[] {
  const bounds: Bound[] = []
  const text = alternative.replaceAll(',', ' ').trim()
  for (let at = 0; at < text.length; ) {
    comparator.lastIndex = at
    const found = comparator.exec(text)
    if (!found) throw new Error(`not a range: ${alternative}`)
    bounds.push({ operator: found[1] ?? '=', version: found[2] ?? '*' })
    at = comparator.lastIndex
    while (text[at] === ' ') at += 1
  }
  return bounds
}

function holds(version: string, { operator, version: limit }: Bound): boolean {
  if (limit === '*') return true
  const order = compareVersions(version, limit)
  if (operator === '>=') return order >= 0
  if (operator === '<=') return order <= 0
  if (operator === '>') return order > 0
  if (operator === '<') return order < 0
  return order === 0
}

/** Is the version in a range such as `>=4.0.0 <4.0.4 || <2.5.4`? */
export function isInRange(version: string, range: string): boolean {
  return range.split('||').some((one) => boundsOf(one).every((bound) => holds(version, bound)))
}

/** The range's own upper end for this version: `>=5.3.2` for what `<5.3.2` closes in, null where there is none. */
export function firstAfter(version: string, range: string): string | null {
  const around = range.split('||').find((one) => boundsOf(one).every((bound) => holds(version, bound)))
  const upper = boundsOf(around ?? '').find(
    ({ operator, version: limit }) => limit !== '*' && operator !== '>=' && operator !== '>',
  )
  if (!upper) return null
  return upper.operator === '<' ? `>=${upper.version}` : `>${upper.version}`
}
