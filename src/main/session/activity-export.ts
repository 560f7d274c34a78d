import {
  type AccountId,
  type Activity,
  activitySchema,
  fail,
  ok,
  problem,
  type Result,
  refuseRead,
} from '@gatehouse/contract'
import { type ActivityFilter, activityTest, isEveryActivity, startOfDay } from '../../ipc/activity-filter.ts'
import type { CommandInput } from '../../ipc/contract.ts'
import type { ActivityItem } from '../../ipc/views.ts'
import { activityWords, activityFileWords as t } from '../../strings/activity.ts'
import { activitySentence, fieldChanges } from '../../strings/activity-in-words.ts'
import { list } from '../../strings/format.ts'
import { isOfNetwork } from '../api-client/answers.ts'
import type { Clock } from '../ports.ts'
import { fileName } from './file-name.ts'
import type { Workspace } from './workspace.ts'

interface ExportDeps {
  clock: Clock
  /** Asks where to, and writes the text there; null where the user chose nothing. */
  saveFile(suggested: string, text: string): Promise<Result<string | null>>
}

type Source = 'server' | 'this-computer'

/** What a file of activity is about, and its entries. */
export interface ActivityFile {
  account: { id: AccountId; name: string }
  /** As of when the entries are right. */
  asOf: string
  source: Source
  filter: ActivityFilter
  filterInWords: string
  entries: readonly ActivityItem[]
  applications: ReadonlyMap<string, string>
}

/** Writes activity of an account to a file, newest first, together with what it was narrowed down to and as of when. */
export async function exportActivity(
  deps: ExportDeps,
  workspace: Workspace,
  { accountId: id, filter, format }: CommandInput<'activity.export'>,
): Promise<Result<{ file: string | null; count: number; from: Source }>> {
  const accountId = id as AccountId
  const now = deps.clock.now()
  const account = await workspace.replica.read('accounts.get', { accountId }, now)
  if (!account.ok) return account
  const refused = refuseRead(account.value, 'activity.view') ?? refuseRead(account.value, 'activity.export')
  if (refused) return fail(refused)
  const facets = await workspace.replica.read('activity.facets', { accountId }, now)
  if (!facets.ok) return facets
  const gathered = await gather(workspace, accountId, filter, now)
  if (!gathered.ok) return gathered
  const { entries, from } = gathered.value
  const person = facets.value.people.find(({ userId }) => userId === filter.userId)?.name
  const applications = new Map<string, string>(
    facets.value.applications.map(({ applicationId, name }) => [applicationId, name]),
  )
  const content: ActivityFile = {
    account: { id: accountId, name: account.value.name },
    asOf: from === 'server' ? now.toISOString() : (account.value.syncedAt ?? now.toISOString()),
    source: from,
    filter,
    filterInWords: filterInWords(filter, person, applications.get(filter.applicationId ?? '')),
    entries,
    applications,
  }
  const text = format === 'csv' ? activityAsCsv(content) : activityAsJson(content)
  const name = `${t.file(account.value.name, now.toISOString().slice(0, 10))}.${format}`
  const saved = await deps.saveFile(fileName(name), text)
  return saved.ok ? ok({ file: saved.value, count: entries.length, from }) : saved
}

/** From the server, which has all of it; without a connection from here. */
async function gather(
  workspace: Workspace,
  accountId: AccountId,
  filter: ActivityFilter,
  now: Date,
): Promise<Result<{ entries: ActivityItem[]; from: Source }>> {
  const all = await fromServer(workspace, accountId, filter)
  if (all.ok) {
    const membershipId = await membershipOf(workspace, accountId, filter.userId, now)
    return ok({ entries: all.value.filter(activityTest(filter, membershipId)), from: 'server' })
  }
  if (!isOfNetwork(all.error) && all.error.code !== 'unavailable' && all.error.code !== 'unauthenticated')
    return all
  const entries: ActivityItem[] = []
  for (;;) {
    const page = await workspace.replica.read(
      'activity.page',
      { accountId, filter: filter as never, offset: entries.length, limit: 500 },
      now,
    )
    if (!page.ok) return page
    entries.push(...page.value.items)
    if (page.value.items.length === 0 || entries.length >= page.value.total) break
  }
  return ok({ entries, from: 'this-computer' })
}

async function fromServer(
  { api }: Workspace,
  accountId: AccountId,
  { from, to }: ActivityFilter,
): Promise<Result<Activity[]>> {
  const entries: Activity[] = []
  const read = await api.lines(
    'activity.export',
    {
      params: { accountId },
      query: {
        ...(from === null ? {} : { from: startOfDay(from).toISOString() }),
        ...(to === null ? {} : { to: startOfDay(to, 1).toISOString() }),
      },
    },
    async (text) => {
      for (const line of text.split('\n')) {
        if (line === '') continue
        const entry = activitySchema.safeParse(JSON.parse(line))
        if (!entry.success) return fail(problem('not_gatehouse'))
        entries.push(entry.data)
      }
      return ok(undefined)
    },
    AbortSignal.timeout(patienceMs),
  )
  return read.ok ? ok(entries) : read
}

/** How long a whole history may take to come. */
const patienceMs = 120_000

/** What the filter's person is called in the account, so that what was done to them is found too. */
async function membershipOf(
  { replica }: Workspace,
  accountId: AccountId,
  userId: string | null,
  now: Date,
): Promise<string | null> {
  if (userId === null) return null
  const users = await replica.read('users.list', { accountId }, now)
  const user = users.ok ? users.value.find((each) => each.userId === userId) : undefined
  return user?.membershipId ?? null
}

export function filterInWords(
  filter: ActivityFilter,
  person: string | undefined,
  application: string | undefined,
): string {
  if (isEveryActivity(filter)) return t.noFilter
  const { text, kind, userId, applicationId, from, to } = filter
  const parts = [
    text.trim() && t.text(text.trim()),
    kind !== 'all' && t.kind(activityWords.kinds[kind]),
    userId !== null && t.person(person ?? userId),
    applicationId !== null && t.application(application ?? applicationId),
    from !== null && t.from(from),
    to !== null && t.to(to),
  ]
  const said = parts.filter((part): part is string => typeof part === 'string' && part !== '')
  return list(said, said.length)
}

/** For spreadsheets: what it is stands above the table. */
export function activityAsCsv(content: ActivityFile): string {
  const { columns } = t
  const head = [
    [t.account, content.account.name],
    [t.asOf, content.asOf],
    [t.source, t.sources[content.source]],
    [t.filter, content.filterInWords],
    [t.entries, String(content.entries.length)],
    [],
    [
      columns.at,
      columns.actor,
      columns.what,
      columns.action,
      columns.target,
      columns.field,
      columns.device,
      columns.reference,
    ],
  ]
  const rows = content.entries.map((entry) => [
    entry.at,
    entry.actorName,
    activitySentence(entry),
    entry.action,
    entry.targetName,
    fieldChanges(entry, content.applications)
      .map(({ name, before, after }) =>
        t.change(name, before ?? activityWords.nothing, after ?? activityWords.nothing),
      )
      .join('; '),
    entry.device ?? '',
    entry.mutationId ?? '',
  ])
  // With the mark at its beginning spreadsheets read it as UTF-8.
  return `\ufeff${[...head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`
}

/** Quoted where needed; what a spreadsheet would run as a formula is text. */
function csvCell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n;]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** For programs: entries as the server knows them. */
export function activityAsJson({ account, asOf, source, filter, entries }: ActivityFile): string {
  const content = { format: 'gatehouse-activity', version: 1, account, asOf, source, filter, entries }
  return `${JSON.stringify(content, null, 2)}\n`
}
