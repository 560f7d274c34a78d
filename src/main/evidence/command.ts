import { exactTime } from '../../strings/format.ts'
import { verifyWords as t } from '../../strings/verify.ts'
import { type Verification, verifyEvidence } from './verify.ts'

export interface CommandIo {
  /** Text of a file; throws where there is none. */
  read(file: string): Promise<string>
  write(text: string): void
}

/** Good, tampered with or not readable, not sealed or called wrongly. */
export const exitCodes = { good: 0, failed: 1, unsealed: 2, usage: 2 } as const

/** `gatehouse verify FILE [--key KEY]`: prints what was looked at, and answers the code to exit with. */
export async function runVerify(words: readonly string[], { read, write }: CommandIo): Promise<number> {
  const asked = parse(words)
  if (asked === null) {
    write(`${t.usage}\n${t.usageHint}\n`)
    return exitCodes.usage
  }
  if (asked.key !== null && !/^[A-Za-z0-9_-]{43}$/.test(asked.key)) {
    write(`${t.wrongKey}\n`)
    return exitCodes.usage
  }
  const text = await read(asked.file).catch(() => null)
  if (text === null) {
    write(`${t.notRead(asked.file)}\n`)
    return exitCodes.failed
  }
  const verification = verifyEvidence(text, asked.key)
  write(`${linesOf(verification).join('\n')}\n`)
  return exitCodes[verification.verdict]
}

function parse(words: readonly string[]): { file: string; key: string | null } | null {
  const files: string[] = []
  let key: string | null = null
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place] ?? ''
    if (word === '--key') {
      place += 1
      key = words[place] ?? ''
    } else if (word.startsWith('--key=')) key = word.slice('--key='.length)
    else if (word.startsWith('-')) return null
    else files.push(word)
  }
  const [file] = files
  return file !== undefined && files.length === 1 ? { file, key } : null
}

function linesOf({ evidence, checks, verdict }: Verification): string[] {
  const lines: string[] = []
  if (evidence) {
    const { review, snapshot, signatures } = evidence.record
    const { name, reference } = snapshot.account
    lines.push(plain(t.of(review.title, name, reference)))
    for (const { name, email, signedAt } of signatures)
      lines.push(plain(t.signed(name, email, exactTime(new Date(signedAt)))))
    lines.push('')
  }
  for (const { name, state } of checks) lines.push(`${t.marks[state]}${t.checks[name][state]}`)
  lines.push('')
  if (evidence) {
    lines.push(t.hash(evidence.recordSha256))
    if (evidence.seal) {
      const { server, recordedAt, publicKey } = evidence.seal
      lines.push(plain(t.sealed(server, exactTime(new Date(recordedAt)))), t.publicKey(publicKey))
    }
    lines.push('')
  }
  lines.push(t.verdicts[verdict])
  return lines
}

/** What a file says must not move the cursor of a terminal or make up a line of its own. */
function plain(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}
