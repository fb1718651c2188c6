// SPDX-License-Identifier: Apache-2.0
// A batch as the desk shows it: the order of its pages, what takes an edit back, what its numbers say. Pure.
import type { ScanBalance, ScanBatch, ScanDocumentRow, ScanEdit, ScanPage } from '@/api/types'
import { t, type Text } from '@/i18n'
import type { IconName } from '@/ui/icons'
import type { Tone } from '@/ui/Tag'

type State = ScanBatch['state']
type Role = ScanPage['role']

const stateFaces: Record<State, [Tone, IconName]> = {
  prepped: ['plain', 'clock'], scanned: ['info', 'job'], stopped: ['bad', 'stop'], separated: ['accent', 'pages'], indexed: ['accent', 'check'], qa1: ['info', 'glass'], qa2: ['info', 'check'],
  committed: ['good', 'check'], 'paper-retained': ['good', 'lock'], destroyed: ['plain', 'minus'], withdrawn: ['plain', 'close'],
}
export const faceOf = (state: State) => stateFaces[state] ?? (['plain', 'info'] as const)

/** Batches that still ask for somebody's hands. */
export const atWork: State[] = ['prepped', 'scanned', 'stopped', 'separated', 'indexed', 'qa1', 'qa2']
export const mayBeEdited = (state: State) => state === 'stopped' || state === 'separated'

/** What an image is to the batch, in words. */
export const roleNames: Record<Role, Text> = { unplaced: 'Without a place', page: 'Page', separator: 'Separator', blank: 'Blank', reject: 'Left out' }
export const roleFaces: Record<Exclude<Role, 'page'>, [Tone, IconName]> = { unplaced: ['bad', 'warning'], separator: ['accent', 'columns'], blank: ['plain', 'minus'], reject: ['warn', 'close'] }

export type StripRow = { kind: 'document'; document: ScanDocumentRow } | { kind: 'page'; page: ScanPage; document?: ScanDocumentRow }

/** The strip: documents in their order with their pages; what stands in no document keeps its place in the stack. */
export function stripOf(batch: Pick<ScanBatch, 'pages' | 'documents'>): StripRow[] {
  const byId = new Map(batch.pages.map((page) => [page.id, page]))
  const aside = batch.pages.filter((page) => page.role !== 'page').sort((one, other) => one.number - other.number)
  const rows: StripRow[] = []
  const asideBefore = (number: number) => {
    while (aside[0] && aside[0].number < number) rows.push({ kind: 'page', page: aside.shift() as ScanPage })
  }
  for (const document of [...batch.documents].sort((one, other) => one.place - other.place)) {
    const pages = document.pages.flatMap((id) => byId.get(id) ?? [])
    pages.forEach((page, index) => {
      asideBefore(page.number)
      if (!index) rows.push({ kind: 'document', document })
      rows.push({ kind: 'page', page, document })
    })
  }
  asideBefore(Infinity)
  return rows
}

export const pagesOf = (rows: readonly StripRow[]) => rows.flatMap((row) => (row.kind === 'page' ? [row.page] : []))
export const documentOf = (batch: Pick<ScanBatch, 'documents'>, page: string | undefined) => batch.documents.find((one) => page !== undefined && one.pages.includes(page))

/** The next document after `from` in its order that waits for an index; from the beginning when none is behind it. */
export function nextOpen(documents: readonly ScanDocumentRow[], from: string): ScanDocumentRow | undefined {
  const ordered = [...documents].sort((one, other) => one.place - other.place)
  const at = ordered.findIndex((one) => one.id === from)
  return [...ordered.slice(at + 1), ...ordered.slice(0, Math.max(at, 0))].find((one) => one.state === 'open' || one.state === 'wrong')
}

type Arranged = Pick<ScanBatch, 'pages' | 'documents'>

const inOrder = (documents: readonly ScanDocumentRow[]) => [...documents].sort((one, other) => one.place - other.place)

/** A page one step up or down: past its neighbour, at the edge of its document into the one beside it. Undefined at the very edge. */
export function stepped(batch: Arranged, page: string, by: 1 | -1): ScanEdit | undefined {
  const documents = inOrder(batch.documents)
  const at = documents.findIndex((one) => one.pages.includes(page))
  const home = documents[at]
  if (!home) return undefined
  const place = home.pages.indexOf(page) + 1
  if (by < 0 && place > 1) return { kind: 'move', page, document: home.id, place: place - 1 }
  if (by > 0 && place < home.pages.length) return { kind: 'move', page, document: home.id, place: place + 2 }
  const beside = documents[at + by]
  return beside && { kind: 'move', page, document: beside.id, place: by < 0 ? 0 : 1 }
}

