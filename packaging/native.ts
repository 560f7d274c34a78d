export type System = 'darwin' | 'linux' | 'win32'
export type Processor = 'x64' | 'arm64'
export interface Target {
  system: System
  processor: Processor
}

/** For which system and processor a program or library was made, by its first bytes; null for anything else. */
export function madeFor(file: Buffer): Target | null {
  if (file.length < 64) return null
  if (file.readUInt32BE(0) === 0x7f454c46) return target('linux', file.readUInt16LE(18), 0x3e, 0xb7)
  if (file.readUInt32LE(0) === 0xfeedfacf) {
    return target('darwin', file.readUInt32LE(4), 0x01000007, 0x0100000c)
  }
  if (file.toString('latin1', 0, 2) !== 'MZ') return null
  const start = file.readUInt32LE(60)
  if (start + 6 > file.length || file.toString('latin1', start, start + 4) !== 'PE\0\0') return null
  return target('win32', file.readUInt16LE(start + 4), 0x8664, 0xaa64)
}

function target(system: System, machine: number, x64: number, arm64: number): Target | null {
  if (machine === x64) return { system, processor: 'x64' }
  return machine === arm64 ? { system, processor: 'arm64' } : null
}
