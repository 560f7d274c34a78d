/** In bytes: file systems take 255, and whoever saves may add to it. */
const longest = 200

/** Names that Windows keeps for devices, whatever ends them. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

/**
 * What a file is suggested to be called, made of names that other people chose: without what no file system takes, what
 * leads out of a folder, and what can't be seen - a mark that turns the writing around makes `gpj.exe` of `exe.jpg`.
 */
export function fileName(text: string): string {
  const plain = text
    .replace(/[\\/:*?"<>|]+|\p{C}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '')
  const ending = /\.[a-z0-9]{1,5}$/i.exec(plain)?.[0] ?? ''
  const stem = shortened(plain.slice(0, plain.length - ending.length)).replace(/[. ]+$/, '')
  return stem === '' ? `Gatehouse${ending}` : `${stem}${ending}`.replace(device, '_$&')
}

function shortened(text: string): string {
  let bytes = 0
  let kept = ''
  for (const letter of text) {
    bytes += Buffer.byteLength(letter)
    if (bytes > longest) break
    kept += letter
  }
  return kept
}
