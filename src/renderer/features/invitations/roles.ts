import type { InvitableRole, Permission } from '@gatehouse/contract'
import type { RoleChoices } from '../../../ipc/views.ts'
import { roleNames } from '../../../strings/common.ts'
import { invitationWords } from '../../../strings/invitations.ts'
import { permissionLabel } from '../../../strings/permissions.ts'

const t = invitationWords.invite

/** Something that can be given as a whole: a role, or a template of the account. */
export interface RoleBase {
  /** The role's name, or the template's id. */
  id: string
  role: InvitableRole
  name: string
  permissions: readonly Permission[]
  isTemplate: boolean
}

export const customBase = 'custom'

/** Roles from the smallest to the largest, then the templates. */
export function rolesOf(choices: Pick<RoleChoices, 'presets' | 'templates'> | undefined): RoleBase[] {
  if (!choices) return []
  const presets = choices.presets.map(
    ({ role, permissions }): RoleBase => ({
      id: role,
      role,
      name: roleNames[role],
      permissions,
      isTemplate: false,
    }),
  )
  return [
    ...presets.sort((a, b) => a.permissions.length - b.permissions.length),
    ...choices.templates.map(
      ({ templateId, name, permissions }): RoleBase => ({
        id: templateId,
        role: 'custom',
        name,
        permissions,
        isTemplate: true,
      }),
    ),
  ]
}

/** As options: one that holds more than the inviter does can't be given, and says what it is that they lack. */
export function roleOptions(roles: readonly RoleBase[], held: readonly Permission[]) {
  const options = roles.map(({ id, role, name, permissions, isTemplate }) => {
    const [first, ...more] = permissions.filter((permission) => !held.includes(permission))
    const hint = isTemplate || role === 'custom' ? t.template(permissions.length) : t.roleHints[role]
    return {
      value: id,
      label: name,
      isDisabled: first !== undefined,
      description: first === undefined ? hint : t.roleTooMuch(permissionLabel(first), more.length),
    }
  })
  return [...options, { value: customBase, label: t.custom, isDisabled: false, description: t.customHint }]
}
