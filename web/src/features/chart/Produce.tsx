// SPDX-License-Identifier: Apache-2.0
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { RecordDefinitions } from '@/api/types'
import { said, t } from '@/i18n'
import { Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { Pane } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { useSession } from '@/ui/session'
import { done } from '@/ui/toasts'
import { Productions } from './Productions'
import { SetContents } from './SetContents'

/** What is certified and handed out of this chart: chosen, looked at, made, opened. */
export function Produce({ patient }: { patient: string }) {
  const definitions = useQuery(q.recordDefinitions())
  return (
    <div className="stack">
      <Loaded query={definitions}>{(rules) => <Choose patient={patient} rules={rules} />}</Loaded>
      <Productions patient={patient} />
    </div>
  )
}

/** The whole of a day belongs to the period that it ends. */
const endOf = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString()

function Choose({ patient, rules }: { patient: string; rules: RecordDefinitions }) {
  const client = useQueryClient()
  const session = useSession()
  const [definition, setDefinition] = useState(rules.definitions[0]?.code ?? '')
  const [purpose, setPurpose] = useState(rules.purposes[0]?.code ?? '')
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const [custodian, setCustodian] = useState(session.user.name)
  const [title, setTitle] = useState(t('Custodian of medical records'))
  const [missing, setMissing] = useState('')
  const period = { from: from ? `${from}T00:00:00Z` : undefined, until: until ? endOf(until) : undefined }
  const preview = useQuery(q.productionPreview(patient, { definition, ...period }))
  const make = useMutation({
    meta: { quiet: true },
    mutationFn: () => api.startProduction(patient, { definition, purpose, custodian: custodian.trim(), custodian_title: title.trim(), ...(period.from && { from: period.from }), ...(period.until && { until: period.until }) }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['productions'] })
      done(t('The set is being made.'))
    },
  })
  const submit = () => {
    const lacks = !custodian.trim() || !title.trim() ? t('Name the custodian who certifies, and the title.') : ''
    setMissing(lacks)
    if (!lacks && !make.isPending && preview.data) make.mutate()
  }
  useHotkeys(t('Produce'), [{ keys: 'n', label: t('Make the set'), run: submit }])
  const chosen = rules.definitions.find((one) => one.code === definition)
  const problem = missing || (make.error && asProblem(make.error).message)
  return (
    <>
      <Pane title={t('Produce a record')}>
        <form className="stack" aria-label={t('Produce a record')} onSubmit={(event) => (event.preventDefault(), submit())}>
          <div className="row">
            <NativeSelect label={t('Definition')} value={definition} onChange={(event) => setDefinition(event.currentTarget.value)} data={rules.definitions.map((one) => ({ value: one.code, label: said(one.title) }))} />
            <TextInput type="date" label={t('From')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
            <TextInput type="date" label={t('Until')} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
            <NativeSelect label={t('Purpose')} value={purpose} onChange={(event) => setPurpose(event.currentTarget.value)} data={rules.purposes.map((one) => ({ value: one.code, label: said(one.title) }))} />
            <TextInput label={t('Custodian')} value={custodian} onChange={(event) => setCustodian(event.currentTarget.value)} autoComplete="off" />
            <TextInput label={t('Title of the custodian')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} autoComplete="off" />
          </div>
          {chosen && <p className="soft small"><Said>{chosen.note}</Said> <span className="num">{chosen.rule}</span>{!chosen.verified && <> · {t('not verified against its source yet')}</>}</p>}
          <div className="row"><Button type="submit" variant="filled" loading={make.isPending} disabled={!preview.data} rightSection={<KeyHint keys="n" />}>{t('Make the set')}</Button></div>
          <div role="alert">{problem && <Reason tone="bad" title={t('Not made')}><Said>{problem}</Said></Reason>}</div>
        </form>
      </Pane>
      <Pane title={t('What would be in it')} flush>
        <Loaded query={preview}>{({ documents }) => <SetContents documents={documents} label={t('What would be in it')} />}</Loaded>
      </Pane>
    </>
  )
}
