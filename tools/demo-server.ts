import { describeDemo, readPort } from '../server/src/cli.ts'
import { startDemo } from '../server/src/demo/start.ts'

export interface Ending {
  /** To be closed at the end, the newest first. */
  add(close: () => Promise<void> | void): void
  /** Closes everything and leaves. Asked for by a key, by a signal and by the window's end at nearly the same time. */
  end(code: number): Promise<never>
  /** Takes the signals back from a library that would leave at once on them, before everything is closed. */
  takeSignals(): void
}

/** What a program that runs until somebody ends it has to close, also on Ctrl+C. */
export function createEnding(): Ending {
  const closing: (() => Promise<void> | void)[] = []
  let ending: Promise<never> | null = null
  function end(code: number): Promise<never> {
    ending ??= (async () => {
      for (const close of closing.reverse()) await close()
      process.exit(code)
    })()
    return ending
  }
  function takeSignals(): void {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.removeAllListeners(signal)
      process.on(signal, () => void end(0))
    }
  }
  takeSignals()
  return { add: (close) => void closing.push(close), end, takeSignals }
}

/** The demo on data that is kept, until the ending. Says who can sign in, or why it could not start. */
export async function runDemo(
  ending: Ending,
  options: { dataDir: string; port: string; fresh: boolean },
): Promise<string> {
  const port = readPort(options.port)
  if (!port.ok) {
    console.error(`gatehouse: ${port.error}`)
    return ending.end(1)
  }
  const demo = await startDemo({
    ...options,
    port: port.value,
    onProgress: (text) => console.log(`gatehouse: ${text}`),
  })
  if (!demo.ok) {
    console.error(`gatehouse: ${demo.error.message}`)
    return ending.end(1)
  }
  ending.add(() => demo.value.close())
  console.log(describeDemo(demo.value))
  return demo.value.url
}
