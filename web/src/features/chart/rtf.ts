// SPDX-License-Identifier: Apache-2.0
// The words of an RTF document, paragraphs and tabs kept, everything else left out. Source: RTF specification 1.9.1.

// Groups that hold no words of the document.
const silent = new Set(['fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'object', 'header', 'footer', 'generator', 'themedata', 'listtable', 'listoverridetable', 'rsidtbl', 'xmlnstbl'])
const signs: Record<string, string> = {
  par: '\n', line: '\n', sect: '\n\n', page: '\n\n', row: '\n', tab: '\t', cell: '\t', emdash: '—', endash: '–', bullet: '•', lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”', emspace: ' ', enspace: ' ',
}
const windows1252 = new TextDecoder('windows-1252')
const pattern = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi

export function textOfRtf(rtf: string): string {
  let out = ''
  let mute = false
  let skip = 0 // characters that stand in for a \u for old readers
  let width = 1
  const stack: { mute: boolean; width: number }[] = []
  const add = (text: string) => {
    if (mute) return
    out += text.slice(Math.min(skip, text.length))
    skip = Math.max(0, skip - text.length)
  }
  for (const [, word, number, hex, sign, brace, text] of rtf.matchAll(pattern)) {
    if (brace === '{') stack.push({ mute, width })
    else if (brace === '}') ({ mute, width } = stack.pop() ?? { mute: false, width: 1 })
    else if (word === 'u' && number) {
      if (!mute) out += String.fromCharCode((Number(number) + 65536) % 65536)
      skip = width
    } else if (word === 'uc') width = Number(number ?? 1)
    else if (word === 'bin') skip = Number(number ?? 0)
    else if (word && silent.has(word)) mute = true
    else if (word && signs[word]) add(signs[word])
    else if (hex) add(windows1252.decode(Uint8Array.of(parseInt(hex, 16))))
    else if (sign === '*') mute = true
    else if (sign === '~') add('\u00a0')
    else if (sign && '\\{}'.includes(sign)) add(sign)
    else if (text) add(text)
  }
  return out.trim()
}
