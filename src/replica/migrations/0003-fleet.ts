// Dense numbers in place of uuids. An account has a number; a row of it that others refer to, or that is searched, has
// `account number * 131,072 + slot` as its key, so that all of one account lie side by side. Uuids are 16 bytes, times
// of the large tables milliseconds since 1970.

const slots = 131_072

const bytes = (text: string) => `unhex(replace(${text}, '-', ''))`
const ms = (iso: string) => `cast(round(unixepoch(${iso}, 'subsec') * 1000) as integer)`
const holds = (permission: string) => `exists (
  select 1 from permission_set s, json_each(s.permissions) held
  where s.id = o.permissions and held.value = '${permission}')`

const before = [
  'application',
  'account',
  'account_application',
  'membership',
  'grant_',
  'invitation',
  'service',
  'template',
  'activity',
]

const tables = `
  -- Numbers of applications, never given to another one: rows of accounts refer to them, whatever comes first.
  create table application_number (
    n integer primary key,
    id blob not null unique
  );

  create table application (
    n integer primary key,
    id blob not null unique,
    environment_id text not null,
    key text not null,
    name text not null,
    description text not null,
    type text not null,
    status text not null,
    application_url text not null,
    login_url text not null,
    logo_url text,
    is_default integer not null,
    auto_assign integer not null,
    version integer not null
  );
  create index application_by_environment on application (environment_id);

  create table account (
    n integer primary key,
    id blob not null unique,
    environment_id text not null,
    name text not null,
    reference text not null,
    plan text not null,
    status text not null,
    created_at integer not null,
    version integer not null,
    via text not null,
    membership_id blob,
    role text,
    is_owner integer not null,
    membership_status text,
    permissions integer not null,
    -- What follows is kept while rows come and go, so that no list ever counts them.
    users integer not null default 0,
    active integer not null default 0,
    rows integer not null default 0,
    -- Access in it counts: the account is active, and the principal may see its users and its applications.
    counts integer not null default 0,
    -- How many users have what everybody has there: the active ones where access counts, else none.
    reach integer not null default 0,
    kept integer not null default 1,
    loaded_at integer
  );
  create index account_by_reach on account (environment_id, n, reach) where reach > 0;

  -- Accounts that the user doesn't want on this computer; theirs to say, so it outlives what is fetched.
  create table account_not_kept (
    account_id text primary key
  ) without rowid;

  -- The user's own words for an account; they outlive what is fetched.
  create table account_label (
    account_id text primary key,
    alias text not null,
    colour text,
    tags text not null
  ) without rowid;

  create table account_application (
    account integer not null,
    application integer not null,
    auto_assign integer not null,
    assigned_at integer not null,
    version integer not null,
    -- Active users with a grant.
    granted integer not null default 0,
    -- Users whom it gives access, whatever the environment gives them; none where access doesn't count.
    reach integer not null default 0,
    primary key (account, application)
  ) without rowid;
  create index account_application_by_application on account_application (application, account, reach);

  -- Somebody in ten accounts is one person with ten memberships.
  create table person (
    n integer primary key,
    id blob not null,
    name text not null,
    email text not null
  );
  create unique index person_by_id on person (id);

  create table membership (
    k integer primary key,
    id blob not null,
    person integer not null,
    role text not null,
    is_owner integer not null,
    status text not null,
    permissions integer not null,
    is_legacy integer not null,
    last_active_at integer,
    ends_at integer,
    created_at integer not null,
    version integer not null
  );
  create index membership_by_id on membership (id);
  create index membership_by_person on membership (person);

  -- Memberships that grants name and that are not here: they are still to come, or went first. Their slot is taken.
  create table absentee (
    k integer primary key,
    id blob not null
  );

  create table grant_ (
    account integer not null,
    application integer not null,
    slot integer not null,
    granted_at integer not null,
    primary key (account, application, slot)
  ) without rowid;

  create table invitation (
    k integer primary key,
    id blob not null,
    email text not null,
    role text not null,
    permissions integer not null,
    application_ids text not null,
    message text not null,
    any_address integer not null,
    status text not null,
    invited_by_name text not null,
    created_at integer not null,
    expires_at integer not null,
    version integer not null
  );
  create index invitation_by_id on invitation (id);
  create index invitation_pending on invitation (k) where status = 'pending';

  create table service (
    account integer not null,
    id blob not null,
    product_name text not null,
    label text not null,
    status text not null,
    renews_at integer,
    permission text not null,
    version integer not null,
    primary key (account, id)
  ) without rowid;

  create table template (
    account integer not null,
    id blob not null,
    name text not null,
    permissions integer not null,
    version integer not null,
    primary key (account, id)
  ) without rowid;

  -- The newest of an account are a range at the end.
  create table activity (
    account integer not null,
    at integer not null,
    id blob not null,
    actor_id blob,
    actor_name text not null,
    action text not null,
    target_kind text not null,
    target_id text not null,
    target_name text not null,
    before text,
    after text,
    device text,
    mutation_id blob,
    primary key (account, at, id)
  ) without rowid;
`

