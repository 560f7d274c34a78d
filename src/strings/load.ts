import { type Language, languages, setLanguage } from './language.ts'

type Words = Readonly<Record<string, unknown>>

/** Each translation is fetched only where it is spoken. */
const translations: Record<Exclude<Language, 'en'>, () => Promise<Words>> = {
  ar: async () => (await import('./ar.ts')).ar,
}

/** Puts the words of a language in place. */
export async function loadLanguage(language: Language): Promise<void> {
  setLanguage(language, language === 'en' ? {} : await translations[language]())
}

/** What was wished for, where `system` is the first of the computer's languages that there are words in. */
export function chosenLanguage(wished: Language | 'system', computer: readonly string[]): Language {
  if (wished !== 'system') return wished
  for (const tag of computer) {
    const known = languages.find((each) => each === tag.toLowerCase().split(/[-_]/)[0])
    if (known) return known
  }
  return 'en'
}
