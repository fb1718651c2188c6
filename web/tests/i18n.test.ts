// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { said, t } from '@/i18n'
import { es } from '@/i18n/es'
import { isLanguage, keepLanguage, languageHere } from '@/i18n/languages'
import { branches, filled, placesOf } from '@/i18n/message'

const english = { plural: (n: number) => new Intl.PluralRules('en').select(n), number: (n: number) => new Intl.NumberFormat('en').format(n) }

describe('a message', () => {
  it.each([
    ['Sign in', {}, 'Sign in'],
    ['{name}, welcome', { name: 'Ada' }, 'Ada, welcome'],
    ['{at} of {total}', { at: 3, total: 1234 }, '3 of 1,234'],
    ['{n, plural, one {# item} other {# items}}', { n: 1 }, '1 item'],
    ['{n, plural, one {# item} other {# items}}', { n: 2200 }, '2,200 items'],
    ['{n, plural, =0 {nothing} one {# item} other {# items}} done', { n: 0 }, 'nothing done'],
    ['{n, plural, one {# of {name}} other {# of {name}s}}', { n: 2, name: 'row' }, '2 of rows'],
    ['{kind, select, scan {the scan} other {the {kind}}}', { kind: 'scan' }, 'the scan'],
    ['{kind, select, scan {the scan} other {the {kind}}}', { kind: 'fax' }, 'the fax'],
    ['a # outside a plural', {}, 'a # outside a plural'],
    ['{missing} stays', {}, '{missing} stays'],
  ])('%s with %j is %s', (message, values, shown) => expect(filled(message, values, english)).toBe(shown))
  it('with a brace that is not closed is a mistake', () => expect(() => filled('{n', {}, english)).toThrow(/not closed/))
  it('names its places, those of its branches too', () => expect(placesOf('{n, plural, one {# of {name}} other {#}} at {when}')).toEqual(['n', 'name', 'when']))
  it('has branches by name', () => expect(branches('one {# item} other {# {kind}s}')).toEqual({ one: '# item', other: '# {kind}s' }))
})

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'i18n' ? [] : sources(path)
    return /\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : []
  })

describe('the Spanish catalogue', () => {
  const pairs = Object.entries(es)
  it.each(pairs)('speaks of the same as “%s”', (text, translation) => {
    const own = placesOf(translation)
    expect(own.every((name) => placesOf(text).includes(name))).toBe(true)
    // A place may be left out of a plural's branch that says the number in words, never of the whole.
    expect(own).toEqual(placesOf(text))
    expect(translation.trim()).not.toBe('')
  })
  it('has every plural with the form that fits all numbers', () => {
    for (const translation of Object.values(es)) {
      for (const [, rest] of translation.matchAll(/, plural,((?:[^{}]|\{[^{}]*\})*)\}/g)) expect(Object.keys(branches(rest ?? ''))).toContain('other')
    }
  })
  it('has no text that nobody says', () => {
    const code = sources(join(import.meta.dirname, '../src')).join('\n')
    expect(pairs.map(([text]) => text).filter((text) => !code.includes(`'${text}'`) && !code.includes(`"${text}"`) && !code.includes(`\`${text}\``))).toEqual([])
  })
})

describe('a language', () => {
  beforeEach(() => vi.resetModules())
  afterEach(() => localStorage.clear())
  const speaking = async (language: 'en' | 'es' | 'en-XA' | 'en-XB') => {
    const i18n = await import('@/i18n')
    await i18n.speak(language)
    return { ...i18n, format: await import('@/ui/format') }
  }
  it('is English until another is chosen', () => {
    expect(t('Sign in')).toBe('Sign in')
    expect(t('{n, plural, one {# item} other {# items}}', { n: 2 })).toBe('2 items')
    expect(said('Held messages')).toBe('Held messages')
  })
  it('Spanish has its words, its plurals, its days and its numbers', async () => {
    const { t, said, known, ours, format } = await speaking('es')
    expect(document.documentElement.lang).toBe('es')
    expect(t('Sign in')).toBe('Iniciar sesión')
    expect(t('{n, plural, one {# item} other {# items}}', { n: 1 })).toBe('1 asunto')
    expect(t('{n, plural, one {# item} other {# items}}', { n: 12345 })).toBe('12.345 asuntos')
    expect(said('Held messages')).toBe('Mensajes retenidos')
    expect(known('A sentence of a rule that came yesterday.')).toBeUndefined()
    expect(ours('Iniciar sesión')).toBe(true)
    expect(format.day('1961-04-02')).toMatch(/^0?2 abr 1961$/)
    expect(format.day('1961-04')).toBe('abr 1961')
    expect(format.due(new Date(Date.now() - 3 * 86_400_000 - 60_000).toISOString())).toBe('hace 3 d')
    expect(format.bytes(1536)).toBe('1,5 KB')
    expect([0.9973, 0.000001].map(format.percent)).toEqual(['99,7 %', 'menos de 0,001 %'])
    expect(format.words('sign_in_refused')).toBe('Sesión rechazada')
  })
  it('for tests is accented and framed, and may run from right to left', async () => {
    const accented = await speaking('en-XA')
    expect(accented.t('Sign in')).toBe('⟦Sígñ íñ⟧')
    expect(accented.t('{name}, what you typed is kept. Enter your password to go on.', { name: 'Ada' })).toMatch(/^⟦Ada, whát ýöü/)
    expect(document.documentElement.dir).toBe('ltr')
    await speaking('en-XB')
    expect(document.documentElement.dir).toBe('rtl')
  })
  it('is that of this workstation, else of the browser, else English', () => {
    const browser = vi.spyOn(navigator, 'languages', 'get')
    browser.mockReturnValue(['es-MX', 'en'])
    expect(languageHere()).toBe('es')
    browser.mockReturnValue(['de-CH', 'fr'])
    expect(languageHere()).toBe('en')
    expect(keepLanguage('es')).toBe(true)
    expect(languageHere()).toBe('es')
    localStorage.setItem('charta.language', 'klingon')
    expect(languageHere()).toBe('en')
    expect(isLanguage('fr')).toBe(false)
    browser.mockRestore()
  })
})
