/** An invitation may offer a membership that ends by itself. */
export const membershipEnd = {
  version: 7,
  sql: `
    alter table invitation add column membership_ends_at integer;
  `,
} as const
