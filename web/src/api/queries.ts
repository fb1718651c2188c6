// SPDX-License-Identifier: Apache-2.0
// What the server holds, as cache keys and functions. Keys start with the noun, so that one act can refresh a noun at once.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { Query } from './http'
import type { DocumentHits, DocumentSearch, HoldingsQuestion, IndexQuestion, Reason, Rule, ScanBatchRow } from './types'

export const listPage = 200

interface Page { items: unknown[]; total: number }
interface Part { offset: number; limit: number }
/** Lists longer than a page are read on as the eye comes near the end; each part is as long as what is there, up to the server's most. */
const paged = (most: number) => ({
  initialPageParam: { offset: 0, limit: listPage } as Part,
  getNextPageParam: (last: Page, pages: Page[]): Part | undefined => {
    const offset = pages.reduce((sum, page) => sum + page.items.length, 0)
    return last.items.length && offset < last.total ? { offset, limit: Math.min(most, Math.max(listPage, offset)) } : undefined
  },
})

const rules = queryOptions({ queryKey: ['rules'], queryFn: async ({ signal }) => (await api.rules(signal)).items, staleTime: 300_000 })

const isBeingRead = ({ state, reading }: Pick<ScanBatchRow, 'state' | 'reading'>) => state === 'scanned' || reading.state === 'waiting' || reading.state === 'running'

interface KeptReason { sentence: string; kinds?: string[]; events?: string[] }
/** The department's own vocabulary is a rule: what may be said of `kind` when `event` happens to it. */
export function reasonsOf(list: readonly Pick<Rule, 'id' | 'parameters'>[], kind: string, event?: string): Reason[] {
  const kept = (list.find((one) => one.id === 'worklists/reasons')?.parameters ?? {}) as { reasons?: Record<string, KeptReason> }
  return Object.entries(kept.reasons ?? {})
    .filter(([, { kinds = [], events = [] }]) => kinds.includes(kind) && (event ? events.includes(event) : !events.length))
    .map(([code, { sentence }]) => ({ code, sentence }))
}

