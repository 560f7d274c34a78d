import type { z } from 'zod'

/**
 * The three kinds of traffic between renderer and main. A query only reads; a command changes something, here or at
 * the server; an event is pushed by main. All answers are `Result` values: the bridge between the two worlds drops
 * the properties of thrown errors.
 */
export interface Query<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  kind: 'query'
  input: I
  output: O
}

export interface Command<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  kind: 'command'
  input: I
  output: O
}

export interface Event<P extends z.ZodType = z.ZodType> {
  kind: 'event'
  payload: P
}

export function query<I extends z.ZodType, O extends z.ZodType>(definition: {
  input: I
  output: O
}): Query<I, O> {
  return { kind: 'query', ...definition }
}

export function command<I extends z.ZodType, O extends z.ZodType>(definition: {
  input: I
  output: O
}): Command<I, O> {
  return { kind: 'command', ...definition }
}

export function event<P extends z.ZodType>(payload: P): Event<P> {
  return { kind: 'event', payload }
}

export const channels = {
  query: 'gatehouse:query',
  command: 'gatehouse:command',
  event: 'gatehouse:event',
} as const
