// `npm run sign-update -- FOLDER --key FILE [--key FILE] [--days 30]` signs what a release says of itself, and
// `npm run sign-update -- --new-key FILE` makes a key. Keys belong to whoever releases, and never into a repository.
import { parseArgs } from 'node:util'
import { makeKeyFile, SigningFailed, signFolder } from '../src/main/updates/sign-folder.ts'

const usage = `Usage:
  npm run sign-update -- FOLDER --key FILE [--key FILE] [--days 30]
  npm run sign-update -- --new-key FILE`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    key: { type: 'string', multiple: true, default: [] },
    days: { type: 'string', default: '30' },
    'new-key': { type: 'string' },
  },
})

function fail(text: string): never {
  console.error(text)
  process.exit(1)
}

try {
  const [folder, ...rest] = positionals
  if (values['new-key'] !== undefined && folder === undefined) {
    const { id, publicKey } = await makeKeyFile(values['new-key'])
    console.log(`The private key ${id} is in ${values['new-key']}: keep it where nobody else can read it.`)
    console.log(`Its public half, for GATEHOUSE_UPDATE_KEYS:\n${publicKey}`)
  } else if (folder !== undefined && rest.length === 0 && values.key.length > 0) {
    const signed = await signFolder({
      folder,
      keyFiles: values.key,
      days: Number(values.days),
      now: new Date(),
    })
    for (const { file, version, expires, keys } of signed) {
      console.log(`${file}: ${version}, by ${keys.join(' and ')}, holds until ${expires}`)
    }
  } else fail(usage)
} catch (error) {
  if (!(error instanceof SigningFailed)) throw error
  fail(error.message)
}
