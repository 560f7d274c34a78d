import type { Permission, Role } from '@gatehouse/contract'
import type { RoleChoices, UserDetail } from '../../../ipc/views.ts'

export type GivenRole = Exclude<Role, 'owner'>

/** Something to start from: a role, or a template of the account. */
export interface Base {
  /** The role's name, or the template's id. */
  id: string
  role: GivenRole
  permissions: readonly Permission[]
  /** Of a template. */
  name: string | null
}

/** What was chosen for a user and isn't saved yet. */
export interface PermissionDraft {
  /** Of the user when it was begun. */
  version: number
  role: GivenRole
  permissions: readonly Permission[]
  base: string
}

export function basesOf({ presets, templates }: RoleChoices): Base[] {
  return [
    ...presets.map(({ role, permissions }): Base => ({ id: role, role, permissions, name: null })),
    ...templates.map(
      ({ templateId, name, permissions }): Base => ({ id: templateId, role: 'custom', permissions, name }),
    ),
  ]
}

/** What `chosen` has more, and less, than `base`. */
export function differences(base: readonly Permission[], chosen: readonly Permission[]) {
  return {
    more: chosen.filter((permission) => !base.includes(permission)),
    less: base.filter((permission) => !chosen.includes(permission)),
  }
}

export function isSame(a: readonly Permission[], b: readonly Permission[]): boolean {
  const { more, less } = differences(a, b)
  return more.length === 0 && less.length === 0
}

/** The base that differs least; of equal ones the first. */
export function closestBase(bases: readonly Base[], permissions: readonly Permission[]): Base | undefined {
  const distance = (base: Base) => {
    const { more, less } = differences(base.permissions, permissions)
    return more.length + less.length
  }
  return bases.toSorted((a, b) => distance(a) - distance(b))[0]
}

/** A draft as it was kept: one that came from a change in the outbox names a role without its permissions. */
export type KeptDraft = Omit<PermissionDraft, 'permissions' | 'base'> & {
  permissions: readonly Permission[] | null
  base: string | null
}

/** Fills in what goes without saying. */
export function completed(kept: KeptDraft, bases: readonly Base[]): PermissionDraft {
  const named = bases.find(({ id }) => id === (kept.base ?? kept.role))
  const permissions = kept.permissions ?? named?.permissions ?? []
  const base = kept.base ?? named?.id ?? closestBase(bases, permissions)?.id ?? 'viewer'
  return { ...kept, permissions, base }
}

/** Where editing begins: what the user holds now. The owner holds everything, and isn't edited. */
export function draftOf(
  { role, permissions, version }: Pick<UserDetail, 'role' | 'permissions' | 'version'>,
  bases: readonly Base[],
): PermissionDraft {
  const held = role === 'owner' ? 'admin' : role
  const base = role === 'custom' ? closestBase(bases, permissions) : bases.find(({ id }) => id === held)
  return { version, role: held, permissions, base: base?.id ?? 'viewer' }
}

/** In the order of the catalogue, so that equal choices are spelled alike. */
export function toggled(
  draft: PermissionDraft,
  permission: Permission,
  { catalogue }: Pick<RoleChoices, 'catalogue'>,
  bases: readonly Base[],
): PermissionDraft {
  const has = new Set(draft.permissions)
  if (!has.delete(permission)) has.add(permission)
  const permissions = catalogue.map(({ key }) => key).filter((key) => has.has(key))
  const base = bases.find(({ id }) => id === draft.base)
  // Back at what a role gives, it is the role again.
  const role = base && isSame(base.permissions, permissions) ? base.role : 'custom'
  return { ...draft, role, permissions }
}

export function startedFrom(draft: PermissionDraft, { id, role, permissions }: Base): PermissionDraft {
  return { ...draft, role, permissions, base: id }
}

/** The permissions that somebody who holds `own` can't give to a user who has `held`. */
export function notToGive(
  wanted: readonly Permission[],
  own: readonly Permission[],
  held: readonly Permission[],
): Permission[] {
  return wanted.filter((permission) => !own.includes(permission) && !held.includes(permission))
}
