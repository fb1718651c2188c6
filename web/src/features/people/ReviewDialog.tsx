// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import type { GlassUse, WorkItem } from '@/api/types'
import { t } from '@/i18n'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { at, dayAfter } from '@/ui/format'
import { Facts } from '@/ui/Page'
import { done } from '@/ui/toasts'
import styles from './GlassPanel.module.css'
import { useGlassReasons } from './useGlassReasons'
import { verdicts, type Choice } from './verdicts'

interface Props {
  use: GlassUse
  /** The work item that asks for the review; without it nothing can be followed up. */
  item?: WorkItem
  first?: Choice
  onClose: () => void
  onDone?: () => void
}

/** The privacy officer's finding on one use: appropriate, not appropriate, or to be looked at again on a day. */
export function ReviewDialog({ use, item, first, onClose, onDone }: Props) {
  const client = useQueryClient()
  const sentence = useGlassReasons()
  const [choice, setChoice] = useState<Choice | undefined>(first)
  const [finding, setFinding, drop] = useDraft(`glass review ${use.id}`)
  const [until, setUntil] = useState(dayAfter(3))
  const [missing, setMissing] = useState('')
  const text = finding.trim()
  const review = useMutation({
    meta: { quiet: true },
    mutationFn: async (code: Choice) => {
      if (code !== 'follow-up') return api.reviewGlass(use.id, code, text)
      return api.act(item?.id ?? '', { event: 'wait', reason: 'awaiting-answer', note: text, waiting_until: new Date(`${until}T08:00`).toISOString(), version: item?.version })
    },
    onSuccess: (_, code) => {
      drop()
      for (const key of ['glass', 'worklists', 'worklist', 'work-item', 'home']) void client.invalidateQueries({ queryKey: [key] })
      done(code === 'follow-up' ? t('Kept for later.') : t('Review recorded.'))
      onClose()
      if (code !== 'follow-up') onDone?.()
    },
  })
  const submit = () => {
    if (!choice) return setMissing(t('Say whether the use was appropriate.'))
    if (!text) return setMissing(t('Write the finding.'))
    setMissing('')
    review.mutate(choice)
  }
  const problem = missing || (review.error && asProblem(review.error).message)
  return (
    <Dialog
      title={t('Review')}
      onClose={onClose}
      onSubmit={submit}
      footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={review.isPending}>{choice === 'follow-up' ? t('Keep for later') : t('Record the finding')}</Button></>}
    >
      <Facts facts={[{ name: t('Who'), value: use.user }, { name: t('Patient'), value: use.patient?.name ?? t('closed to you') }, { name: t('When'), value: t('{from} until {until}', { from: at(use.at), until: at(use.until) }) }, { name: t('Reason'), value: sentence(use.reason) }, { name: t('In their words'), value: <q className={styles.words}>{use.explanation}</q> }]} />
      <fieldset className={styles.choices}>
        <legend>{t('The use was')}</legend>
        {verdicts.filter((one) => item || one.code !== 'follow-up').map((one, index) => (
          <label key={one.code} className={styles.choice}>
            <input type="radio" name="verdict" value={one.code} checked={choice === one.code} data-autofocus={(!first && index === 0) || undefined} onChange={() => setChoice(one.code)} />
            {one.title}
          </label>
        ))}
      </fieldset>
      {choice === 'follow-up' && <TextInput label={t('Look again on')} type="date" required value={until} min={dayAfter(0)} onChange={(event) => setUntil(event.currentTarget.value)} />}
      <Textarea label={t('Finding')} required rows={3} data-autofocus={!!first || undefined} value={finding} onChange={(event) => setFinding(event.currentTarget.value)} />
      <div role="alert">{problem && <Reason tone="bad">{problem}</Reason>}</div>
    </Dialog>
  )
}
