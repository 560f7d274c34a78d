import { afterAll, beforeAll, expect, test } from 'vitest'
import { lengthOf } from './kit/long.ts'
import { prove } from './kit/prove.ts'
import { createScene, type Scene } from './kit/scene.ts'
import { type Cast, closeCast, createCast } from './kit/stage.ts'

const length = lengthOf(120)

let scene: Scene
let cast: Cast
beforeAll(async () => {
  scene = await createScene()
  cast = await createCast(scene, 2, [0, 0, 1])
})
afterAll(async () => {
  await closeCast(cast)
  await scene.close()
})

/** No limit that a busy machine could break: what hangs says so itself. */
const ample = { timeout: 3_600_000 + (length.budgetMs ?? 0) }

test(
  'one person on two machines and a colleague, in several accounts, with a server that restarts: all end alike',
  ample,
  async () => {
    const proof = { cast, accounts: 3, restarts: true, length }
    expect(await prove(proof)).toBeGreaterThan(0)
  },
)
