import type { PartOfCatalogue } from './catalogue.ts'

/** The words in Arabic. What is missing is said in English. */
export const ar: PartOfCatalogue = {}
