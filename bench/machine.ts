import { readdirSync, readFileSync, statSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

/**
 * Megabytes of memory that a process and all those it started hold, shared pages counted by shares. Null where the
 * system doesn't tell (other than Linux).
 */
export function memoryOfTree(pid: number): number | null {
  const children = new Map<number, number[]>()
  try {
    for (const name of readdirSync('/proc')) {
      const child = Number(name)
      const parent = Number.isInteger(child) ? parentOf(child) : null
      if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), child])
    }
  } catch {
    return null
  }
  let kilobytes = 0
  const tree = [pid]
  for (const process of tree) {
    tree.push(...(children.get(process) ?? []))
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readText(`/proc/${process}/smaps_rollup`))?.[1] ?? 0)
  }
  return kilobytes / 1024
}

function parentOf(pid: number): number | null {
  const parent = /^PPid:\s+(\d+)/m.exec(readText(`/proc/${pid}/status`))?.[1]
  return parent === undefined ? null : Number(parent)
}

/** Empty for a process that has ended meanwhile. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Bytes of a file or of all files in a folder; 0 where there is none. */
export function bytesOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return 0
  if (!found.isDirectory()) return found.size
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0)
}

/**
 * How many times longer a stretch of computing takes here than the processor works on it: 1 on a machine with nothing
 * else to do. Milliseconds measured at 2 would be about half as long on a quiet one.
 */
export function contention(): number {
  const start = performance.now()
  const before = process.cpuUsage()
  while (performance.now() - start < 300) {
    // Nothing but looking at the clock.
  }
  const { user, system } = process.cpuUsage(before)
  return ((performance.now() - start) * 1_000) / (user + system)
}

/** Rejects after so many milliseconds, whatever `work` is at. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new Error(`${what} took longer than ${Math.round(ms / 1000)} s`)),
    ms,
  )
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** What the figures were measured on. */
export function describeMachine() {
  return {
    processors: cpus().length,
    model: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
  }
}
