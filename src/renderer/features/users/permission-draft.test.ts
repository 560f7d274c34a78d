import { allPermissions, type Permission, rolePermissions } from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import type { RoleChoices } from '../../../ipc/views.ts'
import { basesOf, differences, draftOf, notToGive, startedFrom, toggled } from './permission-draft.ts'

const choices: Pick<RoleChoices, 'catalogue' | 'presets' | 'templates'> = {
  catalogue: allPermissions.map((key) => ({ key, group: 'Any', enforcedBy: 'gatehouse' })),
  presets: (['admin', 'technician', 'billing', 'viewer'] as const).map((role) => ({
    role,
    permissions: [...rolePermissions[role]],
  })),
  templates: [
    {
      templateId: '00000000-0000-7000-8000-000000000001' as RoleChoices['templates'][number]['templateId'],
      name: 'Helpdesk',
      permissions: ['account.view', 'tickets.view_open'],
    },
  ],
}
const bases = basesOf({ ...choices, ownerName: null })
const viewer = { role: 'viewer' as const, permissions: [...rolePermissions.viewer], version: 4 }

describe('choosing the permissions of a user', () => {
  test('one box more makes a role custom, and taking it back makes it the role again', () => {
    const begun = draftOf(viewer, bases)
    const more = toggled(begun, 'users.invite', choices, bases)
    expect(more).toMatchObject({ role: 'custom', base: 'viewer', version: 4 })
    expect(differences(rolePermissions.viewer, more.permissions)).toEqual({
      more: ['users.invite'],
      less: [],
    })
    expect(toggled(more, 'users.invite', choices, bases)).toEqual(begun)
  })

  test('what is chosen stands in the order of the catalogue, in whatever order it was ticked', () => {
    const ticked = ['users.invite', 'account.edit'] as const
    const some = ticked.reduce((draft, key) => toggled(draft, key, choices, bases), draftOf(viewer, bases))
    expect(some.permissions).toEqual(allPermissions.filter((key) => some.permissions.includes(key)))
  })

  test('a template is given as permissions of their own', () => {
    const template = bases.at(-1)
    if (!template) throw new Error('no template')
    expect(startedFrom(draftOf(viewer, bases), template)).toMatchObject({
      role: 'custom',
      base: template.id,
      permissions: ['account.view', 'tickets.view_open'],
    })
  })

  test('custom permissions are told from the role that is nearest', () => {
    const permissions: Permission[] = [...rolePermissions.technician.slice(1)]
    expect(draftOf({ role: 'custom', permissions, version: 1 }, bases).base).toBe('technician')
  })

  test('nobody gives what they lack, and may leave what the user has', () => {
    expect(
      notToGive(['users.edit', 'users.invite', 'reviews.sign'], ['users.edit'], ['users.invite']),
    ).toEqual(['reviews.sign'])
  })
})
