/** Versions as they are released: `1.4.0`, or `1.5.0-beta.2` for one that is being tried out. */
export const versionPattern =
  /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+){0,5}))?$/

export function isPrerelease(version: string): boolean {
  return version.includes('-')
}

/** Below 0 where `a` came before `b`, by the rules of semantic versioning; 0 where they are the same. */
export function compareVersions(a: string, b: string): number {
  const [one, two] = [partsOf(a), partsOf(b)]
  for (const index of [0, 1, 2]) {
    const difference = (one.numbers[index] ?? 0) - (two.numbers[index] ?? 0)
    if (difference !== 0) return difference
  }
  return comparePrerelease(one.prerelease, two.prerelease)
}

function partsOf(version: string) {
  const [release = '', ...prerelease] = version.split('-')
  return {
    numbers: release.split('.').map(Number),
    prerelease: prerelease.length === 0 ? [] : prerelease.join('-').split('.'),
  }
}

/** A version comes after its own trials; numbers come before words. */
function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [one, two] = [a[index], b[index]]
    if (one === undefined) return -1
    if (two === undefined) return 1
    if (one === two) continue
    const [first, second] = [numberIn(one), numberIn(two)]
    if (first !== null && second !== null) return first - second
    if (first !== null) return -1
    if (second !== null) return 1
    return one < two ? -1 : 1
  }
  return 0
}

function numberIn(part: string): number | null {
  return /^\d+$/.test(part) ? Number(part) : null
}
