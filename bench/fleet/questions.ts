import type { AccountId, ApplicationId } from '@gatehouse/contract'
import { idOf } from './ids.ts'
import { hash, sequence } from './random.ts'
import type { Fleet } from './world.ts'

/** What is asked of everything that keeps the data: the same questions in the same order. */
export interface Questions {
  /** Accounts that are switched to, one after the other. */
  accounts: AccountId[]
  /** Texts of three characters and more that somebody types to find a person; one in ten finds nobody. */
  texts: string[]
  applicationIds: ApplicationId[]
  now: string
  /** Milliseconds after which a discipline is measured on the samples that there are, three at least. */
  patience: number
}

const many = { accounts: 400, texts: 100, applications: 60, patience: 15_000 }
const few = { accounts: 100, texts: 30, applications: 20, patience: 2_000 }

export function askedOf(fleet: Fleet, now: Date, quick: boolean): Questions {
  const count = quick ? few : many
  const random = sequence(17)
  const accounts = Array.from({ length: count.accounts }, () =>
    idOf.account(random.below(fleet.size.accounts)),
  )
  const texts = Array.from({ length: count.texts }, (_, n) => {
    if (n % 10 === 9) return `qzx${(hash(n, 3) % 1_000).toString(36)}`
    const account = random.below(fleet.size.accounts)
    const { name, email } = fleet.membership(account, random.below(fleet.users(account)))
    if (n % 5 === 4) return email.slice(0, 4 + random.below(5))
    const letters = [...name]
    const from = n % 3 === 0 ? 0 : random.below(Math.max(1, letters.length - 3))
    const wanted = letters
      .slice(from, from + 3 + random.below(4))
      .join('')
      .trim()
    return wanted.length >= 3 ? wanted : email.slice(0, 5)
  })
  const step = Math.max(1, Math.floor(fleet.size.applications / count.applications))
  const applicationIds = fleet.applications.filter((_, n) => n % step === 0).map(({ id }) => id)
  return { accounts, texts, applicationIds, now: now.toISOString(), patience: count.patience }
}
