// SPDX-License-Identifier: Apache-2.0
import type { CodedLine } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { AppLink } from '@/ui/navigate'
import styles from './Coding.module.css'

/** The words that a code rests on, each with its page. */
export function EvidenceSpans({ encounter, spans }: { encounter: string; spans: CodedLine['evidence'] }) {
  if (spans.length === 0) return null
  return (
    <ul className={styles.evidence} aria-label={t('Evidence')}>
      {spans.map((span, at) => (
        <li key={at}>“{span.quote}” {span.document ? <AppLink to={paths.coding({ case: encounter, document: span.document.id })}>{t('{title}, page {page}', { title: span.title, page: span.page })}</AppLink> : <span className="soft">{span.title}</span>}</li>
      ))}
    </ul>
  )
}
