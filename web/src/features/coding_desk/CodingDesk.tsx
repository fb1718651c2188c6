// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState, type ReactNode } from 'react'
import { q } from '@/api/queries'
import type { CodingCase, FoundCodes } from '@/api/types'
import { said, t } from '@/i18n'
import { paths } from '@/paths'
import { Act } from '@/ui/Act'
import { EmptyState } from '@/ui/Empty'
import { useHotkeys } from '@/ui/hotkeys'
import { AppLink, useGo, useSearchState } from '@/ui/navigate'
import { PatientBanner } from '@/ui/PatientBanner'
import { useSession } from '@/ui/session'
import { Tabs } from '@/ui/Tabs'
import { Tag } from '@/ui/Tag'
import { useTitle } from '@/ui/useTitle'
import { AbstractTab } from './AbstractTab'
import { CodeList } from './CodeList'
import { CodeSearch } from './CodeSearch'
import styles from './Coding.module.css'
import { ComparisonTab } from './ComparisonTab'
import { DeskContext, type Evidence } from './desk_context'
import { FindingList } from './FindingList'
import { Grouping, GroupingBanner } from './Grouping'
import { News } from './News'
import { Refused } from './Refused'
import { Steps } from './Steps'
import { SuggestionList } from './SuggestionList'
import { useCodes, type Codes } from './useCodes'
import { focusServiceField, type ServiceField } from './ServiceList'
import { allKeys, codeOf, dotted, keysOf, placeOf, placeOfSystem, poas, shown, type Place } from './words'

interface Props { one: CodingCase; reader: (document: string, page?: number) => ReactNode; onClose: () => void }

/** A stay at the desk: its documents beside its codes; every change shows its edits and its DRG at once. */
export function CodingDesk({ one, reader, onClose }: Props) {
  useTitle(t('Coding'))
  const session = useSession()
  const [search, change] = useSearchState()
  const go = useGo()
  const codes = useCodes(one)
  const all = allKeys(one)
  const [wanted, setChosen] = useState<string>()
  const [asking, setAsking] = useState(0)
  const chosen = wanted && all.includes(wanted) ? wanted : all[0]
  const isMine = session.permissions.includes('code-records')
  const writes = isMine && (one.state === 'in-progress' || (one.reviewing && !one.comparison))
  const document = one.documents.find((other) => other.id === search.document)?.id ?? one.documents[0]?.id
  const tab = search.tab ?? 'codes'
  useDeskKeys({ one, codes, chosen, onChoose: setChosen, writes: writes && tab === 'codes', document, onDocument: (id) => change({ document: id, page: undefined }), onTab: (id) => change({ tab: id }), onAsk: () => (change({ tab: 'drg' }), setAsking((before) => before + 1)) })
  const pageNow = useRef(() => 1)
  const context = useMemo(() => ({ code: chosen && shown(chosen), pageNow, addEvidence: writes && chosen ? (evidence: Evidence) => codes.addEvidence(chosen, evidence) : undefined }), [chosen, writes, codes])
  const take = (found: FoundCodes['items'][number]) => {
    const place = placeOfSystem(found.system)
    codes.add({ code: found.code, origin: 'typed', index_path: found.index_path, evidence: [] }, place)
    // Its modifiers, units and words come next.
    if (place === 'services') setChosen(keysOf([...one.services, found], place).at(-1))
  }
  const open = one.findings.filter((finding) => !finding.answer).length
  return (
    <DeskContext value={context}>
      <div className={styles.desk}>
        <h1 className="read-only-by-ear">{t('Coding')}</h1>
        <Banner one={one} shown={search.banner} onShow={(banner) => change({ banner })} />
        <div className={styles.bar}>
          <Tag tone={one.state === 'not-ready' ? 'warn' : 'info'}>{said(one.state_title)}</Tag>
          {one.missing.map((missing) => <Tag key={missing} tone="warn">{said(missing)}</Tag>)}
          {one.open_questions > 0 && <Tag tone="warn">{t('{n} questions with a physician', { n: one.open_questions })}</Tag>}
          <Steps one={one} codes={codes} />
          <AppLink to={paths.chart(one.patient)}>{t('To the chart')}</AppLink>
          <AppLink to={encoderAt(one, chosen)} along={{ stay: one.encounter }}>{t('Encoder')}</AppLink>
          <Act size="compact-sm" variant="subtle" onClick={onClose}>{t('To the list')}</Act>
        </div>
        <News one={one} codes={codes} />
        <Refused codes={codes} />
        <div className={styles.halves}>
          <section className={styles.half} aria-label={t('Documents')}>
            <nav aria-label={t('Documents of the stay')} className={styles.documents}>
              {one.documents.map((other) => <button key={other.id} type="button" aria-current={other.id === document || undefined} onClick={() => change({ document: other.id, page: undefined })}>{other.title}</button>)}
            </nav>
            {document ? reader(document, Number(search.page) || undefined) : <EmptyState icon="document" title={t('No document of this stay')} />}
          </section>
          <section className={styles.half} aria-label={t('Codes')}>
            {writes && <CodeSearch day={one.discharged_on} services={one.codes_services} onOpen={(found) => go(bookOf(placeOfSystem(found.system), found.code, found.index_path), false, { stay: one.encounter })} onTake={take} />}
            <Tabs label={t('Coding')} current={tab} onChange={(id) => change({ tab: id === 'codes' ? undefined : id })} tabs={[
              { id: 'codes', title: t('Codes'), count: all.length, content: () => <CodeList one={one} codes={codes} chosen={chosen} onChoose={setChosen} writes={writes} /> },
              ...(isMine ? [{ id: 'suggestions', title: t('Suggestions'), content: () => <SuggestionList one={one} codes={codes} writes={writes} /> }] : []),
              { id: 'findings', title: t('Edits'), count: open, content: () => <FindingList one={one} codes={codes} writes={writes} /> },
              { id: 'abstract', title: t('Abstract'), content: () => <AbstractTab one={one} codes={codes} writes={writes && !one.reviewing} document={document} pageNow={() => pageNow.current()} /> },
              { id: 'drg', title: t('Why this DRG'), content: () => <Grouping one={one} asking={asking} /> },
              ...(one.comparison ? [{ id: 'comparison', title: t('Second review'), content: () => <ComparisonTab one={one} /> }] : []),
            ]} />
          </section>
        </div>
      </div>
    </DeskContext>
  )
}

