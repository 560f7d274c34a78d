import { config } from 'zod/v4/core'

// zod tries whether it may compile its checks by `new Function`. The page's content policy forbids that, rightly, and
// reports the attempt. Imported before everything else, so that no schema is made earlier.
config({ jitless: true })