const directory = `
  insert into application_number (id)
    select ${bytes('id')} from (
      select id from old_application
      union select application_id from old_account_application
      union select application_id from old_grant_
      order by id);

  insert into application
    select x.n, x.id, o.environment_id, o.key, o.name, o.description, o.type, o.status, o.application_url, o.login_url,
      o.logo_url, o.is_default, o.auto_assign, o.version
    from old_application o join application_number x on x.id = ${bytes('o.id')};

  insert into account (id, environment_id, name, reference, plan, status, created_at, version, via, membership_id, role,
      is_owner, membership_status, permissions, counts, loaded_at)
    select ${bytes('o.id')}, o.environment_id, o.name, o.reference, o.plan, o.status, ${ms('o.created_at')}, o.version,
      o.via, ${bytes('o.membership_id')}, o.role, o.is_owner, o.membership_status, o.permissions,
      o.status = 'active' and ${holds('users.view')} and ${holds('applications.view')}, ${ms('o.loaded_at')}
    from old_account o order by o.id;
`

const of = (table: string) => `old_${table} o join account a on a.id = ${bytes('o.account_id')}`
const key = `a.n * ${slots} + row_number() over (partition by a.n order by o.id) - 1`

const grantOf = (holder: string) => `a.n, x.n, h.k % ${slots}, ${ms('o.granted_at')}
    from ${of('grant_')} join application_number x on x.id = ${bytes('o.application_id')}
    join ${holder} h on h.id = ${bytes('o.membership_id')} and h.k / ${slots} = a.n`

const rows = `
  insert into account_application (account, application, auto_assign, assigned_at, version)
    select a.n, x.n, o.auto_assign, ${ms('o.assigned_at')}, o.version
    from ${of('account_application')} join application_number x on x.id = ${bytes('o.application_id')};

  -- Where two accounts call somebody differently, the membership that changed last is right.
  insert into person (id, name, email)
    select ${bytes('user_id')}, name, email from (
      select user_id, name, email,
        row_number() over (partition by user_id order by version desc, created_at desc, id) as place
      from old_membership) where place = 1 order by user_id;

  insert into membership
    select ${key}, ${bytes('o.id')}, p.n, o.role, o.is_owner, o.status, o.permissions, o.is_legacy,
      ${ms('o.last_active_at')}, ${ms('o.ends_at')}, ${ms('o.created_at')}, o.version
    from ${of('membership')} join person p on p.id = ${bytes('o.user_id')};
  delete from person where n not in (select person from membership);

  insert into absentee
    select a.n * ${slots} + row_number() over (partition by a.n order by o.id) - 1
        + (select count(*) from old_membership m where m.account_id = o.account_id), ${bytes('o.id')}
    from (
      select account_id, membership_id as id from old_grant_
      except select account_id, id from old_membership) o
    join account a on a.id = ${bytes('o.account_id')};

  insert into grant_ select ${grantOf('membership')};
  insert into grant_ select ${grantOf('absentee')};

  insert into invitation
    select ${key}, ${bytes('o.id')}, o.email, o.role, o.permissions, o.application_ids, o.message, o.any_address,
      o.status, o.invited_by_name, ${ms('o.created_at')}, ${ms('o.expires_at')}, o.version
    from ${of('invitation')};

  insert into service
    select a.n, ${bytes('o.id')}, o.product_name, o.label, o.status, ${ms('o.renews_at')}, o.permission, o.version
    from ${of('service')};

  insert into template select a.n, ${bytes('o.id')}, o.name, o.permissions, o.version from ${of('template')};

  insert into activity
    select a.n, ${ms('o.at')}, ${bytes('o.id')}, ${bytes('o.actor_id')}, o.actor_name, o.action, o.target_kind,
      o.target_id, o.target_name, o.before, o.after, o.device, ${bytes('o.mutation_id')}
    from ${of('activity')};
`

const within = `between account.n * ${slots} and account.n * ${slots} + ${slots - 1}`

const counts = `
  update account set
    users = (select count(*) from membership where k ${within}),
    active = (select count(*) from membership where k ${within} and status = 'active'),
    rows = (select count(*) from membership where k ${within})
      + (select count(*) from invitation where k ${within})
      + (select count(*) from account_application where account = account.n)
      + (select count(*) from grant_ where account = account.n)
      + (select count(*) from service where account = account.n)
      + (select count(*) from template where account = account.n)
      + (select count(*) from activity where account = account.n);
  update account set reach = iif(counts, active, 0);

  update account_application as o set granted = (
    select count(*) from grant_ g join membership m on m.k = g.account * ${slots} + g.slot
    where g.account = o.account and g.application = o.application and m.status = 'active');
  update account_application as o
    set reach = (select iif(counts, iif(o.auto_assign, active, o.granted), 0) from account where n = o.account);
`

export const fleet = {
  version: 3,
  sql: [
    ...before.map((table) => `alter table ${table} rename to old_${table};`),
    'drop index application_by_environment;',
    tables,
    directory,
    rows,
    counts,
    ...before.map((table) => `drop table old_${table};`),
  ].join('\n'),
} as const
