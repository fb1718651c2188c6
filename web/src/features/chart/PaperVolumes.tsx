// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem, type Problem } from '@/api/http'
import { q } from '@/api/queries'
import type { PaperVolume } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Dialog } from '@/ui/Dialog'
import { EmptyState, Reason } from '@/ui/Empty'
import { due, words } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useGo } from '@/ui/navigate'
import { NewVolumeDialog } from '@/ui/NewVolumeDialog'
import { Said } from '@/ui/Said'
import { may, useSession } from '@/ui/session'
import { Tag } from '@/ui/Tag'
import { done } from '@/ui/toasts'

/** What of a patient is on paper, and where each volume is. */
export function PaperVolumes({ patient }: { patient: string }) {
  const query = useQuery(q.paperOf(patient))
  const session = useSession()
  const go = useGo()
  const [asking, setAsking] = useState(false)
  const [making, setMaking] = useState(false)
  const handles = may(session, 'file-documents').allowed
  useHotkeys(t('Paper'), [{ keys: 'n', label: t('Ask for the chart'), run: () => setAsking(true), ready: !query.isPending }, ...(handles ? [{ keys: 'v', label: t('New volume'), run: () => setMaking(true), ready: !query.isPending }] : [])])
  const made = (barcode: string) => {
    setMaking(false)
    go(paths.paperVolume(barcode))
  }
  const dialog = making && <NewVolumeDialog patient={patient} onClose={() => setMaking(false)} onMade={(view) => made(view.volume.barcode)} />
  return (
    <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="pages" title={t('Nothing on paper')}>{t('No volume of this patient is known to the file room.')}{handles && <p><Button rightSection={<KeyHint keys="v" />} onClick={() => setMaking(true)}>{t('New volume')}</Button></p>}{dialog}</EmptyState>}>
      {({ items }) => (
        <div className="stack">
          <div className="row"><Button rightSection={<KeyHint keys="n" />} onClick={() => setAsking(true)}>{t('Ask for the chart')}</Button>{handles && <Button rightSection={<KeyHint keys="v" />} onClick={() => setMaking(true)}>{t('New volume')}</Button>}</div>
          {dialog}
          <ul aria-label={t('Volumes')} style={{ listStyle: 'none', padding: 0, margin: 0 }} className="stack">
            {items.map((one) => (
              <li key={one.id} className="row">
                {handles ? <AppLink to={paths.paperVolume(one.barcode)} className="num">{one.filed_as}</AppLink> : <span className="num">{one.filed_as}</span>}
                <span>{words(one.kind)} {t('vol. {n}', { n: one.number })}</span>
                <Tag tone={one.state === 'missing' || one.state === 'lost' ? 'bad' : one.state === 'in-file' ? 'good' : 'info'}>{said(one.state_title)}</Tag>
                <span>{one.place?.path}</span> {one.due_at && <span className="soft">{t('Due back')}: {due(one.due_at)}</span>}
              </li>
            ))}
          </ul>
          {asking && <AskDialog patient={patient} volumes={items} onClose={() => setAsking(false)} />}
        </div>
      )}
    </Loaded>
  )
}

function AskDialog({ patient, volumes, onClose }: { patient: string; volumes: PaperVolume[]; onClose: () => void }) {
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [priority, setPriority] = useState('routine')
  const [purpose, setPurpose] = useState('')
  const [requester, setRequester] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const { data: places } = useQuery(q.paperPlaces(text.trim()))
  const found = places?.filter((one) => one.borrows) ?? []
  const submit = async () => {
    const to = found[0]
    if (!to || !text.trim()) return setProblem(asProblem(new Error(t('Say where the chart is to be brought.'))))
    try {
      const made = await api.askForPaper({ patient, deliver_to: to.id, priority, requester, ...(purpose && { purpose, volumes: volumes.map((one) => one.id) }) })
      done(t('{n, plural, one {# volume} other {# volumes}} asked for', { n: made.total }))
      void client.invalidateQueries({ queryKey: ['paper'] })
      onClose()
    } catch (error) {
      setProblem(asProblem(error))
    }
  }
  return (
    <Dialog title={t('Ask for the chart')} onClose={onClose} onSubmit={() => void submit()} footer={<><Button onClick={onClose}>{t('Cancel')}</Button><Button type="submit" variant="filled">{t('Ask for it')}</Button></>}>
      <div className="stack">
        <TextInput data-autofocus label={t('Bring it to')} value={text} onChange={(event) => setText(event.currentTarget.value)} description={text.trim() ? (found[0]?.path ?? t('No such place')) : t('A part of its name')} autoComplete="off" />
        <NativeSelect label={t('Priority')} value={priority} onChange={(event) => setPriority(event.currentTarget.value)} data={[{ value: 'routine', label: t('Routine') }, { value: 'urgent', label: t('Urgent') }, { value: 'stat', label: 'STAT' }]} />
        <TextInput label={t('Asked by')} value={requester} onChange={(event) => setRequester(event.currentTarget.value)} autoComplete="off" />
        <TextInput label={t('Purpose, where a volume needs one')} value={purpose} onChange={(event) => setPurpose(event.currentTarget.value)} autoComplete="off" />
        {problem && <div role="alert"><Reason tone="bad"><Said>{problem.message}</Said></Reason></div>}
      </div>
    </Dialog>
  )
}
