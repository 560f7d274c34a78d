// Brings a fresh machine to the point where everything else can run, then runs what it was asked to:
//   node tools/setup.mjs PURPOSE [program.ts arguments ...]
// Plain JavaScript without dependencies, because
// it runs on whatever Node is there (20 and later) before anything is installed; all other tools are TypeScript on
// the Node 24 that it installs.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'

const root = join(import.meta.dirname, '..')
const [purpose = 'setup', program, ...programArguments] = process.argv.slice(2)
const debianPackages = ['chromium', 'xvfb', 'xauth', 'fonts-noto-core']

function stop(message) {
  console.error(`gatehouse: ${message}`)
  process.exit(1)
}

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  return result.status === 0
}

function onPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.some((name) => folders.some((folder) => isExecutable(join(folder, name))))
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Installs the locked packages when they are missing or the lockfile changed since. */
function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(root, 'node_modules/.gatehouse-setup')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.log('gatehouse: installing packages (npm ci) ...')
  // Old Node releases are warned about by some packages; those packages run on the Node that is installed with them.
  // On Windows npm is a script of the command prompt, which alone can run it.
  const shell = process.platform === 'win32'
  if (!run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell })) {
    stop('npm ci failed; its own message is above. Mend that and run the same command again.')
  }
  writeFileSync(stamp, lock)
}

/** Linux brings its own Node 24 as a package; elsewhere the one that runs this must be new enough. */
function checkNode() {
  if (existsSync(join(root, 'node_modules/.bin/node'))) return
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return
  stop(
    `Node ${process.versions.node} is too old here. Install Node 24 (22.18 at least) and run the same command again.`,
  )
}

/**
 * Without Electron's binary the app runs in Chromium, which Debian has as a package. Whoever plays a user needs one in
 * any case: sign-ins happen in the system browser.
 */
function checkBrowser() {
  const isElectron =
    existsSync(join(root, 'node_modules/electron/path.txt')) && process.env.DESKTOP !== 'desktop-host'
  if (isElectron && !['tour', 'screenshots', 'icons', 'test'].includes(purpose)) return
  if (process.platform !== 'linux') {
    if (isElectron) return
    console.log('gatehouse: fetching the Electron binary ...')
    if (!run(process.execPath, ['node_modules/electron/install.js']))
      stop('the Electron binary could not be fetched; its own message is above.')
    return
  }
  const missing = [
    ...(process.env.DESKTOP_HOST_CHROMIUM || onPath(['chromium', 'chromium-browser', 'google-chrome'])
      ? []
      : ['chromium', 'fonts-noto-core']),
    ...(onPath(['Xvfb']) ? [] : ['xvfb', 'xauth']),
  ]
  if (missing.length === 0) return
  const command = `apt-get install -y ${debianPackages.join(' ')}`
  if (!onPath(['apt-get']) || process.getuid?.() !== 0) {
    if (!missing.includes('chromium')) return
    stop(`a Chromium is needed to show the window. Install it, on Debian by: sudo ${command}`)
  }
  console.log(`gatehouse: installing a browser and a virtual display (${command}) ...`)
  const quiet = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }
  run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', 'update', '-qq'], quiet)
  const install = [
    '-o',
    'DPkg::Lock::Timeout=300',
    'install',
    '-y',
    '-qq',
    '--no-install-recommends',
    ...debianPackages,
  ]
  if (!run('apt-get', install, quiet)) stop(`the browser could not be installed. Try by hand: ${command}`)
}

installPackages()
checkNode()
if (['start', 'dev', 'tour', 'screenshots', 'icons', 'test', 'bench'].includes(purpose)) checkBrowser()
if (program) runProgram()

/** By its path, and not by the shell: a shell remembers the Node that it found before the packages were there. */
function runProgram() {
  const packaged = join(root, 'node_modules/.bin/node')
  const node = existsSync(packaged) ? packaged : process.execPath
  const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  const child = spawn(node, [program, ...programArguments], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}
