// SPDX-License-Identifier: Apache-2.0
// The imaging desk: from a stack of paper to documents in charts. Each act is one unit, and the batch's version says whether
// somebody was faster.
#pragma once
#include "base/clock.hpp"
#include "base/function_ref.hpp"
#include "department/chart/chart_service.hpp"
#include "department/document_imaging/arrangement.hpp"
#include "department/document_imaging/imaging_rules.hpp"
#include "department/document_imaging/imaging_store.hpp"
#include "department/document_imaging/page_clues.hpp"
#include "department/document_imaging/separation.hpp"
#include "department/encounters/encounter_service.hpp"
#include "department/page_reader/page_reader.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/jobs/job_service.hpp"
#include "record/worklists/worklist_service.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace charta::document_imaging {

/// A document that somebody waits for, as other departments know it.
struct Promise {
  WorkItemId item;
  std::string title, order, encounter;  ///< FHIR ids of what promised it
  std::vector<std::string> types;       ///< LOINC; empty: any
  std::string placer_assigner, placer;  ///< of the order, by which the arriving document is known
  std::optional<Instant> due_at;
};

/// Wired in app/.
struct ImagingQuestions {
  std::function<Result<std::vector<Promise>>(store::Reader&, PatientId)> promises;
};

struct BatchView {
  BatchRow row;
  std::vector<Feed> feeds;
  std::vector<Page> pages;
  std::vector<Draft> drafts;
  std::vector<Question> questions;
  Balance balance;
  std::vector<worklists::Offer> offers;
  std::optional<Instant> due_at;
};

/// One of several files that came together; the bytes are the caller's.
struct IncomingFile {
  BytesView bytes;
  std::string media_type;
};

/// A file that came without a clerk.
struct Taken {
  BatchId batch;
  bool was_known = false;  ///< this very file was taken before: nothing was done
};

struct ImageBytes {
  Bytes bytes;
  std::string media_type;
};

struct Suggested {
  std::string value, display;
  int confidence = 0;
  std::vector<Evidence> evidence;
};
struct SuggestedPatient {
  patient_index::PatientHit patient;
  Likeness likeness;
};
struct SuggestedEncounter {
  encounters::VisitRow visit;
  int confidence = 0;
  std::vector<Evidence> evidence;
};
struct SuggestedPromise {
  Promise promise;
  int confidence = 0;
};
struct Suggestions {
  std::vector<SuggestedPatient> patients;
  std::vector<SuggestedEncounter> encounters;
  std::vector<Suggested> types, service_dates, authors;
  std::vector<SuggestedPromise> promises;
};
struct ShownContradiction {
  Contradiction contradiction;
  PatientId other;  ///< whose it is, where the number says so
  bool answered = false;
};
struct FieldNeed {
  std::string name, why;
  bool required = false, key_twice = false;
  int confidence = 0;
};
struct DraftView {
  Batch batch;
  Draft draft;
  std::vector<PageId> pages;
  std::vector<FieldNeed> fields;
  Suggestions suggestions;
  std::vector<ShownContradiction> contradictions;
  DocumentId previous, next;
};

struct IndexCommand {
  PatientId patient;
  std::vector<std::string> confirmed;  ///< two of name, birth_date, mrn: what the clerk compared with the page
  std::string encounter, type, service_date, author;
  WorkItemId expected;
  std::string again_patient, again_type, again_service_date;  ///< keyed a second time
  std::vector<std::string> answered;                          ///< contradictions to which the clerk says that the chart is right
  std::int64_t version = 0;
};
struct SameAsPrevious {
  std::vector<std::string> confirmed, answered;
  std::string type, service_date;  ///< empty: as the document before
  std::int64_t version = 0;
};

/// Sheets to print: of one patient, of one type, or patches that only part.
struct SheetOrder {
  cover_sheet::Kind kind = cover_sheet::Kind::patient;
  PatientId patient;
  std::string encounter, document_type;
  int count = 1;
  bool as_zpl = false;  ///< for a label printer (ZPL II); else a PDF
};
constexpr int sheets_at_once = 200;