/** A page put down on another, before which it then stands, or on the heading of a document, at whose end it then stands. */
export function putDown(batch: Arranged, page: string, on: { page?: string; document?: string }): ScanEdit | undefined {
  if (on.page === page) return undefined
  const target = batch.documents.find((one) => (on.page ? one.pages.includes(on.page) : one.id === on.document))
  if (!target) return undefined
  if (!on.page) return { kind: 'move', page, document: target.id, place: 0 }
  const place = target.pages.indexOf(on.page) + 1
  return target.pages.indexOf(page) === place - 2 && target.pages.includes(page) ? undefined : { kind: 'move', page, document: target.id, place }
}

/** What takes `edit` back, told by the batch before and after it; undefined where nothing does. */
export function inverseOf(edit: ScanEdit, before: Arranged, after: Arranged): ScanEdit | undefined {
  if (edit.kind === 'rotate') return { ...edit, degrees: 360 - (edit.degrees ?? 90) }
  if (edit.kind === 'join') {
    const first = before.documents.find((one) => one.id === edit.document)?.pages[0]
    return first ? { kind: 'split', page: first } : undefined
  }
  const was = before.pages.find((one) => one.id === edit.page)
  if (!was) return undefined
  if (was.role !== 'page') return was.role === 'unplaced' ? undefined : { kind: was.role, page: was.id, reason: was.reason }
  if (edit.kind === 'split') {
    const begun = documentOf(after, was.id)
    return begun ? { kind: 'join', document: begun.id } : undefined
  }
  const home = after.documents.find((one) => one.id === was.document)
  // Before which page it goes is counted with itself: further down in its own document it is one more.
  const now = after.pages.find((one) => one.id === was.id)
  const isBelow = now?.document === was.document && (now?.place ?? 0) < (was.place ?? 0)
  return home ? { kind: 'move', page: was.id, document: home.id, place: (was.place ?? 0) + (isBelow ? 1 : 0) } : { kind: 'split', page: was.id }
}

/** The edits that take `edit` back, one after the other. A document that went with its only page begins again where it stood. */
export function inversesOf(edit: ScanEdit, before: Arranged, after: Arranged): ScanEdit[] {
  const page = edit.page
  const was = documentOf(before, page)
  const now = documentOf(after, page)
  if (edit.kind !== 'move' || !page || !was || !now || after.documents.some((one) => one.id === was.id)) return [inverseOf(edit, before, after) ?? []].flat()
  const target = before.documents.find((one) => one.id === now.id)
  const first = target?.pages[0]
  if (target && first && was.place < target.place) return [{ kind: 'move', page, document: now.id, place: 1 }, { kind: 'split', page: first }]
  return [{ kind: 'move', page, document: now.id, place: 0 }, { kind: 'split', page }]
}

export interface Figure { name: string; value: number | undefined; wrong?: boolean }

/** The law in numbers: what was fed, what came, and where it went. */
export function figuresOf(balance: ScanBalance): Figure[] {
  const placed = balance.in_documents + balance.separators + balance.blanks + balance.rejects
  return [
    { name: t('Sheets counted'), value: balance.sheets === undefined ? undefined : balance.sheets + balance.again, wrong: balance.sheets === undefined },
    { name: t('Images due'), value: balance.expected, wrong: balance.expected !== undefined && balance.expected !== balance.images },
    { name: t('Images'), value: balance.images, wrong: balance.expected !== undefined && balance.expected !== balance.images },
    { name: t('Pages in documents'), value: balance.in_documents, wrong: placed !== balance.images },
    { name: t('Separators'), value: balance.separators },
    { name: t('Blanks'), value: balance.blanks },
    { name: t('Left out'), value: balance.rejects },
    ...(balance.unplaced ? [{ name: t('Without a place'), value: balance.unplaced, wrong: true }] : []),
  ]
}

const byEnding: Record<string, string> = { pdf: 'application/pdf', tif: 'image/tiff', tiff: 'image/tiff', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg' }
export const takenFiles = '.pdf,.tif,.tiff,.png,.jpg,.jpeg'
/** What a file is, by its ending where the browser does not say; undefined when it is nothing the desk takes. */
export const mediaTypeOf = (name: string) => byEnding[name.toLowerCase().split('.').at(-1) ?? '']
