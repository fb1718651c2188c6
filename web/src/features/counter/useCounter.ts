// SPDX-License-Identifier: Apache-2.0
// The counter's state: the queue of this device, the line, the last answer, and what a scan does in each mode.
import { useCallback, useEffect, useRef, useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { CounterScan } from '@/api/types'
import { said, t } from '@/i18n'
import { useStored } from '@/ui/useStored'
import { kindOf } from './label'
import { openQueue, type KeptScan, type Numbered, type ScanQueue, type Standing } from './queue'
import { send, type LineState } from './sender'
import { sound, toneOf, wordOf, type AnswerTone } from './tone'

export type Mode = 'check-in' | 'charge-out' | 'inventory' | 'ward-receipt' | 'ward-filed'
const isBadge = (code: string) => /^U[0-7][0-9A-TV-Z]{12}.$/.test(code.trim().toUpperCase())
export interface Answer { tone: AnswerTone; word: string; title?: string; text?: string; scan?: CounterScan }

const tryAgainMs = 15_000
const longestLabel = 200
/** What the house said to scans that nobody waited for: the page changes under it when somebody signs in. */
let cameBackHere: CounterScan[] = []
const shownMost = 200

const titleOf = (scan: CounterScan) => (scan.volume ? `${scan.volume.filed_as}, ${t('vol. {n}', { n: scan.volume.number })}` : scan.barcode)
export const answerOf = (scan: CounterScan): Answer => ({ tone: toneOf(scan), word: wordOf(scan), title: titleOf(scan), text: scan.says ? said(scan.says) : undefined, scan })

const wrong = (text: string): Answer => ({ tone: 'wrong', word: t('Wrong'), text })

/** What is wrong with a label before anybody is asked. */
function refusalOf(code: string): string | undefined {
  const kind = kindOf(code)
  if (code.length > longestLabel) return t('This is no label: it is too long.')
  if (kind === 'damaged') return t('One of the label’s characters is wrong. Scan it again, or print a new label.')
  if (kind === 'separator') return t('This is a cover sheet of the scanning desk, not a folder.')
  if (kind === 'requisition') return t('This is the slip of a request. Scan the folder.')
  return undefined
}

const modeOf = (standing: Standing): Mode => (standing.mode as Mode | undefined) ?? 'check-in'

function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { open, opened }
}

