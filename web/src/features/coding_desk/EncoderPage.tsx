// SPDX-License-Identifier: Apache-2.0
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, type ReactNode } from 'react'
import { api } from '@/api/client'
import { q } from '@/api/queries'
import type { CodeToKeep, CodingCase } from '@/api/types'
import { t } from '@/i18n'
import { paths } from '@/paths'
import { useHotkeys } from '@/ui/hotkeys'
import { Lines } from '@/ui/Empty'
import { Loaded } from '@/ui/Loaded'
import { AppLink, useAlong, useGo, usePathname, useSearchState } from '@/ui/navigate'
import { Page } from '@/ui/Page'
import { Tabs } from '@/ui/Tabs'
import { BookTab } from './BookTab'
import { EncoderContext, type CodeSystem, type Encoder } from './encoder_context'
import { EncoderSearch } from './EncoderSearch'
import { KeptTab } from './KeptTab'
import { ProcedureTab } from './ProcedureTab'
import { Refused } from './Refused'
import { QuestionsTab } from './QuestionsTab'
import { ServicesTab } from './ServicesTab'
import { useCodes } from './useCodes'
import { dotted, placeOfSystem } from './words'

/** The code books as a coder reads them. Opened from a stay, what is found goes to its desk; the stay stands in no address, for a code does. */
export function EncoderPage() {
  const { stay } = useAlong()
  const [{ case: inAddress, ...rest }] = useSearchState()
  const named = usePathname() === '/encoder' ? inAddress : undefined // on the way back to the desk the address is the desk's already
  const go = useGo()
  useEffect(() => {
    if (named) go(paths.encoder(rest), true, { stay: named }) // an address of before
  }, [named]) // eslint-disable-line
  return stay ? <OfStay key={stay} encounter={stay} /> : named ? <Lines /> : <Books />
}

function OfStay({ encounter }: { encounter: string }) {
  const query = useQuery(q.codingCase(encounter))
  return <Loaded query={query}>{(one) => <AtTheDesk one={one} />}</Loaded>
}

function AtTheDesk({ one }: { one: CodingCase }) {
  const codes = useCodes(one)
  const writes = one.state === 'in-progress' || (one.reviewing && !one.comparison)
  const take = (code: string, system: CodeSystem, indexPath?: string) => {
    const bare = code.replaceAll('.', '')
    codes.add({ code: bare, origin: 'typed', index_path: indexPath, evidence: [] }, placeOfSystem(system), t('{code} is at the desk', { code: dotted(bare, system !== 'icd10cm') }))
  }
  // What was refused is not asked again with every drawing.
  const said = useRef(new Set<string>())
  const opened = (code: string) => {
    const bare = code.replaceAll('.', '')
    const line = one.diagnoses.find((other) => other.code === bare)
    if (!line || line.verified || said.current.has(bare)) return
    said.current.add(bare)
    codes.verify.mutate(bare, { onSuccess: () => said.current.delete(bare) })
  }
  return <><Refused codes={codes} /><Books one={one} take={writes ? take : undefined} opened={writes ? opened : undefined} /></>
}

/** Favourites and what was taken last. */
function useKept() {
  const client = useQueryClient()
  const query = useQuery(q.keptCodes())
  const keep = useMutation({ mutationFn: (body: CodeToKeep) => api.keepCode(body), onSuccess: (after) => client.setQueryData(q.keptCodes().queryKey, after) })
  return { query, keep }
}

function Books({ one, take, opened }: { one?: CodingCase; take?: Encoder['take']; opened?: Encoder['opened'] }) {
  const [search, change] = useSearchState()
  const go = useGo()
  const { query, keep } = useKept()
  const favourites = query.data?.favourites
  const on = one?.discharged_on
  const encoder = useMemo<Encoder>(() => {
    const bare = (code: string) => code.replaceAll('.', '')
    return {
      on,
      take,
      takesServices: one?.codes_services,
      opened,
      isFavourite: (code, system) => !!favourites?.some((other) => other.code === bare(code) && other.system === system),
      mark: (code, system, favourite) => keep.mutate({ system, code: bare(code), favourite }),
      open: (code, system, index) => change({ path: undefined, ...index, ...(system === 'icd10cm' ? { tab: undefined, code, level: undefined } : system === 'icd10pcs' ? { tab: 'procedures', pattern: code } : { tab: 'services', words: code }) }, true),
    }
  }, [on, take, opened, favourites]) // eslint-disable-line
  const tab = search.tab ?? 'book'
  const show = (id: string) => change({ tab: id === 'book' ? undefined : id }, true)
  useHotkeys(t('Encoder'), [
    { keys: '1', label: t('The book'), run: () => show('book') },
    { keys: '2', label: t('Procedures'), run: () => show('procedures') },
    { keys: '3', label: t('Services'), run: () => show('services') },
    { keys: '4', label: t('At hand'), run: () => show('kept') },
    { keys: '5', label: t('Questions'), run: () => show('questions') },
    { keys: '[', label: t('Back'), wins: true, run: () => window.history.back() },
    { keys: ']', label: t('Forward'), run: () => window.history.forward() },
    ...(one ? [{ keys: 'b', label: t('To the desk'), run: () => go(paths.coding({ case: one.encounter })) }] : []),
  ])
  const tabs: { id: string; title: string; content: () => ReactNode }[] = [
    { id: 'book', title: t('The book'), content: () => <BookTab /> },
    { id: 'procedures', title: t('Procedures'), content: () => <ProcedureTab /> },
    { id: 'services', title: t('Services'), content: () => <ServicesTab /> },
    { id: 'kept', title: t('At hand'), content: () => <KeptTab query={query} encounter={one?.encounter} /> },
    { id: 'questions', title: t('Questions'), content: () => <QuestionsTab /> },
  ]
  return (
    <EncoderContext value={encoder}>
      <Page title={t('Encoder')} subtitle={one ? t('The books of {day}; what you take goes to the desk', { day: on ?? '' }) : t('The books of today')} actions={one && <AppLink to={paths.coding({ case: one.encounter })}>{t('To the desk')}</AppLink>}>
        <EncoderSearch />
        <Tabs label={t('Encoder')} current={tab} onChange={show} tabs={tabs} />
      </Page>
    </EncoderContext>
  )
}
