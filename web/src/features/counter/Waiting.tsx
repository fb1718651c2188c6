// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { CounterScan, CounterScans } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { brief } from '@/ui/format'
import { ReasonField } from '@/ui/ReasonField'
import { Said } from '@/ui/Said'
import { failed } from '@/ui/toasts'
import { modeWords } from './Counter'
import styles from './Counter.module.css'
import { Question } from './Question'

/** Scans that the house could not take without a word from somebody: each stays until it is answered or dropped with a reason. */
export function Waiting({ list, onAnswered, onDrop }: { list: CounterScans; onAnswered: (scan: CounterScan) => void; onDrop: (scan: CounterScan) => void }) {
  if (!list.items.length) return null
  return (
    <section aria-label={t('Waits for an answer')} className={styles.list}>
      <h2>{t('Waits for an answer')} ({list.items.length})</h2>
      <ul>
        {list.items.map((one) => (
          <li key={one.id} className={styles.waiting}>
            <p><strong>{one.volume ? `${one.volume.filed_as}, ${t('vol. {n}', { n: one.volume.number })}` : one.barcode}</strong> {modeWords(one.kind)}, {brief(one.house_time)}</p>
            <p><Said>{one.says}</Said></p>
            <p className="soft small">{t('Sent by {name}', { name: one.sent_by?.name ?? '–' })} · {one.scanned_by ? t('scanned by {name}, as the device says', { name: one.scanned_by.name }) : t('who scanned it is not known')}</p>
            <Question scan={one} onAnswered={onAnswered} onDrop={() => onDrop(one)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A scan is dropped only with a reason. */
export function DropDialog({ scan, reasons, onClose, onDropped }: { scan: CounterScan; reasons: CounterScans['drop_reasons']; onClose: () => void; onDropped: (scan: CounterScan) => void }) {
  const [reason, setReason] = useState(reasons[0]?.code ?? '')
  const drop = async () => {
    try {
      onDropped(await api.dropCounterScan(scan.id, { reason }))
    } catch (error) {
      failed(asProblem(error).message)
    }
  }
  return (
    <Dialog title={t('Drop the scan')} onClose={onClose} onSubmit={() => void drop()} footer={<><Button onClick={onClose}>{t('Keep it')}</Button><Button type="submit" variant="filled">{t('Drop the scan')}</Button></>}>
      <ReasonField reasons={reasons} value={reason} onChange={setReason} autoFocus />
    </Dialog>
  )
}
