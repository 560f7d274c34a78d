import {
  allPermissions,
  fail,
  type InvitableRole,
  normalizeAddress,
  ok,
  type Permission,
  type Problem,
  permissionsNotHeld,
  permissionsOf as permissionsOfRole,
  problem,
  refuseWrite,
} from '@gatehouse/contract'
import type { JoinerLine } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { grantedTo } from '../repositories/counts.ts'
import { pendingInvitation } from '../repositories/invitations.ts'
import { applicationsOn } from './access.ts'
import { byName, type Handler, may } from './context.ts'
import { accountOfLine, membershipIdOf, type Place, peopleOf, placesOf, whomToAsk } from './persons.ts'
import { permissionsOf, type Stored, storedUsers } from './user-rows.ts'

/** Before an address is known the lines say what anybody new would get. */
const anybody = ''

/** What it takes to give somebody new what a colleague has: the ownership never, and nothing that isn't held. */
export const getJoiner: Handler<'people.joiner'> = ({ sql, now }, { userId, emails }) => {
  const [colleague] = peopleOf(sql, [userId])
  if (!colleague) return fail(problem('not_found'))
  const { places, more } = placesOf(sql, [colleague])
  const wanted = emails.length > 0 ? [...new Set(emails.map((each) => each.trim()))] : [anybody]
  const { n: _, ...person } = colleague
  return ok({
    colleague: person,
    lines: places
      .filter(({ user }) => user.endsAt === null || user.endsAt > now.getTime())
      .flatMap((place) => linesIn(sql, now, place, wanted)),
    more,
  })
}

type Shared = Omit<
  JoinerLine,
  'email' | 'kind' | 'membershipId' | 'version' | 'roleBefore' | 'refusal' | 'askName'
> & { given: readonly Permission[] }

function linesIn(sql: Sql, now: Date, place: Place, emails: readonly string[]): JoinerLine[] {
  const { opened } = place
  const shared = offerOf(sql, place)
  const askName = whomToAsk(sql, opened)
  const there = membersAmong(sql, place, emails)
  return emails.map((email) => {
    const member = there.get(normalizeAddress(email))
    const line = member
      ? changeOf(sql, place, shared, member)
      : inviteOf(place, shared, email !== anybody && isInvited(sql, place, email, now))
    return { ...line, email, askName: line.refusal ? askName : null }
  })
}

/** Role and applications of the colleague, as far as the principal can give them. */
function offerOf(sql: Sql, { opened, user }: Place): Shared {
  const { account, access } = opened
  const held = permissionsOf(sql, user)
  const role: InvitableRole = user.role === 'owner' ? 'admin' : user.role
  const wanted = permissionsOfRole(role, held)
  const lacks = permissionsNotHeld(access, wanted)
  const given = wanted.filter((permission) => !lacks.includes(permission))
  const isCustom = role === 'custom' || lacks.length > 0
  const granted = new Set(grantedTo(sql, opened.n, user.slot))
  const known = may(access, 'applications.view') ? applicationsOn(sql, opened).sort(byName) : []
  const auto = known.filter(({ environmentAuto, accountAuto }) => environmentAuto || accountAuto === true)
  const alone = known.filter((application) => granted.has(application.n) && !auto.includes(application))
  const mayAssign = refuseWrite(account, access, 'applications.assign') === null
  return {
    ...accountOfLine(sql, opened),
    colleagueRole: user.role,
    isColleagueOwner: user.isOwner === 1,
    isColleagueSuspended: user.status === 'suspended',
    role: isCustom ? 'custom' : role,
    permissions: isCustom ? [...given] : null,
    lacks,
    grants: mayAssign ? alone.map(({ id, name }) => ({ id, name })) : [],
    ungiven: mayAssign ? [] : alone.map(({ name }) => name),
    auto: auto.map(({ name }) => name),
    given,
  }
}

type Line = Omit<JoinerLine, 'email' | 'askName'>

function inviteOf({ opened }: Place, { given, ...shared }: Shared, isInvited: boolean): Line {
  const refusal =
    refuseWrite(opened.account, opened.access, 'users.invite') ??
    (given.length === 0 ? nothingToGive(shared.lacks, opened.access.permissions) : null)
  const kind = isInvited ? 'invited' : 'invite'
  return { ...shared, kind, membershipId: null, version: null, roleBefore: null, refusal }
}

function nothingToGive(lacks: readonly Permission[], held: readonly Permission[]): Problem {
  return problem('forbidden', { ...(lacks[0] && { required: lacks[0] }), held: [...held] })
}

/** Somebody who is there already gets what is missing, and keeps what they have. */
function changeOf(sql: Sql, { opened }: Place, { given, ...shared }: Shared, member: Stored): Line {
  const { account, access } = opened
  const held = permissionsOf(sql, member)
  const missing = given.filter((permission) => !held.includes(permission))
  const mayEdit = refuseWrite(account, access, 'users.edit')
  const all = allPermissions.filter((each) => held.includes(each) || given.includes(each))
  const isWhole = shared.role !== null && all.length === permissionsOfRole(shared.role, given).length
  const isRaised = missing.length > 0 && member.isOwner === 0
  const granted = new Set(grantedTo(sql, opened.n, member.slot))
  const numbers = new Map(applicationsOn(sql, opened).map(({ id, n }) => [id, n]))
  const grants = shared.grants.filter(({ id }) => !granted.has(numbers.get(id) ?? -1))
  const raises = isRaised && mayEdit === null
  const isNothing = !isRaised && grants.length === 0
  const role = isWhole ? shared.role : 'custom'
  return {
    ...shared,
    kind: isNothing ? 'same' : 'change',
    membershipId: membershipIdOf(member),
    version: member.version,
    roleBefore: member.role,
    role: raises ? role : null,
    permissions: raises && role === 'custom' ? all : null,
    lacks: isRaised && mayEdit ? [...shared.lacks, ...missing] : shared.lacks,
    grants,
    refusal: isRaised && grants.length === 0 ? mayEdit : null,
  }
}

function isInvited(sql: Sql, { opened }: Place, email: string, now: Date): boolean {
  return pendingInvitation(sql, opened.account.id, email, now) !== null
}

function membersAmong(sql: Sql, { opened }: Place, emails: readonly string[]): Map<string, Stored> {
  const wanted = emails.map(normalizeAddress)
  // SQL alone can't tell upper from lower case beyond ASCII.
  const stored = storedUsers(
    sql,
    opened,
    `and (lower(trim(p.email)) in (select value from json_each(?)) or p.email glob '*[^ -~]*')`,
    JSON.stringify(wanted),
  )
  return new Map(
    stored
      .map((member): [string, Stored] => [normalizeAddress(member.email), member])
      .filter(([email]) => wanted.includes(email)),
  )
}
