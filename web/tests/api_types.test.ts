// SPDX-License-Identifier: Apache-2.0
// The client's shapes are those of the server's description.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
// @ts-expect-error a script, not a module of the application
import { generated } from '../scripts/api_types.mjs'

const shapes = (shapes: unknown) => generated(JSON.stringify(shapes)) as string

describe('the generated shapes', () => {
  it('are current: `npm run api` would change nothing', () => {
    expect(readFileSync('src/api/schema.ts', 'utf8')).toBe(generated())
  })
  it('mark what may be absent, and keep what may be null', () => {
    const text = shapes({ Thing: { type: 'object', properties: { a: { type: 'string' }, b: { anyOf: [{ type: 'integer' }, { type: 'null' }] } }, required: ['a'] } })
    expect(text).toContain('export interface Thing {\n  a: string\n  b?: number | null\n}')
  })
  it('extend what they are composed of', () => {
    const text = shapes({ Base: { type: 'object', properties: {} }, More: { allOf: [{ $ref: '#/components/schemas/Base' }, { type: 'object', properties: { x: { type: 'boolean' } }, required: ['x'] }] } })
    expect(text).toContain('export interface More extends Base {\n  x: boolean\n}')
  })
  it('write values and lists of them', () => {
    const text = shapes({ Thing: { type: 'object', properties: { s: { type: 'string', enum: ['a', 'b'] }, l: { type: 'array', items: { enum: ['a', 'b'] } }, o: { type: 'object', additionalProperties: true } }, required: ['s', 'l', 'o'] } })
    expect(text).toContain("s: 'a' | 'b'\n  l: ('a' | 'b')[]\n  o: Record<string, unknown>")
  })
  it('refuse what they do not know', () => {
    expect(() => shapes({ Thing: { type: 'tuple' } })).toThrow(/tuple/)
  })
})
