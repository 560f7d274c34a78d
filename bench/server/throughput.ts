import type { AccountId, ApplicationId, MembershipId } from '@gatehouse/contract'
import type { Metric } from '../metric.ts'
import { type Caller, createCaller, createReplay, median, turnsPerSecond } from './load.ts'
import type { Ground, Node } from './nodes.ts'

const rounds = 3
const warmUpMs = 500
const roundMs = 2000

export interface Target {
  accountId: AccountId
  applicationId: ApplicationId
  membershipIds: MembershipId[]
  accessToken: string
  cursor: string
}

/**
 * Requests a second against what the database alone gives when it is sent the same statements: what HTTP, sign-in,
 * validation and mapping cost on top.
 */
export async function benchReads(ground: Ground, node: Node, target: Target): Promise<Metric> {
  const caller = createCaller(node.url, target.accessToken)
  const paths = {
    account: `/v1/accounts/${target.accountId}`,
    users: `/v1/accounts/${target.accountId}/memberships?limit=100`,
    changes: `/v1/sync/changes?cursor=${target.cursor}`,
  }
  const peer: Record<string, number> = {}
  const ratios: number[] = []
  const replay = createReplay(ground.databaseUrl)
  for (const [name, path] of Object.entries(paths)) {
    await turnsPerSecond(warmUpMs, () => caller.get(path))
    const statements = await node.statementsOf(() => caller.get(path))
    const results = await inTurns(
      () => turnsPerSecond(roundMs, () => caller.get(path)),
      () =>
        turnsPerSecond(roundMs, () =>
          replay.run(
            statements,
            () => false,
            () => '',
          ),
        ),
    )
    peer[`${name}.requests_per_s`] = Math.round(results.ours)
    peer[`${name}.database_alone_per_s`] = Math.round(results.theirs)
    peer[`${name}.statements`] = statements.length
    ratios.push(results.ours / results.theirs)
  }
  await replay.close()
  caller.close()
  const worst = Math.min(...ratios)
  return { value: Math.round(worst * 100) / 100, unit: 'x', budget: 0.5, worse: 'lower', peer }
}

/** A grant given and taken again, each by another user of the account: a whole write with its feed and activity. */
export async function benchWrites(ground: Ground, node: Node, target: Target): Promise<Metric> {
  const caller = createCaller(node.url, target.accessToken)
  const known = new Set<string>([target.accountId, target.applicationId, ...target.membershipIds])
  const users = await ground.db.selectFrom('app_user').select('id').execute()
  for (const { id } of users) known.add(id)
  for (const { id } of await ground.db.selectFrom('environment').select('id').execute()) known.add(id)
  const toggle = toggler(ground, caller, target)
  await turnsPerSecond(warmUpMs, toggle)
  const given = await node.statementsOf(() => toggle(1))
  const taken = await node.statementsOf(() => toggle(1))
  const replay = createReplay(ground.databaseUrl)
  let count = 0
  const raw = () => {
    count += 1
    return replay.run(count % 2 === 0 ? given : taken, (value) => !known.has(value), ground.newId)
  }
  const { ours, theirs } = await inTurns(
    () => turnsPerSecond(roundMs, toggle),
    () => turnsPerSecond(roundMs, raw),
  )
  await replay.close()
  caller.close()
  return {
    value: Math.round((ours / theirs) * 100) / 100,
    unit: 'x',
    budget: 0.5,
    worse: 'lower',
    peer: {
      requests_per_s: Math.round(ours),
      database_alone_per_s: Math.round(theirs),
      statements: given.length,
    },
  }
}

function toggler({ newId }: Ground, caller: Caller, { accountId, applicationId, membershipIds }: Target) {
  const holds = new Set<MembershipId>()
  return async (turn: number) => {
    const membershipId = membershipIds[turn % membershipIds.length]
    if (!membershipId) throw new Error('the account has no users')
    const isHeld = holds.has(membershipId)
    if (isHeld) holds.delete(membershipId)
    else holds.add(membershipId)
    const path = `/v1/accounts/${accountId}/applications/${applicationId}/grants/${membershipId}`
    await caller.write(isHeld ? 'DELETE' : 'PUT', path, newId())
  }
}

/** One after the other several times over, so that a slow minute of the machine falls on both. */
async function inTurns(ours: () => Promise<number>, theirs: () => Promise<number>) {
  const results: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] }
  for (let round = 0; round < rounds; round += 1) {
    results.ours.push(await ours())
    results.theirs.push(await theirs())
  }
  return { ours: median(results.ours), theirs: median(results.theirs) }
}
