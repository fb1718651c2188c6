// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { OwedLine } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { Reason } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { ReasonField } from '@/ui/ReasonField'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'

/** Back to the department with a reason; it asks somebody else, or nobody. */
export function NotMineDialog({ line, onClose, onDone }: { line: OwedLine; onClose: () => void; onDone: () => void }) {
  const reasons = useQuery(q.reasons('deficiency', 'decline'))
  const [reason, setReason] = useState('')
  const [note, setNote] = useState('')
  const decline = useMutation({
    mutationFn: () => api.declineMine({ deficiency: line.deficiency ?? '', reason, note }),
    meta: { quiet: true },
    onSuccess: () => (done(t('Back with the department.')), onDone()),
  })
  return (
    <Dialog title={t('Not mine')} onClose={onClose} onSubmit={() => reason && decline.mutate()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={decline.isPending}>{t('Not mine')}</Button></>}>
      <div className="stack">
        <Loaded query={reasons}>{(list) => <ReasonField reasons={list} value={reason} onChange={setReason} autoFocus />}</Loaded>
        <Textarea label={t('In words (need not be)')} autosize minRows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <div role="alert">{decline.error && <Reason tone="bad"><Said>{asProblem(decline.error).message}</Said></Reason>}</div>
      </div>
    </Dialog>
  )
}
