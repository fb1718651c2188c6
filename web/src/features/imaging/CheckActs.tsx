// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import type { ScanBatch, ScanCheck, ScanDocumentRow } from '@/api/types'
import { t, type Text } from '@/i18n'
import { Act } from '@/ui/Act'
import { Choices } from '@/ui/Choices'
import { Dialog } from '@/ui/Dialog'
import { useHotkeys } from '@/ui/hotkeys'
import { useSession } from '@/ui/session'
import { done } from '@/ui/toasts'
import type { BatchActs } from './useBatch'

type Fault = NonNullable<ScanCheck['error']>
const faults: Record<Fault, Text> = {
  'wrong-patient': 'Wrong patient', 'wrong-encounter': 'Wrong encounter', 'wrong-type': 'Wrong document type', 'wrong-date': 'Wrong service date', 'wrong-author': 'Wrong author', 'bad-image': 'Image not good enough', 'pages-missing': 'Pages missing',
}

/** The second look: by somebody else than who indexed it, right or wrong, and what is wrong. */
export function CheckActs({ row, batch, acts }: { row: ScanDocumentRow; batch: ScanBatch; acts: BatchActs }) {
  const { user } = useSession()
  const [asking, setAsking] = useState(false)
  const [fault, setFault] = useState<Fault>('wrong-patient')
  const [note, setNote] = useState('')
  const may = row.indexed_by?.id === user.id ? { allowed: false, why: t('You indexed it: somebody else looks at it a second time.') } : { allowed: true }
  const check = async (body: ScanCheck) => {
    if (!may.allowed || !(await acts.run(() => api.checkScan(row.id, { ...body, version: batch.version })))) return
    setAsking(false)
    done(body.verdict === 'right' ? t('Looked at: right.') : t('Looked at: wrong. It is indexed anew.'))
  }
  useHotkeys(t('Second look'), [
    { keys: 'y', label: t('The index is right'), run: () => void check({ verdict: 'right' }) },
    { keys: 'w', label: t('Something is wrong'), run: () => may.allowed && setAsking(true) },
  ])
  return (
    <div className="row" role="group" aria-label={t('Second look')}>
      <Act variant="filled" hint="y" {...may} onClick={() => void check({ verdict: 'right' })}>{t('Right')}</Act>
      <Act hint="w" {...may} onClick={() => setAsking(true)}>{t('Wrong…')}</Act>
      {asking && (
        <Dialog title={t('What is wrong')} onClose={() => setAsking(false)} onSubmit={() => void check({ verdict: 'wrong', error: fault, note: note.trim() || undefined })} footer={<><Button onClick={() => setAsking(false)}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={acts.isBusy}>{t('It is wrong')}</Button></>}>
          <Choices legend={t('What is wrong')} choices={Object.entries(faults).map(([value, label]) => ({ value, label: t(label) }))} value={fault} onChange={(value) => setFault(value as Fault)} autoFocus />
          <Textarea label={t('Note')} rows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        </Dialog>
      )}
    </div>
  )
}
