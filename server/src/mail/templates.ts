import { invitableRoleSchema, timeSchema } from '@gatehouse/contract'
import { z } from 'zod'
import { compose, formatDay, type WrittenMail } from './compose.ts'
import { reviewMailData, writeReviewMail } from './review-mails.ts'
import { securityMailData, writeSecurityMail } from './security-mails.ts'

export type { WrittenMail } from './compose.ts'

/** What each kind of mail needs to be written. `data` is emptied once it is sent, for it holds links and codes. */
export const mailData = {
  invitation: z.object({
    accountName: z.string(),
    invitedByName: z.string(),
    role: invitableRoleSchema,
    applicationNames: z.array(z.string()),
    message: z.string(),
    link: z.url(),
    expiresAt: timeSchema,
  }),
  /** To an inviter: somebody can't use the link of an invitation and asks for another. */
  invitation_request: z.object({ accountName: z.string(), invitedEmail: z.string(), serverName: z.string() }),
  verify_email: z.object({ code: z.string(), minutes: z.int(), serverName: z.string() }),
  login_exists: z.object({ serverName: z.string() }),
  ...reviewMailData,
  ...securityMailData,
} as const

export type MailTemplate = keyof typeof mailData
export type Mail = {
  [T in MailTemplate]: { recipient: string; template: T; data: z.infer<(typeof mailData)[T]> }
}[MailTemplate]

/** Throws where the template is unknown or its data incomplete: that is a bug of whoever queued it. */
export function writeMail(template: string, data: unknown): WrittenMail {
  switch (template) {
    case 'invitation':
      return invitation(mailData.invitation.parse(data))
    case 'invitation_request':
      return invitationRequest(mailData.invitation_request.parse(data))
    case 'verify_email':
      return verifyEmail(mailData.verify_email.parse(data))
    case 'login_exists':
      return loginExists(mailData.login_exists.parse(data))
    default: {
      const written = writeReviewMail(template, data) ?? writeSecurityMail(template, data)
      if (written) return written
      throw new Error(`There is no mail template "${template}"`)
    }
  }
}

function invitation(data: z.infer<typeof mailData.invitation>): WrittenMail {
  const until = formatDay(new Date(data.expiresAt))
  const subject = `${data.invitedByName} invites you to ${data.accountName}`
  return compose(subject, [
    `${data.invitedByName} invites you to work in ${data.accountName} with the role "${roleNames[data.role]}".`,
    ...(data.applicationNames.length > 0 ? [`Applications: ${data.applicationNames.join(', ')}.`] : []),
    ...(data.message ? [{ quote: data.message }] : []),
    { link: data.link, label: 'See the invitation' },
    `The link is yours alone and works until ${until} (UTC). Opening it accepts nothing yet.`,
    'You did not expect this? Then you can leave it unanswered.',
  ])
}

function invitationRequest(data: z.infer<typeof mailData.invitation_request>): WrittenMail {
  return compose(`A new invitation to ${data.accountName} is wanted`, [
    `The invitation of ${data.invitedEmail} to ${data.accountName} can no longer be used, or not by whoever has its link. They ask for a new one.`,
    `Do you want them in ${data.accountName}? Then open its users in Gatehouse and send the invitation again, or invite the address that they use for ${data.serverName}.`,
    'You do not? Then there is nothing to do: asking gave them nothing.',
  ])
}

function verifyEmail(data: z.infer<typeof mailData.verify_email>): WrittenMail {
  return compose(`${data.code} is your code for ${data.serverName}`, [
    `Enter this code to confirm your e-mail address for ${data.serverName}:`,
    { code: data.code },
    `It works for ${data.minutes} minutes. Nobody else needs it; give it to no one.`,
    'You did not ask for a code? Then somebody mistyped their address, and there is nothing to do.',
  ])
}

function loginExists(data: z.infer<typeof mailData.login_exists>): WrittenMail {
  return compose(`You have a login for ${data.serverName} already`, [
    `Somebody, most likely you, tried to create a login for ${data.serverName} with this address.`,
    'There is one already, so no second one was made. Sign in with this address and your password.',
    'It was not you? Then there is nothing to do: nothing was changed.',
  ])
}

export const roleNames = {
  owner: 'Owner',
  admin: 'Admin',
  technician: 'Technician',
  billing: 'Billing',
  viewer: 'Viewer',
  custom: 'User',
} as const
