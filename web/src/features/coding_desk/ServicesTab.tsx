// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useContext, useRef, useState } from 'react'
import { q } from '@/api/queries'
import { said, t } from '@/i18n'
import { EmptyState, Reason } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { useSearchState } from '@/ui/navigate'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import { Act } from '@/ui/Act'
import styles from './Coding.module.css'
import { EncoderContext, type CodeSystem } from './encoder_context'

/** HCPCS Level II, and CPT where the site has its own licensed list: read, kept at hand, taken to the desk of an outpatient's stay. */
export function ServicesTab() {
  const { on, take, takesServices, isFavourite, mark } = useContext(EncoderContext)
  const [search, change] = useSearchState()
  const words = search.words ?? ''
  const box = useRef<HTMLInputElement>(null)
  const [at, setAt] = useState(0)
  const query = useQuery(q.foundServices(words.trim(), on))
  const licence = useQuery(q.serviceLicence(on)).data?.licence
  const items = words.trim().length > 1 ? (query.data?.items ?? []) : []
  const lit = items[Math.min(at, Math.max(0, items.length - 1))]
  const flip = (code: string, system: string) => mark(code, system as CodeSystem, !isFavourite(code, system as CodeSystem))
  const mayTake = (one: (typeof items)[number]) => !!take && !!takesServices && one.billable && one.code.length === 5
  useHotkeys(t('Services'), [
    { keys: 'e', label: t('Find a service'), run: () => box.current?.focus() },
    { keys: 'j', label: t('Next line'), run: () => setAt(Math.min(items.length - 1, at + 1)) },
    { keys: 'k', label: t('Line before'), run: () => setAt(Math.max(0, at - 1)) },
    { keys: 'f', label: t('Favourite, or not'), run: () => lit && flip(lit.code, lit.system) },
    ...(take && takesServices ? [{ keys: 'a', label: t('Take the code to the desk'), ready: !query.isFetching, run: () => lit && mayTake(lit) && take(lit.code, lit.system as CodeSystem) }] : []),
  ])
  return (
    <div className="stack">
      <TextInput ref={box} label={t('Service by words or code (e)')} value={words} autoComplete="off" onChange={(event) => (change({ words: event.currentTarget.value || undefined }), setAt(0))} onKeyDown={(event) => (event.key === 'Escape' || event.key === 'Enter') && box.current?.blur()} />
      {query.error && <Reason tone="warn"><Said>{said(query.error.message)}</Said></Reason>}
      {items.length === 0 && !query.error && <EmptyState icon="search" title={words.trim().length > 1 && !query.isFetching ? t('No such service') : t('Type words of the service, or its code')} />}
      <ul className={styles.entries} aria-label={t('Services')} hidden={items.length === 0}>
        {items.map((one) => (
          <li key={`${one.system}-${one.code}`} data-lit={one === lit || undefined} aria-current={one === lit || undefined}>
            <span className={styles.codeLine}>
              <span className={styles.codeName}><span className="mono">{one.code}</span> {one.title}</span>
              {!one.billable && <Tag tone="warn">{t('not valid on that day')}</Tag>}
              {take && takesServices && <Act size="compact-xs" hint={one === lit ? 'a' : undefined} allowed={mayTake(one)} why={one.code.length === 5 ? t('not valid on that day') : t('A modifier goes with a service.')} onClick={() => take(one.code, one.system as CodeSystem)}>{t('To the desk')}</Act>}
              <Act size="compact-xs" variant="subtle" onClick={() => flip(one.code, one.system)}>{isFavourite(one.code, one.system as CodeSystem) ? t('No favourite any more') : t('Favourite')}</Act>
            </span>
          </li>
        ))}
      </ul>
      {licence && <p className="soft small">{t('CPT by the licence of this site: {licence}', { licence })}</p>}
    </div>
  )
}
