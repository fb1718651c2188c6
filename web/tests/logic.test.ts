// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { matching } from '@/app/commands'
import { pagesFor } from '@/app/destinations'
import { phaseOf } from '@/app/session_clock'
import { readerOf } from '@/features/chart/media'
import { textOfRtf } from '@/features/chart/rtf'
import { changes, linesOf, toEdit, toWire } from '@/features/messages/wire'
import { paths, serverLink } from '@/paths'
import { nextSort } from '@/ui/DataGrid'
import { age, ago, brief, bytes, day, due, span, words } from '@/ui/format'
import { isField, strokeOf } from '@/ui/hotkeys'
import { after, all, extend, keep, nothing, toggle } from '@/ui/selection'

const order = ['a', 'b', 'c', 'd', 'e']

describe('ticking rows', () => {
  it('ticks and unticks one', () => {
    const once = toggle(nothing, 'b')
    expect([...once.ids]).toEqual(['b'])
    expect(toggle(once, 'b').ids.size).toBe(0)
  })
  it('extends from the anchor, in both directions', () => {
    expect([...extend(toggle(nothing, 'b'), order, 'd').ids]).toEqual(['b', 'c', 'd'])
    expect([...extend(toggle(nothing, 'd'), order, 'b').ids].sort()).toEqual(['b', 'c', 'd'])
  })
  it('forgets rows that left the list: an act must not reach what is not seen', () => {
    expect([...keep(all(order), ['a', 'e']).ids]).toEqual(['a', 'e'])
  })
})

describe('the next item after an act', () => {
  it.each([['b', 'c'], ['e', 'd'], ['a', 'b']])('after %s stands %s', (gone, next) => expect(after(order, gone)).toBe(next))
  it('is nothing when the list is done', () => expect(after(['a'], 'a')).toBeUndefined())
})

describe('sorting by a header', () => {
  it.each([[undefined, 'due_at'], ['due_at', '-due_at'], ['-due_at', ''], ['priority', 'due_at']])('from %s to %s', (from, to) => expect(nextSort(from, 'due_at')).toBe(to))
})

describe('days and moments', () => {
  const now = new Date('2026-11-21T12:00:00')
  it.each([['1961-04-02', '02 Apr 1961'], ['2025-03', 'Mar 2025'], ['1980', '1980'], ['', ''], ['unknown', 'unknown']])('day %s is written %s', (value, text) => expect(day(value)).toBe(text))
  it.each([
    ['1961-04-02', '65 y'], ['2026-11-20', '1 d'], ['2026-08-01', '3 mo'], ['2024-11-22', '23 mo'], ['2024-11-21', '2 y'], ['2027-01-01', ''], ['1961', ''],
  ])('born %s is %s', (born, text) => expect(age(born, now)).toBe(text))
  it.each([[90_000, '1 min'], [3_600_000, '1 h'], [172_800_000, '2 d'], [10_000, '0 min'], [700 * 86_400_000, '700 d'], [5138 * 86_400_000, '14 y']])('%i ms is %s', (ms, text) => expect(span(ms)).toBe(text))
  it('says late and left in words', () => {
    expect(due(new Date(now.getTime() - 7_200_000).toISOString(), now)).toBe('2 h late')
    expect(due(new Date(now.getTime() + 7_200_000).toISOString(), now)).toBe('in 2 h')
    expect(due(undefined, now)).toBe('')
    expect(ago(undefined, now)).toBe('never')
  })
  it('is brief: the clock today, the day this year', () => {
    expect(brief('2026-11-21T09:05:00', now)).toBe('09:05')
    expect(brief('2026-03-02T09:05:00', now)).toBe('02 Mar 09:05')
    expect(brief('2019-03-02T09:05:00', now)).toBe('02 Mar 2019')
  })
  it('writes sizes and codes', () => {
    expect(bytes(900)).toBe('900 B')
    expect(bytes(2048)).toBe('2.0 KB')
    expect(words('held-message')).toBe('Held message')
  })
})

describe('the notation of keys', () => {
  const key = (over: Partial<KeyboardEvent>) => ({ key: 'a', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...over })
  it.each([
    [key({ key: 'j' }), 'j'], [key({ key: 'X', shiftKey: true }), 'shift+x'], [key({ key: '?', shiftKey: true }), '?'], [key({ key: 'k', ctrlKey: true }), 'mod+k'],
    [key({ key: 'L', metaKey: true, shiftKey: true }), 'mod+shift+l'], [key({ key: ' ' }), 'space'], [key({ key: 'Escape' }), 'escape'],
  ])('%o is %s', (event, stroke) => expect(strokeOf(event)).toBe(stroke))
  it('knows fields from buttons and ticks', () => {
    const input = (type: string) => Object.assign(document.createElement('input'), { type })
    expect(isField(input('text'))).toBe(true)
    expect(isField(document.createElement('textarea'))).toBe(true)
    expect(isField(input('checkbox'))).toBe(false)
    expect(isField(document.createElement('button'))).toBe(false)
  })
})

