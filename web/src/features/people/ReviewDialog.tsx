// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { GlassUse } from '@/api/types'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { at, words } from '@/ui/format'
import { Facts } from '@/ui/Page'
import { done } from '@/ui/toasts'
import { userName } from './glass'

/** The privacy officer's finding on one use. */
export function ReviewDialog({ use, onClose, onDone }: { use: GlassUse; onClose: () => void; onDone?: () => void }) {
  const client = useQueryClient()
  const [finding, setFinding, drop] = useDraft(`glass review ${use.id}`)
  const [missing, setMissing] = useState('')
  const review = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.reviewGlass(use.id, finding.trim()),
    onSuccess: () => {
      drop()
      for (const key of ['glass', 'worklists', 'home']) void client.invalidateQueries({ queryKey: [key] })
      done('Review recorded.')
      onClose()
      onDone?.()
    },
  })
  const problem = missing || (review.error && asProblem(review.error).message)
  return (
    <Dialog
      title="Review"
      onClose={onClose}
      onSubmit={() => (finding.trim() ? review.mutate() : setMissing('Write the finding.'))}
      footer={<><Button onClick={onClose}>Cancel</Button><Button type="submit" variant="filled" loading={review.isPending}>Record the finding</Button></>}
    >
      <Facts facts={[{ name: 'Who', value: userName(use) }, { name: 'Patient', value: use.patient.name }, { name: 'When', value: `${at(use.at)} until ${at(use.until)}` }, { name: 'Reason', value: words(use.reason) }, { name: 'Explanation', value: use.explanation }]} />
      <Textarea label="Finding" required rows={3} data-autofocus value={finding} onChange={(event) => setFinding(event.currentTarget.value)} />
      <div role="alert">{problem && <Reason tone="bad">{problem}</Reason>}</div>
    </Dialog>
  )
}
