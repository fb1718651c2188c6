// SPDX-License-Identifier: Apache-2.0
// HL7 v2 ends a segment with a carriage return; people edit lines.

/** The segments of a message as lines, framing bytes and blank lines left out of sight. */
export const linesOf = (raw: string): string[] => raw.replace(/[\u000b\u001c]/g, '').split(/\r\n|\r|\n/).filter((line) => line !== '')

export const toEdit = (raw: string): string => linesOf(raw).join('\n')
export const toWire = (edited: string): string => linesOf(edited).join('\r') + '\r'

export interface LineChange { line: number; before: string; after: string }

/** Which lines were mended, for the review before the replay. Lines are compared in place: segments are seldom moved. */
export function changes(raw: string, edited: string): LineChange[] {
  const [before, after] = [linesOf(raw), linesOf(edited)]
  const found: LineChange[] = []
  for (let line = 0; line < Math.max(before.length, after.length); line++) {
    if (before[line] !== after[line]) found.push({ line: line + 1, before: before[line] ?? '', after: after[line] ?? '' })
  }
  return found
}
