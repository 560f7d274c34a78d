import type { CommandInput } from '../../ipc/contract.ts'
import { bridge } from '../data/bridge.ts'

type Kind = CommandInput<'diagnostics.noteError'>['kind']

/** Has what nobody caught in this page written into the log of the program. */
export function noteErrors(): void {
  window.addEventListener('error', ({ error }) => void noteError('error', error))
  window.addEventListener('unhandledrejection', ({ reason }) => void noteError('rejection', reason))
}

/**
 * Tells main of an error: what kind it is and where it was, never its message, which may quote what it was about.
 * Answers the reference under which it stands in the log; null where there were too many.
 */
export async function noteError(kind: Kind, error: unknown): Promise<string | null> {
  try {
    const noted = await bridge().command('diagnostics.noteError', { kind, ...factsOf(error) })
    return noted.ok ? noted.value.reference : null
  } catch {
    return null
  }
}

function factsOf(error: unknown): { name: string; frames: string[] } {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name: error.name.slice(0, 80),
    frames: frames.slice(0, 12).map((line) => line.trim().slice(0, 300)),
  }
}
