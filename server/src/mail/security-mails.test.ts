import { expect, test } from 'vitest'
import { noticeKindSchema } from './security-mails.ts'
import { writeMail } from './templates.ts'

const serverName = 'Fernhill <Cloud>'
const link = 'https://gatehouse.example.com/reset/secret'

test.each(noticeKindSchema.options)('a notice of %s says what, when, and what to do', (what) => {
  const data = {
    what,
    at: '2026-03-01T09:05:00.000Z',
    serverName,
    recoveryCodesLeft: 1,
    resetUrl: 'https://gatehouse.example.com/reset',
    detail: 'ana@example.net <b>',
  }
  const mail = writeMail('security_notice', data)
  expect(mail.subject).toContain(serverName)
  expect(mail.text).toContain('Sunday, 1 March 2026 at 09:05 (UTC)')
  expect(mail.text).toContain('https://gatehouse.example.com/reset')
  expect(mail.html).not.toMatch(/<b>|<Cloud>/)
  expect(mail.text.includes('1 recovery code left')).toBe(what === 'recovery_code_used')
})

test('the mail for a new password holds the link, and the one to an unknown address holds none', () => {
  expect(writeMail('password_reset', { link, minutes: 30, serverName }).text).toContain(link)
  const unknown = writeMail('reset_unknown', { serverName })
  expect(unknown.text).toContain('no login with this address')
  expect(unknown.html).not.toContain('href')
})

test('the code for another address stands in the subject, where it is seen first', () => {
  const mail = writeMail('change_email', { code: '123456', minutes: 15, serverName })
  expect(mail.subject).toMatch(/^123456 /)
})
