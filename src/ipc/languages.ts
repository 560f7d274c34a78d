/** The languages that there are words in. */
export const languages = ['en', 'ar'] as const
export type Language = (typeof languages)[number]
