import { expect, test } from 'vitest'
import { allPermissions, permissionCatalogue, permissionsOf, rolePermissions } from './permission.ts'

test('the catalogue holds every permission there is, by group', () => {
  const groups = Map.groupBy(permissionCatalogue, ({ group }) => group)
  const keys = Object.fromEntries([...groups].map(([group, all]) => [group, all.map(({ key }) => key)]))
  expect(keys).toEqual({
    Account: ['account.view', 'account.edit', 'contacts.manage'],
    Applications: [
      'applications.view',
      'applications.assign',
      'applications.autoassign',
      'applications.open',
    ],
    Users: ['users.view', 'users.invite', 'users.edit', 'users.remove'],
    'Products & services': ['services.view', 'services.manage', 'services.sso'],
    Activity: ['activity.view', 'activity.export'],
    Reviews: ['reviews.view', 'reviews.run', 'reviews.sign'],
    Domains: ['domains.view', 'domains.manage'],
    Billing: ['invoices.view_pay', 'quotes.view_accept', 'orders.place', 'affiliate.manage'],
    Support: ['tickets.view_open', 'emails.view'],
  })
  expect(allPermissions).toHaveLength(27)
})

test('each says what it allows in words of its own', () => {
  for (const field of ['key', 'label', 'allows'] as const) {
    const texts = permissionCatalogue.map((entry): string => entry[field])
    expect(new Set(texts).size).toBe(texts.length)
    expect(texts).not.toContain('')
  }
})

test('what guards something that is kept elsewhere is marked as enforced by the billing system', () => {
  const elsewhere = permissionCatalogue.filter(({ enforcedBy }) => enforcedBy === 'billing')
  expect(elsewhere.map(({ key }) => key).toSorted()).toEqual([
    'affiliate.manage',
    'contacts.manage',
    'domains.manage',
    'domains.view',
    'emails.view',
    'invoices.view_pay',
    'orders.place',
    'quotes.view_accept',
    'services.sso',
    'tickets.view_open',
  ])
})

test('the owner has every permission; every other role holds a part of it, each permission once', () => {
  expect(rolePermissions.owner).toEqual(allPermissions)
  for (const permissions of Object.values(rolePermissions)) {
    expect(new Set(permissions).size).toBe(permissions.length)
    expect(permissions.every((permission) => allPermissions.includes(permission))).toBe(true)
  }
})

test('chosen permissions come in the order of the catalogue, each once', () => {
  expect(permissionsOf('custom', ['users.view', 'account.view', 'users.view'])).toEqual([
    'account.view',
    'users.view',
  ])
})
