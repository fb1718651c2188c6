// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { AmendmentRequest, WorkItem } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { Lines, Reason } from '@/ui/Empty'
import { at, day } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Facts, Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { useMay } from '@/ui/session'
import { Tag } from '@/ui/Tag'
import { done } from '@/ui/toasts'
import { stepsFor, type Step } from './steps'
import { StepDialog } from './StepDialog'
import { channelWords, decisionWords, opinionWords } from './words'

/** A request to amend the record: what is asked, of which entry, until when, and what may be done now. */
export function AmendmentPanel({ item, onDone }: { item: WorkItem; onDone: (said: string) => void }) {
  const query = useQuery(q.amendmentOfItem(item.id))
  return <Loaded query={query} loading={<Lines count={8} label={t('Loading the request')} />}>{(one) => <Shown request={one} onDone={onDone} />}</Loaded>
}

function Shown({ request, onDone }: { request: AmendmentRequest; onDone: (said: string) => void }) {
  const client = useQueryClient()
  const handles = useMay('produce-records').allowed
  const decides = useMay('decide-amendments').allowed
  const writes = useMay('write-record').allowed
  const [asking, setAsking] = useState<Step>()
  const steps = stepsFor(request, { handles, decides, writes })
  const refresh = (words: string) => {
    setAsking(undefined)
    void client.invalidateQueries({ queryKey: ['amendments'] })
    void client.invalidateQueries({ queryKey: ['worklist'] })
    done(words)
    onDone(words)
  }
  const start = (step: Step) => {
    if (step.fields) setAsking(step)
    else void api.stepOnAmendment(request.id, step.path, {}).then(() => refresh(t('Done.')), (error: unknown) => setAsking({ ...step, fields: [], error }))
  }
  useHotkeys(t('Request'), steps.map((step) => ({ keys: step.keys, label: step.title, run: () => start(step) })))
  return (
    <div className="stack">
      <Pane title={t('What is asked')} actions={<Tag tone="accent"><Said>{request.state_title}</Said></Tag>}>
        <p>{request.wanted}</p>
        {request.because && <p className="soft">{t('Because')}: {request.because}</p>}
        <Facts facts={[
          { name: t('Patient'), value: request.patient && <AppLink to={paths.chart(request.patient.id)}>{request.patient.name}</AppLink> },
          { name: t('Received on'), value: `${day(request.received_on)}, ${channelWords(request.channel)}` },
          request.asked_by && { name: t('Asked by'), value: request.asked_by },
          request.undecided && { name: t('To be decided by'), value: day(request.last_day) },
          request.extended_until && { name: t('More time'), value: `${day(request.extended_until)}: ${request.extension_reason ?? ''}` },
          { name: t('Goes along when disclosed'), value: request.statement ? t('with its statement of disagreement') : request.wants_disclosed ? t('the patient wants it') : t('only if the patient asks for it') },
        ]} />
        <Documents request={request} />
      </Pane>
      {request.author && <Author request={request} />}
      {request.decision && <Decision request={request} />}
      <Persons request={request} may={handles} onDone={refresh} />
      <Letters request={request} />
      <div className="row">{steps.map((step) => <Act key={step.path + step.title} hint={step.keys} variant={step.first ? 'filled' : 'default'} onClick={() => start(step)}>{step.title}</Act>)}</div>
      {asking && <StepDialog request={request} step={asking} onClose={() => setAsking(undefined)} onDone={refresh} />}
    </div>
  )
}

function Documents({ request }: { request: AmendmentRequest }) {
  if (!request.documents.length) return <Reason tone="warn">{t('No entry is named yet. Open it in the chart and press Shift+A there.')}</Reason>
  return (
    <ul aria-label={t('Entries')}>
      {request.documents.map((one) => (
        <li key={one.role + one.document.id}>
          {one.role === 'amendment' ? t('Amended by') : t('Disputed')}: {one.elsewhere ? t('it stands in another chart now') : <AppLink to={paths.document(one.document.id)}>{one.title}</AppLink>} <span className="soft small">{day(one.at)}</span>
          {one.quote && <> “{one.quote}”</>}
        </li>
      ))}
    </ul>
  )
}

function Author({ request }: { request: AmendmentRequest }) {
  const author = request.author
  if (!author) return null
  if (!author.at) return <Reason tone="info">{t('{who} was asked, {when}', { who: author.asked?.name ?? '', when: at(author.asked_at) })}</Reason>
  return <Pane title={t('What the author says')}><p><strong>{opinionWords(author.opinion ?? '')}</strong> {author.words} <span className="soft small">{author.asked?.name}, {at(author.at)}</span></p></Pane>
}

function Decision({ request }: { request: AmendmentRequest }) {
  const decision = request.decision
  if (!decision) return null
  return (
    <Pane title={t('Decision')} actions={<Tag tone={decision.code === 'denied' ? 'warn' : 'good'}>{decisionWords(decision.code)}</Tag>}>
      {decision.accepted && <p>{decision.accepted}</p>}
      {decision.grounds.map((one) => <p key={one.code}><Said>{one.title}</Said> <span className="soft small">{one.paragraph}</span></p>)}
      {decision.denied && <p>{decision.denied}</p>}
      <p className="soft small">{[decision.by?.name, at(decision.at)].filter(Boolean).join(', ')}</p>
      {request.statement && <Reason tone="info" title={t('Statement of disagreement')}>{request.statement.words}</Reason>}
      {request.rebuttal && <Reason tone="info" title={t('Answer of the hospital')}>{request.rebuttal.words}</Reason>}
    </Pane>
  )
}

function Persons({ request, may, onDone }: { request: AmendmentRequest; may: boolean; onDone: (said: string) => void }) {
  const tell = useMutation({
    mutationFn: (person: string) => api.stepOnAmendment(request.id, 'informed', { person }),
    meta: { quiet: true },
    onSuccess: () => onDone(t('Ticked.')),
  })
  if (!request.persons.length) return null
  return (
    <Pane title={t('Who is to know of the amendment')}>
      <ul className="stack">
        {request.persons.map((one) => (
          <li key={one.id} className="row">
            <span>{one.name} <span className="soft small">{one.reached}</span></span>
            {one.informed_at ? <Tag tone="good" icon="check">{t('told {when}', { when: at(one.informed_at) })}</Tag> : may && !request.closed_at && <Act size="compact-sm" onClick={() => tell.mutate(one.id)}>{t('Told')}<span className="read-only-by-ear"> {one.name}</span></Act>}
          </li>
        ))}
      </ul>
      <div role="alert">{tell.error && <Reason tone="bad"><Said>{asProblem(tell.error).message}</Said></Reason>}</div>
    </Pane>
  )
}

function Letters({ request }: { request: AmendmentRequest }) {
  if (!request.letters?.length) return null
  return (
    <Pane title={t('Letters')}>
      <ul>{request.letters.map((one) => <li key={one.id}><a href={`/api/amendment-letters/${one.id}/pdf`} target="_blank" rel="noreferrer">{said(one.title)}</a> <span className="soft small">{at(one.made_at)}</span></li>)}</ul>
    </Pane>
  )
}
