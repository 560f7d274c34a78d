// The command line an Electron executable understands: switches, -r scripts, the path of the app, the app's own words.

export interface ParsedCommandLine {
  /** Scripts named with -r / --require, in order. */
  readonly scripts: readonly string[]
  /** The app's folder, package.json or entry file. */
  readonly entry: string | undefined
  /** `--name=value` switches; a switch without a value has ''. */
  readonly switches: readonly (readonly [name: string, value: string])[]
}

export function parseCommandLine(args: readonly string[]): ParsedCommandLine {
  const scripts: string[] = []
  const switches: [string, string][] = []
  let entry: string | undefined
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (arg === '-r' || arg === '--require') {
      const script = args[++i]
      if (script !== undefined) scripts.push(script)
    } else if (arg.startsWith('--')) {
      const equals = arg.indexOf('=')
      switches.push(equals === -1 ? [arg.slice(2), ''] : [arg.slice(2, equals), arg.slice(equals + 1)])
    } else if (!arg.startsWith('-')) {
      entry ??= arg
    }
  }
  return { scripts, entry, switches }
}

/** Switches in force: those of the command line and those added through `app.commandLine`. */
export const switches = new Map<string, string>()
