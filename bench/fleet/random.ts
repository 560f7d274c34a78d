/**
 * Numbers that look random and depend on nothing but their place: any account can be made without those before it,
 * and twice the same.
 */

/** 32 well-mixed bits of a few whole numbers. */
export function hash(a: number, b = 0, c = 0): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) ^ Math.imul(c + 0x165667b1, 0x27d4eb2f)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b)
  return (h ^ (h >>> 16)) >>> 0
}

/** From 0 up to, and without, 1. */
export function share(a: number, b = 0, c = 0): number {
  return hash(a, b, c) / 2 ** 32
}

/** One of them, each as likely as the others. */
export function pick<T>(items: readonly T[], bits: number): T {
  return items[bits % items.length] as T
}

/** Numbers one after the other, for what has an order anyway. */
export function sequence(seed: number) {
  let turn = 0
  return {
    share(): number {
      turn += 1
      return share(seed, turn, 0x5eed)
    },
    below(limit: number): number {
      return Math.floor(this.share() * limit)
    },
  }
}

const hex = Array.from({ length: 0x10000 }, (_, n) => n.toString(16).padStart(4, '0'))

/** An id as servers make them (version 7): the moment it was made, then what nobody can guess. */
export function uuidAt(ms: number, a: number, b: number): string {
  const high = Math.floor(ms / 2 ** 16)
  const one = hash(a, b, 11)
  const two = hash(a, b, 12)
  const three = hash(a, b, 13)
  return (
    `${hex[high >>> 16]}${hex[high & 0xffff]}-${hex[ms % 2 ** 16]}-${hex[0x7000 | (one & 0xfff)]}-` +
    `${hex[0x8000 | ((one >>> 12) & 0x3fff)]}-${hex[two >>> 16]}${hex[two & 0xffff]}${hex[three & 0xffff]}`
  )
}
