import { timeSchema } from '@gatehouse/contract'
import { z } from 'zod'
import { compose, type WrittenMail } from './compose.ts'

export const noticeKindSchema = z.enum([
  'password_changed',
  'two_factor_on',
  'two_factor_off',
  'recovery_code_used',
  'recovery_codes_renewed',
  'new_device',
  'email_changed',
])
export type NoticeKind = z.infer<typeof noticeKindSchema>

/** Mails about somebody's own login. */
export const securityMailData = {
  password_reset: z.object({ link: z.url(), minutes: z.int(), serverName: z.string() }),
  /** To an address that has no login, so that asking tells nobody which addresses have one. */
  reset_unknown: z.object({ serverName: z.string() }),
  change_email: z.object({ code: z.string(), minutes: z.int(), serverName: z.string() }),
  security_notice: z.object({
    what: noticeKindSchema,
    at: timeSchema,
    serverName: z.string(),
    recoveryCodesLeft: z.int(),
    /** Where a password is set anew. */
    resetUrl: z.url(),
    /** The new address, or the browser and system of a new device; empty otherwise. */
    detail: z.string(),
  }),
} as const

type Data<T extends keyof typeof securityMailData> = z.infer<(typeof securityMailData)[T]>

/** Null for a template that isn't one of these. */
export function writeSecurityMail(template: string, data: unknown): WrittenMail | null {
  switch (template) {
    case 'password_reset':
      return passwordReset(securityMailData.password_reset.parse(data))
    case 'reset_unknown':
      return resetUnknown(securityMailData.reset_unknown.parse(data))
    case 'change_email':
      return changeEmail(securityMailData.change_email.parse(data))
    case 'security_notice':
      return notice(securityMailData.security_notice.parse(data))
    default:
      return null
  }
}

function passwordReset({ serverName, link, minutes }: Data<'password_reset'>): WrittenMail {
  return compose(`Choose a new password for ${serverName}`, [
    `Somebody, most likely you, asked for a new password for ${serverName}.`,
    { link, label: 'Choose a new password' },
    `The link works once, for ${minutes} minutes. A newer mail makes it void. Your password stays as it is until you choose another.`,
    'You did not ask? Then there is nothing to do. Give the link to no one.',
  ])
}

function resetUnknown({ serverName }: Data<'reset_unknown'>): WrittenMail {
  return compose(`No login for ${serverName} with this address`, [
    `Somebody, most likely you, asked for a new password for ${serverName}. There is no login with this address, so there is none to set.`,
    'Do you have a login with another address? Then ask again with that one.',
    'It was not you? Then there is nothing to do.',
  ])
}

function changeEmail({ serverName, code, minutes }: Data<'change_email'>): WrittenMail {
  return compose(`${code} is your code for ${serverName}`, [
    `Enter this code to use this address for your login for ${serverName}:`,
    { code },
    `It works for ${minutes} minutes. Nobody else needs it; give it to no one.`,
    'You did not ask for a code? Then somebody mistyped their address, and there is nothing to do.',
  ])
}

function notice(data: Data<'security_notice'>): WrittenMail {
  const { serverName, detail } = data
  const left = `You have ${data.recoveryCodesLeft} recovery ${data.recoveryCodesLeft === 1 ? 'code' : 'codes'} left.`
  const texts: Record<NoticeKind, [subject: string, ...text: string[]]> = {
    password_changed: [
      `Your password for ${serverName} was changed`,
      `The password of your login for ${serverName} was changed.`,
    ],
    two_factor_on: [
      `Two-factor is on for ${serverName}`,
      `From now on a sign-in to ${serverName} asks for a code of your authenticator app as well.`,
    ],
    two_factor_off: [
      `Two-factor is off for ${serverName}`,
      `From now on your password alone is enough to sign in to ${serverName}.`,
    ],
    recovery_code_used: [
      `A recovery code was used for ${serverName}`,
      `A recovery code of your login for ${serverName} was used in place of your authenticator app.`,
      left,
    ],
    recovery_codes_renewed: [
      `You have new recovery codes for ${serverName}`,
      `New recovery codes were made for your login for ${serverName}. The earlier ones no longer work.`,
    ],
    new_device: [
      `New sign-in to ${serverName}`,
      `Your login was used in a browser that ${serverName} has not seen you in before${detail ? `: ${detail}` : ''}.`,
    ],
    email_changed: [
      `Your address for ${serverName} was changed`,
      `Your login for ${serverName} now has the address ${detail}. You sign in with that one; this is the last mail to the earlier address.`,
    ],
  }
  const [subject, ...text] = texts[data.what]
  return compose(subject, [
    ...text,
    `When: ${formatMoment(new Date(data.at))} (UTC).`,
    'It was you? Then there is nothing to do.',
    'It was not you? Then set a new password at once, which signs out every device, and tell whoever runs the server.',
    { link: data.resetUrl, label: 'Set a new password' },
  ])
}

function formatMoment(at: Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' }).format(
    at,
  )
}
