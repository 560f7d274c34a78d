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
