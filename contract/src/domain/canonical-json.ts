export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/**
 * One text for one value: no white space, keys in the order of their UTF-16 code units, strings as `JSON.stringify`
 * writes them (as RFC 8785). What is undefined is left out. Throws for a number that isn't a safe integer: how others
 * are written differs between languages, and a hash must not.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError('Only whole numbers have a canonical form')
    return String(value)
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const parts: string[] = []
  for (const key of Object.keys(value).sort()) {
    const each = value[key]
    if (each !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(each)}`)
  }
  return `{${parts.join(',')}}`
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
