const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Values of the characters 0-9, a-f and A-F; 0 for all others. */
const values = new Uint8Array(128)
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  values[digit.charCodeAt(0)] = value
  values[digit.toUpperCase().charCodeAt(0)] = value
}

/** Where the two digits of each byte begin in a uuid. */
const places = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]

/** A uuid as the 16 bytes under which it is stored. What is no uuid has been refused at the edge. */
export function toBytes(uuid: string): Uint8Array {
  const bytes = new Uint8Array(16)
  for (let index = 0; index < 16; index += 1) {
    const place = places[index] ?? 0
    const high = values[uuid.charCodeAt(place)] ?? 0
    bytes[index] = high * 16 + (values[uuid.charCodeAt(place + 1)] ?? 0)
  }
  return bytes
}

/** The uuid in small letters. */
export function toUuid(bytes: Uint8Array): string {
  const d = (index: number) => digits[bytes[index] ?? 0] ?? ''
  return `${d(0) + d(1) + d(2) + d(3)}-${d(4) + d(5)}-${d(6) + d(7)}-${d(8) + d(9)}-${
    d(10) + d(11) + d(12) + d(13) + d(14) + d(15)
  }`
}
