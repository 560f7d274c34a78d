/**
 * The words behind `verify` on a program's command line; null where it wasn't asked for. `skipped`: how many words come
 * before the user's own. The runtime's switches may stand anywhere in front.
 */
export function verifyAsked(argv: readonly string[], skipped: number): string[] | null {
  const places = [...argv.keys()].filter((place) => !argv[place]?.startsWith('-'))
  const place = places[skipped]
  return place !== undefined && argv[place] === 'verify' ? argv.slice(place + 1) : null
}
