// SPDX-License-Identifier: Apache-2.0
// MDM^T01 to T11 as versions of a DocumentReference. Source: HL7 v2.8 chapter 9 (TXA, events T01 to T11);
// HL7 v2-to-FHIR implementation guide 1.0, segment map TXA.
#include <array>

#include "base/text.hpp"
#include "department/chart/attached_content.hpp"
#include "department/chart/chart_service.hpp"
#include "department/chart/hl7_table.hpp"
#include "department/chart/message_groups.hpp"

namespace charta::chart {
namespace {

using hl7v2_fhir::Elements;

/// What an MDM event does to a document. The even triggers bring content, the odd ones do not.
enum class DocumentAct { original, status_change, addendum, edit, replacement, cancel };

struct Trigger {
  std::string_view trigger;
  DocumentAct act;
  bool brings_content;
};
constexpr std::array<Trigger, 11> triggers{{{"T01", DocumentAct::original, false},
                                            {"T02", DocumentAct::original, true},
                                            {"T03", DocumentAct::status_change, false},
                                            {"T04", DocumentAct::status_change, true},
                                            {"T05", DocumentAct::addendum, false},
                                            {"T06", DocumentAct::addendum, true},
                                            {"T07", DocumentAct::edit, false},
                                            {"T08", DocumentAct::edit, true},
                                            {"T09", DocumentAct::replacement, false},
                                            {"T10", DocumentAct::replacement, true},
                                            {"T11", DocumentAct::cancel, false}}};

// Table 0271 (document completion status) to composition-status.
constexpr std::array<TableRow, 7> doc_statuses{{{"DI", "preliminary"},
                                                {"DO", "preliminary"},
                                                {"IP", "preliminary"},
                                                {"IN", "preliminary"},
                                                {"PA", "preliminary"},
                                                {"AU", "final"},
                                                {"LA", "final"}}};
// Table 0272 (document confidentiality status) to v3 Confidentiality.
constexpr std::array<TableRow, 3> confidentialities{{{"V", "V"}, {"R", "R"}, {"U", "N"}}};

const Trigger* find_trigger(std::string_view code) {
  for (const auto& row : triggers) {
    if (row.trigger == code) return &row;
  }
  return nullptr;
}

bool is_cancelled(json::Value document) { return document["status"].text() == "entered-in-error"; }

Error cancelled_already(std::string_view field) {
  return hold("document-cancelled", "the document that this message means (" + std::string(field) + ") was cancelled; what is true is sent as a new one");
}

bool has_content(json::Value document) {
  const auto attachment = document["content"].at(0)["attachment"];
  return attachment["data"] || attachment["url"];
}

}  // namespace

class DocumentFiling {
 public:
  DocumentFiling(ChartService& chart, store::Reader& reader, const FilingContext& context)
      : chart_(chart), reader_(reader), context_(context), make_(document_, context.sender) {}

  Result<PreparedFiling> prepare() {
    txa_ = context_.message.first("TXA");
    trigger_ = find_trigger(context_.message.header().trigger);
    if (txa_ == nullptr || trigger_ == nullptr) return hold("no-document", "the message carries no document header (TXA)");
    number_ = hl7v2_fhir::entity_id(txa_->field(12), context_.sender);
    parent_number_ = hl7v2_fhir::entity_id(txa_->field(13), context_.sender);
    if (number_.empty()) return hold("no-document-number", "the document has no unique number (TXA-12)");
    keys_ = order_keys_of_document();
    CHARTA_TRY(auto before, chart_.known(reader_, context_, filing_, "document", number_, ""));
    CHARTA_TRY_DO(act(std::move(before)));
    return std::move(filing_);
  }

 private:
  Result<void> act(std::optional<resources::StoredResource> before) {
    switch (trigger_->act) {
      case DocumentAct::original: return file_original(std::move(before));
      case DocumentAct::status_change:
        if (!before && trigger_->brings_content) return file_new({}, "");
        return change(std::move(before), "status changed");
      case DocumentAct::edit: return change(std::move(before), "edited");
      case DocumentAct::addendum: return file_related(std::move(before), "appends");
      case DocumentAct::replacement: return file_replacement(std::move(before));
      case DocumentAct::cancel: return cancel(std::move(before));
    }
    return fail(ErrorKind::internal, "an MDM trigger without an act");
  }

