/** What main can push. Apart from the contract, so that the preload knows them without loading a schema. */
export const eventNames = [
  'replica.changed',
  'session.changed',
  'sync.changed',
  'updates.changed',
  'updates.notice',
  'link.arrived',
  'link.refused',
  'notification.chosen',
  'menu.chosen',
] as const
