// SPDX-License-Identifier: Apache-2.0
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { IndexCandidate, NewPatient, Overlay, PatientHit, WorkItem } from '@/api/types'
import { said, t } from '@/i18n'
import { Choices } from '@/ui/Choices'
import { Dialog } from '@/ui/Dialog'
import { useDraft } from '@/ui/drafts'
import { Reason } from '@/ui/Empty'
import { countsOf } from '@/ui/pieces'
import { RightPatient } from '@/ui/RightPatient'
import { Said } from '@/ui/Said'
import { may, useSession } from '@/ui/session'
import { done } from '@/ui/toasts'
import { NoneOfThese } from './NoneOfThese'
import styles from './OverlayPanel.module.css'
import { personOf, type Sorted } from './overlay'
import { PersonForm } from './PersonForm'
import { questionOf, type PersonDraft } from './registration'
import { nameOf } from './SortedPieces'

interface Going { index: number; pieces: Sorted[]; along: Sorted[] }
interface Props { item: WorkItem; overlay: Overlay; choices: Going[]; onClose: () => void; onDone: () => void }

/** One side goes to a record of its own: a known one, or a new one that the index is asked about before a number is issued. */
export function SplitDialog({ item, overlay, choices, onClose, onDone }: Props) {
  const client = useQueryClient()
  const session = useSession()
  const desk = useQuery({ ...q.registrationDesk(), enabled: may(session, 'register-patient').allowed })
  const [index, setIndex] = useState(choices[0]?.index ?? 0)
  const [whither, setWhither] = useState<'known' | 'new'>('known')
  const [to, setTo] = useState<PatientHit | null>(null)
  const [made, setMade] = useState('')
  const [typed, setTyped] = useState<Record<number, PersonDraft>>({})
  const [found, setFound] = useState<readonly IndexCandidate[] | null>(null)
  const [note, setNote, dropNote] = useDraft(`split ${item.id}`)
  const [missing, setMissing] = useState('')
  const side = overlay.sides[index]
  const going = choices.find((one) => one.index === index)
  const person = typed[index] ?? (side ? personOf(side) : {})
  const split = useMutation({
    meta: { quiet: true },
    mutationFn: async (told: NewPatient['none_of_these']) => {
      // The number is issued first, so that the index is asked; a split that fails then is tried again with that record.
      let receiver = whither === 'known' ? (to?.id ?? '') : made
      if (!receiver) setMade((receiver = (await api.register({ ...questionOf(person), ...(told && { none_of_these: told }) } as NewPatient)).id))
      return api.splitOverlay(item.id, { pieces: (going?.pieces ?? []).map(({ type, id }) => ({ type, id })), to: receiver, version: item.version, ...(note.trim() && { note: note.trim() }) })
    },
    onSuccess: ({ item: next }) => {
      dropNote()
      client.setQueryData(q.workItem(item.id).queryKey, next)
      for (const key of ['overlay', 'patient', 'document', 'encounter', 'worklist', 'worklists', 'home']) void client.invalidateQueries({ queryKey: [key] })
      done(t('Split. Both charts tell of it.'))
      onDone()
    },
    onError: (error) => {
      const { candidates, status } = asProblem(error)
      setFound(candidates ?? null)
      if (status === 412) for (const key of ['overlay', 'work-item']) void client.invalidateQueries({ queryKey: [key, item.id] })
    },
  })
  const change = (act: () => void) => {
    setMissing('')
    split.reset()
    act()
  }
  const submit = () => {
    if (whither === 'known' && !to) return setMissing(t('Choose the record that receives them.'))
    split.mutate(undefined)
  }
  const refused = split.error && !asProblem(split.error).candidates ? asProblem(split.error) : undefined
  const cannot = !may(session, 'register-patient').allowed ? may(session, 'register-patient').why : desk.data && !desk.data.issues ? said(desk.data.why ?? '') : undefined
  const problem = missing || refused?.message
  return (
    <>
      <Dialog
        wide
        title={t('Split the record')}
        onClose={onClose}
        onSubmit={submit}
        footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled" loading={split.isPending}>{whither === 'known' || made ? t('Bring them there') : t('Register and bring them there')}</Button></>}
      >
        {choices.length > 1 && <Choices legend={t('Which person goes?')} beside value={String(index)} onChange={(value) => change(() => setIndex(Number(value)))} choices={choices.map((one) => ({ value: String(one.index), label: nameOf(overlay.sides[one.index], one.index) }))} />}
        <p>{t('Of {name} go:', { name: nameOf(side, index) })} <strong>{countsOf(going?.pieces ?? []).map((one) => one.count).join(', ')}</strong>. {t('What belongs to them goes along; what is undecided stays.')}</p>
        {going && going.along.length > 0 && (
          <Reason title={t('These go too, because their visit goes')}>
            <ul className={styles.list}>{going.along.map((piece) => <li key={piece.key}>{piece.title}</li>)}</ul>
          </Reason>
        )}
        <Choices
          legend={t('To which record?')}
          beside
          autoFocus
          value={whither}
          onChange={(value) => change(() => setWhither(value as 'known' | 'new'))}
          choices={[{ value: 'known', label: t('A record that is here already') }, { value: 'new', label: t('A new record with a number of its own') }]}
        />
        {whither === 'known' ? (
          <RightPatient chosen={to} onChoose={(patient) => change(() => setTo(patient))} label={t('The record of {name}', { name: nameOf(side, index) })} quiet />
        ) : cannot ? (
          <Reason>{cannot}</Reason>
        ) : (
          <div className={styles.form}><PersonForm person={person} onChange={(part) => change(() => setTyped({ ...typed, [index]: { ...person, ...part } }))} wrong={refused?.location} /></div>
        )}
        <Textarea label={t('Note (kept with the move)')} rows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <div role="alert">{problem && <Reason tone="bad" title={t('Not split')}><Said>{problem}</Said></Reason>}</div>
      </Dialog>
      {found && (
        <NoneOfThese
          candidates={found}
          reasons={desk.data?.reasons ?? []}
          busy={split.isPending}
          problem={refused?.message}
          onClose={() => (setFound(null), split.reset())}
          onTold={(reason) => split.mutate({ patients: found.map((one) => one.patient.id), reason })}
        />
      )}
    </>
  )
}