export const q = {
  /** Asked without a line too: the answer that none came lets the counter open on its own. */
  session: () => queryOptions({ queryKey: ['session'], queryFn: ({ signal }) => api.session(signal), staleTime: 30_000, retry: false, networkMode: 'always' }),
  home: () => queryOptions({ queryKey: ['home'], queryFn: ({ signal }) => api.home(signal) }),
  worklists: () => queryOptions({ queryKey: ['worklists'], queryFn: async ({ signal }) => (await api.worklists(signal)).items }),
  worklist: (kind: string, filter: Query) =>
    infiniteQueryOptions({
      queryKey: ['worklist', kind, filter],
      queryFn: ({ signal, pageParam }) => api.worklist(kind, { ...filter, ...pageParam }, signal),
      placeholderData: keepPreviousData,
      ...paged(500),
    }),
  workItem: (id: string) => queryOptions({ queryKey: ['work-item', id], queryFn: ({ signal }) => api.workItem(id, signal) }),
  views: () => queryOptions({ queryKey: ['views'], queryFn: async ({ signal }) => (await api.views(signal)).items }),
  findPatients: (text: string, limit = 20) =>
    queryOptions({
      queryKey: ['find', text, limit],
      queryFn: ({ signal }) => api.findPatients(text, limit, signal),
      enabled: text.trim().length > 1,
      placeholderData: keepPreviousData,
      staleTime: 10_000,
    }),
  /** Asked once for each question: every search is a line of the ledger. */
  searchDocuments: ({ text, patient, author, from, until, type }: Omit<DocumentSearch, 'limit' | 'offset'>) =>
    infiniteQueryOptions({
      queryKey: ['document-search', { text, patient, author, from, until, type }],
      queryFn: ({ signal, pageParam }) => api.searchDocuments({ text, patient, author: author || undefined, from: from || undefined, until: until || undefined, type: type || undefined, limit: 20, offset: pageParam }, signal),
      initialPageParam: 0,
      getNextPageParam: (last: DocumentHits, pages: DocumentHits[]): number | undefined => {
        const shown = pages.reduce((sum, page) => sum + page.items.length, 0)
        return last.items.length && shown < last.total ? shown : undefined
      },
      enabled: text.trim().length > 0,
      staleTime: 300_000,
      retry: false,
    }),
  patient: (id: string) => queryOptions({ queryKey: ['patient', id], queryFn: ({ signal }) => api.patient(id, signal) }),
  timeline: (id: string, filter: Query) =>
    infiniteQueryOptions({
      queryKey: ['patient', id, 'timeline', filter],
      queryFn: ({ signal, pageParam }) => api.timeline(id, { ...filter, ...pageParam }, signal),
      // Another filter of the same chart keeps what stood there; another person's chart never does.
      placeholderData: (before, query) => (query?.queryKey[1] === id ? before : undefined),
      ...paged(10000),
    }),
  expected: (id: string) => queryOptions({ queryKey: ['patient', id, 'expected'], queryFn: ({ signal }) => api.expected(id, signal) }),
  patientLedger: (id: string, filter: Query) =>
    infiniteQueryOptions({
      queryKey: ['patient', id, 'ledger', filter],
      queryFn: ({ signal, pageParam }) => api.patientLedger(id, { ...filter, ...pageParam }, signal),
      placeholderData: keepPreviousData,
      ...paged(1000),
    }),
  document: (id: string) => queryOptions({ queryKey: ['document', id], queryFn: ({ signal }) => api.document(id, signal) }),
  /** Another order of the same chart keeps what stood there until it comes. */
  arranged: (id: string, order: string | undefined, encounter: string | undefined) =>
    queryOptions({
      queryKey: ['patient', id, 'chart', order ?? '', encounter ?? ''],
      queryFn: ({ signal }) => api.arranged(id, { order, encounter }, signal),
      placeholderData: (before, query) => (query?.queryKey[1] === id ? before : undefined),
    }),
  encountersOf: (id: string) => queryOptions({ queryKey: ['patient', id, 'encounters'], queryFn: ({ signal }) => api.timeline(id, { kind: 'encounter', limit: 500 }, signal) }),
  completeness: (id: string) => queryOptions({ queryKey: ['patient', id, 'completeness'], queryFn: ({ signal }) => api.completeness(id, signal) }),
  /** `version`: of its item, which changes with it. */
  completenessOf: (encounter: string, version?: number) => queryOptions({ queryKey: ['completeness', encounter, version], queryFn: ({ signal }) => api.completenessOf(encounter, signal) }),
  distribution: () => queryOptions({ queryKey: ['distribution', 'figures'], queryFn: ({ signal }) => api.distribution(signal) }),
  copies: (filter: { trouble?: number; channel?: string; limit?: number }) => queryOptions({ queryKey: ['distribution', 'copies', filter], queryFn: ({ signal }) => api.copies(filter, signal) }),
  copyOfItem: (item: string) => queryOptions({ queryKey: ['distribution', 'item', item], queryFn: ({ signal }) => api.copyOfItem(item, signal) }),
  copyChanges: (id: string) => queryOptions({ queryKey: ['distribution', 'changes', id], queryFn: ({ signal }) => api.copyChanges(id, signal) }),
  whoHas: (type: string, id: string) => queryOptions({ queryKey: ['distribution', 'of', type, id], queryFn: ({ signal }) => api.whoHas(type, id, signal) }),
  optOuts: (patient?: string) => queryOptions({ queryKey: ['distribution', 'opt-outs', patient ?? ''], queryFn: ({ signal }) => api.optOuts(patient, signal) }),
  recipients: (like: string) => queryOptions({ queryKey: ['distribution', 'recipients', like], queryFn: ({ signal }) => api.recipients(like, signal) }),
  staffOwing: () => queryOptions({ queryKey: ['deficiencies', 'staff'], queryFn: ({ signal }) => api.staffOwing(signal) }),
  owed: (of: { responsible?: string; which?: string }) => queryOptions({ queryKey: ['deficiencies', 'owed', of], queryFn: ({ signal }) => api.owed(of, signal) }),
  deficiency: (id: string, version?: number) => queryOptions({ queryKey: ['deficiencies', id, version], queryFn: ({ signal }) => api.deficiency(id, signal) }),
  deficienciesOf: (patient: string) => queryOptions({ queryKey: ['deficiencies', 'patient', patient], queryFn: ({ signal }) => api.deficienciesOf(patient, signal) }),
  completionFigures: () => queryOptions({ queryKey: ['deficiencies', 'figures'], queryFn: ({ signal }) => api.completionFigures(signal) }),
  completionLetters: () => queryOptions({ queryKey: ['deficiencies', 'letters'], queryFn: ({ signal }) => api.completionLetters(signal) }),
  letterPreview: (of: string) => queryOptions({ queryKey: ['deficiencies', 'letter', of], queryFn: ({ signal }) => api.letterPreview(of, signal) }),
  suspensions: () => queryOptions({ queryKey: ['deficiencies', 'suspensions'], queryFn: ({ signal }) => api.suspensions(signal) }),
  placesOf: (document: string) => queryOptions({ queryKey: ['document', document, 'places'], queryFn: ({ signal }) => api.placesOf(document, signal) }),
  placesIn: (patient: string) => queryOptions({ queryKey: ['patient', patient, 'places'], queryFn: ({ signal }) => api.placesIn(patient, signal) }),
  encounter: (id: string) => queryOptions({ queryKey: ['encounter', id], queryFn: ({ signal }) => api.encounter(id, signal) }),
  messages: (filter: Query) =>
    infiniteQueryOptions({
      queryKey: ['messages', filter],
      queryFn: ({ signal, pageParam }) => api.messages({ ...filter, ...pageParam }, signal),
      placeholderData: keepPreviousData,
      ...paged(500),
    }),
  message: (id: string) => queryOptions({ queryKey: ['message', id], queryFn: ({ signal }) => api.message(id, signal) }),
  candidates: (id: string) =>
    queryOptions({ queryKey: ['candidates', id], queryFn: async ({ signal }) => (await api.candidates(id, signal)).items }),
  /** Who may be the person described so far. Nobody else sees the question, and it is forgotten soon. */
  whoMayItBe: (question: IndexQuestion, enabled: boolean) =>
    queryOptions({ queryKey: ['who', question], queryFn: ({ signal }) => api.whoMayItBe(question, signal), enabled, placeholderData: keepPreviousData, gcTime: 30_000 }),
  registrationDesk: () => queryOptions({ queryKey: ['registration'], queryFn: ({ signal }) => api.registrationDesk(signal), staleTime: 300_000 }),
  indexFigures: (period: Query) => queryOptions({ queryKey: ['figures', period], queryFn: ({ signal }) => api.indexFigures(period, signal), placeholderData: keepPreviousData }),
  newDuplicates: (period: Query) => queryOptions({ queryKey: ['figures', 'new', period], queryFn: ({ signal }) => api.newDuplicates(period, signal), placeholderData: keepPreviousData }),
  /** Two records beside each other, of a work item. */
  identityPair: (item: string) => queryOptions({ queryKey: ['identity', item], queryFn: ({ signal }) => api.identityPair(item, signal) }),
  links: (patient: string) => queryOptions({ queryKey: ['patient', patient, 'links'], queryFn: ({ signal }) => api.links(patient, signal) }),
  mergePreview: (item: string, survivor: string) =>
    queryOptions({ queryKey: ['identity', item, 'preview', survivor], queryFn: ({ signal }) => api.mergePreview(item, survivor, signal) }),
  moves: (patient: string) => queryOptions({ queryKey: ['patient', patient, 'moves'], queryFn: ({ signal }) => api.moves(patient, signal) }),
  movePreview: (type: string, id: string) => queryOptions({ queryKey: ['move-preview', type, id], queryFn: ({ signal }) => api.movePreview(type, id, signal), gcTime: 30_000 }),
  seenMeanwhile: (move: string) => queryOptions({ queryKey: ['move', move, 'seen'], queryFn: ({ signal }) => api.seenMeanwhile(move, signal) }),
  overlay: (item: string) => queryOptions({ queryKey: ['overlay', item], queryFn: ({ signal }) => api.overlay(item, signal) }),
  overlayCopies: (item: string) => queryOptions({ queryKey: ['overlay', item, 'copies'], queryFn: ({ signal }) => api.overlayCopies(item, signal) }),
  floor: () => queryOptions({ queryKey: ['floor', 'wards'], queryFn: ({ signal }) => api.floor(signal) }),
  floorFigures: () => queryOptions({ queryKey: ['floor', 'figures'], queryFn: ({ signal }) => api.floorFigures(signal) }),
  statCalls: () => queryOptions({ queryKey: ['floor', 'calls'], queryFn: ({ signal }) => api.statCalls(signal) }),
  callOfItem: (item: string, version?: number) => queryOptions({ queryKey: ['floor', 'call-of-item', item, version], queryFn: ({ signal }) => api.callOfItem(item, signal) }),
  looseFiling: () => queryOptions({ queryKey: ['floor', 'loose'], queryFn: ({ signal }) => api.looseFiling(signal) }),
  dataEntryDesk: () => queryOptions({ queryKey: ['data-entry', 'desk'], queryFn: ({ signal }) => api.dataEntryDesk(signal) }),
  dataEntry: (id: string) => queryOptions({ queryKey: ['data-entry', id], queryFn: ({ signal }) => api.dataEntry(id, signal) }),
  entryOfItem: (item: string, version?: number) => queryOptions({ queryKey: ['data-entry', 'item', item, version], queryFn: ({ signal }) => api.entryOfItem(item, signal) }),
  dataEntryFigures: () => queryOptions({ queryKey: ['data-entry', 'figures'], queryFn: ({ signal }) => api.dataEntryFigures(signal) }),
  typedValues: (patient: string) => queryOptions({ queryKey: ['patient', patient, 'typed-values'], queryFn: ({ signal }) => api.typedValues(patient, signal) }),
  queryFigures: () => queryOptions({ queryKey: ['queries', 'figures'], queryFn: ({ signal }) => api.queryFigures(signal) }),
  amendments: () => queryOptions({ queryKey: ['amendments', 'open'], queryFn: ({ signal }) => api.amendments(signal) }),
  amendment: (id: string) => queryOptions({ queryKey: ['amendments', id], queryFn: ({ signal }) => api.amendment(id, signal) }),
  amendmentOfItem: (item: string) => queryOptions({ queryKey: ['amendments', 'item', item], queryFn: ({ signal }) => api.amendmentOfItem(item, signal) }),
  amendmentsOf: (patient: string) => queryOptions({ queryKey: ['amendments', 'patient', patient], queryFn: ({ signal }) => api.amendmentsOf(patient, signal) }),
  amendmentsAt: (document: string) => queryOptions({ queryKey: ['amendments', 'document', document], queryFn: ({ signal }) => api.amendmentsAt(document, signal) }),
  amendmentTerms: () => queryOptions({ queryKey: ['amendments', 'terms'], queryFn: ({ signal }) => api.amendmentTerms(signal), staleTime: 60_000 }),
  amendmentFigures: () => queryOptions({ queryKey: ['amendments', 'figures'], queryFn: ({ signal }) => api.amendmentFigures(signal) }),
  warningOfItem: (item: string) => queryOptions({ queryKey: ['record-warning', item], queryFn: ({ signal }) => api.warningOfItem(item, signal) }),
  warningsAt: (document: string) => queryOptions({ queryKey: ['record-warnings', document], queryFn: ({ signal }) => api.warningsAt(document, signal) }),
  warningFigures: () => queryOptions({ queryKey: ['record-warnings', 'figures'], queryFn: ({ signal }) => api.warningFigures(signal) }),
  queryTerms: () => queryOptions({ queryKey: ['query-terms'], queryFn: ({ signal }) => api.queryTerms(signal), staleTime: 60_000 }),
  queriesOf: (patient: string) => queryOptions({ queryKey: ['patient', patient, 'queries'], queryFn: ({ signal }) => api.queriesOf(patient, signal) }),
  mine: () => queryOptions({ queryKey: ['mine'], queryFn: ({ signal }) => api.mine(signal) }),
  signable: (id: string) => queryOptions({ queryKey: ['signable', id], queryFn: ({ signal }) => api.signable(id, signal) }),
  signers: () => queryOptions({ queryKey: ['signers'], queryFn: async ({ signal }) => (await api.signers(signal)).items }),
  signatureTerms: () => queryOptions({ queryKey: ['signature-terms'], queryFn: ({ signal }) => api.signatureTerms(signal), staleTime: 300_000 }),
  correctionOfItem: (item: string, version: number) => queryOptions({ queryKey: ['correction-of-item', item, version], queryFn: ({ signal }) => api.correctionOfItem(item, signal) }),
  queryOfItem: (item: string) => queryOptions({ queryKey: ['query-of-item', item], queryFn: ({ signal }) => api.queryOfItem(item, signal) }),
  codingCase: (encounter: string) => queryOptions({ queryKey: ['coding', encounter], queryFn: ({ signal }) => api.codingCase(encounter, signal) }),
  codeSuggestions: (encounter: string) => queryOptions({ queryKey: ['coding-suggestions', encounter], queryFn: ({ signal }) => api.codeSuggestions(encounter, signal), staleTime: 60_000 }),
  foundCodes: (words: string, on?: string) => queryOptions({ queryKey: ['code-search', words, on], queryFn: ({ signal }) => api.searchCodes({ words, on, limit: 12 }, signal), enabled: words.length > 1, placeholderData: keepPreviousData, staleTime: 300_000, retry: false }),
  foundServices: (words: string, on?: string) => queryOptions({ queryKey: ['code-search', 'services', words, on], queryFn: ({ signal }) => api.searchCodes({ words, on, system: 'services', limit: 30 }, signal), enabled: words.length > 1, placeholderData: keepPreviousData, staleTime: 300_000, retry: false }),
  serviceLicence: (on?: string) => queryOptions({ queryKey: ['code-books', 'licence', on], queryFn: ({ signal }) => api.serviceCodes({ words: '', on, limit: 1 }, signal), staleTime: 300_000, retry: false }),
  tabularCode: (asked: { code?: string; level?: string; on?: string }) => queryOptions({ queryKey: ['code-books', 'tabular', asked], queryFn: ({ signal }) => api.tabularCode(asked, signal), staleTime: 300_000, retry: false }),
  procedureChoices: (pattern: string, on?: string) => queryOptions({ queryKey: ['code-books', 'procedures', pattern, on], queryFn: ({ signal }) => api.procedureChoices({ pattern, on }, signal), placeholderData: keepPreviousData, staleTime: 300_000, retry: false }),
  codeQuestions: (asked: { answers: string; words?: string; on?: string }) => queryOptions({ queryKey: ['code-books', 'questions', asked], queryFn: ({ signal }) => api.codeQuestions(asked, signal), placeholderData: keepPreviousData, staleTime: 300_000, retry: false }),
  indexEntries: (asked: { book: string; words: string; path?: string; on?: string }) => queryOptions({ queryKey: ['code-books', 'index', asked], queryFn: ({ signal }) => api.indexEntries({ ...asked, limit: 60 }, signal), enabled: !!asked.path || asked.words.length > 0, placeholderData: keepPreviousData, staleTime: 300_000, retry: false }),
  keptCodes: () => queryOptions({ queryKey: ['kept-codes'], queryFn: ({ signal }) => api.keptCodes(signal) }),
  codesBefore: (encounter: string) => queryOptions({ queryKey: ['coding-before', encounter], queryFn: ({ signal }) => api.codesBefore(encounter, signal) }),
  caseMix: (asked: { by: string; from?: string; until?: string; group?: string }) => queryOptions({ queryKey: ['case-mix', asked], queryFn: ({ signal }) => api.caseMix(asked, signal), placeholderData: keepPreviousData }),
  misfile: (item: string) => queryOptions({ queryKey: ['misfile', item], queryFn: ({ signal }) => api.misfile(item, signal) }),
  misfileSeen: (item: string) => queryOptions({ queryKey: ['misfile', item, 'seen'], queryFn: ({ signal }) => api.misfileSeen(item, signal) }),
  imagingStudy: (id: string) => queryOptions({ queryKey: ['imaging-study', id], queryFn: ({ signal }) => api.imagingStudy(id, signal) }),
  imagingObject: (id: string) => queryOptions({ queryKey: ['imaging-object', id], queryFn: ({ signal }) => api.imagingObject(id, signal) }),
  heldImaging: (item: string) => queryOptions({ queryKey: ['held-imaging', item], queryFn: ({ signal }) => api.heldImaging(item, signal) }),
  withheld: (patient: string) => queryOptions({ queryKey: ['patient', patient, 'withheld'], queryFn: ({ signal }) => api.withheld(patient, signal) }),
  recordDefinitions: () => queryOptions({ queryKey: ['record-definitions'], queryFn: ({ signal }) => api.recordDefinitions(signal), staleTime: 300_000 }),
  productionPreview: (patient: string, asked: Query) => queryOptions({ queryKey: ['productions', 'preview', patient, asked], queryFn: ({ signal }) => api.productionPreview(patient, asked, signal) }),
  /** While a set is being made the list looks again by itself. */
  productions: (patient: string) =>
    queryOptions({
      queryKey: ['productions', 'of', patient],
      queryFn: ({ signal }) => api.productions(patient, signal),
      refetchInterval: (query) => (query.state.data?.items.some((one) => one.state === 'waiting') ? 1000 : false),
    }),
  production: (id: string) =>
    queryOptions({ queryKey: ['productions', id], queryFn: ({ signal }) => api.production(id, signal), refetchInterval: (query) => (query.state.data?.state === 'waiting' ? 1000 : false) }),
  productionChanges: (id: string) => queryOptions({ queryKey: ['productions', id, 'changes'], queryFn: ({ signal }) => api.productionChanges(id, signal) }),
  /** The batches of the scanning desk; while pages are read the list looks again by itself. */
  scanBatches: (filter: Query) =>
    infiniteQueryOptions({
      queryKey: ['scans', filter],
      queryFn: ({ signal, pageParam }) => api.scanBatches({ ...filter, ...pageParam }, signal),
      placeholderData: keepPreviousData,
      refetchInterval: (query) => (query.state.data?.pages.some((page) => page.items.some(isBeingRead)) ? 2_000 : false),
      ...paged(500),
    }),
  /** The file room; every movement makes all of it stale. */
  paperScan: (code: string) => queryOptions({ queryKey: ['paper', 'scan', code], queryFn: ({ signal }) => api.scanPaper(code, signal) }),
  paperTerms: () => queryOptions({ queryKey: ['paper-terms'], queryFn: ({ signal }) => api.paperTerms(signal), staleTime: 300_000 }),
  paperHunt: (id: string) => queryOptions({ queryKey: ['paper', 'hunt', id], queryFn: ({ signal }) => api.paperHunt(id, signal) }),
  paperOf: (patient: string) => queryOptions({ queryKey: ['paper', 'of', patient], queryFn: ({ signal }) => api.paperOf(patient, signal) }),
  paperPlaces: (text: string) => queryOptions({ queryKey: ['paper-places', text], queryFn: async ({ signal }) => (await api.paperPlaces(text, signal)).items, enabled: text.length > 0, staleTime: 30_000 }),
  pullList: () => queryOptions({ queryKey: ['paper', 'pull-list'], queryFn: ({ signal }) => api.pullList(signal), refetchInterval: 20_000 }),
  shiftBoard: () => queryOptions({ queryKey: ['shift', 'board'], queryFn: ({ signal }) => api.shiftBoard(signal), refetchInterval: 20_000 }),
  shiftWalk: (requisitions: readonly string[], from: string | undefined, calls: boolean) =>
    // As it was planned until it is planned again: what is scanned on the way must not move the steps.
    queryOptions({ queryKey: ['shift-walk', requisitions, from, calls], queryFn: ({ signal }) => api.shiftWalk(requisitions, from, calls, signal), enabled: requisitions.length > 0, staleTime: Infinity, gcTime: 0 }),
  shiftArrivals: () => queryOptions({ queryKey: ['shift', 'arrivals'], queryFn: ({ signal }) => api.shiftArrivals(signal), refetchInterval: 30_000 }),
  shiftForecast: () => queryOptions({ queryKey: ['shift-forecast'], queryFn: ({ signal }) => api.shiftForecast(signal), staleTime: 600_000 }),
  handOff: (id?: string) => queryOptions({ queryKey: ['shift', 'hand-off', id ?? 'open'], queryFn: ({ signal }) => api.handOff(id, signal) }),
  handOffs: () => queryOptions({ queryKey: ['shift', 'hand-offs'], queryFn: ({ signal }) => api.handOffs(signal) }),
  shiftRoom: () => queryOptions({ queryKey: ['shift', 'room'], queryFn: ({ signal }) => api.shiftRoom(signal), refetchInterval: 30_000 }),
  paperOverdue: () => queryOptions({ queryKey: ['paper', 'overdue'], queryFn: ({ signal }) => api.paperOverdue(signal) }),
  shelfAudits: () => queryOptions({ queryKey: ['paper', 'audits'], queryFn: async ({ signal }) => (await api.shelfAudits(true, signal)).items }),
  shelfAudit: (id: string) => queryOptions({ queryKey: ['paper', 'audit', id], queryFn: ({ signal }) => api.shelfAudit(id, signal), enabled: !!id }),
  misfileRates: () => queryOptions({ queryKey: ['paper', 'misfile-rates'], queryFn: ({ signal }) => api.misfileRates(signal) }),
  counterScans: () => queryOptions({ queryKey: ['counter', 'scans'], queryFn: ({ signal }) => api.counterScans(signal), refetchInterval: 60_000 }),
  placesBelow: (parent?: string) => queryOptions({ queryKey: ['paper-places', 'below', parent ?? ''], queryFn: async ({ signal }) => (await api.placesBelow(parent, signal)).items }),
  shelfPlan: (room: string, capacity: number) => queryOptions({ queryKey: ['paper-places', 'plan', room, capacity], queryFn: ({ signal }) => api.shelfPlan(room, capacity, signal) }),
  holdings: (asked?: HoldingsQuestion) => queryOptions({ queryKey: ['holdings', asked ?? {}], queryFn: () => api.holdings(asked ?? {}), enabled: !!asked, gcTime: 0, retry: false }),
  offSiteOrders: (closed: boolean) => queryOptions({ queryKey: ['paper', 'off-site', closed], queryFn: ({ signal }) => api.offSiteOrders(closed, signal) }),
  offSiteOrder: (id: string) => queryOptions({ queryKey: ['paper', 'off-site-order', id], queryFn: ({ signal }) => api.offSiteOrder(id, signal) }),
  offSiteFigures: () => queryOptions({ queryKey: ['paper', 'off-site-figures'], queryFn: ({ signal }) => api.offSiteFigures(signal) }),
  retirement: (room: string, from: string, until: string) => queryOptions({ queryKey: ['paper', 'retirement', room, from, until], queryFn: ({ signal }) => api.retirement(room, from, until, signal), enabled: !!room }),
  downtime: () => queryOptions({ queryKey: ['downtime'], queryFn: ({ signal }) => api.downtime(signal), refetchInterval: 30_000 }),
  downtimeEvent: (id: string) => queryOptions({ queryKey: ['downtime', id], queryFn: ({ signal }) => api.downtimeEvent(id, signal) }),
  disasters: () => queryOptions({ queryKey: ['disasters'], queryFn: ({ signal }) => api.disasters(signal) }),
  disaster: (id: string) => queryOptions({ queryKey: ['disasters', id], queryFn: ({ signal }) => api.disaster(id, signal), refetchInterval: 20_000 }),
  paperFigures: () => queryOptions({ queryKey: ['paper', 'figures'], queryFn: ({ signal }) => api.paperFigures(signal) }),
  scanBatch: (id: string) =>
    queryOptions({ queryKey: ['scan', id], queryFn: ({ signal }) => api.scanBatch(id, signal), refetchInterval: (query) => (query.state.data && isBeingRead(query.state.data) ? 1_500 : false) }),
  scanDocument: (id: string, patient: string | undefined, version: number) =>
    queryOptions({
      queryKey: ['scan-document', id, patient, version],
      queryFn: ({ signal }) => api.scanDocument(id, patient, signal),
      // The same document in another chart keeps what stood there meanwhile; another document never does.
      placeholderData: (before, query) => (query?.queryKey[1] === id ? before : undefined),
    }),
  scanWords: (page: string) => queryOptions({ queryKey: ['scan-words', page], queryFn: ({ signal }) => api.scanWords(page, signal), staleTime: 300_000 }),
  scanTypes: () => queryOptions({ queryKey: ['scan-types'], queryFn: async ({ signal }) => (await api.scanTypes(signal)).items, staleTime: 300_000 }),
  reconciliation: () => queryOptions({ queryKey: ['reconciliation'], queryFn: ({ signal }) => api.reconciliation(signal) }),
  jobs: () =>
    queryOptions({ queryKey: ['jobs'], queryFn: async ({ signal }) => (await api.jobs(undefined, signal)).items, refetchInterval: 3_000 }),
  ledger: (filter: Query) =>
    infiniteQueryOptions({
      queryKey: ['ledger', filter],
      queryFn: ({ signal, pageParam }) => api.ledger({ ...filter, ...pageParam }, signal),
      placeholderData: keepPreviousData,
      ...paged(1000),
    }),
  users: () => queryOptions({ queryKey: ['users'], queryFn: async ({ signal }) => (await api.users(signal)).items }),
  roles: () => queryOptions({ queryKey: ['roles'], queryFn: async ({ signal }) => (await api.roles(signal)).items, staleTime: 300_000 }),
  partners: () => queryOptions({ queryKey: ['partners'], queryFn: async ({ signal }) => (await api.partners(signal)).items }),
  outbox: () =>
    queryOptions({ queryKey: ['outbox'], queryFn: async ({ signal }) => (await api.outbox(signal)).items, refetchInterval: 10_000 }),
  rules: () => rules,
  /** The coded reasons of a kind of work: those for `event`, or those for which no event is named. */
  reasons: (kind: string, event?: string) =>
    queryOptions({ ...rules, select: (list: Rule[]) => reasonsOf(list, kind, event) }),
  /** What one person did to one record in a time: at most the server's longest list. */
  deeds: (patient: string, user: string, from: string, until: string) =>
    queryOptions({
      queryKey: ['patient', patient, 'deeds', user, from, until],
      queryFn: ({ signal }) => api.patientLedger(patient, { user, from, until, sort: 'at', limit: 1000 }, signal),
    }),
  glassUses: (unreviewed: boolean) =>
    queryOptions({ queryKey: ['glass', unreviewed], queryFn: async ({ signal }) => (await api.glassUses(unreviewed, signal)).items }),
  /** The open reviews, so that a use finds its work item. */
  glassReviews: () => queryOptions({ queryKey: ['glass', 'items'], queryFn: ({ signal }) => api.worklist('glass-review', { limit: 500 }, signal) }),
  palette: (text: string) =>
    queryOptions({
      queryKey: ['palette', text],
      queryFn: async ({ signal }) => (await api.palette(text, signal)).items,
      enabled: text.trim().length > 1,
      placeholderData: keepPreviousData,
    }),
}

/** The rows of all pages read so far, and how many the server has. */
export const rowsOf = <T>(data: { pages: { items: T[]; total: number }[] } | undefined) => ({
  rows: data?.pages.flatMap((page) => page.items) ?? [],
  total: data?.pages[0]?.total ?? 0,
})
