// SPDX-License-Identifier: Apache-2.0
// Bytes of invented documents in every media type the reader knows.
import { deflateSync } from 'node:zlib'

const text = (document) => `${document.title.toUpperCase()}

Indication
  Follow-up as ordered. Comparison with the earlier study of this year.

Findings
  The heart is of normal size. The lungs are clear; no effusion.
  Bony structures are unremarkable for the age.

Impression
  1. No acute finding.
  2. Routine follow-up.

${'Additional paragraph of the report. Words repeat so that the page scrolls.\n'.repeat(30)}
Electronically authenticated: ${document.author}, ${document.date}
`

const html = (document) => `<!doctype html><html lang="en"><title>${document.title}</title><body style="font:15px sans-serif;max-width:60ch;margin:2em">
<h1>${document.title}</h1><p>Author: ${document.author}</p><h2>Course</h2><p>Uneventful. Discharged home in good condition.</p>
<table border="1" cellpadding="4"><tr><th>Drug</th><th>Dose</th></tr><tr><td>Example</td><td>5 mg</td></tr></table>
<script>document.body.innerHTML = 'SCRIPT RAN'</script></body></html>`

const rtf = (document) => `{\\rtf1\\ansi\\deff0 {\\fonttbl {\\f0 Helvetica;}}\\f0\\fs24 {\\b ${document.title}}\\par\\par Dictated by ${document.author}.\\par Na\\'efve to therapy; tolerated well.\\par}`

function pdf(document) {
  const page = (n) => `BT /F1 20 Tf 72 720 Td (${document.title}) Tj /F1 12 Tf 0 -40 Td (Page ${n} of 3. Author: ${document.author}) Tj 0 -24 Td (Findings as described. Nothing acute.) Tj ET`
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [4 0 R 6 0 R 8 0 R] /Count 3 >>', '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']
  for (let n = 1; n <= 3; n++) {
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${3 + n * 2} 0 R >>`)
    objects.push(`<< /Length ${page(n).length} >>\nstream\n${page(n)}\nendstream`)
  }
  let out = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const at = out.length
    out += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const start = out.length
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`
  return out + `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
}

const crcTable = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1
  return n >>> 0
})
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data])
  let crc = 0xffffffff
  for (const byte of body) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8)
  const out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length)
  body.copy(out, 4)
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4)
  return out
}
function png() {
  const [width, height] = [600, 800]
  const rows = Buffer.alloc((width + 1) * height, 250)
  for (let y = 0; y < height; y++) {
    rows[y * (width + 1)] = 0
    for (let x = 1; x <= width; x++) if (y % 34 < 3 && y > 80 && y < 720 && x > 60 && x < 540 - ((y * 37) % 160)) rows[y * (width + 1) + x] = 60
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

const makers = { 'text/plain': text, 'text/html': html, 'application/rtf': rtf, 'application/pdf': pdf, 'image/png': png }
export const mediaTypes = Object.keys(makers)
export const contentOf = (document) => Buffer.from(makers[document.content_type](document))
