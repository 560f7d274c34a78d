import type { reviewsArea } from '../../../ipc/areas/reviews.ts'
import { exportMatrix, exportReview } from '../../evidence/export.ts'
import { atWork, done, fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function reviewsHandlers(deps: HandlersDeps): HandlersOf<typeof reviewsArea> {
  return {
    queries: {
      'reviews.list': fromReplica(deps, 'reviews.list'),
      'reviews.page': fromReplica(deps, 'reviews.page'),
      'reviews.get': fromReplica(deps, 'reviews.get'),
      'reviews.matrix': fromReplica(deps, 'reviews.matrix'),
      'reviews.places': fromReplica(deps, 'reviews.places'),
      'reviews.cell': fromReplica(deps, 'reviews.cell'),
      'reviews.summary': fromReplica(deps, 'reviews.summary'),
      'reviews.plan': fromReplica(deps, 'reviews.plan'),
      'reviews.candidates': fromReplica(deps, 'reviews.candidates'),
      'reviews.documents': fromReplica(deps, 'reviews.documents'),
      'access.matrix': fromReplica(deps, 'access.matrix'),
      'access.document': fromReplica(deps, 'access.document'),
    },
    commands: {
      'reviews.open': (input) => atWork(deps, ({ reviews }) => reviews.begin(input)),
      'reviews.load': ({ accountId, reviewId }) =>
        atWork(deps, ({ reviews }) => reviews.load(accountId, reviewId)),
      'reviews.decide': ({ accountId, reviewId, ...decided }) =>
        atWork(deps, ({ reviews }) => reviews.step(accountId, reviewId, { kind: 'decide', ...decided })),
      'reviews.follow': ({ accountId, reviewId, ...followed }) =>
        atWork(deps, ({ reviews }) => reviews.step(accountId, reviewId, { kind: 'follow', ...followed })),
      'reviews.change': ({ accountId, reviewId, ...changed }) =>
        atWork(deps, async ({ reviews }) => {
          const step = await reviews.step(accountId, reviewId, { kind: 'change', ...changed })
          return step.ok ? done : step
        }),
      'reviews.note': ({ accountId, reviewId, ...noted }) =>
        atWork(deps, async ({ reviews }) => {
          const step = await reviews.step(accountId, reviewId, { kind: 'note', ...noted })
          return step.ok ? done : step
        }),
      'reviews.undo': ({ accountId, reviewId }) =>
        atWork(deps, ({ reviews }) => reviews.step(accountId, reviewId, { kind: 'undo' })),
      'reviews.save': ({ accountId, reviewId }) =>
        atWork(deps, async ({ reviews }) => {
          await reviews.save(accountId, reviewId)
          return done
        }),
      'reviews.sign': ({ accountId, reviewId, statement }) =>
        atWork(deps, ({ reviews }) => reviews.sign(accountId, reviewId, statement)),
      'reviews.export': (wanted) => atWork(deps, (workspace) => exportReview(deps, workspace, wanted)),
      'access.exportMatrix': (wanted) => atWork(deps, (workspace) => exportMatrix(deps, workspace, wanted)),
    },
  }
}
