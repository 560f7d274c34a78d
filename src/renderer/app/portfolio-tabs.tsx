import { later } from '../ui/later.tsx'

// Screens over all accounts that other features draw; fetched when one is first opened, or in a quiet moment before.

export const ReviewsTab = later(async () => (await import('../features/reviews/all-reviews.tsx')).AllReviews)
