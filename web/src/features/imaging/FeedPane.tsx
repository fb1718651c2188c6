// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { api } from '@/api/client'
import type { ScanBatch } from '@/api/types'
import { t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { Pane } from '@/ui/Page'
import { mediaTypeOf } from './batch'
import { asFed, FileField } from './FileField'
import styles from './Side.module.css'
import type { BatchActs } from './useBatch'

/** A prepared batch takes its files here; after a rescan it is said how many sheets come a second time. */
export function FeedPane({ batch, acts }: { batch: ScanBatch; acts: BatchActs }) {
  const [files, setFiles] = useState<File[]>([])
  const [again, setAgain] = useState('')
  const isAgain = batch.feeds.length > 0
  const wrong = files.some((file) => !mediaTypeOf(file.name))
  const feed = async (event: FormEvent) => {
    event.preventDefault()
    for (const [index, file] of files.entries()) if (!(await acts.run(() => api.feedScan(batch.id, asFed(file), index ? 0 : Number(again || 0))))) return
    setFiles([])
  }
  return (
    <Pane title={isAgain ? t('Feed again') : t('Feed the files')}>
      <form className="stack" onSubmit={(event) => void feed(event)}>
        <FileField files={files} onFiles={setFiles} />
        {isAgain && <TextInput label={t('Sheets fed a second time')} inputMode="numeric" value={again} onChange={(event) => setAgain(event.currentTarget.value)} />}
        <div><Button type="submit" variant="filled" loading={acts.isBusy} disabled={!files.length || wrong}>{t('Feed')}</Button></div>
      </form>
    </Pane>
  )
}

/** The count of a batch that came by a folder: once, before anybody looks at the images. */
export function CountPane({ batch, acts }: { batch: ScanBatch; acts: BatchActs }) {
  const [sheets, setSheets] = useState('')
  const [duplex, setDuplex] = useState(batch.sides === 2)
  const [missing, setMissing] = useState(false)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setMissing(!/^[1-9]\d*$/.test(sheets.trim()))
    if (/^[1-9]\d*$/.test(sheets.trim())) void acts.run(() => api.countScan(batch.id, { sheets: Number(sheets), duplex, version: batch.version }))
  }
  return (
    <Pane title={t('Count the sheets')}>
      <form className={styles.stack} onSubmit={send}>
        <TextInput label={t('Sheets, counted by hand')} required inputMode="numeric" value={sheets} onChange={(event) => setSheets(event.currentTarget.value)} />
        <Checkbox label={t('Both sides are scanned (duplex)')} checked={duplex} onChange={(event) => setDuplex(event.currentTarget.checked)} />
        <div role="alert">{missing && <Reason tone="bad">{t('Count the sheets before you look at the images: say how many there are.')}</Reason>}</div>
        <div><Button type="submit" variant="filled" loading={acts.isBusy}>{t('Keep the count')}</Button></div>
      </form>
    </Pane>
  )
}
