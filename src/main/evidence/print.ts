import { readFile } from 'node:fs/promises'
import { runVerify } from './command.ts'

/** `gatehouse verify` in the terminal that it was asked in. Answers the code to exit with. */
export function printVerification(words: readonly string[]): Promise<number> {
  return runVerify(words, {
    read: (file) => readFile(file, 'utf8'),
    write: (text) => void process.stdout.write(text),
  })
}
