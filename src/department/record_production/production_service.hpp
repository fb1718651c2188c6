// SPDX-License-Identifier: Apache-2.0
// What is certified and handed out: chosen by a definition, copied as it stands, stamped, digested, remembered.
#pragma once
#include "base/clock.hpp"
#include "department/chart/chart_service.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "department/record_production/copying.hpp"
#include "department/record_production/front_pages.hpp"
#include "department/record_production/production_store.hpp"
#include "record/jobs/job_service.hpp"
#include "record/ledger/ledger.hpp"

#include <functional>
#include <string>
#include <vector>

namespace charta::record_production {

struct ProductionView {
  Production production;
  std::vector<SetDocument> documents;  ///< in and out; empty until it is made
  std::int64_t done = 0, total = 0;    ///< of the job, while it is waiting
};

enum class File { pdf, hash_list };

/// What must go along with a document when it is disclosed by whoever sees this, a text each. Wired in app/.
/// Errors: `forbidden` (they may not see all that goes along).
using GoesAlong = std::function<Result<std::vector<std::string>>(store::Reader&, ResourceId, const access::Visibility&)>;

class ProductionService {
 public:
  ProductionService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                    chart::ChartService& chart, page_reader::PageReader& pages, jobs::JobService& jobs, ledger::Ledger& ledger,
                    const Clock& clock, KeySource& keys, ProductionRules rules)
      : store_(store),
        resources_(resources),
        index_(index),
        chart_(chart),
        jobs_(jobs),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        pages_(pages),
        copying_(resources, store.blobs(), pages),
        rules_(std::move(rules)) {}

  void declare();  ///< the job `produce-records`; at start-up
  void ask_what_goes_along(GoesAlong goes_along) { goes_along_ = std::move(goes_along); }

  const ProductionRules& rules() const { return rules_; }

  // All ask produce-records. Errors of all: `forbidden`; `not_found` (the patient or set, or not for this person).
  /// What would be in and out now, oldest first; a document that this person may not see is neither named nor counted.
  /// Errors: `unknown_code` (definition), `invalid` (an end before its beginning), `too_large` (more documents than one set
  /// takes).
  Result<std::vector<SetDocument>> preview(const access::Actor& actor, const Asked& asked);
  /// Errors besides: `missing` (custodian), `unknown_code` (purpose), `business_rule` (the record is frozen; nothing would be
  /// in).
  Result<Production> start(const access::Actor& actor, Asked asked);
  Result<std::vector<Production>> of_patient(const access::Actor& actor, PatientId patient);
  Result<ProductionView> view(const access::Actor& actor, ProductionId id);
  /// Errors besides: `business_rule` (not made yet; a document in it was withheld, labelled or moved since it was made).
  Result<Bytes> open(const access::Actor& actor, ProductionId id, File file);
  /// How the same question would be answered today.
  Result<std::vector<Change>> changes(const access::Actor& actor, ProductionId id);

 private:
  struct Decided {
    SetDocument document;
    Material material;
  };
  struct Gathered {
    std::vector<SetDocument> documents;
    std::vector<SetPage> pages;
    std::vector<page_reading::SetPart> parts;
    std::int64_t bytes = 0;
  };
  Result<void> check(const Asked& asked) const;
  Result<std::vector<DocumentLine>> lines(store::Reader& reader, const Asked& asked, const access::Visibility& visibility) const;
  Result<std::optional<DocumentLine>> line_of(store::Reader& reader, const chart::ChartEntry& entry,
                                              const access::Visibility& visibility) const;
  Result<std::vector<SetDocument>> decided(store::Reader& reader, const Asked& asked, const access::Visibility& visibility) const;
  Result<Production> found(const access::Actor& actor, ProductionId id);
  Result<void> require_openable(const access::Actor& actor, const Production& production);
  Result<void> note(store::UnitOfWork& work, const ledger::Author& author, ledger::Act act, const Production& production,
                    const std::vector<PatientId>& patients);

  // The job.
  Result<void> run(jobs::Lease& lease);
  Result<void> make(jobs::Lease& lease, Production production);
  Result<Gathered> gather(jobs::Lease& lease, const Production& production);
  Result<void> copy_into(Gathered& gathered, SetDocument document, const access::Visibility& visibility);
  Result<void> add_what_goes_along(Copied& copied, SetDocument& document, const std::vector<std::string>& texts);
  Result<std::vector<std::string>> along(store::Reader& reader, ResourceId document, const access::Visibility& visibility) const;
  Result<void> add_front(Gathered& gathered, Production& production);
  Result<Bytes> stamped(Gathered& gathered, const Production& production);
  Result<void> keep(jobs::Lease& lease, Production& production, const Gathered& gathered, const Bytes& pdf);
  Result<void> require_unchanged(store::Reader& reader, const Production& production,
                                 const std::vector<SetDocument>& documents) const;

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  chart::ChartService& chart_;
  jobs::JobService& jobs_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  page_reader::PageReader& pages_;
  Copying copying_;
  ProductionRules rules_;
  ProductionStore rows_;
  GoesAlong goes_along_;
  access::Actor system_ = access::Actor::system("record-production");
};

}  // namespace charta::record_production
