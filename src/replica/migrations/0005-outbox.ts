/**
 * What edits were decided on, so that one made without a connection can be put onto what others made of the row since,
 * and what became of those that collide. All as JSON: rows of the contract, read by whoever knows their entity.
 */
export const outbox = {
  version: 5,
  sql: `
    -- The confirmed row, and the row as it stood on the screen.
    alter table outbox add column base text;
    alter table outbox add column seen text;
    -- Rows with a version that the change would write, as predicted last.
    alter table outbox add column outcome text;
    alter table outbox add column conflict text;
  `,
} as const
