import type { Engine } from './engine.ts'

/** What crosses the thread border: a numbered call of a method, and its answer under the same number. */
export type Method = keyof Engine

export interface Call {
  id: number
  method: Method
  args: unknown[]
}

/** `error` holds a bug's message and stack: expected failures are values. */
export type Answer =
  | { id: number; value: unknown }
  | { id: number; error: { message: string; stack: string } }
