import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const installCommand = 'apt-get install chromium xvfb xauth fonts-noto-core'

/** Path of an executable found on PATH, or undefined. */
export function findOnPath(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // not in this folder
    }
  }
  return undefined
}

/** The Chromium to run; throws with the command that installs one. */
export function findChromium(): string {
  const given = process.env.DESKTOP_HOST_CHROMIUM
  if (given) return given
  const found = ['chromium', 'chromium-browser', 'google-chrome'].map(findOnPath).find(Boolean)
  if (found) return found
  throw new Error(
    `desktop-host: no Chromium found. On Debian or Ubuntu run: ${installCommand}\n` +
      'or set DESKTOP_HOST_CHROMIUM to the path of a Chromium or Chrome.',
  )
}
