// The index over what is searched, filled bit by bit after the rows are here. Its texts are folded by this program, so
// it is no table of SQLite's own full text: see the record of decisions on search.

/** Tables by the number of their kind; `texts` are the columns that the index holds. */
const kinds = [
  { kind: 0, table: 'person', key: 'n', texts: ['name', 'email'] },
  { kind: 1, table: 'account', key: 'n', texts: ['name', 'reference'] },
  { kind: 2, table: 'application', key: 'n', texts: ['name', 'key'] },
  { kind: 3, table: 'invitation', key: 'k', texts: ['email'] },
]

const tables = `
  -- Part of the index and first two letters of a gram, as one number; then, for each third letter, who has the gram.
  create table search_gram (
    k integer primary key,
    postings blob not null
  );

  -- Up to which number the rows of a kind are in the index.
  create table search_done (
    kind integer primary key,
    up_to integer not null
  );
  insert into search_done (kind, up_to) values ${kinds.map(({ kind }) => `(${kind}, 0)`).join(', ')};

  -- Rows below that number which changed since. Until their part is made anew, a search looks at each of them.
  create table search_due (
    kind integer not null,
    n integer not null,
    gone integer not null,
    primary key (kind, n)
  ) without rowid;
`

// By triggers, so that no way of writing a row can forget it. While an index isn't begun they do nothing.
function triggersOf({ kind, table, key, texts }: (typeof kinds)[number]): string {
  const indexed = (row: string) => `${row}.${key} <= (select up_to from search_done where kind = ${kind})`
  const changed = texts.map((text) => `old.${text} is not new.${text}`).join(' or ')
  // A number of a person is given again only after it was due as gone; and a trigger would take as long as the insert
  // itself, a million times in a first sync.
  const added =
    table === 'person'
      ? ''
      : `create trigger search_${table}_added after insert on ${table} when ${indexed('new')} begin
      insert into search_due (kind, n, gone) values (${kind}, new.${key}, 0) on conflict do nothing;
    end;`
  return `
    ${added}
    create trigger search_${table}_changed after update of ${texts} on ${table}
      when (${changed}) and ${indexed('old')} begin
      insert into search_due (kind, n, gone) values (${kind}, old.${key}, 0) on conflict do nothing;
    end;
    create trigger search_${table}_removed after delete on ${table} when ${indexed('old')} begin
      insert into search_due (kind, n, gone) values (${kind}, old.${key}, 1)
        on conflict do update set gone = 1;
    end;
  `
}

// An account is found by the user's own words for it too.
const labelled = ['insert', 'update', 'delete']
  .map(
    (event) => `
    create trigger search_label_${event} after ${event} on account_label begin
      insert into search_due (kind, n, gone)
        select 1, n, 0 from account
        where id = unhex(replace(${event === 'delete' ? 'old' : 'new'}.account_id, '-', ''))
          and n <= (select up_to from search_done where kind = 1)
        on conflict do nothing;
    end;
  `,
  )
  .join('')

export const search = {
  version: 4,
  sql: [tables, ...kinds.map(triggersOf), labelled].join('\n'),
} as const
