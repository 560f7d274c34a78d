// `npm run server:seed`: demo data into an empty database.
import { demoPassword, demoPeople, type SeedName, seedDatabase } from '../demo/seed.ts'
import { type Command, openDatabase, readCommandLine, runAsProgram, urlOf, wrongUsage } from './command.ts'

const usage = `Fills an empty database with demo data: environments, accounts, users and a year of what they did.

  npm run server:seed -- [--size small|firm|fleet] [--seed WORD]

  --size  small: 60 accounts; firm: 200 accounts, 10,000 memberships; fleet: 10,000 accounts, 1,000,000 memberships.
          Default small.
  --seed  another word makes other people and accounts of the same size. Default gatehouse.

The database is that of DATABASE_URL or GATEHOUSE_DATA, as for the server. Not for production: everybody in the data
has the same password, and it is printed.`

const sizes: Record<string, SeedName> = { small: 'demo', firm: 'firm', fleet: 'fleet' }

export const seed: Command = async (argv, surroundings) => {
  const { say, now } = surroundings
  const options = {
    size: { type: 'string', default: 'small' },
    seed: { type: 'string', default: 'gatehouse' },
  } as const
  const read = readCommandLine(argv, options, usage, say)
  if ('exit' in read) return read.exit
  const { size, seed: word } = read.values
  const name = Object.hasOwn(sizes, size) ? sizes[size] : undefined
  if (!name) return wrongUsage(`There is no size "${size}".`, usage, say).exit
  const opened = await openDatabase(surroundings, 'migrate')
  if (!opened.ok) {
    say(`gatehouse: ${opened.error}`)
    return 1
  }
  const { db, config, close } = opened.value
  try {
    const user = await db.selectFrom('app_user').select('id').limit(1).executeTakeFirst()
    if (user) {
      say('gatehouse: The database has users already; demo data goes into an empty one. Nothing was changed.')
      return 1
    }
    const { rows } = await seedDatabase(db, { name, seed: word, now, publicUrl: urlOf(config) })
    say(`Wrote ${rows.account} accounts, ${rows.app_user} users and ${rows.membership} memberships.`)
    say(`Who can sign in, with the password ${demoPassword}:`)
    for (const { email, about, hasLogin } of demoPeople) if (hasLogin) say(`  ${email}  ${about}`)
    return 0
  } finally {
    await close()
  }
}

if (import.meta.main) await runAsProgram(seed)
