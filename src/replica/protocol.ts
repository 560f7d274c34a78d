import type { Problem } from '@gatehouse/contract'
import type { Engine } from './engine.ts'
import type { Reader } from './reader.ts'

/** What each of the two threads offers: the one that writes, and the one that answers queries. */
export interface Roles {
  writer: Engine
  reader: Reader
}

export type Role = keyof Roles

/** What crosses the thread border: a numbered call of a method, and its answer under the same number. */
export type Method<R extends Role = Role> = R extends Role ? keyof Roles[R] : never

export interface Call {
  id: number
  method: Method
  args: unknown[]
}

/** `error` holds a bug's message and stack, or the problem where the machine failed. Expected failures are values. */
export type Answer =
  | { id: number; value: unknown }
  | { id: number; error: { message: string; stack: string; problem: Problem | null } }

/** For the log of the program: a fixed sentence, ids and counts. A thread writes no file but its own. */
export interface Note {
  note: {
    level: 'detail' | 'error'
    message: string
    facts: Record<string, string | number>
  }
}

/** Handed to a thread at its start. */
export interface ThreadData {
  role: Role
}
