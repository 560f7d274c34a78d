import { fail, problem } from '@gatehouse/contract'
import type { reviewsArea } from '../../../ipc/areas/reviews.ts'
import { fromReplica, type HandlersDeps, type HandlersOf } from './deps.ts'

export function reviewsHandlers(deps: HandlersDeps): HandlersOf<typeof reviewsArea> {
  const soon = async () => fail(problem('unavailable'))
  return {
    queries: {
      'reviews.list': fromReplica(deps, 'reviews.list'),
      'reviews.page': fromReplica(deps, 'reviews.page'),
      'reviews.get': fromReplica(deps, 'reviews.get'),
      'reviews.matrix': fromReplica(deps, 'reviews.matrix'),
      'reviews.places': fromReplica(deps, 'reviews.places'),
      'reviews.cell': fromReplica(deps, 'reviews.cell'),
      'reviews.summary': fromReplica(deps, 'reviews.summary'),
      'access.matrix': fromReplica(deps, 'access.matrix'),
    },
    commands: {
      'reviews.open': soon,
      'reviews.load': soon,
      'reviews.decide': soon,
      'reviews.follow': soon,
      'reviews.change': soon,
      'reviews.note': soon,
      'reviews.undo': soon,
      'reviews.save': soon,
      'reviews.sign': soon,
      'reviews.export': soon,
      'access.exportMatrix': soon,
    },
  }
}
