// SPDX-License-Identifier: Apache-2.0
// The standing watch over the archive: what every stored page says of whose it is, compared with the chart in which it lies.
// Source: 42 CFR 482.24(b) (accurately written, promptly completed, properly filed and retained).
#pragma once
#include "base/clock.hpp"
#include "department/misfile_watch/quote.hpp"
#include "department/misfile_watch/stored_pages.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "department/record_moves/quarantine_service.hpp"
#include "record/worklists/worklist_service.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace charta::misfile_watch {

struct MisfileDetail {
  worklists::WorkItem item;
  Finding finding;
  std::string type, id, title, content_type;       ///< of the document; FHIR
  patient_index::PatientHit chart;                 ///< in whose chart it lies
  std::optional<patient_index::PatientHit> other;  ///< whom it names, where this reader may see that
  std::optional<Date> chart_birth_date;
  struct Page {
    int number = 1;
    document_imaging::PageId image;  ///< of the imaging desk
  };
  std::vector<Page> pages;
  std::string text;           ///< of a document that is a text; pages are parted by form feeds
  std::vector<Quote> quotes;  ///< for each sign of the finding, in their order
  std::optional<record_moves::Quarantine> withheld;
};

class MisfileService {
 public:
  MisfileService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                 chart::ChartService& chart, record_moves::QuarantineService& quarantine, worklists::WorklistService& worklists,
                 ledger::Ledger& ledger, const Clock& clock, KeySource& keys, page_reader::PageReader* reader,
                 document_imaging::PageLabels labels, MisfileRules rules)
      : store_(store),
        resources_(resources),
        index_(index),
        chart_(chart),
        quarantine_(quarantine),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        source_(store, resources, reader),
        labels_(std::move(labels)),
        rules_(std::move(rules)) {}

  // At start-up.
  void declare();  ///< the queue `misfile`
  void subscribe(happenings::Bus& bus);

  // In the background.
  /// Looks at what is due, then goes on with the pass over the archive; answers how many documents it looked at, at most `limit`.
  Result<std::int64_t> look_on(std::int64_t limit);
  /// Only what is due, the newest first. Answers how many. `may_read`: what a machine has to read, which takes seconds a page.
  Result<std::int64_t> look_at_due(std::int64_t limit, bool may_read = false);
  /// Judges one document now, opens or settles its item. Nothing happens when it is gone.
  Result<Finding> look_at(ResourceId resource);
  Result<std::optional<Pass>> latest_pass();

  // For people. The queue's steps ask link-patients.
  /// Errors: `not_found`, `forbidden`.
  Result<MisfileDetail> detail(const access::Actor& actor, WorkItemId item);
  /// Somebody says that this is of the wrong patient: it is withheld at once. Answers the item.
  /// Errors: `missing` (reason), `not_found`, `business_rule` (withheld already; of a type that does not move alone).
  Result<worklists::WorkItem> report(const access::Actor& actor, std::string_view type, std::string_view id,
                                     const std::string& reason, const std::string& note);
  /// Who saw, printed or was given it, the newest first.
  Result<std::vector<record_moves::SeenMeanwhile>> seen(const access::Actor& actor, WorkItemId item);

 private:
  struct Judged {
    resources::StoredResource stored;
    StoredPages pages;
    Finding finding;
  };
  Result<std::optional<Judged>> judged(ResourceId resource, bool may_read);
  Result<std::optional<Finding>> look(ResourceId resource, bool may_read);
  Result<Known> known(store::Reader& reader, PatientId patient) const;
  Result<std::vector<Known>> named_on(store::Reader& reader, const PageSays& page, Known& own,
                                      const std::vector<PatientId>& own_records) const;
  Result<void> add_accounts(store::Reader& reader, const PageSays& page, Known& own, const std::vector<PatientId>& own_records,
                            std::map<PatientId, std::vector<std::string>>& accounts) const;
  Result<Finding> remember(store::UnitOfWork& work, const Judged& judged);
  Result<WorkItemId> open_item(store::UnitOfWork& work, const access::Actor& actor, const resources::StoredResource& stored,
                               const Finding& finding, std::string_view reason);
  Result<void> close(store::UnitOfWork& work, ResourceId resource, std::string_view event);
  Result<void> check(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item);
  Result<void> entered(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item,
                       const worklists::Act& act);
  Result<void> note_documents_of(const Due<PatientId>& due);
  Result<std::int64_t> go_on_with_pass(std::int64_t limit);
  Result<worklists::WorkItem> item_of(const access::Actor& actor, WorkItemId item);

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  chart::ChartService& chart_;
  record_moves::QuarantineService& quarantine_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  PageSource source_;
  document_imaging::PageLabels labels_;
  MisfileRules rules_;
  MisfileStore rows_;
  access::Actor system_ = access::Actor::system("misfile-watch");
};

}  // namespace charta::misfile_watch
