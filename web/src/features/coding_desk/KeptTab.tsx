// SPDX-License-Identifier: Apache-2.0
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useContext, useState } from 'react'
import { q } from '@/api/queries'
import type { KeptCodes } from '@/api/types'
import { t } from '@/i18n'
import { Act } from '@/ui/Act'
import { EmptyState } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { Loaded } from '@/ui/Loaded'
import styles from './Coding.module.css'
import { EncoderContext, type CodeSystem } from './encoder_context'
import { useLitInView } from './useLitInView'
import { dotted } from './words'

interface Row { code: string; system: string; title: string }

/** Favourites, what was taken last, and the codes of the patient's stay before. */
export function KeptTab({ query, encounter }: { query: UseQueryResult<KeptCodes>; encounter?: string }) {
  const before = useQuery({ ...q.codesBefore(encounter ?? ''), enabled: !!encounter })
  return (
    <Loaded query={query}>
      {(kept) => <Lists lists={[
        { title: t('Favourites'), none: t('No favourite yet. Press f at a code.'), rows: kept.favourites },
        { title: t('Taken last'), none: t('Nothing was taken yet.'), rows: kept.recents },
        ...(encounter ? [{ title: t('Codes of the stay before'), none: t('No coded stay before this one.'), rows: before.data?.items ?? [] }] : []),
      ]} />}
    </Loaded>
  )
}

function Lists({ lists }: { lists: { title: string; none: string; rows: Row[] }[] }) {
  const { open, take, takesServices } = useContext(EncoderContext)
  const [at, setAt] = useState(0)
  const all = lists.flatMap((one) => one.rows)
  const list = useLitInView<HTMLDivElement>(at)
  const lit = all[Math.min(at, Math.max(0, all.length - 1))]
  const goes = (one: Row) => !!take && (one.system.startsWith('icd10') || !!takesServices)
  const name = (one: Row) => dotted(one.code, one.system !== 'icd10cm')
  useHotkeys(t('At hand'), [
    { keys: 'j', label: t('Next line'), run: () => setAt(Math.min(all.length - 1, at + 1)) },
    { keys: 'k', label: t('Line before'), run: () => setAt(Math.max(0, at - 1)) },
    { keys: 'o', label: t('Open the line'), run: () => lit && open(name(lit), lit.system as CodeSystem) },
    ...(take ? [{ keys: 'a', label: t('Take the code to the desk'), run: () => lit && goes(lit) && take(lit.code, lit.system as CodeSystem) }] : []),
  ])
  return (
    <div className="stack" ref={list}>
      {lists.map((list) => (
        <section key={list.title} aria-label={list.title}>
          <h2>{list.title}</h2>
          {list.rows.length === 0 ? <EmptyState icon="search" title={list.none} /> : (
            <ul className={styles.entries}>
              {list.rows.map((one) => (
                <li key={`${one.system}-${one.code}`} data-lit={one === lit || undefined} aria-current={one === lit || undefined}>
                  <span className={styles.codeLine}>
                    <button type="button" className={styles.codeName} onClick={() => open(name(one), one.system as CodeSystem)}><span className="mono">{name(one)}</span> {one.title || t('not in the books of that day')}</button>
                    {take && goes(one) && <Act size="compact-xs" onClick={() => take(one.code, one.system as CodeSystem)}>{t('To the desk')}</Act>}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
    </div>
  )
}
