import { inLanguage } from './language.ts'

/** What `gatehouse verify` says on the command line. */
export const verifyWords = inLanguage('verifyWords', {
  usage: 'Usage: gatehouse verify FILE [--key KEY]',
  usageHint:
    'FILE is the evidence file of an access review. KEY is the public key of the server that should have recorded it.',
  notRead: (file: string) => `${file} can not be read.`,
  wrongKey: 'This is not a public key: it has 43 letters, digits, - and _.',
  of: (title: string, account: string, reference: string) => `${title}, ${account} (${reference})`,
  signed: (name: string, email: string, time: string) => `Signed by ${name} <${email}>, ${time}`,
  marks: { ok: 'ok     ', failed: 'FAILED ', absent: '-      ' },
  checks: {
    file: {
      ok: 'The file is the record of an access review, with nothing added.',
      failed: 'The file is not the record of an access review, or something was added to it or left out.',
      absent: '-',
    },
    snapshot: {
      ok: 'Who had access is as it was frozen.',
      failed: 'Who had access is not what was frozen.',
      absent: '-',
    },
    decisions: {
      ok: 'The decisions are those that were signed.',
      failed: 'The decisions are not those that were signed.',
      absent: '-',
    },
    record: {
      ok: 'The record as a whole has the hash that the file names.',
      failed: 'The record as a whole does not have the hash that the file names.',
      absent: '-',
    },
    complete: {
      ok: 'Everything that was to be decided is decided, by somebody who could.',
      failed: 'Something was left undecided, or was decided by nobody who could.',
      absent: '-',
    },
    signers: {
      ok: 'Everybody who was to sign has signed.',
      failed: 'Not everybody who was to sign has signed, or somebody else has.',
      absent: '-',
    },
    seal: {
      ok: 'The seal of the server is its signature over this very record.',
      failed: 'The seal of the server does not belong to this record.',
      absent: 'Not yet recorded: signed on a device, without the seal of a server.',
    },
    key: {
      ok: 'The seal was made with the key that you named.',
      failed: 'The seal was made with another key than the one that you named.',
      absent: 'No key was named to compare with. Ask whoever runs the server for it, and pass it by --key.',
    },
  },
  sealed: (server: string, time: string) => `Recorded by ${server}, ${time}`,
  hash: (sha256: string) => `SHA-256 of the record: ${sha256}`,
  publicKey: (key: string) => `Public key of the seal: ${key}`,
  verdicts: {
    good: 'GOOD: this is what was signed and recorded.',
    unsealed: 'NOT SEALED: nothing in it contradicts itself, but no server has confirmed it.',
    failed: 'FAILED: this is not what was signed and recorded.',
  },
})
