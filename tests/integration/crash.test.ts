import { afterAll, beforeAll, expect, test } from 'vitest'
import { tell } from './kit/crash-story.ts'
import { lengthOf, replayOf } from './kit/long.ts'
import { createScene, type Scene } from './kit/scene.ts'

const length = lengthOf(4)
const killsEach = 28

let scene: Scene
beforeAll(async () => {
  scene = await createScene()
})
afterAll(() => scene.close())

test('killed at any moment, again and again: nothing that was safe is gone, and nothing took effect twice', {
  timeout: 3_600_000 + (length.budgetMs ?? 0),
}, async () => {
  const endAt = length.budgetMs === null ? Number.POSITIVE_INFINITY : Date.now() + length.budgetMs
  const seeds = Array.from({ length: length.runs }, (_, n) => length.seed + n)
  let kills = 0
  let changes = 0
  const work = async () => {
    for (let seed = seeds.shift(); seed !== undefined && Date.now() < endAt; seed = seeds.shift()) {
      try {
        const { queued } = await tell(scene, seed, killsEach)
        changes += queued.size
        kills += killsEach
      } catch (error) {
        throw new Error(replayOf({ ...length, runs: 1, seed }), { cause: error })
      }
      if (length.budgetMs !== null) console.log(`${kills} kills, ${changes} changes, seed ${seed}`)
    }
  }
  // A child that starts leaves a core to another that works.
  await Promise.all([work(), work()])
  expect(changes, 'they got to work between the kills').toBeGreaterThan(kills)
})
