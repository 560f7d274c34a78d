import type { Kysely } from 'kysely'
import type { Clock, Randomness } from '../../clock.ts'
import type { Schema } from '../../db/schema.ts'
import { enqueueMail } from '../../mail/outbox.ts'
import type { NoticeKind } from '../../mail/security-mails.ts'
import type { Login } from '../users.ts'
import type { TwoFactor } from './two-factor.ts'

export interface NoticesDeps {
  clock: Clock
  random: Randomness
  serverName: string
  publicUrl: string
  twoFactor: TwoFactor
  wakeMailer(): void
}

export interface Notices {
  /** Mails the owner of a login what happened to it, in the transaction that did it. */
  send(
    db: Kysely<Schema>,
    login: Pick<Login, 'id' | 'email'>,
    what: NoticeKind,
    detail?: string,
  ): Promise<void>
}

export function createNotices(deps: NoticesDeps): Notices {
  return {
    async send(db, login, what, detail = '') {
      const data = {
        what,
        detail,
        at: deps.clock.now().toISOString(),
        serverName: deps.serverName,
        recoveryCodesLeft: await deps.twoFactor.recoveryCodesLeft(db, login.id),
        resetUrl: `${deps.publicUrl}/reset`,
      }
      await enqueueMail(db, deps, { recipient: login.email, template: 'security_notice', data })
      deps.wakeMailer()
    },
  }
}
