/**
 * Switches with which somebody who can start this program makes it do what it isn't for: lets a debugger in, takes
 * the sandbox or the checks of certificates away, runs another program in its name, or writes down what is sent. The
 * fuses of the binary refuse Node's own already; Chromium's have no fuse.
 */
const refusedSwitches = [
  'inspect',
  'inspect-brk',
  'inspect-brk-node',
  'inspect-port',
  'inspect-publish-uid',
  'inspect-wait',
  'debug',
  'debug-brk',
  'debug-port',
  'remote-debugging-address',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'remote-debugging-targets',
  'remote-allow-origins',
  'auto-open-devtools-for-tabs',
  'enable-automation',
  'allow-file-access-from-files',
  'allow-running-insecure-content',
  'allow-sandbox-debugging',
  'disable-gpu-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-setuid-sandbox',
  'disable-site-isolation-trials',
  'disable-web-security',
  'enable-blink-features',
  'enable-experimental-web-platform-features',
  'gpu-launcher',
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'js-flags',
  'load-extension',
  'log-net-log',
  'net-log-capture-mode',
  'no-sandbox',
  'no-zygote-sandbox',
  'ppapi-plugin-launcher',
  'renderer-cmd-prefix',
  'require',
  'single-process',
  'ssl-key-log-file',
  'test-type',
  'unsafely-treat-insecure-origin-as-secure',
  'use-fake-ui-for-media-stream',
  'utility-cmd-prefix',
] as const

/** Variables that change what the program trusts, runs or shows, or that write down what it sends. An installed one has no use for any of them. */
const droppedVariables = [
  'ELECTRON_RENDERER_URL',
  'ELECTRON_RUN_AS_NODE',
  'NODE_EXTRA_CA_CERTS',
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_REPL_EXTERNAL_MODULE',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'SSLKEYLOGFILE',
] as const

export interface StartFacts {
  isPackaged: boolean
  /** Whether Chromium was given this switch. */
  hasSwitch(name: string): boolean
  argv: readonly string[]
  /** Where a debugger can connect to, if one can. */
  inspector: string | undefined
  environment: NodeJS.ProcessEnv
}

/**
 * The switch for which an installed program doesn't start, or null. Also takes away what its environment asks for.
 * Where it is developed and tested it isn't installed, and all of this is allowed.
 */
export function refusedSwitch(start: StartFacts): string | null {
  if (!start.isPackaged) return null
  for (const name of droppedVariables) delete start.environment[name]
  const given = new Set(start.argv.flatMap((argument) => nameOf(argument) ?? []))
  const found = refusedSwitches.find((name) => given.has(name) || start.hasSwitch(name))
  if (found !== undefined) return `--${found}`
  return start.inspector === undefined ? null : '--inspect'
}

/** Windows takes a slash for a dash, and one dash will do for both of its readers. */
function nameOf(argument: string): string | null {
  return /^(?:--?|\/)([a-z][a-z0-9-]*)(?:=|$)/iu.exec(argument)?.[1]?.toLowerCase() ?? null
}
