import { ok, type Result } from '@gatehouse/contract'
import type { z } from 'zod'
import type { peopleArea } from '../../ipc/areas/people.ts'
import type { AccessChange, LeaverLine } from '../../ipc/views.ts'
import { accessChangeInWords } from '../../strings/access-change-in-words.ts'
import { accessChangeWords } from '../../strings/access-changes.ts'
import { roleNames } from '../../strings/common.ts'
import { leaverWords as t } from '../../strings/people-runs.ts'
import { permissionLabel } from '../../strings/permissions.ts'
import type { Clock } from '../ports.ts'
import { toCsv } from './csv.ts'
import type { Workspace } from './workspace.ts'

type PlanWanted = z.output<(typeof peopleArea)['commands']['people.exportPlan']['input']>
type ChangesWanted = z.output<(typeof peopleArea)['commands']['changes.export']['input']>
type Choice = PlanWanted['choices'][number]

interface ExportDeps {
  clock: Clock
  /** Asks where to, and writes the text there; null where the user chose nothing. */
  saveFile(suggested: string, text: string): Promise<Result<string | null>>
}

type Saved = Promise<Result<{ file: string | null }>>

/** A plan for somebody who leaves, a line for each account, with why something is kept or isn't in it. */
export async function exportPlan(
  deps: ExportDeps,
  { replica }: Workspace,
  { userIds, choices }: PlanWanted,
): Saved {
  const now = deps.clock.now()
  const leaver = await replica.read('people.leaver', { userIds }, now)
  if (!leaver.ok) return leaver
  const chosen = new Map(choices.map((choice) => [choice.membershipId as string, choice]))
  const { account, reference, login, role, what, heir, reason, flags, applications } = t.file
  const head = [account, reference, login, role, what, heir, reason, flags, applications]
  const rows = leaver.value.lines.map((line) => planRow(line, chosen.get(line.membershipId)))
  return save(deps, t.file.name(dayOf(now)), [head, ...rows])
}

function planRow(line: LeaverLine, choice: Choice | undefined): string[] {
  return [
    line.accountName,
    line.reference,
    line.email,
    roleNames[line.role],
    choice ? t.choices[choice.choice] : t.leftOut,
    choice?.choice === 'transfer' ? (choice.heirName ?? '') : '',
    choice?.reason ?? '',
    [
      ...(line.isOwner ? [t.ownsAlone] : []),
      ...(line.lastWith.length > 0 ? [t.lastWith(line.lastWith.map(permissionLabel))] : []),
    ].join('; '),
    (line.applications ?? []).map(({ name }) => name).join('; '),
  ]
}

/** Net effects on access, of one account or of all. */
export async function exportChanges(
  deps: ExportDeps,
  { replica }: Workspace,
  { accountId, since }: ChangesWanted,
): Saved {
  const now = deps.clock.now()
  const { columns } = accessChangeWords
  const head = [columns.account, columns.kind, columns.change, columns.by, columns.at]
  const name = `gatehouse-access-changes-${dayOf(now)}`
  if (accountId) {
    const account = await replica.read('accounts.get', { accountId }, now)
    if (!account.ok) return account
    const answer = await replica.read('changes.inAccount', { accountId, since, limit: 5000 }, now)
    if (!answer.ok) return answer
    return save(deps, name, [head, ...changeRows(account.value.name, answer.value.changes)])
  }
  const day = since.from === 'day' ? since.day : null
  const rows: string[][] = []
  for (let offset = 0; ; offset += 100) {
    const piece = await replica.read('changes.everywhere', { day, offset, limit: 100 }, now)
    if (!piece.ok) return piece
    for (const each of piece.value.accounts) {
      const from = day ? since : ({ from: 'visit' } as const)
      const all = await replica.read(
        'changes.inAccount',
        { accountId: each.accountId, since: from, limit: 5000 },
        now,
      )
      if (!all.ok) return all
      rows.push(...changeRows(each.accountName, all.value.changes))
    }
    if (piece.value.accounts.length < 100) break
  }
  return save(deps, name, [head, ...rows])
}

function changeRows(accountName: string, changes: readonly AccessChange[]): string[][] {
  return changes.map((change) => [
    accountName,
    accessChangeWords.kinds[change.kind],
    accessChangeInWords(change),
    change.actorName ?? '',
    change.at ?? '',
  ])
}

async function save({ saveFile }: ExportDeps, name: string, rows: string[][]): Saved {
  const saved = await saveFile(`${name}.csv`, toCsv(rows))
  return saved.ok ? ok({ file: saved.value }) : saved
}

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10)
}