export function useCounter(who: string | undefined) {
  const [queue, setQueue] = useState<ScanQueue>()
  const [standing, setStanding] = useState<Standing>({})
  const [kept, setKept] = useState<Numbered[]>([])
  const [line, setLine] = useState<LineState>(navigator.onLine ? 'open' : 'none')
  const [refusal, setRefusal] = useState<string>()
  const [answer, setAnswer] = useState<Answer>()
  const [cameBack, setCameBack] = useState<CounterScan[]>(cameBackHere)
  const [changes, setChanges] = useState(0)
  const [muted, setMuted] = useStored('counter.muted', false)
  const [ready] = useState(gate)
  const mode = modeOf(standing)
  // What is scanned is taken as the counter stands when its turn comes, drawn or not.
  const stands = useRef(standing)

  const tell = useCallback((next: Answer) => {
    setAnswer(next)
    sound(next.tone, muted)
  }, [muted])

  const flush = useCallback(async (from: ScanQueue, live?: number) => {
    const sent = await send(from, (device, scans) => api.sendCounterScans({ device, scans }), new Set(live ? [live] : []))
    setLine(sent.line)
    setRefusal(sent.line === 'refused' ? sent.refusal : undefined)
    setKept(await from.all())
    const others = sent.answers.filter((one) => one.number !== live)
    cameBackHere = [...others, ...cameBackHere].slice(0, shownMost)
    setCameBack(cameBackHere)
    if (sent.answers.length) setChanges((before) => before + 1)
    return sent.answers.find((one) => one.number === live)
  }, [])

  useEffect(() => {
    let isHere = true
    void openQueue().then(async (opened) => {
      if (!isHere) return
      // What was chosen meanwhile is what the person sees and means.
      stands.current = { ...(await opened.standing()), ...stands.current }
      setStanding(stands.current)
      void opened.stand(stands.current)
      setQueue(opened)
      setKept(await opened.all())
    })
    return () => void (isHere = false)
  }, [])

  // What is kept is tried when the page comes, when the line comes back, and now and then.
  useEffect(() => {
    if (!queue) return
    const again = () => void flush(queue)
    const gone = () => setLine('none')
    // What another page of this device was sending is answered before this: the lists are read again behind it.
    void flush(queue).then(() => setChanges((before) => before + 1))
    const timer = setInterval(() => void queue.all().then((all) => all.length && again()), tryAgainMs)
    window.addEventListener('online', again)
    window.addEventListener('offline', gone)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', again)
      window.removeEventListener('offline', gone)
    }
  }, [queue, flush])

  const stand = useCallback((change: Partial<Standing>) => {
    stands.current = { ...stands.current, ...change }
    setStanding(stands.current)
    void queue?.stand(stands.current)
  }, [queue])

  /** The place of a label, in words where the house can be asked. */
  const placeOf = async (barcode: string, mode: Mode) => {
    try {
      const found = await api.scanPaper(barcode)
      if (found.kind !== 'place' || !found.place) return { refusal: said(found.says ?? '') || t('This is no place.') }
      if (mode === 'charge-out' && !found.place.borrows) return { refusal: t('{place} is no borrower. Scan the card of who takes the folders.', { place: found.place.path }) }
      return { place: { barcode: found.place.barcode, words: found.place.path } }
    } catch (error) {
      if (asProblem(error).status !== 0) return { refusal: asProblem(error).message }
      return { place: { barcode, words: barcode } }
    }
  }

  const take = async (code: string) => {
    if (!queue) return
    const standing = stands.current
    const mode = modeOf(standing)
    const refused = refusalOf(code)
    if (refused) return tell(wrong(refused))
    if (mode === 'ward-receipt' && isBadge(code)) {
      stand({ badge: code.trim().toUpperCase() })
      return tell({ tone: 'done', word: t('Badge read'), title: t('Scan what is handed over.') })
    }
    if (mode === 'ward-receipt' && !standing.ward) return tell(wrong(t('Say first on which ward you stand.')))
    if (mode === 'ward-receipt' && !standing.badge) return tell(wrong(t('Scan first the badge of who receives it.')))
    const isPlace = kindOf(code) === 'place'
    const isForBorrower = mode === 'charge-out' && (isPlace || !standing.to)
    if (isForBorrower || (isPlace && mode === 'check-in')) {
      if (isForBorrower && kindOf(code) === 'volume') return tell(wrong(t('Scan first to whom the folders go.')))
      const found = await placeOf(code, mode)
      if (!found.place) return tell(wrong(found.refusal ?? ''))
      stand(isForBorrower ? { to: found.place } : { here: found.place })
      return tell({ tone: 'done', word: isForBorrower ? t('Goes to') : t('Here'), title: found.place.words })
    }
    if (isPlace) return tell(wrong(t('This is the label of a place. Scan the folders in the order in which they stand.')))
    if (mode === 'inventory' && !standing.audit) return tell(wrong(t('Choose first which shelf is read.')))
    const scan: KeptScan = {
      kind: mode,
      barcode: code.trim().toUpperCase(),
      at_time: new Date().toISOString(),
      ...(who && { scanned_by: who }),
      ...(mode === 'charge-out' && { to_barcode: standing.to?.barcode }),
      ...(mode === 'ward-receipt' && { to_barcode: standing.badge, at_barcode: standing.ward?.code }),
      ...(mode === 'check-in' && standing.here && { at_barcode: standing.here.barcode }),
      ...(mode === 'inventory' && { audit: standing.audit?.id }),
      difference: (await queue.difference())?.ms,
    }
    const number = await queue.add(scan).catch(() => undefined)
    if (number === undefined) return tell(wrong(t('This device could not keep the scan. Write it down, and reload the page.')))
    const heard = await flush(queue, number)
    if (heard) return tell(answerOf(heard))
    tell({ tone: 'kept', word: t('Kept'), title: scan.barcode, text: t('No line to the house: the scan is kept on this device as number {n}.', { n: number }) })
  }
  // One scan after the other: the order of the labels is the order of the numbers. What is scanned before the queue is open waits for
  // it.
  const takeNow = useRef(take)
  useEffect(() => void (takeNow.current = take))
  useEffect(() => {
    if (queue) ready.open()
  }, [queue, ready])
  const turn = useRef<Promise<void>>(Promise.resolve())
  const scanned = (code: string) => {
    turn.current = turn.current.then(() => ready.opened).then(() => takeNow.current(code)).catch((error: unknown) => tell(wrong(asProblem(error).message)))
    return turn.current
  }

  return {
    queue, mode, standing, stand, kept, line, refusal, answer, cameBack, changes, muted, setMuted, scanned,
    showAnswer: tell,
    changed: () => setChanges((before) => before + 1),
    sendNow: () => queue && flush(queue),
  }
}
export type CounterState = ReturnType<typeof useCounter>
