import { hash, verify } from '@node-rs/argon2'

export const passwordLength = { min: 12, max: 200 } as const

// OWASP's second choice for argon2id: 19 MiB, two passes, one lane. `algorithm` is left at its default, argon2id.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** A salt is given for demo data alone, which has to come out the same each time. */
export function hashPassword(password: string, salt?: Uint8Array): Promise<string> {
  return hash(password.normalize('NFKC'), salt ? { ...cost, salt } : cost)
}

/** Whether a hash was made with less work than one made today would be. */
export function isWeakHash(passwordHash: string): boolean {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(passwordHash)
  if (!found) return true
  const [memory, time, lanes] = found.slice(1).map(Number)
  return (memory ?? 0) < cost.memoryCost || (time ?? 0) < cost.timeCost || (lanes ?? 0) < cost.parallelism
}

let decoy: Promise<string> | undefined

/** Done ahead, so that the first unknown login doesn't take longer than the others. */
export function prepareDecoy(): Promise<string> {
  decoy ??= hashPassword('no login has this password')
  return decoy
}

/** With no hash to compare (no such login), it works as long as with one and answers false. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const isRight = await verify(passwordHash ?? (await prepareDecoy()), password.normalize('NFKC')).catch(
    () => false,
  )
  return isRight && passwordHash !== null
}

/** What is wrong with a new password, in words; null when nothing is. Length counts characters, not bytes. */
export function passwordProblem(password: string): string | null {
  const length = [...password].length
  if (length < passwordLength.min) return `Use at least ${passwordLength.min} characters`
  if (length > passwordLength.max) return `Use at most ${passwordLength.max} characters`
  return null
}
