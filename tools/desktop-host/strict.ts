// Electron's modules are large and the host has a part of them. Whatever it lacks must fail by name, not as `undefined`.

import type { EventEmitter } from 'node:events'

/**
 * What a class of the host `implements`: any part of Electron's class, with Electron's signatures. The emitter's own
 * methods answer `this`, which only `strict` makes the whole.
 */
export type PartOf<Real> = Partial<Omit<Real, keyof EventEmitter>>

type Callable = (...args: unknown[]) => unknown

const proxies = new WeakMap<object, object>()
/** Absent members that language and tooling look up on any object; they stay undefined. */
const neverMissing = new Set<PropertyKey>(['then', 'toJSON', 'constructor', 'default', '__esModule'])

function refuse(what: string): never {
  throw new Error(`desktop-host: ${what} is not implemented`)
}

/**
 * What the app sees of `mine`: the same object, typed as the whole of Electron's, where a member that `mine` lacks
 * throws an error naming it. Classes give their instances the same treatment. Asked again for the same object it
 * answers the same proxy, so identities compare as they do in Electron. Members may be replaced (tests do).
 */
export function strict<Full extends object>(name: string, mine: object): Full {
  const known = proxies.get(mine)
  if (known) return known as Full
  const wrapped = new WeakMap<Callable, Callable>()
  const replaced = new Set<PropertyKey>()
  const proxy: object = new Proxy(mine, {
    get(target, key) {
      // Read on the target: its private fields are not reachable through a proxy.
      const value: unknown = Reflect.get(target, key, target)
      if (typeof value === 'function' && key !== 'constructor' && !replaced.has(key)) {
        return wrap(value as Callable)
      }
      if (key in target || typeof key === 'symbol' || neverMissing.has(key)) return value
      return refuse(`electron.${name}.${key}`)
    },
    set(target, key, value) {
      replaced.add(key)
      return Reflect.set(target, key, value, target)
    },
    construct(target, args) {
      const instance: unknown = Reflect.construct(target as new () => object, args)
      return strict(name, instance as object)
    },
  })
  const wrap = (method: Callable): Callable => {
    const existing = wrapped.get(method)
    if (existing) return existing
    const bound: Callable = (...args) => {
      const result = Reflect.apply(method, mine, args)
      return result === mine ? proxy : result // chaining, as in `app.on(...).on(...)`
    }
    wrapped.set(method, bound)
    return bound
  }
  proxies.set(mine, proxy)
  return proxy as Full
}

/** A module or class of Electron's that the host does not have at all: importing it is fine, using it is not. */
export function missing<Full extends object>(name: string): Full {
  return new Proxy(class {}, {
    get: (_target, key) =>
      typeof key === 'symbol' || neverMissing.has(key) ? undefined : refuse(`electron.${name}.${key}`),
    construct: () => refuse(`new electron.${name}()`),
    apply: () => refuse(`electron.${name}()`),
  }) as unknown as Full
}
