// SPDX-License-Identifier: Apache-2.0
// The file room as any FHIR client reads it: answered from its own tables, with the actor's eyes, each read in the ledger.
#pragma once
#include "department/paper_charts/paper_search_store.hpp"
#include "department/paper_interface/paper_query.hpp"
#include "department/paper_interface/paper_resources.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/worklists/work_item_task.hpp"

#include <map>

namespace charta::paper_interface {

class PaperFace {
 public:
  PaperFace(store::Store& store, patient_index::PatientIndexService& index, ledger::Ledger& ledger,
            worklists::References references)
      : store_(store), index_(index), ledger_(ledger), references_(std::move(references)) {}

  static bool owns(std::string_view type, std::string_view id);

  /// "pv-…", "pm-…", "pl-…". Errors: `not_found` (none, or none that the actor may see).
  Result<std::string> read(const access::Actor& actor, std::string_view id);
  /// Of Basic or Location: a searchset Bundle. Volumes come before movements, in a stable order.
  Result<std::string> search(const access::Actor& actor, const resources::SearchRequest& request);

  /// For Task: the volume of a requisition and what it says beyond its work item.
  Result<worklists::TaskPart> requisition_part(const worklists::WorkItem& item);
  /// Every subject whose work item is about a volume.
  Result<std::vector<std::int64_t>> about(std::int64_t volume);

 private:
  struct Found {
    std::string id, json;
    PatientId patient;
    std::int64_t subject = 0;
  };
  struct Page {
    std::vector<Found> found;
    std::string next;
    std::int64_t total = 0;
  };
  /// Where a walk stands: "v~42", "m~7", "l~0".
  struct Walk {
    char phase = 'v';
    std::int64_t behind = 0;
  };

  Result<std::optional<Found>> volume(store::Reader& reader, const access::Actor& actor, const PaperQuery& query,
                                      paper_charts::VolumeId id);
  Result<std::optional<Found>> movement(store::Reader& reader, const access::Actor& actor, const PaperQuery& query,
                                        paper_charts::MovementId id);
  Result<std::optional<Found>> place(store::Reader& reader, const PaperQuery& query, paper_charts::PlaceId id);
  Result<std::vector<paper_charts::Step<paper_charts::VolumeId>>> volume_steps(store::Reader& reader, const PaperQuery& query,
                                                                               std::int64_t behind);
  Result<std::vector<paper_charts::Step<paper_charts::MovementId>>> movement_steps(store::Reader& reader, const PaperQuery& query,
                                                                                   std::int64_t behind);
  Result<std::vector<paper_charts::Step<paper_charts::PlaceId>>> place_steps(store::Reader& reader, const PaperQuery& query,
                                                                             std::int64_t behind);
  Result<Page> page(store::Reader& reader, const access::Actor& actor, const PaperQuery& query);
  /// Walks until the page is full; false when it is.
  template <class StepsOf, class FoundOf>
  Result<bool> walk(Page& page, Walk& walk, const PaperQuery& query, StepsOf steps_of, FoundOf found_of);
  Result<std::vector<PatientId>> patients_of(store::Reader& reader, const PaperQuery& query);
  Result<std::vector<paper_charts::VolumeId>> listed_volumes(store::Reader& reader, const PaperQuery& query);
  Result<void> note_read(const access::Actor& actor, std::string_view kind, std::int64_t subject, PatientId patient,
                         ledger::Act act);
  Result<void> note_search(const access::Actor& actor, const PaperQuery& query, const Page& page);

  store::Store& store_;
  patient_index::PatientIndexService& index_;
  ledger::Ledger& ledger_;
  worklists::References references_;
  paper_charts::PaperStore rows_;
  paper_charts::PaperSearchStore walks_;
};

}  // namespace charta::paper_interface
