// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { api } from '@/api/client'
import { asProblem } from '@/api/http'
import { q } from '@/api/queries'
import type { HoldingsQuestion } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { EmptyState, Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { KeyHint } from '@/ui/KeyHint'
import { Loaded } from '@/ui/Loaded'
import { useGo } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { done, failed } from '@/ui/toasts'
import styles from './Archive.module.css'
import { answerWords, missing, offSite } from './archive_words'
import { CandidateCard } from './CandidateCard'

const empty = { text: '', born_from: '', born_until: '', mothers_name: '', physician: '', year: '' }

/** Across decades and media: one question by whatever is known, one answer. The words stay on this screen and out of its address. */
export function ArchivePage() {
  const go = useGo()
  const box = useRef<HTMLInputElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const [form, setForm] = useState(empty)
  const [asked, setAsked] = useState<HoldingsQuestion>()
  const [at, setAt] = useState(0)
  const query = useQuery(q.holdings(asked))
  const candidates = query.data?.candidates ?? []
  const one = candidates[at]
  useEffect(() => {
    if (query.data) heading.current?.focus()
  }, [query.data])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAt(0)
    const said = Object.fromEntries(Object.entries(form).map(([name, value]) => [name, value.trim()]).filter(([name, value]) => value && name !== 'year'))
    setAsked({ ...said, ...(form.year.trim() && { year: Number(form.year) }) })
  }
  const order = async (index: number) => {
    const chosen = candidates[index]
    if (!chosen) return
    try {
      const made = await api.newOffSiteOrder({ volumes: offSite(chosen) })
      done(t('The order is drafted; send it from here.'))
      go(paths.fileRoom({ tab: 'vendors', order: made.order.id }))
    } catch (error) {
      failed(asProblem(error).message)
    }
  }
  const step = (by: number) => setAt((now) => Math.min(Math.max(now + by, 0), Math.max(candidates.length - 1, 0)))
  const lost = one && missing(one)
  useHotkeys(t('Archive'), [
    { keys: 's', label: t('To the question'), run: () => box.current?.focus() },
    { keys: 'j', label: t('Next person'), run: () => step(1), ready: !query.isFetching },
    { keys: 'k', label: t('Previous person'), run: () => step(-1), ready: !query.isFetching },
    ...(one && offSite(one).length ? [{ keys: 'o', label: t('Order from the vendor'), run: () => void order(at), atOnce: true }] : []),
    ...(lost ? [{ keys: 'm', label: t('Open the hunt'), run: () => go(paths.paperHunt(lost)) }] : []),
  ])
  const field = (name: keyof typeof empty, label: string, type = 'text') => (
    <TextInput label={label} type={type} value={form[name]} onChange={(event) => setForm({ ...form, [name]: event.currentTarget.value })} autoComplete="off" />
  )
  const answer = query.data && answerWords(query.data.answer)
  return (
    <Page title={t('Archive')} keepFocus subtitle={t('What exists of somebody, in every medium, and how soon it can be had')}>
      <div className="stack">
        <form className={styles.form} onSubmit={submit} role="search" aria-label={t('Across decades and media')}>
          <TextInput ref={box} className={styles.wide} autoFocus label={t('Number of any age, name, former name, box, roll and frame')} value={form.text} onChange={(event) => setForm({ ...form, text: event.currentTarget.value })} autoComplete="off" rightSection={<KeyHint keys="s" />} />
          {field('born_from', t('Born from'), 'date')}
          {field('born_until', t('Born until'), 'date')}
          {field('mothers_name', t("Mother's maiden name"))}
          {field('year', t('Year of the visit'), 'number')}
          {field('physician', t('Physician'))}
          <Button type="submit" variant="filled">{t('Look across the decades')}</Button>
        </form>
        {!asked && <EmptyState icon="search" title={t('One question, every medium')}>{t('Shelf, off-site box, film, scan, and what was destroyed: all of it stands in one answer.')}</EmptyState>}
        {asked && (
          <Loaded query={query}>
            {(data) => (
              <div className="stack">
                <h2 ref={heading} tabIndex={-1}>{answer?.text}</h2>
                {!candidates.length && <Reason tone="info">{t('Nobody here fits, by no number, name or place that any record has. Try a former name or less of the number.')}</Reason>}
                {data.cut && <Reason tone="warn">{t('More people fit than are shown; say more, a birth date for instance.')}</Reason>}
                <ol className={styles.candidates} aria-label={t('People whom it may mean')}>
                  {candidates.map((candidate, index) => <CandidateCard key={candidate.patient.id} one={candidate} current={index === at} onOrder={() => void order(index)} />)}
                </ol>
              </div>
            )}
          </Loaded>
        )}
      </div>
    </Page>
  )
}
