// SPDX-License-Identifier: Apache-2.0
// Words for people. The English text is its own key: it stays readable in the code, and costs nothing. A text that the other
// catalogues lack does not compile; es.ts is the list of all texts.
import type { es } from './es'
import { directionOf, isPseudo, localeOf, type Language } from './languages'
import { filled, type Dress, type Values } from './message'

export type Text = keyof typeof es

let language: Language = 'en'
let catalogue: Readonly<Record<string, string>> = {}
let server: Readonly<Record<string, string>> = {}
let dress: Dress = dressOf('en')

function dressOf(of: Language): Dress {
  const rules = new Intl.PluralRules(localeOf(of))
  const numbers = new Intl.NumberFormat(localeOf(of))
  return { plural: (n) => rules.select(n), number: (n) => numbers.format(n), ...(isPseudo(of) && { words: accented }) }
}

const accents: Record<string, string> = { a: 'á', c: 'ç', e: 'é', i: 'í', n: 'ñ', o: 'ö', u: 'ü', y: 'ý', A: 'Å', C: 'Ç', E: 'É', I: 'Í', N: 'Ñ', O: 'Ö', U: 'Ü' }
const accented = (text: string) => text.replace(/[a-z]/gi, (letter) => accents[letter] ?? letter)

/** A text in the person's language, its places filled. */
export function t(text: Text, values?: Values): string {
  const message = catalogue[text] ?? text
  if (isPseudo(language)) return `⟦${filled(message, values ?? {}, dress)}⟧`
  return values || message.includes('{') ? filled(message, values ?? {}, dress) : message
}

/** What the server says (a queue's title, a reason), where its words are known; else undefined: it is English then. */
export const known = (text: string): string | undefined => (isPseudo(language) || language === 'en' ? undefined : (server[text] ?? catalogue[text]))
/** The same where nothing can carry a mark of language: an option of a list, a label for the ears. */
export const said = (text: string): string => known(text) ?? text

/** Whether a text is one of our own, written in the person's language already. */
export const ours = (text: string) => (own ??= new Set(Object.values(catalogue))).has(text)
let own: Set<string> | undefined

export const languageNow = () => language
export const localeNow = () => localeOf(language)

/** Before the first screen is drawn: reads the catalogue and tells the page its language and direction. */
export async function speak(wanted: Language): Promise<void> {
  if (wanted === 'es') ({ es: catalogue, said: server } = await import('./es'))
  else [catalogue, server] = [{}, {}]
  language = wanted
  own = undefined
  dress = dressOf(wanted)
  document.documentElement.lang = isPseudo(wanted) ? 'en' : wanted
  document.documentElement.dir = directionOf(wanted)
}
