import { readFileSync } from 'node:fs'
import type Electron from 'electron'
import { strict } from '../strict.ts'

const pngSignature = '89504e470d0a1a0a'

/** An image by its PNG bytes (as screenshots and the app's icons are); anything else has no size. */
export function createImage(bytes: Buffer): Electron.NativeImage {
  const isPng = bytes.subarray(0, 8).toString('hex') === pngSignature
  const size = isPng
    ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
    : { width: 0, height: 0 }
  let isTemplate = false
  const image: Partial<Electron.NativeImage> = {
    isEmpty: () => bytes.length === 0,
    toPNG: () => bytes,
    toDataURL: () => `data:image/png;base64,${bytes.toString('base64')}`,
    getSize: () => size,
    getAspectRatio: () => (size.height === 0 ? 0 : size.width / size.height),
    getScaleFactors: () => [1],
    resize: () => createImage(bytes),
    isTemplateImage: () => isTemplate,
    setTemplateImage: (option) => {
      isTemplate = option
    },
    addRepresentation: () => {},
  }
  return strict<Electron.NativeImage>('nativeImage', image)
}

function readOrEmpty(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0) // as Electron: a missing file is an empty image
  }
}

const module: Partial<typeof Electron.nativeImage> = {
  createEmpty: () => createImage(Buffer.alloc(0)),
  createFromBuffer: (bytes) => createImage(bytes),
  createFromDataURL: (url) => createImage(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')),
  createFromPath: (path) => createImage(readOrEmpty(path)),
}
export const nativeImage = strict<typeof Electron.nativeImage>('nativeImage', module)