describe('a message between wire and editor', () => {
  const raw = 'MSH|^~\\&|LAB\rPID|1||7\rZDS|1\r'
  it('loses nothing on the way there and back', () => expect(toWire(toEdit(raw))).toBe(raw))
  it('leaves framing bytes out of sight', () => expect(linesOf('\u000bMSH|a\rPID|b\r\u001c\r')).toEqual(['MSH|a', 'PID|b']))
  it('names each mended line, added and removed ones too', () => {
    expect(changes(raw, toEdit(raw))).toEqual([])
    expect(changes(raw, 'MSH|^~\\&|LAB\nPID|1||8\nZDS|1\nNTE|1')).toEqual([{ line: 2, before: 'PID|1||7', after: 'PID|1||8' }, { line: 4, before: '', after: 'NTE|1' }])
  })
})

describe('the words of RTF', () => {
  it.each([
    ['{\\rtf1\\ansi Hello\\par World}', 'Hello\nWorld'],
    ['{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\*\\generator X;}\\f0 Text}', 'Text'],
    ["{\\rtf1 Na\\'efve}", 'Naïve'],
    ['{\\rtf1 caf\\u233?}', 'café'],
    ['{\\rtf1\\uc0 caf\\u233 s}', 'cafés'],
    ['{\\rtf1 a\\tab b\\line c \\{x\\}}', 'a\tb\nc {x}'],
    ['{\\rtf1 one {\\b two} three}', 'one two three'],
    ['', ''],
  ])('%s', (rtf, text) => expect(textOfRtf(rtf)).toBe(text))
})

describe('which reader', () => {
  it.each([['application/pdf', 'pdf'], ['text/plain; charset=utf-8', 'text'], ['TEXT/HTML', 'html'], ['application/rtf', 'rtf'], ['image/jpeg', 'image'], ['image/tiff', 'none'], ['application/dicom', 'none'], ['', 'none']])('%s: %s', (type, kind) => expect(readerOf(type)).toBe(kind))
})

describe('the session clock', () => {
  const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 12, minutes)).toISOString()
  const now = Date.parse(at(0))
  it.each([
    [{ idle_at: at(15), expires_at: at(480) }, 'working'], [{ idle_at: at(2), expires_at: at(480) }, 'warning'], [{ idle_at: at(1), expires_at: at(480) }, 'warning'],
    [{ idle_at: at(0), expires_at: at(480) }, 'locked'], [{ idle_at: at(15), expires_at: at(1) }, 'warning'],
  ])('%o: %s', (session, name) => expect(phaseOf(session, now).name).toBe(name))
  it('tells the limit that cannot be put off', () => {
    expect(phaseOf({ idle_at: at(15), expires_at: at(1) }, now)).toEqual({ name: 'warning', left: 60, absolute: true })
    expect(phaseOf({ idle_at: at(1), expires_at: at(60) }, now)).toMatchObject({ absolute: false })
  })
})

describe('addresses', () => {
  it('are built in one place and escaped', () => {
    expect(paths.worklist('held-message', { state: 'held', item: undefined })).toBe('/worklists/held-message?state=held')
    expect(paths.chart('a/b')).toBe('/patients/a%2Fb')
  })
  it.each([['/app/patients/1', '/patients/1'], ['/worklists/x?due=today', '/worklists/x?due=today'], ['/app', '/'], ['https://elsewhere.example', undefined], ['//elsewhere.example', undefined], ['/api/x', undefined]])('a server link %s leads to %s', (link, path) => expect(serverLink(link)).toBe(path))
})

describe('the command palette', () => {
  const commands = [{ title: 'Held messages', group: 'Worklist' }, { title: 'People', group: 'Page' }, { title: 'Dark theme', group: 'Theme' }]
  it.each([['he me', ['Held messages']], ['theme', ['Dark theme']], ['wor held', ['Held messages']], ['eld', []], ['', ['Held messages', 'People', 'Dark theme']]])('“%s” finds %o', (typed, titles) => expect(matching(commands, typed).map((one) => one.title)).toEqual(titles))
  it('offers no page that would be refused', () => {
    const titles = pagesFor({ permissions: ['search-record'] }).map((page) => page.title)
    expect(titles).toContain('Patients')
    expect(titles).not.toContain('People')
  })
})
