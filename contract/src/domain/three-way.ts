/** The fields of a row, by name. */
export type Fields = Readonly<Record<string, unknown>>

export interface Sides {
  /** As it stood where the change was decided. A field of `mine` that is the same was not meant to be changed. */
  seen: Fields
  /** As it was confirmed then. */
  base: Fields
  mine: Fields
  /** As it is confirmed now. */
  theirs: Fields
  /** As it stands now, with one's own earlier changes. */
  current: Fields
}

export interface Merged {
  /** Of each field of `mine`: mine where I changed it, else as it stands now. */
  fields: Record<string, unknown>
  /** Fields that I changed, and somebody else to another value. `fields` holds mine for them. */
  collisions: string[]
}

/**
 * Puts a change onto a row that has become another. Fields in one of the `units` only mean something together, so they
 * are taken or kept together; each other field of `mine` is looked at by itself. A field that both changed to the same
 * value is no collision.
 */
export function mergeFields(
  { seen, base, mine, theirs, current }: Sides,
  units: readonly (readonly string[])[] = [],
): Merged {
  const merged: Merged = { fields: {}, collisions: [] }
  for (const unit of unitsOf(mine, units)) {
    const differ = (a: Fields, b: Fields) => unit.some((name) => !sameValue(a[name], b[name]))
    const isMine = differ(mine, seen)
    if (isMine && differ(theirs, base) && differ(theirs, mine)) merged.collisions.push(...unit)
    for (const name of unit) merged.fields[name] = isMine ? mine[name] : current[name]
  }
  return merged
}

function unitsOf(mine: Fields, units: readonly (readonly string[])[]): (readonly string[])[] {
  const joined = new Set(units.flat())
  const single = Object.keys(mine).filter((name) => !joined.has(name))
  const present = units.filter((unit) => unit.some((name) => name in mine))
  return [...present, ...single.map((name) => [name])]
}

/** Whether two values of a field are the same. Lists are sets here: their order means nothing. */
export function sameValue(a: unknown, b: unknown): boolean {
  return spelled(a) === spelled(b)
}

function spelled(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.toSorted() : (value ?? null))
}
