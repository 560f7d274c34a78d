// How the app is packaged for the three systems. `npm run package` uses it; so does `electron-builder` by itself, which
// finds it under this name. The reasons: docs/adr/0023-packaging.md.
import type { Configuration } from 'electron-builder'
import { fuses } from './packaging/fuses.ts'
import { addonFiles, addonPackage, moduleFiles, shippedModules } from './packaging/modules.ts'
import type { System } from './packaging/native.ts'
import { azure, canNotarize, isRelease, updates, vendor } from './packaging/vendor.ts'
import { appId } from './src/main/electron/app-id.ts'

const bothProcessors = ['x64', 'arm64'] as const

/** The database's addon, with its binary for one system. */
const addonFor = (system: System) => {
  const folder = `node_modules/${addonPackage}`
  return [{ from: folder, to: folder, filter: addonFiles(system) }]
}

// What stands in braces is filled in by electron-builder.
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: see above
/** Made anew for each build: electron-builder writes into what it is given. */
const configuration = (): Configuration => ({
  appId,
  productName: 'Gatehouse',
  copyright: `Copyright © ${vendor.name}`,
  directories: { output: 'dist', buildResources: 'packaging' },
  artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
  // What the project says to npm has no meaning in a package.
  extraMetadata: {
    homepage: vendor.homepage,
    workspaces: null,
    optionalDependencies: null,
    allowScripts: null,
  },
  forceCodeSigning: isRelease,

  // The program is what the build wrote, and of node_modules what is named, file by file. The last pattern keeps
  // electron-builder from adding every production dependency, most of which are bundled.
  files: [
    'out/{main,preload,renderer}/**/*',
    '!**/*.map',
    'package.json',
    'LICENSE',
    'THIRD-PARTY-LICENCES.txt',
    '!node_modules/**',
    ...shippedModules()
      .filter(({ name }) => name !== addonPackage)
      .map(({ folder }) => ({ from: folder, to: folder, filter: moduleFiles })),
  ],
  // The addon has its binaries with it, for Electron and Node alike; there is nothing to compile.
  npmRebuild: false,
  // One archive, whose hash the executable carries. A shared library has to be a file of its own.
  asar: { smartUnpack: false },
  asarUnpack: ['**/*.node'],
  electronFuses: { ...fuses, resetAdHocDarwinSignature: true },
  electronLanguages: ['en', 'ar'],
  // Looks at each package before it is signed: see that file.
  afterPack: './packaging/after-pack.ts',

  // The app asks at the address that is built into it; this writes the descriptions of a release (latest*.yml), a test
  // version's for those alone who want them, a stable one's for everybody.
  publish: updates.address === null ? null : { provider: 'generic', url: updates.address },
  generateUpdatesFilesForAllChannels: true,

  protocols: [{ name: 'Gatehouse link', schemes: ['gatehouse'], role: 'Viewer' }],

  mac: {
    files: addonFor('darwin'),
    target: [
      { target: 'dmg', arch: [...bothProcessors] },
      { target: 'zip', arch: [...bothProcessors] },
    ],
    icon: 'packaging/icons/gatehouse.icns',
    category: 'public.app-category.business',
    minimumSystemVersion: '13.0',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'packaging/mac/entitlements.plist',
    entitlementsInherit: 'packaging/mac/entitlements.plist',
    notarize: canNotarize,
    darkModeSupport: true,
    extendInfo: { CFBundleLocalizations: ['en', 'ar'] },
  },
  dmg: {
    title: '${productName} ${version}',
    backgroundColor: '#f4f6fa',
    window: { width: 540, height: 360 },
    iconSize: 112,
    contents: [
      { x: 150, y: 170, type: 'file' },
      { x: 390, y: 170, type: 'link', path: '/Applications' },
    ],
    // The program inside is signed and notarized; the image around it needs no signature of its own.
    sign: false,
  },

  win: {
    files: addonFor('win32'),
    target: [{ target: 'nsis', arch: [...bothProcessors] }],
    icon: 'packaging/icons/gatehouse.ico',
    // It never asks for more than its user may do.
    requestedExecutionLevel: 'asInvoker',
    ...(azure ? { azureSignOptions: azure } : {}),
    ...(vendor.publisher && !azure
      ? { signtoolOptions: { publisherName: vendor.publisher, signingHashAlgorithms: ['sha256'] } }
      : {}),
  },
  nsis: {
    // For this user, without questions and without an administrator; updates go the same way.
    oneClick: true,
    perMachine: false,
    allowElevation: false,
    packElevateHelper: false,
    buildUniversalInstaller: false,
    // The uninstaller asks; an answer nobody gave deletes nothing.
    deleteAppDataOnUninstall: false,
    include: 'packaging/windows/installer.nsh',
    installerIcon: 'packaging/icons/gatehouse.ico',
    uninstallerIcon: 'packaging/icons/gatehouse.ico',
    uninstallDisplayName: '${productName}',
    installerLanguages: ['en_US', 'ar_SA'],
    warningsAsErrors: true,
  },

  linux: {
    files: addonFor('linux'),
    target: [
      { target: 'AppImage', arch: [...bothProcessors] },
      { target: 'deb', arch: [...bothProcessors] },
    ],
    executableName: 'gatehouse',
    icon: 'packaging/icons/png',
    category: 'Office',
    synopsis: 'Client accounts and their access, online and offline',
    maintainer: vendor.maintainer,
    vendor: vendor.name,
    syncDesktopName: true,
    // The scheme of our links becomes a MimeType of its own, from `protocols`.
    desktop: {
      entry: {
        StartupWMClass: 'gatehouse',
        StartupNotify: 'true',
        SingleMainWindow: 'true',
        Keywords: 'accounts;access;clients;',
      },
    },
  },
  // The older tool starts every AppImage without Chromium's sandbox. This one does so only where the sandbox can't be
  // made, and there the program refuses to run.
  toolsets: { appimage: '1.0.3' },
  deb: {
    packageCategory: 'admin',
    depends: [
      'libgtk-3-0 | libgtk-3-0t64',
      'libnss3',
      'libnotify4',
      'libxtst6',
      'libatspi2.0-0 | libatspi2.0-0t64',
      'libsecret-1-0',
      'libuuid1',
      'xdg-utils',
    ],
    recommends: ['gnome-keyring | kwalletmanager | keepassxc'],
    appArmorProfile: 'packaging/linux/apparmor-profile',
    afterInstall: 'packaging/linux/after-install.sh',
    afterRemove: 'packaging/linux/after-remove.sh',
  },
})
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above

export default configuration
