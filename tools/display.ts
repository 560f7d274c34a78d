import { type ChildProcess, spawn } from 'node:child_process'

export interface Display {
  /** True when the window can't be seen by anybody without a look at its picture. */
  virtual: boolean
  close(): void
}

/**
 * Makes sure that there is a display to open windows on. Linux without one gets a virtual one (Xvfb); its number is
 * chosen by Xvfb itself, so that two never meet.
 */
export async function openDisplay(size = '1440x900x24'): Promise<Display> {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) {
    return { virtual: false, close: () => {} }
  }
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  process.env.DISPLAY = `:${await displayNumber(xvfb)}`
  process.once('exit', () => xvfb.kill())
  return { virtual: true, close: () => xvfb.kill() }
}

function displayNumber(xvfb: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    xvfb.once('error', () =>
      reject(
        new Error('There is no display, and no Xvfb to make one. On Debian: apt-get install xvfb xauth'),
      ),
    )
    xvfb.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code} before it opened a display`)))
    let text = ''
    xvfb.stdio[3]?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('\n')) resolve(text.trim())
    })
  })
}
