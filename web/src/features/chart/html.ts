// SPDX-License-Identifier: Apache-2.0
// The words of an HTML document, a line for each block; parsed without running or loading anything of it.

const blocks = new Set(['P', 'BR', 'DIV', 'TR', 'LI', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'TABLE', 'SECTION', 'UL', 'OL', 'HR', 'CAPTION'])
const silent = new Set(['SCRIPT', 'STYLE', 'HEAD', 'TEMPLATE'])

export function textOfHtml(html: string): string {
  let out = ''
  const walk = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) out += (node.textContent ?? '').replace(/\s+/g, ' ')
    if (silent.has(node.nodeName)) return
    node.childNodes.forEach(walk)
    if (blocks.has(node.nodeName)) out += '\n'
    else if (node.nodeName === 'TD' || node.nodeName === 'TH') out += '\t'
  }
  walk(new DOMParser().parseFromString(html, 'text/html').body)
  return out.replace(/\n{3,}/g, '\n\n').trim()
}
