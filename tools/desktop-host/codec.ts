// Structured-clone-like values as JSON text, for both ends of the IPC wire. The preload's end gets `createCodec`
// through its source text, so the function must not refer to anything outside itself.

export interface Codec {
  /** Throws `An object could not be cloned.` for functions, symbols, promises and cycles. */
  encode(value: unknown): string
  decode(text: string): unknown
}

export function createCodec(
  toBase64: (bytes: Uint8Array) => string,
  fromBase64: (text: string) => Uint8Array<ArrayBuffer>,
): Codec {
  // A value JSON has no word for travels as {$: kind, v: content}; an object that has a `$` itself is wrapped.
  const tag = (kind: string, content?: unknown): object => ({ $: kind, v: content })
  const views = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  }
  const errors = { Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError }
  const refuse = (): never => {
    throw new Error('An object could not be cloned.')
  }
  const assign = (target: Record<string, unknown>, key: string, value: unknown): void => {
    // `__proto__` assigned plainly would change the prototype instead of adding a member.
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
  }

  function packNumber(value: number): unknown {
    if (Object.is(value, -0)) return tag('number', '-0')
    return Number.isFinite(value) ? value : tag('number', String(value))
  }
  function packBytes(value: ArrayBuffer | ArrayBufferView): object {
    if (value instanceof ArrayBuffer) return tag('bytes', ['ArrayBuffer', toBase64(new Uint8Array(value))])
    const kind = Object.prototype.toString.call(value).slice(8, -1) // a Buffer says Uint8Array
    if (!(kind in views)) refuse()
    return tag('bytes', [kind, toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))])
  }
  function packObject(value: object, path: readonly object[]): unknown {
    if (path.includes(value)) refuse()
    const inner = [...path, value]
    if (Array.isArray(value)) return Array.from(value, (item) => pack(item, inner))
    if (value instanceof Date) return tag('date', packNumber(value.getTime()))
    if (value instanceof RegExp) return tag('regexp', [value.source, value.flags])
    if (value instanceof Map)
      return tag(
        'map',
        [...value].map((entry) => entry.map((item) => pack(item, inner))),
      )
    if (value instanceof Set)
      return tag(
        'set',
        [...value].map((item) => pack(item, inner)),
      )
    if (value instanceof Error) {
      return tag('error', { name: value.name, message: value.message, stack: value.stack })
    }
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return packBytes(value)
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) refuse()
    const packed: Record<string, unknown> = {}
    for (const key of Object.keys(value)) {
      assign(packed, key, pack((value as Record<string, unknown>)[key], inner))
    }
    return Object.hasOwn(packed, '$') ? tag('object', packed) : packed
  }
  function pack(value: unknown, path: readonly object[]): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value
      case 'number':
        return packNumber(value)
      case 'undefined':
        return tag('undefined')
      case 'bigint':
        return tag('bigint', String(value))
      case 'object':
        return value === null ? null : packObject(value, path)
      default:
        return refuse()
    }
  }

  function unpackError({ name, message, stack }: { name: string; message: string; stack?: string }): Error {
    const known = Object.hasOwn(errors, name)
    const error = new errors[known ? (name as keyof typeof errors) : 'Error'](message)
    if (stack !== undefined) error.stack = stack
    return error
  }
  function unpackMembers(value: object): Record<string, unknown> {
    const members: Record<string, unknown> = {}
    for (const [key, member] of Object.entries(value)) assign(members, key, unpack(member))
    return members
  }
  function unpackTagged(kind: unknown, content: unknown): unknown {
    switch (kind) {
      case 'undefined':
        return undefined
      case 'number':
        return Number(content)
      case 'bigint':
        return BigInt(content as string)
      case 'date':
        return new Date(unpack(content) as number)
      case 'regexp':
        return new RegExp(...(content as [string, string]))
      case 'map':
        return new Map((content as unknown[][]).map(([key, item]) => [unpack(key), unpack(item)]))
      case 'set':
        return new Set((content as unknown[]).map(unpack))
      case 'error':
        return unpackError(content as { name: string; message: string })
      case 'bytes': {
        const [name, text] = content as [string, string]
        const { buffer } = fromBase64(text)
        const View = views[name as keyof typeof views] as new (bytes: ArrayBuffer) => ArrayBufferView
        return name === 'ArrayBuffer' ? buffer : new View(buffer)
      }
      default:
        return unpackMembers(content as object)
    }
  }
  function unpack(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(unpack)
    const { $: kind, v: content } = value as { $?: unknown; v?: unknown }
    return Object.hasOwn(value, '$') ? unpackTagged(kind, content) : unpackMembers(value)
  }

  return {
    encode: (value) => JSON.stringify(pack(value, [])),
    decode: (text) => unpack(JSON.parse(text)),
  }
}