  Result<void> file_original(std::optional<resources::StoredResource> before) {
    if (!before) return file_new({}, "");
    CHARTA_TRY(const auto earlier, json::Document::parse(before->json));
    // T01 announced it, T02 brings its content.
    if (!has_content(earlier.root()) && trigger_->brings_content) return change(std::move(before), "content received");
    return hold("document-number-known", "a document with this number (TXA-12) is filed already; a correction comes as T08 or T10");
  }

  Result<void> file_related(std::optional<resources::StoredResource> same_number, std::string_view relation) {
    if (same_number) return hold("document-number-known", "an addendum needs a number of its own (TXA-12 is that of a document filed already)");
    CHARTA_TRY(auto parent, chart_.known(reader_, context_, filing_, "document", parent_number_, ""));
    if (!parent) return hold("document-not-known", "the document that this one belongs to (TXA-13) is not known here");
    CHARTA_TRY(const auto earlier, json::Document::parse(parent->json));
    if (is_cancelled(earlier.root())) return cancelled_already("TXA-13");
    return file_new(std::move(parent), relation);
  }

  Result<void> file_replacement(std::optional<resources::StoredResource> same_number) {
    // Some systems replace under the same number: a new version of the document.
    if (same_number) return change(std::move(same_number), "replaced");
    CHARTA_TRY(auto parent, chart_.known(reader_, context_, filing_, "document", parent_number_, ""));
    if (!parent) return hold("document-not-known", "the document that this one replaces (TXA-13) is not known here");
    CHARTA_TRY(const auto earlier, json::Document::parse(parent->json));
    if (is_cancelled(earlier.root())) return cancelled_already("TXA-13");
    auto superseded = make_.editable(earlier.root());
    document_.set(superseded, "status", "superseded");
    CHARTA_TRY(auto item, chart_.make_item(context_, superseded, parent));
    filing_.items.push_back(std::move(item));
    return file_new(std::move(parent), "replaces");
  }

  Result<void> file_new(std::optional<resources::StoredResource> parent, std::string_view relation) {
    auto document = document_.object();
    describe(document);
    if (parent) {
      auto relates = document_.object();
      document_.set(relates, "code", relation);
      document_.set(relates, "target", make_.reference("DocumentReference", parent->id));
      make_.append_to(document, "relatesTo", relates);
    }
    CHARTA_TRY_DO(set_order(document));
    std::vector<Digest> blobs;
    CHARTA_TRY_DO(set_content(document, blobs, true));
    CHARTA_TRY(auto item, chart_.make_item(context_, document, std::nullopt));
    item.blobs = std::move(blobs);
    item.keys.push_back({"document", number_.system, number_.value, "", item.prepared.key(), context_.patient});
    post(item, relation == "replaces");
    filing_.notes.push_back("filed as " + item.entry->title);
    filing_.items.push_back(std::move(item));
    return {};
  }

  Result<void> change(std::optional<resources::StoredResource> before, std::string_view note) {
    if (!before) return hold("document-not-known", "the document that this message changes (TXA-12) is not known here");
    CHARTA_TRY(const auto earlier, json::Document::parse(before->json));
    if (is_cancelled(earlier.root())) return cancelled_already("TXA-12");
    auto document = make_.editable(earlier.root());
    describe(document);
    std::vector<Digest> blobs;
    CHARTA_TRY_DO(set_content(document, blobs, false));
    CHARTA_TRY(auto item, chart_.make_item(context_, document, before));
    item.blobs = std::move(blobs);
    post(item, true);
    filing_.notes.push_back(std::string(note) + ": " + item.entry->title);
    filing_.items.push_back(std::move(item));
    return {};
  }

  /// T11: what was read stays readable in its history; the chart shows it as entered in error.
  Result<void> cancel(std::optional<resources::StoredResource> before) {
    if (!before) return hold("document-not-known", "the document that this message cancels (TXA-12) is not known here");
    CHARTA_TRY(const auto earlier, json::Document::parse(before->json));
    if (is_cancelled(earlier.root())) {
      filing_.notes.emplace_back("cancelled already");
      return {};
    }
    auto document = make_.editable(earlier.root());
    document_.set(document, "status", "entered-in-error");
    CHARTA_TRY(auto item, chart_.make_item(context_, document, before));
    item.happening = happenings::DocumentWithdrawn{item.prepared.key(), item.entry->patient};
    filing_.notes.push_back("cancelled: " + item.entry->title);
    filing_.items.push_back(std::move(item));
    return {};
  }

