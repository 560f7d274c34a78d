import type { Sql } from '../database.ts'

const within = 'between a.n * 131072 and a.n * 131072 + 131071'

const counted = `
  select a.n,
    (select count(*) from membership where k ${within}) as users,
    (select count(*) from membership where k ${within} and status = 'active') as active,
    (select count(*) from membership where k ${within}) + (select count(*) from invitation where k ${within})
      + (select count(*) from account_application where account = a.n)
      + (select count(*) from grant_ where account = a.n) + (select count(*) from service where account = a.n)
      + (select count(*) from template where account = a.n)
      + (select count(*) from activity where account = a.n) as rows
  from account a order by a.n`

const countedApplications = `
  select o.account, o.application,
    (select count(*) from grant_ g join membership m on m.k = g.account * 131072 + g.slot
      where g.account = o.account and g.application = o.application and m.status = 'active') as granted
  from account_application o order by 1, 2`

/**
 * What is kept beside rows against what counting says, and what may not be left behind: people without a membership,
 * grants whose holder is known to nobody, and slots that are kept for nothing.
 */
export function keptAndCounted(sql: Sql) {
  const number = (text: string) => sql.get<{ count: number }>(text)?.count ?? 0
  return {
    kept: {
      accounts: sql.all('select n, users, active, rows from account order by n'),
      applications: sql.all('select account, application, granted from account_application order by 1, 2'),
      reach: sql.all('select n, reach from account order by n'),
      applicationReach: sql.all('select account, application, reach from account_application order by 1, 2'),
    },
    counted: {
      accounts: sql.all(counted),
      applications: sql.all(countedApplications),
      reach: sql.all('select n, iif(counts, active, 0) as reach from account order by n'),
      applicationReach: sql.all(
        `select o.account, o.application, iif(a.counts, iif(o.auto_assign, a.active, o.granted), 0) as reach
         from account_application o join account a on a.n = o.account order by 1, 2`,
      ),
    },
    leftBehind: {
      people: number('select count(*) as count from person where n not in (select person from membership)'),
      memberships: number(
        'select count(*) as count from membership where person not in (select n from person)',
      ),
      grants: number(
        `select count(*) as count from grant_ where account * 131072 + slot not in
          (select k from membership union select k from absentee)`,
      ),
      slots: number(
        `select count(*) as count from absentee x where k in (select k from membership)
          or exists (select 1 from membership m where m.id = x.id and m.k / 131072 = x.k / 131072)
          or not exists (select 1 from grant_ g where g.account * 131072 + g.slot = x.k)`,
      ),
    },
  }
}

export const nothingLeft = { people: 0, memberships: 0, grants: 0, slots: 0 }
