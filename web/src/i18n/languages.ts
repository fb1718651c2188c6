// SPDX-License-Identifier: Apache-2.0
// The languages there are. `en-XA` and `en-XB` are for tests: accented English between brackets, and the same from right to left.

export type Language = 'en' | 'es' | 'en-XA' | 'en-XB'

export const languages: { code: Language; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'es', name: 'Español' },
]
const known: readonly string[] = ['en', 'es', 'en-XA', 'en-XB']
export const isLanguage = (text: unknown): text is Language => typeof text === 'string' && known.includes(text)
export const isPseudo = (language: Language) => language.startsWith('en-X')
export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'en-XB' ? 'rtl' : 'ltr')
/** Whose way of writing days and numbers. */
export const localeOf = (language: Language) => (language === 'es' ? 'es' : 'en-GB')

const place = 'charta.language'

/** The language of this workstation: as last chosen here, else the browser's, else English. */
export function languageHere(): Language {
  try {
    const kept = localStorage.getItem(place)
    if (isLanguage(kept)) return kept
  } catch {
    // A browser that keeps nothing has its own language still.
  }
  const own = (navigator.languages ?? []).map((one) => one.slice(0, 2)).find(isLanguage)
  return own ?? 'en'
}

/** Keeps the choice on this workstation; false where the browser keeps nothing. */
export function keepLanguage(language: Language): boolean {
  try {
    localStorage.setItem(place, language)
    return localStorage.getItem(place) === language
  } catch {
    return false
  }
}
