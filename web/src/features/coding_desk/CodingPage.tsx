// SPDX-License-Identifier: Apache-2.0
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { q } from '@/api/queries'
import type { WorkItem } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Choices } from '@/ui/Choices'
import { EmptyState, Lines } from '@/ui/Empty'
import { at } from '@/ui/format'
import { useHotkeys } from '@/ui/hotkeys'
import { listKeys } from '@/ui/list_keys'
import { Loaded } from '@/ui/Loaded'
import { useGo, AppLink, useSearchState } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { Said } from '@/ui/Said'
import { Tag } from '@/ui/Tag'
import { CodingDesk } from './CodingDesk'
import styles from './Coding.module.css'

const filters = [
  { value: 'mine', label: t('To do'), states: 'ready,in-progress,recode' }, { value: 'not-ready', label: t('Not ready'), states: 'not-ready' },
  { value: 'pending', label: t('Pending'), states: 'pending,stay-goes-on' }, { value: 'review', label: t('Second review'), states: 'coded,second-review' }, { value: 'final', label: t('Final'), states: 'final' },
]

/** A document, opened at a page. */
export type Reader = (document: string, page?: number) => ReactNode

/** The stays to code, and the desk of the one that is open. */
export function CodingPage({ reader }: { reader: Reader }) {
  const [search, change] = useSearchState()
  if (search.case) return <OpenCase encounter={search.case} reader={reader} onClose={() => change({ case: undefined, document: undefined, page: undefined }, true)} />
  return <Stays show={search.show} onShow={(show) => change({ show: show === 'mine' ? undefined : show, at: undefined })} at={search.at} onAt={(id) => change({ at: id })} />
}

function OpenCase({ encounter, reader, onClose }: { encounter: string; reader: Reader; onClose: () => void }) {
  const query = useQuery(q.codingCase(encounter))
  if (!query.data) return <Page title={t('Coding')}><Loaded query={query} loading={<Lines count={12} label={t('Loading the case')} />}>{() => null}</Loaded></Page>
  return <CodingDesk one={query.data} reader={reader} onClose={onClose} />
}

const encounterOf = (item: WorkItem) => (typeof item.detail.encounter === 'string' ? item.detail.encounter : item.subject.id)

function Stays({ show = 'mine', onShow, at: chosen, onAt }: { show?: string; onShow: (show: string) => void; at?: string; onAt: (id: string) => void }) {
  const go = useGo()
  const filter = filters.find((one) => one.value === show) ?? filters[0]!
  const query = useInfiniteQuery(q.worklist('coding', { state: filter.states, sort: 'priority,created_at', closed: filter.value === 'final' ? '1' : undefined }))
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const standing = items.find((one) => encounterOf(one) === chosen) ?? items[0]
  useHotkeys(t('Coding'), [
    ...listKeys({ next: t('Next stay'), previous: t('Stay before'), order: items.map(encounterOf), standing: () => standing && encounterOf(standing), select: onAt, open: (id) => go(paths.coding({ case: id })), ready: !query.isPending }),
    { keys: 'o', label: t('Open the stay'), ready: !query.isPending, run: () => standing && go(paths.coding({ case: encounterOf(standing) })) },
  ])
  return (
    <Page title={t('Coding')} subtitle={t('Stays that were discharged, from the file that is not ready to the final codes')} actions={<AppLink to={paths.caseMix()}>{t('Case mix')}</AppLink>}>
      <Choices inline legend={t('Which stays')} value={filter.value} onChange={onShow} choices={filters} />
      <Loaded query={query} isEmpty={() => items.length === 0} empty={<EmptyState icon="check" title={t('No stay here')} />}>
        {() => (
          <div className={styles.scroll}>
            <table className={styles.table} aria-label={filter.label}>
              <thead><tr><th>{t('Patient')}</th><th>{t('What')}</th><th>{t('State')}</th><th>{t('Owner')}</th><th>{t('Since')}</th></tr></thead>
              <tbody>
                {items.map((item) => (
                  <tr key={item.id} aria-current={item === standing || undefined} data-standing={item === standing || undefined}>
                    <td><AppLink to={paths.coding({ case: encounterOf(item) })}>{item.patient?.name ?? item.patient?.mrn ?? t('Not open to you')}</AppLink></td>
                    <td><Said>{said(item.title)}</Said></td>
                    <td><Tag tone={item.state === 'not-ready' ? 'warn' : 'info'}>{said(item.state_title)}</Tag></td>
                    <td>{item.owner?.name ?? '–'}</td>
                    <td className="mono">{at(item.created_at)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </Page>
  )
}
