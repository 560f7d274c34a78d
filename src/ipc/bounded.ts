import { z } from 'zod'

/** A record of at most so many keys, each of which has an end of its own. */
export function boundedRecord<K extends z.ZodString, V extends z.ZodType>(key: K, value: V, most: number) {
  return z
    .record(key, value)
    .refine((record) => Object.keys(record).length <= most, `At most ${most} are possible`)
    .meta({ maxProperties: most })
}
