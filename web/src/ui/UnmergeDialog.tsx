// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { IndexPerson } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from './Dialog'
import { Reason } from './Empty'
import { Loaded } from './Loaded'
import { ReasonField } from './ReasonField'
import { Said } from './Said'
import { done } from './toasts'

interface Props { survivor: IndexPerson; absorbed: IndexPerson; onClose: () => void; onDone: () => void }

/** Takes a merge back: both records stand as they did before. Asks why. */
export function UnmergeDialog({ survivor, absorbed, onClose, onDone }: Props) {
  const client = useQueryClient()
  const links = useQuery(q.links(survivor.id))
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState('')
  const unmerge = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.unmerge({ survivor: survivor.id, absorbed: absorbed.id, reason }),
    onSuccess: () => {
      for (const id of [survivor.id, absorbed.id]) void client.invalidateQueries({ queryKey: ['patient', id] })
      void client.invalidateQueries({ queryKey: ['identity'] })
      done(t('Unmerged. Both records stand as they did.'))
      onDone()
    },
  })
  const problem = missing || (unmerge.error && asProblem(unmerge.error).message)
  return (
    <Dialog
      title={t('Unmerge')}
      onClose={onClose}
      onSubmit={() => (reason ? unmerge.mutate() : setMissing(t('Choose a reason.')))}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={unmerge.isPending}>{t('Unmerge')}</Button></>}
    >
      <p className="small">
        {t('Number {absorbed} ({name}) is a record of its own again, apart from {survivor}.', { absorbed: absorbed.mrn ?? absorbed.id, name: absorbed.name, survivor: survivor.mrn ?? survivor.id })}{' '}
        {t('What came after the merge stays with the number it came for. The two are not asked about again until there is new evidence.')}
      </p>
      <Loaded query={links}>{({ unmerge_reasons }) => <ReasonField reasons={unmerge_reasons} value={reason} onChange={(code) => (setMissing(''), setReason(code))} autoFocus />}</Loaded>
      <div role="alert">{problem && <Reason tone="bad"><Said>{problem}</Said></Reason>}</div>
    </Dialog>
  )
}
