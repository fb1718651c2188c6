// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { q } from '@/api/queries'
import type { CodeSuggestions, CodingCase } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { EmptyState } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import { AppLink } from '@/ui/navigate'
import { Tag } from '@/ui/Tag'
import styles from './Coding.module.css'
import type { Codes } from './useCodes'
import { dotted } from './words'

type Suggestion = CodeSuggestions['items'][number]

/** What the notes speak of; a person takes it, or does not. */
export function SuggestionList({ one, codes, writes }: { one: CodingCase; codes: Codes; writes: boolean }) {
  const query = useQuery(q.codeSuggestions(one.encounter))
  const [at, setAt] = useState(0)
  const open = (query.data?.items ?? []).filter((item) => !one.diagnoses.some((line) => line.code === item.code))
  const lit = Math.min(at, Math.max(0, open.length - 1))
  const take = (item: Suggestion | undefined) => item && codes.add({ code: item.code, origin: 'suggested', index_path: item.index_path, evidence: [{ document: item.evidence.document, page: item.evidence.page, quote: item.evidence.quote }] }, 'diagnoses')
  useHotkeys(t('Suggestions'), [
    { keys: 'j', label: t('Next suggestion'), run: () => setAt(Math.min(lit + 1, open.length - 1)) },
    { keys: 'k', label: t('Suggestion before'), run: () => setAt(Math.max(lit - 1, 0)) },
    ...(writes ? [{ keys: 'a', label: t('Take the suggestion'), run: () => take(open[lit]) }] : []),
  ])
  return (
    <Loaded query={query} isEmpty={() => open.length === 0} empty={<EmptyState icon="check" title={t('Nothing more is suggested')}>{t('What the notes speak of stands among the codes, or no note speaks of anything.')}</EmptyState>}>
      {() => (
        <ol className={styles.codes} aria-label={t('Suggestions')}>
          {open.map((item, index) => (
            <li key={item.code} className={styles.code} data-standing={index === lit || undefined} aria-current={index === lit || undefined}>
              <div className={styles.codeLine}>
                <span className={styles.codeName}><span className="mono">{dotted(item.code)}</span> {item.title || item.index_path}</span>
                {item.assertion === 'uncertain' && <Tag tone="warn">{t('said to be uncertain')}</Tag>}
                {item.assertion === 'past' && <Tag tone="info">{t('from the history')}</Tag>}
                <Act size="compact-xs" hint={index === lit ? 'a' : undefined} allowed={writes} why={t('Begin coding first.')} onClick={() => take(item)}>{t('Take')}</Act>
              </div>
              <p className="small">“{item.evidence.quote}” <AppLink to={paths.coding({ case: one.encounter, document: item.evidence.document.id })}>{t('{title}, page {page}', { title: item.evidence.title, page: item.evidence.page })}</AppLink> <span className="soft">{[item.section, item.index_path, item.source].filter(Boolean).join(' · ')}</span></p>
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  )
}