function Banner({ one, shown, onShow }: { one: CodingCase; shown?: string; onShow: (banner?: string) => void }) {
  const patient = useQuery(q.patient(one.patient))
  const toggle = () => onShow(shown === 'drg' ? undefined : 'drg')
  useHotkeys(t('Coding'), [{ keys: 'b', label: t('Patient or DRG above'), run: toggle }])
  return (
    <div className={styles.banner}>
      <div className={styles.bannerBody}>{shown === 'drg' || !patient.data ? <GroupingBanner one={one} /> : <PatientBanner patient={patient.data} />}</div>
      <Act size="compact-sm" hint="b" onClick={toggle}>{shown === 'drg' ? t('Patient') : t('DRG')}</Act>
    </div>
  )
}

/** `writes`: and the codes are what is shown. */
interface Keys { one: CodingCase; codes: Codes; chosen?: string; onChoose: (code: string) => void; writes: boolean; document?: string; onDocument: (id: string) => void; onTab: (id?: string) => void; onAsk: () => void }

const bookOf = (place?: Place, code?: string, path?: string) => paths.encoder(place === 'procedures' ? { tab: 'procedures', pattern: code } : place === 'services' ? { tab: 'services', words: code } : { code: code && dotted(code), term: path, path })
/** The book at a code of the sheet, or at its beginning; whose code it is goes along and stands in no address. */
function encoderAt(one: CodingCase, key?: string) {
  const code = codeOf(key)
  return bookOf(placeOf(key), code, one.diagnoses.find((line) => line.code === code)?.index_path || undefined)
}

function useDeskKeys({ one, codes, chosen, onChoose, writes, document, onDocument, onTab, onAsk }: Keys) {
  const openPage = useGo()
  const order = allKeys(one)
  const go = (by: number) => () => {
    const next = order[Math.max(0, Math.min(order.length - 1, order.indexOf(chosen ?? '') + by))]
    if (next) onChoose(next)
  }
  const turn = (by: number) => () => {
    const at = one.documents.findIndex((other) => other.id === document)
    const next = one.documents[(at + by + one.documents.length) % one.documents.length]
    if (next) onDocument(next.id)
  }
  const isDiagnosis = placeOf(chosen) === 'diagnoses'
  const field = (name: ServiceField) => () => chosen && (focusServiceField(chosen, name) || onTab(undefined))
  useHotkeys(t('Codes'), [
    { keys: 'j', label: t('Next code'), run: go(1) },
    { keys: 'k', label: t('Code before'), run: go(-1) },
    { keys: ',', label: t('Document before'), wins: true, run: turn(-1) },
    { keys: '.', label: t('Next document'), wins: true, run: turn(1) },
    { keys: 'o', label: t('Open the code in the encoder'), run: () => openPage(encoderAt(one, chosen), false, { stay: one.encounter }) },
    { keys: 'v', label: t('Suggestions'), run: () => onTab('suggestions') },
    { keys: 'x', label: t('Edits'), run: () => onTab('findings') },
    ...(one.inpatient ? [{ keys: 'q', label: t('What if'), run: onAsk }] : []), // outpatients have no DRG
    { keys: 't', label: t('Abstract'), run: () => onTab('abstract') },
    { keys: 'l', label: t('Codes'), run: () => onTab(undefined) },
    ...(writes && chosen ? [
      { keys: 'p', label: t('Make it the principal diagnosis'), run: () => isDiagnosis && codes.move(chosen, -Infinity) },
      { keys: 'shift+k', label: t('Move the code up'), run: () => codes.move(chosen, -1) },
      { keys: 'shift+j', label: t('Move the code down'), run: () => codes.move(chosen, 1) },
      { keys: 'd', label: t('Take the code away'), run: () => codes.remove(chosen) },
      ...(placeOf(chosen) === 'services' ? [
        { keys: 'm', label: t('Modifiers of the service'), wins: true, run: field('modifiers') },
        { keys: 'q', label: t('Units of the service'), wins: true, run: field('units') },
        { keys: 'i', label: t('Day of the service'), wins: true, run: field('day') },
      ] : []),
      ...(one.inpatient && isDiagnosis ? poas.map(({ code, words }) => ({ keys: code.toLowerCase(), wins: true, label: `${t('Present on admission')}: ${words}`, run: () => codes.change(chosen, { poa: code }) })) : []),
    ] : []),
  ])
}
