// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { IdentityPair, IndexPerson } from '@/api/types'
import { t } from '@/i18n'
import { Choices } from '@/ui/Choices'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Lines, Reason } from '@/ui/Empty'
import { day, sex } from '@/ui/format'
import { Loaded } from '@/ui/Loaded'
import { Said } from '@/ui/Said'
import { done } from '@/ui/toasts'
import { Guards } from './Guards'
import styles from './IdentityPanel.module.css'
import { MergePreview, type FieldChoices } from './MergePreview'

export type Side = 'left' | 'right'
interface Props { pair: IdentityPair; first: Side; onClose: () => void; onDone: (said: string) => void }

/** Who survives, what that brings together and shows; Enter merges. Nothing is rewritten, and it can be taken back whole. */
export function MergeDialog({ pair, first, onClose, onDone }: Props) {
  const client = useQueryClient()
  const { item } = pair
  const [side, setSide] = useState<Side>(first)
  const [choices, setChoices] = useState<FieldChoices>({})
  const [note, setNote, dropNote] = useDraft(`merge ${item.id}`)
  const survivor = pair[side]
  const preview = useQuery(q.mergePreview(item.id, survivor.id))
  const merge = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.merge(item.id, { survivor: survivor.id, version: item.version, ...(note.trim() && { note: note.trim() }), ...(Object.keys(choices).length > 0 && { choices: { ...choices } }) }),
    onSuccess: () => {
      dropNote()
      for (const id of [pair.left.id, pair.right.id]) void client.invalidateQueries({ queryKey: ['patient', id] })
      void client.invalidateQueries({ queryKey: ['work-item', item.id] })
      void client.invalidateQueries({ queryKey: ['identity', item.id], refetchType: 'none' })
      done(t('Merged. Both numbers stay findable.'))
      onClose()
      onDone(t('Merged.'))
    },
    onError: (error) => {
      // Somebody was faster, or the pair has changed: the panel shows what is so now, and the words stand there.
      if (![412, 422].includes(asProblem(error).status)) return
      for (const key of ['identity', 'work-item']) void client.invalidateQueries({ queryKey: [key, item.id] })
    },
  })
  return (
    <Dialog
      wide
      title={t('Merge two records')}
      onClose={onClose}
      onSubmit={() => preview.data && merge.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" variant="filled" loading={merge.isPending} disabled={!preview.data}>{side === 'left' ? t('Merge: the older record survives') : t('Merge: the newer record survives')}</Button>
        </>
      }
    >
      <Choices
        legend={t('Which record survives?')}
        beside
        autoFocus
        value={side}
        onChange={(value) => (merge.reset(), setChoices({}), setSide(value as Side))}
        choices={[
          { value: 'left', label: <Who person={pair.left} place={t('Left, older record')} /> },
          { value: 'right', label: <Who person={pair.right} place={t('Right, newer record')} /> },
        ]}
      />
      <Guards guards={pair.guards} />
      <Loaded query={preview} loading={<Lines count={6} label={t('Loading the preview')} />}>{(shown) => <MergePreview preview={shown} choices={choices} onChoose={(field, side) => setChoices({ ...choices, [field]: side })} />}</Loaded>
      <Textarea label={t('Note (what shows that they are one person)')} rows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <div role="alert">{merge.error && <Reason tone="bad" title={t('Not merged')}><Said>{asProblem(merge.error).message}</Said></Reason>}</div>
    </Dialog>
  )
}

function Who({ person, place }: { person: IndexPerson; place: string }) {
  return (
    <span className={styles.who}>
      <span className="soft small">{place}</span>
      <strong>{person.name}</strong>
      <span className="small num">{[day(person.birth_date), sex(person.sex)].filter(Boolean).join(' · ')} · {t('MRN')} <span className="mono">{person.mrn}</span></span>
    </span>
  )
}
