// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type FormEvent } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { PaperPlace, PaperScan, PaperVolume, PaperVolumeView } from '@/api/types'
import { said, t } from '@/i18n'
import { EmptyState, Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import styles from './Paper.module.css'
import { PlaceField } from './PlaceField'
import { VolumeCard } from './VolumeCard'
import { toneOf, volumeName } from './words'

type Mode = 'look' | 'check-in' | 'charge-out'

/** The scan box: a scanner types the barcode and Enter; what it does with a volume is chosen once, for a whole stack. */
export function ScanTab() {
  const client = useQueryClient()
  const box = useRef<HTMLInputElement>(null)
  const [code, setCode] = useState('')
  const [mode, setMode] = useState<Mode>('look')
  const [place, setPlace] = useState<PaperPlace>()
  const [answer, setAnswer] = useState<PaperScan>()
  const [told, setTold] = useState<{ tone: 'good' | 'bad' | 'warn'; text: string }>()
  const [busy, setBusy] = useState(false)
  useHotkeys(t('File room'), [{ keys: 's', label: t('Scan or type a barcode'), run: () => box.current?.focus() }])

  /** Who borrows is chosen: the next key is the scanner's. */
  const lendTo = (chosen: PaperPlace | undefined) => {
    setPlace(chosen)
    if (chosen) box.current?.focus()
  }
  const show = (view: PaperVolumeView) => setAnswer({ kind: 'volume', ...view, says: undefined })
  const act = async (found: PaperScan) => {
    const volume = found.kind === 'volume' ? found.volume : undefined
    if (!volume || mode === 'look') return
    if (mode === 'charge-out' && !place) return setTold({ tone: 'warn', text: t('Say first to whom the stack is charged out.') })
    try {
      const view = await api.movePaper(volume.id, { kind: mode, version: volume.version, ...(mode === 'charge-out' && place && { to: place.id }) })
      show(view)
      setTold({ tone: 'good', text: view.says ? said(view.says) : said(view.volume.state_title) })
      void client.invalidateQueries({ queryKey: ['paper'] })
    } catch (error) {
      setTold({ tone: 'warn', text: asProblem(error).message })
    }
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const typed = code.trim()
    if (!typed || busy) return
    setBusy(true)
    setTold(undefined)
    try {
      const found = await api.scanPaper(typed)
      setAnswer(found)
      setCode('')
      if (found.kind === 'place' && found.place?.borrows) setPlace(found.place)
      await act(found)
    } catch (error) {
      setTold({ tone: 'bad', text: asProblem(error).message })
    } finally {
      setBusy(false)
      box.current?.focus()
    }
  }
  return (
    <div className="stack">
      <form className={styles.scan} onSubmit={(event) => void submit(event)}>
        <TextInput ref={box} label={t('Barcode, or a number of the folder')} value={code} onChange={(event) => setCode(event.currentTarget.value)} autoComplete="off" autoFocus rightSection={<KeyHint keys="s" />} />
        <NativeSelect label={t('A scan')} value={mode} onChange={(event) => setMode(event.currentTarget.value as Mode)} data={[{ value: 'look', label: t('looks it up') }, { value: 'check-in', label: t('checks it in') }, { value: 'charge-out', label: t('charges it out') }]} />
        <Button type="submit" variant="filled" loading={busy}>{t('Scan')}</Button>
      </form>
      {mode === 'charge-out' && <PlaceField label={t('The stack goes to')} goes="borrower" place={place} onPlace={lendTo} />}
      <div role="status">{told && <Reason tone={told.tone}><Said>{told.text}</Said></Reason>}</div>
      {!answer && <EmptyState icon="pages" title={t('Scan a folder')}>{t('Its place, its patient and its history stand here a moment later.')}</EmptyState>}
      {answer?.says && <Reason tone="bad"><Said>{said(answer.says)}</Said></Reason>}
      {answer?.kind === 'place' && answer.place && <Reason tone="info" title={answer.place.path}>{answer.place.borrows ? t('This is who borrows: the next stack goes there.') : t('This is a place of the file.')}</Reason>}
      {answer?.volumes && <Several volumes={answer.volumes} onPick={(one) => void api.paperVolume(one.id).then(show, (error: unknown) => setTold({ tone: 'bad', text: asProblem(error).message }))} />}
      {answer?.volume && answer.kind !== 'volumes' && (
        <VolumeCard key={`${answer.volume.id}-${answer.volume.version}`} view={{ volume: answer.volume, history: answer.history ?? [], requisitions: answer.requisitions, events: answer.events ?? [] }} onMoved={show} />
      )}
    </div>
  )
}

function Several({ volumes, onPick }: { volumes: PaperVolume[]; onPick: (volume: PaperVolume) => void }) {
  return (
    <ul className={styles.list} aria-label={t('Volumes under this number')}>
      {volumes.map((one) => (
        <li key={one.id} className="row">
          <Button variant="subtle" onClick={() => onPick(one)}>{one.filed_as} {volumeName(one)}</Button>
          <Tag tone={toneOf(one)}>{said(one.state_title)}</Tag> <span>{one.place?.path}</span>
        </li>
      ))}
    </ul>
  )
}
