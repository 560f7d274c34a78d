import type { AccessChange } from '../ipc/views.ts'
import { accessChangeWords as t } from './access-changes.ts'
import { roleNames } from './common.ts'
import { shortDate } from './format.ts'
import { permissionLabel } from './permissions.ts'

const roleName = (role: string | null): string =>
  role && role in roleNames ? roleNames[role as keyof typeof roleNames] : (role ?? t.nobody)

/** One net effect as a sentence. */
export function accessChangeInWords(change: AccessChange): string {
  const { kind, before, after, gained, lost, people } = change
  const name = change.name ?? ''
  const application = change.applicationName ?? ''
  switch (kind) {
    case 'came':
      return t.came(name, roleName(after), gained)
    case 'went':
      return t.went(name, roleName(before), lost)
    case 'role': {
      const sentence =
        before === after ? t.sameRole(name, roleName(after)) : t.role(name, roleName(before), roleName(after))
      // A role of a name says what it brings.
      if (before !== after && after !== 'custom') return sentence
      return t.permissions(sentence, gained.map(permissionLabel), lost.map(permissionLabel))
    }
    case 'owner':
      return t.owner(before ?? t.nobody, after ?? t.nobody)
    case 'suspended':
      return t.suspended(name)
    case 'resumed':
      return t.resumed(name)
    case 'end':
      return after === null ? t.endDropped(name) : t.endSet(name, shortDate(new Date(after)))
    case 'gained':
      return t.gained(name, application)
    case 'lost':
      return t.lost(name, application)
    case 'reason':
      return t.reason(name, application)
    case 'for-all':
      return t.forAll(application, people)
    case 'not-for-all':
      return t.notForAll(application, people)
    case 'unassigned':
      return t.unassigned(application, people ?? 0)
  }
}
