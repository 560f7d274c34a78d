import { isIPv6 } from 'node:net'

/** Groups of an IPv6 address that name a network; the other half is its holder's to choose. */
const networkGroups = 4

/**
 * What limits count callers by: an IPv4 address, or the /64 network of an IPv6 one, as whoever has one address of such a
 * network has all of them.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return mapped
  const bare = address.split('%')[0] ?? ''
  if (!isIPv6(bare)) return address
  const [head = '', tail] = bare.split('::')
  const before = groupsOf(head)
  const after = tail === undefined ? [] : groupsOf(tail)
  const zeros = Array<string>(tail === undefined ? 0 : 8 - before.length - after.length).fill('0')
  const groups = [...before, ...zeros, ...after].slice(0, networkGroups)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}

// The last two groups may be written as an IPv4 address. They are in no network's name; that they are two counts.
function groupsOf(text: string): string[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]))
}
