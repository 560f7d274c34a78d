import { fail, ok, problem } from '@gatehouse/contract'
import type { Handler } from './context.ts'

export const listReviews: Handler<'reviews.list'> = () => ok([])
export const pageReviews: Handler<'reviews.page'> = () => ok({ total: 0, items: [], campaigns: [] })
export const getReview: Handler<'reviews.get'> = () => fail(problem('not_found'))
export const getReviewMatrix: Handler<'reviews.matrix'> = () => fail(problem('not_found'))
export const getReviewPlaces: Handler<'reviews.places'> = () => fail(problem('not_found'))
export const getReviewCell: Handler<'reviews.cell'> = () => fail(problem('not_found'))
export const getReviewSummary: Handler<'reviews.summary'> = () => fail(problem('not_found'))
export const getAccessMatrix: Handler<'access.matrix'> = () => fail(problem('not_found'))
