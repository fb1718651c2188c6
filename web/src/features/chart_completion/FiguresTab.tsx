// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { DeficiencyList } from '@/ui/DeficiencyList'
import { EmptyState } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { Facts, Pane } from '@/ui/Page'
import { Tag } from '@/ui/Tag'

const share = (part: number, of: number) => (of ? `${Math.round((part * 1000) / of) / 10} %` : '–')

/** The delinquency rate and what it is made of; each number opens its list. */
export function FiguresTab({ which, onChoose }: { which?: string; onChoose: (which: string) => void }) {
  const query = useQuery(q.completionFigures())
  const opens = (value: number, list: string) => <Button variant="subtle" size="compact-sm" aria-pressed={which === list} onClick={() => onChoose(list)}>{value}</Button>
  return (
    <div className="stack">
      <Loaded query={query}>
        {(figures) => (
          <>
            <Pane title={t('Delinquency')} actions={!figures.verified && <Tag tone="warn" title={figures.citation}>{t('unverified')}</Tag>}>
              <Facts facts={[
                { name: t('Delinquency rate'), value: figures.rate ? `${figures.rate} %` : t('no discharge yet') },
                { name: t('Delinquent records'), value: opens(figures.delinquent, 'delinquent') },
                { name: t('Incomplete records'), value: opens(figures.incomplete, 'incomplete') },
                { name: t('Average monthly discharges'), value: figures.average_monthly_discharges },
                { name: t('Closed by themselves'), value: share(figures.closed_by_itself, figures.closed) },
              ]} />
              <p className="soft small">{t('Delinquent: not complete {days} days following discharge, divided by the average monthly discharges of {months} months.', { days: figures.delinquent_after_days, months: figures.months })} <span className="mono">{figures.rule}</span></p>
            </Pane>
            <Pane title={t('What came in time')}>
              <Facts facts={figures.on_time.map((one) => ({ name: said(one.title), value: `${share(one.in_time, one.kept)} (${one.in_time}/${one.kept})` }))} />
            </Pane>
          </>
        )}
      </Loaded>
      {(which === 'delinquent' || which === 'incomplete') && <Behind which={which} />}
    </div>
  )
}

function Behind({ which }: { which: string }) {
  const query = useQuery(q.owed({ which }))
  return (
    <Loaded query={query} isEmpty={(data) => !data.items.length} empty={<EmptyState icon="check" title={t('No record')} />}>
      {(list) => <Pane title={which === 'delinquent' ? t('Delinquent records') : t('Incomplete records')}><DeficiencyList list={list} withPatient /></Pane>}
    </Loaded>
  )
}
