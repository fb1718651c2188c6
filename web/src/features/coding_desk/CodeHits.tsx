// SPDX-License-Identifier: Apache-2.0
import { t } from '@/i18n'
import styles from './Coding.module.css'
import type { Found, useCodeHits } from './useCodeHits'
import { useLitInView } from './useLitInView'
import { dotted } from './words'

interface Props { search: ReturnType<typeof useCodeHits>; onPick: (found: Found) => void; wholeOnly?: boolean }

/** What was found, the one that Enter takes lit. `wholeOnly`: nothing else can be taken. */
export function CodeHits({ search: { hits, list, late }, onPick, wholeOnly = false }: Props) {
  const shown = useLitInView<HTMLUListElement>(list.active)
  return (
    <ul ref={shown} id={list.listId} role="listbox" aria-label={t('Codes that were found')} aria-busy={late || undefined} className={styles.hits} hidden={hits.length === 0}>
      {hits.map((hit, index) => (
        <li key={`${hit.system}-${hit.code}`} id={list.optionId(index)} role="option" aria-selected={index === list.active} aria-disabled={(wholeOnly && !hit.billable) || undefined} data-lit={index === list.active || undefined} onMouseDown={(event) => (event.preventDefault(), onPick(hit))}>
          <span className="mono">{dotted(hit.code, hit.system !== 'icd10cm')}</span> <span>{hit.title}{hit.index_path && <span className="soft small"> {hit.index_path}</span>}</span>{!hit.billable && <span className="soft small"> {t('not billable')}</span>}
        </li>
      ))}
    </ul>
  )
}
