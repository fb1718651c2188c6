// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import type { HoldingsOf } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Reason } from '@/ui/Empty'
import { day, words } from '@/ui/format'
import { KeyHint } from '@/ui/KeyHint'
import { AppLink } from '@/ui/navigate'
import { Pane } from '@/ui/Page'
import { may, useSession } from '@/ui/session'
import { Tag } from '@/ui/Tag'
import styles from './Archive.module.css'
import { answerWords, clueWords, mediumWords, missing, offSite, span, ways, whereWords } from './archive_words'

/** Somebody whom the question may mean: why, what exists where, how soon, and what does not exist. */
export function CandidateCard({ one, current, onOrder }: { one: HoldingsOf; current: boolean; onOrder: () => void }) {
  const handles = may(useSession(), 'file-documents').allowed
  const answer = answerWords(one.answer)
  const lost = missing(one)
  return (
    <li className={styles.candidate} data-current={current || undefined} aria-current={current || undefined}>
      <Pane title={`${one.patient.name} · ${day(one.patient.birth_date)}`}>
        <div className="stack">
          <p className="row">
            <Tag tone={answer.tone}>{answer.text}</Tag>
            <AppLink to={paths.chart(one.patient.id)}>{t('Open the chart')} {one.patient.mrn}</AppLink>
            {one.former_names.length > 0 && <span className="soft">{t('formerly {names}', { names: one.former_names.join(', ') })}</span>}
          </p>
          <p className="small">
            {t('Fits by')}: {one.because.map(clueWords).join(', ')}
            {one.against.length > 0 && <> · {t('against it')}: {one.against.map(clueWords).join(', ')}</>}
          </p>
          {one.holdings.length > 0 && (
            <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('What exists of {name}', { name: one.patient.name })}>
              <table className={styles.table}>
                <thead><tr><th scope="col">{t('Medium')}</th><th scope="col">{t('Where it is')}</th><th scope="col">{t('Papers of')}</th><th scope="col">{t('How soon')}</th></tr></thead>
                <tbody>
                  {one.holdings.map((holding, index) => (
                    <tr key={holding.volume ?? index}>
                      <td>
                        {mediumWords(holding.medium)}
                        {holding.volume && <> · {words(holding.kind ?? '')} {t('vol. {n}', { n: holding.number ?? 1 })} <span className={styles.number}>{handles ? <AppLink to={paths.paperVolume(holding.barcode ?? '')}>{holding.filed_as}</AppLink> : holding.filed_as}</span></>}
                        {holding.count !== undefined && <> · {t('{n, plural, one {# piece} other {# pieces}}', { n: holding.count })}</>}
                      </td>
                      <td>
                        <Tag tone={holding.where === 'missing' ? 'bad' : holding.where === 'destroyed' ? 'info' : 'plain'}>{whereWords(holding.where)}</Tag> {holding.place} {holding.position}
                        {holding.certificate && <> · {t('Certificate')} {holding.certificate}</>}
                      </td>
                      <td>{span(holding)}</td>
                      <td>{ways(holding)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          {one.gaps.map((gap) => (
            <Reason key={gap.from} tone="warn">
              {gap.certain
                ? t('{years}: nothing stands in any medium, though the person was here.', { years: gap.from === gap.until ? String(gap.from) : `${gap.from}–${gap.until}` })
                : t('{years}: only a volume without dates may hold it.', { years: gap.from === gap.until ? String(gap.from) : `${gap.from}–${gap.until}` })}
            </Reason>
          ))}
          {one.old_numbers.length > 0 && (
            <div>
              <h3>{t('Old numbers')}</h3>
              <ul className={styles.list}>{one.old_numbers.map((number) => <li key={`${number.value}${number.scheme}${number.hospital ?? ''}`}><span className={styles.number}>{number.value}</span> · {words(number.scheme)}{number.hospital && ` · ${number.hospital}`}</li>)}</ul>
            </div>
          )}
          {handles && (
            <p className="row">
              {offSite(one).length > 0 && <Button rightSection={current ? <KeyHint keys="o" /> : undefined} onClick={onOrder}>{t('Order from the vendor')}</Button>}
              {lost && <AppLink to={paths.paperHunt(lost)}>{t('Open the hunt')}{current && <KeyHint keys="m" />}</AppLink>}
            </p>
          )}
        </div>
      </Pane>
    </li>
  )
}
