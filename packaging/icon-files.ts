// The two containers that Windows and macOS want their icons in. Both are lists of pictures, which may be PNG files.

export interface Picture {
  size: number
  png: Buffer
}

/** The side of a PNG file, which says it right after its mark; null where it is none or isn't a square. */
export function sizeOfPng(png: Buffer): number | null {
  if (png.length < 24 || png.readUInt32BE(0) !== 0x89504e47) return null
  const width = png.readUInt32BE(16)
  return width === png.readUInt32BE(20) ? width : null
}

const headerSize = 6
const entrySize = 16

/** An icon for Windows: a directory of pictures, then the pictures. */
export function writeIco(pictures: readonly Picture[]): Buffer {
  const header = Buffer.alloc(headerSize + entrySize * pictures.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(pictures.length, 4)
  let offset = header.length
  for (const [place, { size, png }] of pictures.entries()) {
    const at = headerSize + entrySize * place
    // One byte for each side, and 256 is written as 0.
    header.writeUInt8(size % 256, at)
    header.writeUInt8(size % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(png.length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([header, ...pictures.map(({ png }) => png)])
}

/** The pictures of an icon for Windows, with the sizes that its directory says. */
export function readIco(file: Buffer): Picture[] {
  if (file.readUInt32LE(0) !== 0x10000) throw new Error('not an icon for Windows')
  return Array.from({ length: file.readUInt16LE(4) }, (_, place) => {
    const at = headerSize + entrySize * place
    const start = file.readUInt32LE(at + 12)
    return { size: file.readUInt8(at) || 256, png: file.subarray(start, start + file.readUInt32LE(at + 8)) }
  })
}

/** What macOS calls a picture of so many pixels: once for a plain display, once for one with twice as many. */
const icnsTypes: Readonly<Record<string, number>> = {
  icp4: 16,
  icp5: 32,
  ic07: 128,
  ic08: 256,
  ic09: 512,
  ic10: 1024,
  ic11: 32,
  ic12: 64,
  ic13: 256,
  ic14: 512,
}

/** The sizes that an icon for macOS is made of. */
export const icnsSizes = [...new Set(Object.values(icnsTypes))].sort((a, b) => a - b)

/** An icon for macOS: blocks, each with its kind and its length. */
export function writeIcns(pictures: readonly Picture[]): Buffer {
  const blocks = Object.entries(icnsTypes).map(([type, size]) => {
    const picture = pictures.find((each) => each.size === size)
    if (!picture) throw new Error(`an icon for macOS needs ${size} pixels`)
    return block(type, picture.png)
  })
  return block('icns', Buffer.concat(blocks))
}

function block(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(content.length + 8, 4)
  return Buffer.concat([head, content])
}

/** The pictures of an icon for macOS, with the sizes that their kinds say. */
export function readIcns(file: Buffer): Picture[] {
  if (file.toString('latin1', 0, 4) !== 'icns' || file.readUInt32BE(4) !== file.length) {
    throw new Error('not an icon for macOS')
  }
  const pictures: Picture[] = []
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
    const size = icnsTypes[file.toString('latin1', at, at + 4)] ?? 0
    pictures.push({ size, png: file.subarray(at + 8, at + file.readUInt32BE(at + 4)) })
  }
  return pictures
}
