import { type InvitationPreview, invitationPreviewSchema } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import type { Write } from '../write.ts'

export function putMyInvitations({ sql, touch }: Write, invitations: readonly InvitationPreview[]): void {
  sql.run('delete from my_invitation')
  for (const [position, invitation] of invitations.entries()) {
    sql.run(
      'insert into my_invitation (position, preview) values (?, ?)',
      position,
      JSON.stringify(invitation),
    )
  }
  touch('myInvitation', null)
}

/** In the order in which the server listed them. */
export function readMyInvitations(sql: Sql): InvitationPreview[] {
  return sql
    .all<{ preview: string }>('select preview from my_invitation order by position')
    .map(({ preview }) => invitationPreviewSchema.parse(JSON.parse(preview)))
}