  void describe(json::Value document) {
    const auto& txa = *txa_;
    document_.set_first(document, "resourceType", document_.string("DocumentReference"));
    if (!document["masterIdentifier"]) document_.set(document, "masterIdentifier", make_.identifier(number_));
    if (!document["identifier"]) {
      make_.append_to(document, "identifier", make_.identifier(hl7v2_fhir::EntityId{keys_.placer_assigner, keys_.placer}, "PLAC"));
      make_.append_to(document, "identifier", make_.identifier(hl7v2_fhir::EntityId{keys_.filler_assigner, keys_.filler}, "FILL"));
    }
    // Table 0273: without a value the document is available (v2-to-FHIR, TXA-19).
    const std::string availability(stripped(txa.field(19).text()));
    // What another document has replaced stays replaced, unless the sender says that it is available (AV) after all.
    const bool stays_superseded = document["status"].text() == "superseded" && availability != "AV";
    document_.set(document, "status", availability == "CA" ? "entered-in-error" : availability == "OB" || stays_superseded ? "superseded" : "current");
    if (const auto completion = look_up(doc_statuses, stripped(txa.field(17).text())); !completion.empty()) document_.set(document, "docStatus", completion);
    make_.set(document, "type", type_of_document());
    if (!document["subject"]) document_.set(document, "subject", make_.reference("Patient", context_.patient_id));  // never re-pointed
    set_times(document);
    auto authors = document_.array();
    for (const int field : {9, 5}) {
      if (authors.size() > 0) break;
      for (const auto& xcn : txa.field(field).repetitions()) {
        if (const auto author = make_.person(xcn)) document_.append(authors, author);
      }
    }
    if (authors.size() > 0) document_.set(document, "author", authors);
    make_.set(document, "authenticator", make_.person(txa.field(22).repetition(1)));
    if (const auto code = look_up(confidentialities, stripped(txa.field(18).text())); !code.empty()) {
      auto labels = document_.array();
      document_.append(labels, make_.concept_with("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", code));
      document_.set(document, "securityLabel", labels);
    }
  }

  void set_times(json::Value document) {
    json::Value date;
    for (const int field : {7, 6, 8, 4}) {
      if (!date) date = make_.instant(txa_->field(field).text());
    }
    make_.set(document, "date", date);
    auto context = document["context"];
    if (!context) {
      context = document_.object();
      document_.set(document, "context", context);
    }
    if (!context_.encounter_id.empty()) {
      auto encounters = document_.array();
      document_.append(encounters, make_.reference("Encounter", context_.encounter_id));
      document_.set(context, "encounter", encounters);
    }
    // TXA-4 is when the act took place that the document tells of.
    if (const auto start = make_.date_time(txa_->field(4).text())) {
      auto period = document_.object();
      document_.set(period, "start", start);
      document_.set(context, "period", period);
    }
    if (context.size() == 0) document_.remove(document, "context");
  }

  json::Value type_of_document() {
    const auto type = txa_->field(2).repetition(1);
    const std::string code(stripped(type.text(1)));
    const auto* known = chart_.types_.find(code);
    auto value = document_.object();
    if (known != nullptr) make_.append_to(value, "coding", make_.coding("http://loinc.org", known->loinc, known->display));
    const std::string system = stripped(type.text(3)).empty() ? "http://terminology.hl7.org/CodeSystem/v2-0270" : hl7v2_fhir::code_system(type.text(3));
    if (!code.empty()) make_.append_to(value, "coding", make_.coding(system, code, type.text(2)));
    std::string title(stripped(type.text(2)));
    if (title.empty() && known != nullptr) title = known->display;
    if (title.empty()) title = keys_.service_text;
    make_.set(value, "text", make_.text(title));
    return value.size() > 0 ? value : json::Value();
  }

