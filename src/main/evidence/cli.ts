// `npm run verify -- FILE`, for people who have the source: the same as the program's own `verify FILE`.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { runVerify } from './command.ts'

/** npm runs a script in the project's folder and says where the user stood. */
const folder = process.env.INIT_CWD ?? process.cwd()

process.exitCode = await runVerify(process.argv.slice(2), {
  read: (file) => readFile(resolve(folder, file), 'utf8'),
  write: (text) => void process.stdout.write(text),
})
