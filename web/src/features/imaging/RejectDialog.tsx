// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { t } from '@/i18n'
import { Choices } from '@/ui/Choices'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'

const reasons = [t('Scanned twice'), t('Not part of a record'), t('Illegible; the sheet is fed again'), t('Another reason')]
const other = reasons.length - 1

/** A page is never deleted: it is left out, and says why for good. */
export function RejectDialog({ page, onClose, onReject }: { page: number; onClose: () => void; onReject: (reason: string) => void }) {
  const [chosen, setChosen] = useState('0')
  const [text, setText] = useState('')
  const [missing, setMissing] = useState(false)
  const isOther = chosen === String(other)
  const run = () => {
    const reason = isOther ? text.trim() : (reasons[Number(chosen)] ?? '')
    if (!reason) return setMissing(true)
    onReject(reason)
  }
  return (
    <Dialog title={t('Leave page {n} out', { n: page })} onClose={onClose} onSubmit={run} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled">{t('Leave out')}</Button></>}>
      <Choices legend={t('Reason')} choices={reasons.map((label, index) => ({ value: String(index), label }))} value={chosen} onChange={setChosen} autoFocus />
      {isOther && <TextInput label={t('In words')} required value={text} onChange={(event) => setText(event.currentTarget.value)} />}
      <div role="alert">{missing && <Reason tone="bad">{t('Say why the page is left out.')}</Reason>}</div>
    </Dialog>
  )
}
