// Who ships a build. The project names nobody: whoever builds installers for others says it in the environment.
// docs/operations.md has the table.

const { env } = process

export interface Vendor {
  name: string
  homepage: string
  /** Of the Debian package: `Name <address>`. */
  maintainer: string
  /** As it stands in the certificate that Windows installers are signed with; null for builds of one's own. */
  publisher: string | null
}

export const vendor: Vendor = {
  name: env.GATEHOUSE_VENDOR || 'The Gatehouse authors',
  homepage: env.GATEHOUSE_HOMEPAGE || 'https://gatehouse.example',
  maintainer: env.GATEHOUSE_MAINTAINER || 'The Gatehouse authors <packages@gatehouse.example>',
  publisher: env.GATEHOUSE_PUBLISHER || null,
}

export interface Updates {
  /** Null: builds look nowhere for newer ones. */
  address: string | null
  publicKeys: readonly string[]
}

/**
 * Where the builds look for newer ones, and whose signatures count there: public keys as `npm run sign-update` prints
 * them, with commas between. Throws where they don't fit: better no build than one that can never be updated.
 */
export function updatesOf({ GATEHOUSE_UPDATE_URL, GATEHOUSE_UPDATE_KEYS }: NodeJS.ProcessEnv): Updates {
  if (!GATEHOUSE_UPDATE_URL) return { address: null, publicKeys: [] }
  if (!/^https:\/\/[^?#@\s]+$/.test(GATEHOUSE_UPDATE_URL)) {
    throw new Error('GATEHOUSE_UPDATE_URL has to be an https:// address')
  }
  const publicKeys = (GATEHOUSE_UPDATE_KEYS ?? '').split(',').filter((key) => key !== '')
  if (publicKeys.length === 0 || !publicKeys.every(isPublicKey)) {
    throw new Error('GATEHOUSE_UPDATE_KEYS has to name the public keys that updates are signed with')
  }
  return { address: GATEHOUSE_UPDATE_URL, publicKeys }
}

/** 32 bytes in base64. */
function isPublicKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === 32 && bytes.toString('base64') === text
}

export const updates = updatesOf(env)

/** A build for others: it fails rather than coming out without a signature. */
export const isRelease = env.GATEHOUSE_RELEASE === '1'

/** Apple has to be asked with one of the two kinds of credentials that it knows. */
export const canNotarize = Boolean(env.APPLE_API_KEY || env.APPLE_APP_SPECIFIC_PASSWORD)

/** Signing by Azure's service, where its three names are given. */
export const azure =
  env.AZURE_SIGN_ENDPOINT && env.AZURE_SIGN_ACCOUNT && env.AZURE_SIGN_PROFILE && vendor.publisher
    ? {
        publisherName: vendor.publisher,
        endpoint: env.AZURE_SIGN_ENDPOINT,
        codeSigningAccountName: env.AZURE_SIGN_ACCOUNT,
        certificateProfileName: env.AZURE_SIGN_PROFILE,
      }
    : null
