import type { z } from 'zod'
import type { Route } from './route.ts'

type Has<T, K extends PropertyKey> = T extends { [key in K]: infer S extends z.ZodType } ? S : never
type Part<T, K extends 'params' | 'query' | 'body', Shape> = [Has<T, K>] extends [never] ? unknown : Shape

/** What a caller gives: the parts that the route has, as typed before defaults apply. */
export type RouteCall<T extends Route> = Part<T, 'params', { params: z.input<Has<T, 'params'>> }> &
  Part<T, 'query', { query: z.input<Has<T, 'query'>> }> &
  Part<T, 'body', { body: z.input<Has<T, 'body'>> }>

/** What a handler gets: the same parts, parsed. */
export type RouteInput<T extends Route> = Part<T, 'params', { params: z.output<Has<T, 'params'>> }> &
  Part<T, 'query', { query: z.output<Has<T, 'query'>> }> &
  Part<T, 'body', { body: z.output<Has<T, 'body'>> }>

export type RouteAnswer<T extends Route> = z.output<T['answer']>
