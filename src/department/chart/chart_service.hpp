// SPDX-License-Identifier: Apache-2.0
// The complete medical file: what messages file into it, its timeline, its documents.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "department/chart/chart_store.hpp"
#include "department/chart/document_types.hpp"
#include "department/chart/filing.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "record/access/actor.hpp"
#include "record/happenings/happening.hpp"
#include "record/resources/resource_service.hpp"
#include "store/blobs.hpp"
#include "store/store.hpp"

namespace charta::chart {

struct DocumentContent {
  Bytes bytes;
  std::string content_type, title;
};

struct DocumentVersion {
  std::int64_t version = 0;
  Instant at;
};

/// A document or report as docs/api.md Document shows it.
struct DocumentView {
  ResourceId resource;
  PatientId patient;
  std::string type, id, title, type_code, type_display, status, completion, date, author, encounter, content_type;
  std::int64_t size = 0;
  std::vector<DocumentVersion> versions;
  std::string order, placer, filler;
  MessageId source_message;
};

class ChartService {
 public:
  ChartService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
               const happenings::Bus& bus, const Clock& clock, DocumentTypes types);

  // Messages, by their structure. Errors: `business_rule` with location "hold:<reason>" is what a person can mend.
  Result<PreparedFiling> prepare_reports(store::Reader& reader, const FilingContext& context);       ///< ORU^R01
  Result<PreparedFiling> prepare_document(store::Reader& reader, const FilingContext& context);      ///< MDM^T01 to T11
  Result<PreparedFiling> prepare_orders(store::Reader& reader, const FilingContext& context);        ///< ORM^O01, OMG^O19, OML^O21, OMI^O23
  Result<PreparedFiling> prepare_appointment(store::Reader& reader, const FilingContext& context);   ///< SIU^S12 to S15

  // For what arrives in another form: the parts of such a filing.
  /// The one resource under a number for this person, or none. Errors: hold:number-of-another-patient, hold:number-of-several.
  Result<std::optional<resources::StoredResource>> known(store::Reader& reader, const FilingTarget& context, PreparedFiling& filing,
                                                         std::string_view kind, const hl7v2_fhir::EntityId& number, std::string_view qualifier);
  /// Prepares a resource and its timeline line.
  Result<PreparedItem> make_item(const FilingTarget& context, json::Value resource, const std::optional<resources::StoredResource>& before);
  /// The encounter that the orders under these numbers belong to, where they are this person's and agree; unset else.
  Result<ResourceId> encounter_of_orders(store::Reader& reader, const std::vector<hl7v2_fhir::EntityId>& numbers,
                                         const std::vector<PatientId>& same_person);
  /// Attachments inline, as Binary of this subject (prepared into `filing`), or as blobs, by size.
  Result<json::Value> make_attachment(const FilingTarget& context, PreparedFiling& filing, hl7v2_fhir::Elements& make, struct AttachedContent content,
                                      json::Value subject, std::vector<Digest>& blobs);

  /// In the unit. Errors: `version_conflict` with location "prepare-again".
  Result<void> file(store::UnitOfWork& work, const access::Actor& actor, PreparedFiling& filing);
  /// A line for a resource that another department filed (an Encounter).
  Result<void> add_entry(store::UnitOfWork& work, const ChartEntry& entry, bool replaces) { return rows_.save(work, entry, replaces); }

  /// Reaction: what came through another door gets its line, and its happening is posted.
  Result<void> on_resource_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed);
  /// Reaction: what was moved stands in the timeline of its new record, and the message that brought it is still known.
  Result<void> on_moved(store::UnitOfWork& work, const happenings::RecordMoved& moved);
  /// Reaction: the timeline follows the labels of the record.
  Result<void> on_relabelled(store::UnitOfWork& work, const happenings::RecordRelabelled& changed);

  // For people. Errors: `not_found` (or not for this actor).
  /// Everything of this person, linked records included, newest first. The read is in the ledger.
  Result<Timeline> timeline(const access::Actor& actor, PatientId patient, TimelineQuery query);
  Result<std::vector<ChartEntry>> of_encounter(const access::Actor& actor, std::string_view encounter_id, std::int64_t limit);
  Result<DocumentView> document(const access::Actor& actor, std::string_view type, std::string_view id);
  /// The bytes of a version ("" the newest) in their own media type; `number`: which of several attachments.
  Result<DocumentContent> content(const access::Actor& actor, std::string_view type, std::string_view id, std::string_view version, std::size_t number = 0);

  const ChartStore& rows() const { return rows_; }

 private:
  friend class ReportFiling;
  friend class DocumentFiling;
  friend class OrderFiling;
  friend class AppointmentFiling;

  Result<void> post_removed(store::UnitOfWork& work, const happenings::ResourceChanged& removed);
  Result<void> post_for(store::UnitOfWork& work, json::Value resource, const resources::StoredResource& stored, const ChartEntry& entry, std::string_view status_before);

  store::Store& store_;
  resources::ResourceService& resources_;
  patient_index::PatientIndexService& index_;
  const happenings::Bus& bus_;
  const Clock& clock_;
  DocumentTypes types_;
  ChartStore rows_;
};

/// Placer and filler numbers, service and time of an order: ORC and OBR of one group (either may be null).
happenings::OrderKeys order_keys(const hl7v2::Segment* orc, const hl7v2::Segment* obr, const hl7v2_fhir::Sender& sender);

/// Attachments up to this stand in the resource, larger ones in a Binary, still larger ones as blobs.
constexpr std::size_t inline_limit = 32U << 10U;
constexpr std::size_t binary_limit = 1U << 20U;

}  // namespace charta::chart