  happenings::OrderKeys order_keys_of_document() const {
    const auto groups = order_groups(context_.message);
    happenings::OrderKeys keys;
    if (!groups.empty()) keys = order_keys(groups.front().orc, groups.front().obr, context_.sender);
    const auto placer = hl7v2_fhir::entity_id(txa_->field(14), context_.sender), filler = hl7v2_fhir::entity_id(txa_->field(15), context_.sender);
    if (!placer.empty()) keys.placer_assigner = placer.system, keys.placer = placer.value;
    if (!filler.empty()) keys.filler_assigner = filler.system, keys.filler = filler.value;
    if (!keys.service_at) keys.service_at = hl7v2_fhir::moment(txa_->field(4).text(), context_.sender);
    return keys;
  }

  Result<void> set_order(json::Value document) {
    for (const auto& [kind, system, value] : {std::tuple("placer", &keys_.placer_assigner, &keys_.placer), std::tuple("filler", &keys_.filler_assigner, &keys_.filler)}) {
      if (value->empty()) continue;
      CHARTA_TRY(const auto orders, chart_.rows_.keys(reader_, kind, *system, *value));
      for (const auto& key : orders) {
        if (!is_same_person(context_, key.patient)) continue;
        CHARTA_TRY(const auto stored, chart_.resources_.load(reader_, key.resource));
        if (!stored || stored->deleted) continue;
        auto context = document["context"];
        if (!context) {
          context = document_.object();
          document_.set(document, "context", context);
        }
        make_.append_to(context, "related", make_.reference("ServiceRequest", stored->id));
        return {};
      }
    }
    return {};
  }

  Result<void> set_content(json::Value document, std::vector<Digest>& blobs, bool is_new) {
    CHARTA_TRY(auto contents, attached_content(context_.message.segments(), true));
    if (contents.empty()) {
      if (trigger_->brings_content && trigger_->act != DocumentAct::status_change) {
        return hold("no-content", "the message should bring the document's content (OBX), and there is none");
      }
      if (!is_new) return {};
      // An announced document: its content is still to come.
      auto entry = document_.object();
      auto attachment = document_.object();
      document_.set(attachment, "title", "content not received yet");
      document_.set(entry, "attachment", attachment);
      make_.append_to(document, "content", entry);
      return {};
    }
    content_digest_ = contents.front().bytes.empty() ? "" : sha256(contents.front().bytes).hex();
    auto list = document_.array();
    for (auto& content : contents) {
      CHARTA_TRY(const auto attachment, chart_.make_attachment(context_, filing_, make_, std::move(content), document["subject"], blobs));
      auto entry = document_.object();
      document_.set(entry, "attachment", attachment);
      document_.append(list, entry);
    }
    document_.set(document, "content", list);
    return {};
  }

  void post(PreparedItem& item, bool replaces) const {
    if (item.entry->status == "entered-in-error") {
      item.happening = happenings::DocumentWithdrawn{item.prepared.key(), item.entry->patient};
      return;
    }
    happenings::DocumentFiled filed;
    filed.document = item.prepared.key();
    filed.patient = item.entry->patient;
    filed.encounter = context_.encounter;
    filed.keys = keys_;
    filed.type_code = item.entry->title_code;
    const auto* known = chart_.types_.find(stripped(txa_->field(2).text()));
    filed.type_system = known != nullptr ? "http://loinc.org" : "http://terminology.hl7.org/CodeSystem/v2-0270";
    filed.completion = stripped(txa_->field(17).text());
    filed.at = item.entry->at;
    filed.replaces_earlier = replaces;
    filed.document_number = number_.value;
    filed.content_digest = content_digest_;
    filed.mrn_assigner = context_.mrn_assigner;
    filed.marks = {item.entry->facility, item.entry->sensitivity};
    filed.resource_type = "DocumentReference";
    item.happening = std::move(filed);
  }

  ChartService& chart_;
  store::Reader& reader_;
  const FilingContext& context_;
  json::Document document_;
  Elements make_;
  PreparedFiling filing_;
  const hl7v2::Segment* txa_ = nullptr;
  const Trigger* trigger_ = nullptr;
  hl7v2_fhir::EntityId number_, parent_number_;
  happenings::OrderKeys keys_;
  std::string content_digest_;
};

Result<PreparedFiling> ChartService::prepare_document(store::Reader& reader, const FilingContext& context) {
  return DocumentFiling(*this, reader, context).prepare();
}

}  // namespace charta::chart