class ImagingService {
 public:
  ImagingService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                 encounters::EncounterService& encounters, worklists::WorklistService& worklists, jobs::JobService& jobs,
                 ledger::Ledger& ledger, const Clock& clock, KeySource& keys, page_reader::PageReader& reader, SheetReader sheets,
                 ImagingRules rules, ImagingQuestions questions)
      : store_(store),
        resources_(resources),
        index_(index),
        encounters_(encounters),
        worklists_(worklists),
        jobs_(jobs),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        reader_(reader),
        sheets_(std::move(sheets)),
        rules_(std::move(rules)),
        questions_(std::move(questions)) {}

  /// At start-up: the queue `scan-batch` and the job `read-scans`.
  void declare();
  const ImagingRules& rules() const { return rules_; }

  // Batches. All ask file-documents.
  Result<BatchId> prepare(const access::Actor& actor, const BatchHeader& header);
  /// The file is durable, and its reading ordered, when this returns. The same file is taken once.
  /// Errors: `missing` (no bytes), `business_rule` (this file is in a batch already; the batch does not wait for files).
  Result<void> feed(const access::Actor& actor, BatchId batch, BytesView bytes, const std::string& media_type,
                    std::int64_t again = 0);
  /// A batch of one file that came by a folder or the console. Its bytes are durable when this returns.
  Result<Taken> take(const access::Actor& actor, const BatchHeader& header, BytesView bytes, const std::string& media_type);
  /// Several files as one batch, in one unit with `also`. What another batch holds already is left out; where all are, that batch
  /// is answered and `also` is written for it. Errors: `missing` (no files, or an empty one), those of `also`.
  Result<Taken> take_together(const access::Actor& actor, const BatchHeader& header, const std::vector<IncomingFile>& files,
                              const std::function<Result<void>(store::UnitOfWork&, BatchId)>& also);
  /// Once, where nobody counted before. Errors: `business_rule` (counted already).
  Result<void> count(const access::Actor& actor, BatchId batch, const BatchHeader& counted, std::int64_t version);
  struct Listed {
    std::vector<BatchRow> rows;
    std::int64_t total = 0;
  };
  Result<Listed> list(const access::Actor& actor, const std::vector<std::string>& states, std::int64_t limit,
                      std::int64_t offset);
  Result<BatchView> view(const access::Actor& actor, BatchId batch);
  Result<void> edit(const access::Actor& actor, BatchId batch, const std::vector<Edit>& edits, std::int64_t version);
  /// Answers whose batch it is. Errors: `unknown_code`, `business_rule` (answered already).
  Result<BatchId> answer(const access::Actor& actor, QuestionId question, const std::string& answer, std::int64_t version);
  Result<void> act(const access::Actor& actor, BatchId batch, const worklists::Act& act, std::int64_t version);
  /// Every document of the batch into its chart, in one unit, or nothing. Errors: `business_rule` (the balance does not hold:
  /// says which number differs).
  Result<void> commit(const access::Actor& actor, BatchId batch, std::int64_t version);

  /// Cover sheets or stickers as PDF, each with a serial of its own; printing them is in the ledger.
  /// Errors: `invalid` (a patient where the kind has none, or none where it has one), `unknown_code` (type), `not_found`,
  /// `forbidden`.
  Result<Bytes> print_sheets(const access::Actor& actor, const SheetOrder& order);

  // Pages. `which`: original, straightened, thumbnail.
  Result<ImageBytes> image(const access::Actor& actor, PageId page, std::string_view which);
  struct PageWords {
    Page page;
    std::vector<page_reading::Word> words;
  };
  Result<PageWords> words(const access::Actor& actor, PageId page);

  // Documents in the making.
  /// `about`: as it would be if it were this patient's; not set: of whom it is, or likely is.
  Result<DraftView> document(const access::Actor& actor, DocumentId document, PatientId about = {});
  /// Errors: `missing` (a required field), `business_rule` (location "confirmed": two identifiers; "again.<field>": key it once
  /// more; "answered": a page speaks of somebody else), `unknown_code` (type), `invalid` (day), `not_found` (patient, encounter).
  Result<void> index(const access::Actor& actor, DocumentId document, const IndexCommand& command);
  Result<void> same_as_previous(const access::Actor& actor, DocumentId document, const SameAsPrevious& command);
  /// `error`: empty when the index is right. Errors: `business_rule` (one's own work; not in the sample).
  Result<BatchId> check(const access::Actor& actor, DocumentId document, const std::string& error, const std::string& note,
                        std::int64_t version);

  /// The job `read-scans`: looks at every page, then reads its words, as many at once as there are readers; each step is
  /// remembered when it is done.
  Result<void> read_scans(jobs::Lease& lease);

 private:
  static constexpr std::string_view reading_job = "read-scans";
  /// What the words of a document say, and what of the record may fit.
  struct Study {
    Draft draft;
    std::vector<Page> pages;  ///< in order
    std::vector<Clue> clues;
    std::string top_words;                              ///< folded, of the first page
    std::optional<patient_index::Demographics> person;  ///< of the patient who is chosen, linked records among it
    std::optional<patient_index::Person> record;
    std::vector<ShownContradiction> contradictions;  ///< with the chosen patient
    Suggestions suggestions;
  };
  using Change = std::function<Result<void>(store::UnitOfWork&, Batch&)>;

  Result<void> change(const access::Actor& actor, BatchId batch, std::int64_t version, std::string_view what,
                      const Change& change);
  Result<void> step(store::UnitOfWork& work, const access::Actor& actor, const Batch& batch, std::string event,
                    std::string reason = {});
  Batch new_batch(const access::Actor& actor, const BatchHeader& header);
  Feed new_feed(const access::Actor& actor, BatchId batch, BytesView bytes, const std::string& media_type);
  Result<void> add_batch(store::UnitOfWork& work, const access::Actor& actor, Batch& batch);
  Result<void> add_feed(store::UnitOfWork& work, const access::Actor& actor, const Batch& batch, Feed& feed,
                        const Digest& digest);
  Result<void> order_reading(store::UnitOfWork& work, BatchId batch);
  Result<void> guard(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item);
  Result<void> entered(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item,
                       const worklists::Act& act);
  Result<void> draw_sample(store::UnitOfWork& work, const access::Actor& actor, Batch batch);
  Result<void> take_back_indexes(store::UnitOfWork& work, const Batch& batch);
  Result<void> save_arrangement(store::UnitOfWork& work, const Arrangement& before, const Arrangement& after);
  Result<void> note(store::UnitOfWork& work, const access::Actor& actor, ledger::Act act, std::string_view kind,
                    std::int64_t subject, std::int64_t version, PatientId patient, std::string_view reason,
                    std::string_view rule = {});

  Result<void> open_feeds(jobs::Lease& lease, BatchId batch);
  Result<void> open_feed(jobs::Lease& lease, const Feed& feed);
  Result<void> each_unread_page(jobs::Lease& lease, BatchId batch, bool (*is_due)(const Page&),
                                FunctionRef<Result<void>(const Page&)> work);
  Result<void> look_at(jobs::Lease& lease, Page page);
  Result<void> read_words(jobs::Lease& lease, Page page);
  Result<void> remember(jobs::Lease& lease, const Page& page, const std::vector<std::string>& made);
  Result<void> separate_batch(jobs::Lease& lease, BatchId batch);
  Result<std::vector<PatientId>> patients_of(const Separation& separation);
  Result<void> ask_about_same_pages(const std::vector<Page>& pages, const std::vector<SeenPage>& seen, Separation& separation);
  Result<std::string> keep(const Bytes& bytes);  ///< the digest of durable bytes
  Result<Bytes> bytes_of(std::string_view digest);
  Result<std::vector<page_reading::Word>> words_of(const Page& page);

  Result<Study> study(const access::Actor& actor, const Draft& draft, const std::vector<Page>& pages, PatientId chosen);
  Result<std::vector<patient_index::Person>> candidates(store::Reader& reader, const access::Actor& actor,
                                                        const Study& study) const;
  Result<void> suggest_patients(const access::Actor& actor, Study& study);
  Result<void> suggest_visits(store::Reader& reader, Study& study, PatientId patient);
  void suggest_types(Study& study) const;
  void suggest_days_and_authors(Study& study) const;
  Result<std::vector<ShownContradiction>> contradictions_of(store::Reader& reader, const Study& study,
                                                            const std::vector<std::string>& answered) const;
  Result<patient_index::Demographics> whole_person(store::Reader& reader, PatientId patient) const;
  Result<void> check_index(const IndexCommand& command, const Study& study) const;
  Result<void> check_keyed_twice(const IndexCommand& command, const Study& study) const;
  std::vector<FieldNeed> needs(const std::string& type, const Study& study) const;
  Result<std::pair<Draft, Batch>> draft_of(store::Reader& reader, DocumentId document) const;

  /// What a commit writes of one document.
  struct Filing {
    Draft draft;
    std::vector<resources::Prepared> resources;  ///< the DocumentReference last
    std::vector<Digest> blobs;
  };
  Result<void> prepare_filing(const access::Actor& actor, const BatchView& view, std::vector<Filing>& filings);
  Result<void> file(store::UnitOfWork& work, const access::Actor& actor, Batch& batch, std::vector<Filing>& filings);
  Result<Bytes> pdf_of(const BatchView& view, const Draft& draft);

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  encounters::EncounterService& encounters_;
  worklists::WorklistService& worklists_;
  jobs::JobService& jobs_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  page_reader::PageReader& reader_;
  SheetReader sheets_;
  ImagingRules rules_;
  ImagingQuestions questions_;
  ImagingStore rows_;
  access::Actor system_ = access::Actor::system("document-imaging");
};

}  // namespace charta::document_imaging
