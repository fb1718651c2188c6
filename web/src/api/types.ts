// SPDX-License-Identifier: Apache-2.0
// Names for the shapes of the server's description, as the screens use them. The shapes themselves are generated (schema.ts).
import type * as s from './schema'

export type {
  CounterReply, CounterScan, CounterScans, DeviceScan, MisfileRates, NewShelfAudit, ShelfAudit, ShelfAuditRow, ShelfFinding, ShelfFindingAnswer,
  ArrangedChart, ChartOrder, ChartSection, Completeness, CompletenessAct, CompletenessList, MissingDocument, NewPagePlace, PagePlace, PagePlaces, PageRegion, PlaceRetraction,
  CompletionFigures, CompletionKey, CompletionLetter, CompletionLetters, Deficiencies, Deficiency, DeficiencyAct, LetterText, StaffOwing, Suspension, Suspensions,
  Candidate, CopyHolder, CopyHolders, Document, HeldImaging, HeldImagingAssignment, ImagingObject, ImagingObjectView, ImagingStudyView, DocumentHit, DocumentHits, DocumentSearch, Encounter, GlassOpened, GlassRequest, GlassUse, Home, IdentityPair, IdentityStep, IndexCandidate, IndexCandidates, IndexFigures, IndexPerson, IndexQuestion, Job, LedgerEntry, LooseFile, MatchContribution, MergePreview,
  Disaster, DisasterIdentity, DisasterInquiry, Disasters, Downtime, DowntimeAccounting, DowntimeEvent, DowntimeForm, DowntimeFormRun, DowntimePack, IdentityDescription, IdentityFound, IdentityRun, NewDisaster, NewDisclosure, NewDowntime, NewDowntimeForms, NewInquiry,
  MergeRequest, Message, MessageAssign, MessageIgnore, MessageReplay, MessageRow, Misfile, MisfileSign, MovedPiece, MovePatient, MovePreview, MoveRequest, NewDuplicate, NewPaperLook, NewPaperRequisition, NewPatient, NewScanBatch, NewUser, OutboxMessage, Overlay, OverlayPiece, OverlayReport, OverlaySide, OverlaySplit,
  Holding, HoldingsAnswer, HoldingsOf, HoldingsQuestion, NewOffSiteBox, NewOffSiteOrder, NewOldNumber, NewPaperPlace, NewPaperVolume, OffSiteFigures, OffSiteNotFound, OffSiteOrder, OffSiteOrders, OffSiteOrderView, OffSiteSaid, OffSiteScan, OldNumber, OldNumbers, RetirementList, ShelfPlan,
  OverlaySplitDone, PairField, PaletteHit, PaperFigures, PaperHunt, PaperMovementOrder, PaperOverdue, PaperPlace, PaperPrint, PaperRequisitions, PaperScan, PaperTerms, PaperVolume, PaperVolumes, PaperVolumeView, Partner, Patient, PatientBrief, PatientHit, PatientLink, PatientLinks, PullLines, Reconciliation, RecordMove,
  RecordMoves, RegistrationDesk, Role, Rule, ScanAct, ScanAnswer, ScanBalance, ScanBatch, ScanBatchRow, ScanBox, ScanCheck, ScanContradiction, ScanCount, ScanDocument, ScanDocumentRow, ScanDocumentType, ScanEdit, ScanEdits, ScanEvent, ScanEvidence, ScanField, ScanIndex, ScanPage, ScanPatientChoice, ScanQuestion,
  NewShiftVisit, ShiftArrival, ShiftArrivals, ShiftBoard, ShiftBoardLine, ShiftForecast, ShiftHandOff, ShiftHandOffRow, ShiftHandOffs, ShiftLine, ShiftRoom, ShiftSection, ShiftStep, ShiftWalk,
  CorrectedText, DocumentAmendment, DocumentCorrection, MyList, NewAmendment, NewCorrection, NewNote, NewSignatures, NewSigner, NotMine, NoteText, OwedLine, SignableDocument, SignatureTerms, Signatures, SignedAmendment, SignerKey, Signers, WrittenNote,
  Floor, FloorFigures, FloorFiling, FloorReceipt, FloorRun, FloorRunAsked, FloorScan, FloorScans, FloorWard, FloorWish, FloorWishSet, LooseFiled, LooseFiling, LooseReport, StatCall, StatCallAttempt, StatCalls, WardCopy,
  AbstractEntry, AbstractValue, CaseMix, CaseMixRow, CodedLine, CodedSheet, CodeEvidence, CodeSuggestions, CodeToVerify, CodingCase, CodingCases, CodingFinding, CodingQuestion, CodingStep, CodingWhatIf, FindingAnswer, FoundCodes, NewCodedLine,
  CodeQuestions, CodesBefore, CodeToKeep, IndexEntries, KeptCodes, ProcedureChoices, ServiceCodes, TabularCode,
  DataEntry, DataEntryDesk, DataEntryField, DataEntryFigures, DataEntryFinding, DataEntryFormField, DataEntryLine, DataEntryPrior, DataEntryPriorItem, DataEntryStep, DataEntryValue, DataEntryVerification, DataEntryVersion, DataEntryWarning, NewDataEntry, NewDataEntryValue, TypedValues,
  AmendmentFigures, AmendmentLinks, AmendmentRequest, AmendmentRequests, AmendmentTerms, NewAmendmentRequest, QueryFigures, RecordWarning, RecordWarningFigures, RecordWarnings,
  Distribution, DistributionAct, DistributionChanges, DistributionCopies, DistributionCopy, DistributionCopyRow, DistributionHolders, DistributionOptOuts, DistributionRecipient, DistributionRecipients, NewDistributionOptOut, NewDistributionRecipient,
  NewQuery, PhysicianQueries, PhysicianQuery, QueryAnswer, QueryFinding, QueryJudged, QueryStep, QueryTerms,
  Production, ProductionChanges, ProductionDetail, ProductionDocument, ProductionList, ProductionPreview, ProductionRequest, RecordDefinitions, ScanSameAsPrevious, ScanSheet, ScanSheetOrder, ScanValueChoice, ScanWord, ScanWords, SearchTerm, SeenMeanwhile, SeenOnce, Session, SignIn, Started, TakeBackRequest, TimelineEntry, Token, TokenRequest, UnmergeRequest, User, UserChange, Verified, View, WithheldList, WorkItem, WorklistSummary,
} from './schema'

export type Id = string
/** RFC 3339, UTC. */
export type Instant = string

export interface List<T> { items: T[]; total: number }

export type Tile = s.Home['tiles'][number]
export type Reason = s.WorklistSummary['reasons'][number]
export type EventOption = s.WorkItem['events'][number]
export type ActRequest = s.WorkItemAct
export type BulkRequest = s.WorkItemActs
export type BulkAnswer = s.WorkItemResults
export type BulkResult = s.WorkItemResults['results'][number]
/** With the id of a view of one's own: that view, changed. */
export type NewView = Omit<s.View, 'id' | 'mine'> & { id?: string }
export type Verdict = NonNullable<s.GlassReview['verdict']>
export type EntryKind = s.TimelineEntry['kind']
export type MessageState = s.MessageRow['state']
export type Segment = s.Message['segments'][number]
export type JobState = s.Job['state']
export type ProblemBody = Partial<s.Problem> & Pick<s.Problem, 'status'>
