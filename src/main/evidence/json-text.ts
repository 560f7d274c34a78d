const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*|true|false|null|[{}[\],:]|\s+/y

/**
 * Reads JSON in which every name stands once in its object; null for anything else. With a name that stands twice, a
 * person may read the one and a program the other. White space and the way a letter is escaped mean nothing.
 */
export function readJson(text: string): { value: unknown } | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  // What was passed over, because it stands twice, is missing in what is written back.
  return plainText(text) === JSON.stringify(value) ? { value } : null
}

function plainText(text: string): string {
  const parts: string[] = []
  token.lastIndex = 0
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [part] = match
    if (part.startsWith('"')) parts.push(JSON.stringify(JSON.parse(part)))
    else if (/^[-0-9]/.test(part)) parts.push(JSON.stringify(Number(part)))
    else if (part.trim() !== '') parts.push(part)
  }
  return parts.join('')
}
