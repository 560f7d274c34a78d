import { z } from 'zod'

export const count = z.int().min(0)

/** A change made on this machine that the server hasn't confirmed yet stands on this row. */
export const waiting = z.boolean()
