// SPDX-License-Identifier: Apache-2.0
export type ReaderKind = 'text' | 'rtf' | 'html' | 'pdf' | 'image' | 'none'

const images = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp', 'image/svg+xml'])

/** The reader for a media type. SVG is shown as an image, where its scripts do not run; TIFF has no reader in a browser. */
export function readerOf(contentType: string): ReaderKind {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/pdf') return 'pdf'
  if (type === 'application/rtf' || type === 'text/rtf') return 'rtf'
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'html'
  if (images.has(type)) return 'image'
  if (type.startsWith('text/') || type === 'application/xml' || type === 'application/json' || type.endsWith('+xml') || type.endsWith('+json')) return 'text'
  return 'none'
}
