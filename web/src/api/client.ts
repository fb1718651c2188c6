// SPDX-License-Identifier: Apache-2.0
// One function for each row of the table in docs/api.md: no caching, no state.
import { isCounter } from '@/ui/counter_here'
import { asList, file, get, post, query, remove, request, type Query } from './http'
import type * as t from './types'

const part = encodeURIComponent
const list = async <T>(path: string, signal?: AbortSignal) => asList(await get<t.List<T> | T[]>(path, signal))

export const api = {
  signIn: (body: t.SignIn) => post<t.Session>('/auth/sign-in', body),
  signOut: () => post<void>('/auth/sign-out', isCounter() ? { keeps: 'counter' } : {}),
  lock: () => post<void>('/auth/lock'),
  unlock: (password: string) => post<t.Session>('/auth/unlock', { password }),
  extend: () => post<t.Session>('/auth/extend'),
  session: (signal?: AbortSignal) => get<t.Session>('/api/session', signal),
  home: (signal?: AbortSignal) => get<t.Home>('/api/home', signal),

  worklists: (signal?: AbortSignal) => list<t.WorklistSummary>('/api/worklists', signal),
  worklist: (kind: string, filter: Query, signal?: AbortSignal) =>
    list<t.WorkItem>(`/api/worklists/${part(kind)}${query(filter)}`, signal),
  /** The same rows as a file, `columns` in their order. */
  exportWorklist: (kind: string, filter: Query) => file(`/api/worklists/${part(kind)}/export${query(filter)}`),
  exportMessages: (filter: Query) => file(`/api/messages/export${query(filter)}`),
  exportLedger: (filter: Query) => file(`/api/ledger/export${query(filter)}`),
  exportPatientLedger: (id: t.Id, filter: Query) => file(`/api/patients/${part(id)}/ledger/export${query(filter)}`),
  workItem: (id: t.Id, signal?: AbortSignal) => get<t.WorkItem>(`/api/work-items/${part(id)}`, signal),
  act: (id: t.Id, body: t.ActRequest) => post<t.WorkItem>(`/api/work-items/${part(id)}/acts`, body),
  actOnMany: (body: t.BulkRequest) => post<t.BulkAnswer>('/api/work-items/acts', body),
  views: (signal?: AbortSignal) => list<t.View>('/api/views', signal),
  saveView: (view: t.NewView) => post<t.View>('/api/views', view),
  deleteView: (id: t.Id) => remove(`/api/views/${part(id)}`),

  findPatients: (q: string, limit = 20, signal?: AbortSignal) => list<t.PatientHit>(`/api/patients/find${query({ q, limit })}`, signal),
  patient: (id: t.Id, signal?: AbortSignal) => get<t.Patient>(`/api/patients/${part(id)}`, signal),
  timeline: (id: t.Id, filter: Query, signal?: AbortSignal) =>
    list<t.TimelineEntry>(`/api/patients/${part(id)}/timeline${query(filter)}`, signal),
  expected: (id: t.Id, signal?: AbortSignal) => list<t.WorkItem>(`/api/patients/${part(id)}/expected`, signal),
  patientLedger: (id: t.Id, filter: Query, signal?: AbortSignal) =>
    list<t.LedgerEntry>(`/api/patients/${part(id)}/ledger${query(filter)}`, signal),
  document: (id: t.Id, signal?: AbortSignal) => get<t.Document>(`/api/documents/${part(id)}`, signal),
  documentUrl: (id: t.Id, version?: number) => `/api/documents/${part(id)}/content${query({ version })}`,
  /** What is looked for is the body: it stands in no address. */
  searchDocuments: (body: t.DocumentSearch, signal?: AbortSignal) => request<t.DocumentHits>('POST', '/api/documents/search', body, signal),
  documentTextUrl: (id: t.Id) => `/api/documents/${part(id)}/text`,
  /** The chart in an order: the usual one where none is named. */
  arranged: (id: t.Id, filter: Query, signal?: AbortSignal) => get<t.ArrangedChart>(`/api/patients/${part(id)}/chart${query(filter)}`, signal),
  completeness: (id: t.Id, signal?: AbortSignal) => get<t.CompletenessList>(`/api/patients/${part(id)}/completeness`, signal),
  completenessOf: (encounter: t.Id, signal?: AbortSignal) => get<t.Completeness>(`/api/encounters/${part(encounter)}/completeness`, signal),
  actOnCompleteness: (encounter: t.Id, body: t.CompletenessAct) => post<t.Completeness>(`/api/encounters/${part(encounter)}/completeness`, body),
  placesOf: (document: t.Id, signal?: AbortSignal) => get<t.PagePlaces>(`/api/documents/${part(document)}/places`, signal),
  placesIn: (patient: t.Id, signal?: AbortSignal) => get<t.PagePlaces>(`/api/patients/${part(patient)}/places`, signal),
  markPlace: (document: t.Id, body: t.NewPagePlace) => post<t.PagePlace>(`/api/documents/${part(document)}/places`, body),
  retractPlace: (id: t.Id, body: t.PlaceRetraction) => post<t.PagePlace>(`/api/places/${part(id)}/retract`, body),
  encounter: (id: t.Id, signal?: AbortSignal) => get<t.Encounter>(`/api/encounters/${part(id)}`, signal),

  messages: (filter: Query, signal?: AbortSignal) => list<t.MessageRow>(`/api/messages${query(filter)}`, signal),
  message: (id: t.Id, signal?: AbortSignal) => get<t.Message>(`/api/messages/${part(id)}`, signal),
  replay: (id: t.Id, body: t.MessageReplay) => post<t.Message>(`/api/messages/${part(id)}/replay`, body),
  assignPatient: (id: t.Id, body: t.MessageAssign) => post<t.Message>(`/api/messages/${part(id)}/assign`, body),
  ignore: (id: t.Id, body: t.MessageIgnore) => post<t.Message>(`/api/messages/${part(id)}/ignore`, body),
  candidates: (id: t.Id, signal?: AbortSignal) => list<t.Candidate>(`/api/loose/${part(id)}/candidates`, signal),
  fileLoose: (id: t.Id, body: t.LooseFile) =>
    post<t.WorkItem>(`/api/loose/${part(id)}/file`, body),

  identityPair: (id: t.Id, signal?: AbortSignal) => get<t.IdentityPair>(`/api/identity/${part(id)}`, signal),
  whoMayItBe: (question: t.IndexQuestion, signal?: AbortSignal) => request<t.IndexCandidates>('POST', '/api/index/candidates', question, signal),
  registrationDesk: (signal?: AbortSignal) => get<t.RegistrationDesk>('/api/registration', signal),
  register: (person: t.NewPatient) => post<t.IndexPerson>('/api/patients', person),
  indexFigures: (period: Query, signal?: AbortSignal) => get<t.IndexFigures>(`/api/index/figures${query(period)}`, signal),
  newDuplicates: (period: Query, signal?: AbortSignal) => list<t.NewDuplicate>(`/api/index/new-duplicates${query(period)}`, signal),
  mergePreview: (id: t.Id, survivor: t.Id, signal?: AbortSignal) =>
    get<t.MergePreview>(`/api/identity/${part(id)}/preview${query({ survivor })}`, signal),
  links: (patient: t.Id, signal?: AbortSignal) => get<t.PatientLinks>(`/api/patients/${part(patient)}/links`, signal),
  unmerge: (body: t.UnmergeRequest) => post<void>('/api/identity/unmerge', body),
  merge: (id: t.Id, body: t.MergeRequest) => post<t.WorkItem>(`/api/identity/${part(id)}/merge`, body),

  moves: (patient: t.Id, signal?: AbortSignal) => get<t.RecordMoves>(`/api/patients/${part(patient)}/moves`, signal),
  movePreview: (type: string, id: t.Id, signal?: AbortSignal) => get<t.MovePreview>(`/api/moves/preview${query({ type, id })}`, signal),
  move: (body: t.MoveRequest) => post<t.RecordMove>('/api/moves', body),
  takeBack: (move: t.Id, body: t.TakeBackRequest) => post<t.RecordMove>(`/api/moves/${part(move)}/take-back`, body),
  seenMeanwhile: (move: t.Id, signal?: AbortSignal) => get<t.SeenMeanwhile>(`/api/moves/${part(move)}/seen`, signal),
  suspectOverlay: (patient: t.Id, body: t.OverlayReport) => post<t.WorkItem>(`/api/patients/${part(patient)}/overlay`, body),
  overlay: (item: t.Id, signal?: AbortSignal) => get<t.Overlay>(`/api/overlays/${part(item)}`, signal),
  splitOverlay: (item: t.Id, body: t.OverlaySplit) => post<t.OverlaySplitDone>(`/api/overlays/${part(item)}/split`, body),
  overlayCopies: (item: t.Id, signal?: AbortSignal) => get<t.CopyHolders>(`/api/overlays/${part(item)}/copies`, signal),

  misfile: (item: t.Id, signal?: AbortSignal) => get<t.Misfile>(`/api/misfiles/${part(item)}`, signal),
  misfileSeen: (item: t.Id, signal?: AbortSignal) => get<t.SeenMeanwhile>(`/api/misfiles/${part(item)}/seen`, signal),
  imagingStudy: (id: t.Id, signal?: AbortSignal) => get<t.ImagingStudyView>(`/api/imaging-studies/${part(id)}`, signal),
  imagingObject: (id: t.Id, signal?: AbortSignal) => get<t.ImagingObjectView>(`/api/imaging-objects/${part(id)}`, signal),
  imagingFrameUrl: (id: t.Id, frame: number) => `/api/imaging-objects/${part(id)}/frames/${frame}`,
  imagingOriginalUrl: (id: t.Id) => `/api/imaging-objects/${part(id)}/original`,
  heldImaging: (item: t.Id, signal?: AbortSignal) => get<t.HeldImaging>(`/api/held-imaging/${part(item)}`, signal),
  assignHeldImaging: (item: t.Id, body: t.HeldImagingAssignment) => post<t.WorkItem>(`/api/held-imaging/${part(item)}/assign`, body),
  withheld: (patient: t.Id, signal?: AbortSignal) => get<t.WithheldList>(`/api/patients/${part(patient)}/withheld`, signal),

  recordDefinitions: (signal?: AbortSignal) => get<t.RecordDefinitions>('/api/record-definitions', signal),
  productionPreview: (patient: t.Id, asked: Query, signal?: AbortSignal) => get<t.ProductionPreview>(`/api/patients/${part(patient)}/productions/preview${query(asked)}`, signal),
  productions: (patient: t.Id, signal?: AbortSignal) => get<t.ProductionList>(`/api/patients/${part(patient)}/productions`, signal),
  startProduction: (patient: t.Id, body: t.ProductionRequest) => post<t.Production>(`/api/patients/${part(patient)}/productions`, body),
  production: (id: t.Id, signal?: AbortSignal) => get<t.ProductionDetail>(`/api/productions/${part(id)}`, signal),
  productionChanges: (id: t.Id, signal?: AbortSignal) => get<t.ProductionChanges>(`/api/productions/${part(id)}/changes`, signal),
  scanPaper: (code: string, signal?: AbortSignal) => get<t.PaperScan>(`/api/paper/scan${query({ code })}`, signal),
  paperTerms: (signal?: AbortSignal) => get<t.PaperTerms>('/api/paper/terms', signal),
  paperVolume: (id: t.Id, signal?: AbortSignal) => get<t.PaperVolumeView>(`/api/paper/volumes/${part(id)}`, signal),
  movePaper: (id: t.Id, body: t.PaperMovementOrder) => post<t.PaperVolumeView>(`/api/paper/volumes/${part(id)}/movements`, body),
  paperHunt: (id: t.Id, signal?: AbortSignal) => get<t.PaperHunt>(`/api/paper/volumes/${part(id)}/hunt`, signal),
  lookForPaper: (id: t.Id, body: t.NewPaperLook) => post<t.PaperHunt>(`/api/paper/volumes/${part(id)}/looks`, body),
  paperOf: (patient: t.Id, signal?: AbortSignal) => get<t.PaperVolumes>(`/api/patients/${part(patient)}/paper`, signal),
  paperPlaces: (text: string, signal?: AbortSignal) => list<t.PaperPlace>(`/api/paper/places${query({ text, limit: 40 })}`, signal),
  askForPaper: (body: t.NewPaperRequisition) => post<t.PaperRequisitions>('/api/paper/requisitions', body),
  pullList: (signal?: AbortSignal) => get<t.PullLines>('/api/paper/pull-list', signal),
  paperOverdue: (signal?: AbortSignal) => get<t.PaperOverdue>('/api/paper/overdue?limit=500', signal),
  paperFigures: (signal?: AbortSignal) => get<t.PaperFigures>('/api/paper/figures', signal),
  printPaper: (body: t.PaperPrint) => file('/api/paper/print', body),
  shelfAudits: (all?: boolean, signal?: AbortSignal) => list<t.ShelfAuditRow>(`/api/paper/audits${query({ all: all ? 1 : undefined })}`, signal),
  shelfAudit: (id: t.Id, signal?: AbortSignal) => get<t.ShelfAudit>(`/api/paper/audits/${part(id)}`, signal),
  planShelfAudit: (body: t.NewShelfAudit) => post<t.ShelfAudit>('/api/paper/audits', body),
  answerShelfFinding: (id: t.Id, body: t.ShelfFindingAnswer) => post<t.ShelfAudit>(`/api/paper/audits/${part(id)}/findings`, body),
  misfileRates: (signal?: AbortSignal) => get<t.MisfileRates>('/api/paper/misfile-rates', signal),
  counterScans: (signal?: AbortSignal) => get<t.CounterScans>('/api/counter/scans', signal),
  /** What a device scanned, each of its numbers once however often it is sent. */
  sendCounterScans: (body: { device: string; scans: t.DeviceScan[] }) => post<t.CounterScans>('/api/counter/scans', body),
  replyToCounterScan: (id: t.Id, body: t.CounterReply) => post<t.CounterScan>(`/api/counter/scans/${part(id)}/answer`, body),
  dropCounterScan: (id: t.Id, body: { reason: string }) => post<t.CounterScan>(`/api/counter/scans/${part(id)}/drop`, body),
  scanBatches: (filter: Query, signal?: AbortSignal) => list<t.ScanBatchRow>(`/api/scanning/batches${query(filter)}`, signal),
  prepareScan: (header: t.NewScanBatch) => post<t.ScanBatch>('/api/scanning/batches', header),
  /** The file itself is the body; what it is stands in its type. */
  feedScan: (batch: t.Id, file: Blob, again = 0) => post<t.ScanBatch>(`/api/scanning/batches/${part(batch)}/files${query({ again: again || undefined })}`, file),
  countScan: (batch: t.Id, body: t.ScanCount) => post<t.ScanBatch>(`/api/scanning/batches/${part(batch)}/count`, body),
  scanBatch: (batch: t.Id, signal?: AbortSignal) => get<t.ScanBatch>(`/api/scanning/batches/${part(batch)}`, signal),
  coverSheets: (order: t.ScanSheetOrder) => file('/api/scanning/cover-sheets', order),
  editScan: (batch: t.Id, body: t.ScanEdits) => post<t.ScanBatch>(`/api/scanning/batches/${part(batch)}/edits`, body),
  answerScan: (question: t.Id, body: t.ScanAnswer) => post<t.ScanBatch>(`/api/scanning/questions/${part(question)}/answer`, body),
  actOnScan: (batch: t.Id, body: t.ScanAct) => post<t.ScanBatch>(`/api/scanning/batches/${part(batch)}/acts`, body),
  commitScan: (batch: t.Id, version: number) => post<t.ScanBatch>(`/api/scanning/batches/${part(batch)}/commit`, { version }),
  scanImageUrl: (page: t.Id, version?: 'original') => `/api/scanning/pages/${part(page)}/image${query({ version })}`,
  scanThumbnailUrl: (page: t.Id) => `/api/scanning/pages/${part(page)}/thumbnail`,
  scanWords: (page: t.Id, signal?: AbortSignal) => get<t.ScanWords>(`/api/scanning/pages/${part(page)}/words`, signal),
  scanTypes: (signal?: AbortSignal) => list<t.ScanDocumentType>('/api/scanning/types', signal),
  scanDocument: (document: t.Id, patient?: t.Id, signal?: AbortSignal) => get<t.ScanDocument>(`/api/scanning/documents/${part(document)}${query({ patient })}`, signal),
  indexScan: (document: t.Id, body: t.ScanIndex) => post<t.ScanDocument>(`/api/scanning/documents/${part(document)}/index`, body),
  indexScanAsPrevious: (document: t.Id, body: t.ScanSameAsPrevious) => post<t.ScanDocument>(`/api/scanning/documents/${part(document)}/same-as-previous`, body),
  checkScan: (document: t.Id, body: t.ScanCheck) => post<t.ScanBatch>(`/api/scanning/documents/${part(document)}/check`, body),

  reconciliation: (signal?: AbortSignal) => get<t.Reconciliation | null>('/api/reconciliation', signal),
  jobs: (kind?: string, signal?: AbortSignal) => list<t.Job>(`/api/jobs${query({ kind })}`, signal),
  startJob: (kind: string) => post<t.Started>('/api/jobs', { kind }),
  cancelJob: (id: t.Id) => post<unknown>(`/api/jobs/${part(id)}/cancel`),
  retryJob: (id: t.Id) => post<unknown>(`/api/jobs/${part(id)}/retry`),
  ledger: (filter: Query, signal?: AbortSignal) => list<t.LedgerEntry>(`/api/ledger${query(filter)}`, signal),
  verify: (signal?: AbortSignal) => get<t.Verified>('/api/ledger/verify', signal),

  users: (signal?: AbortSignal) => list<t.User>('/api/users', signal),
  addUser: (body: t.NewUser) =>
    post<t.User>('/api/users', body),
  changeUser: (name: string, body: t.UserChange) =>
    post<t.User>(`/api/users/${part(name)}`, body),
  issueToken: (name: string, body: t.TokenRequest) =>
    post<t.Token>(`/api/users/${part(name)}/tokens`, body),
  roles: (signal?: AbortSignal) => list<t.Role>('/api/roles', signal),
  partners: (signal?: AbortSignal) => list<t.Partner>('/api/partners', signal),
  savePartner: (partner: Partial<t.Partner>) => post<t.Partner>('/api/partners', partner),
  outbox: (signal?: AbortSignal) => list<t.OutboxMessage>('/api/outbox', signal),
  retryOutbox: (id: t.Id) => post<void>(`/api/outbox/${part(id)}/retry`),
  cancelOutbox: (id: t.Id) => post<void>(`/api/outbox/${part(id)}/cancel`),
  rules: (signal?: AbortSignal) => list<t.Rule>('/api/rules', signal),
  breakGlass: (body: t.GlassRequest) =>
    post<t.GlassOpened>('/api/glass', body),
  glassUses: (unreviewed: boolean, signal?: AbortSignal) =>
    list<t.GlassUse>(`/api/glass${query({ unreviewed: unreviewed ? 1 : undefined })}`, signal),
  reviewGlass: (id: t.Id, verdict: t.Verdict, finding: string) => post<unknown>(`/api/glass/${part(id)}/review`, { verdict, finding }),
  palette: (q: string, signal?: AbortSignal) => list<t.PaletteHit>(`/api/palette${query({ q })}`, signal),
}
