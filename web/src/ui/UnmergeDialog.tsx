// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { IndexPerson } from '@/api/types'
import { Dialog } from './Dialog'
import { Reason } from './Empty'
import { Loaded } from './Loaded'
import { ReasonField } from './ReasonField'
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
      done('Unmerged. Both records stand as they did.')
      onDone()
    },
  })
  const problem = missing || (unmerge.error && asProblem(unmerge.error).message)
  return (
    <Dialog
      title="Unmerge"
      onClose={onClose}
      onSubmit={() => (reason ? unmerge.mutate() : setMissing('Choose a reason.'))}
      footer={<><Button onClick={onClose}>Cancel</Button><Button type="submit" variant="filled" loading={unmerge.isPending}>Unmerge</Button></>}
    >
      <p className="small">
        Number <strong className="mono">{absorbed.mrn ?? absorbed.id}</strong> ({absorbed.name}) is a record of its own again, apart from <strong className="mono">{survivor.mrn ?? survivor.id}</strong>. What came after the merge stays with the number
        it came for. The two are not asked about again until there is new evidence.
      </p>
      <Loaded query={links}>{({ unmerge_reasons }) => <ReasonField reasons={unmerge_reasons} value={reason} onChange={(code) => (setMissing(''), setReason(code))} autoFocus />}</Loaded>
      <div role="alert">{problem && <Reason tone="bad">{problem}</Reason>}</div>
    </Dialog>
  )
}
