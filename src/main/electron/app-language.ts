import type { Preferences } from '../../ipc/views.ts'
import { language } from '../../strings/language.ts'
import { chosenLanguage, loadLanguage } from '../../strings/load.ts'

export interface AppLanguageDeps {
  wished(): Preferences['language']
  /** The computer's languages, the most wanted first. */
  computer(): readonly string[]
  /** What stands there in words has to be made anew. */
  on: { changed(): void }
}

export interface AppLanguage {
  /** Loads the words of the language that is wished for, and says so where it is another one than before. */
  follow(): Promise<void>
  /** The page's address with the language in it. */
  inAddress(address: string): string
}

/** The language of everything this program says, in its window and outside of it. */
export function createAppLanguage({ wished, computer, on }: AppLanguageDeps): AppLanguage {
  return {
    async follow() {
      const before = language()
      const next = chosenLanguage(wished(), computer())
      if (next === before) return
      await loadLanguage(next)
      on.changed()
    },
    inAddress(address) {
      const url = new URL(address)
      url.searchParams.set('language', language())
      return url.href
    },
  }
}
