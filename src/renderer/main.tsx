import './data/no-eval.ts'
import './ui/global.css'
import { direction, type Language, languages } from '../strings/language.ts'
import { loadLanguage } from '../strings/load.ts'

/** Main says the language in the address, so that no first frame stands there in another one. */
const asked = new URLSearchParams(window.location.search).get('language')
const language: Language = languages.find((each) => each === asked) ?? 'en'
await loadLanguage(language)
document.documentElement.lang = language
document.documentElement.dir = direction(language)
await import('./app/root.tsx')
