import { writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3-multiple-ciphers'
import { openDatabase } from '../../../src/replica/database.ts'

// Opens a replica of an earlier schema, and dies while it is brought up to date: at a share of the statements of one
// migration, all of them being the moment before it is committed. With a share above one it says when a commit
// begins and goes on, so that whoever started it can kill it in there.

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    key: { type: 'string' },
    during: { type: 'string' },
    share: { type: 'string' },
  },
})
const during = Number(values.during)
const share = Number(values.share)

/** Triggers hold semicolons of their own. */
function statementsIn(sql: string): string[] {
  const statements: string[] = []
  let begun = ''
  for (const part of sql.split(/;\s*\n/)) {
    begun += `${part};\n`
    if (/create trigger/i.test(begun) && !/\bend\s*;\s*$/i.test(begun)) continue
    statements.push(begun)
    begun = ''
  }
  return begun === '' ? statements : [...statements, begun]
}

const exec = Database.prototype.exec
let version = 2
Database.prototype.exec = function (this: Database, sql: string) {
  version += 1
  // So that what isn't committed reaches the disk too.
  this.pragma('cache_size = 8')
  const statements = statementsIn(sql)
  const last = Math.min(Math.floor(statements.length * share), statements.length)
  for (const [n, statement] of statements.entries()) {
    if (version === during && n === last) process.kill(process.pid, 'SIGKILL')
    exec.call(this, statement)
  }
  if (version === during && share === 1) process.kill(process.pid, 'SIGKILL')
  if (version === during) writeSync(1, 'now\n')
  return this
}

const opened = openDatabase(values.file ?? '', Uint8Array.from(Buffer.from(values.key ?? '', 'hex')))
if (!opened.ok) throw new Error(opened.error.detail)
// Until it is killed.
setInterval(() => {}, 1000)
