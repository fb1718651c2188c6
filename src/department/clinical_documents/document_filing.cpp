// SPDX-License-Identifier: Apache-2.0
#include "department/clinical_documents/document_filing.hpp"

#include "base/text.hpp"
#include "department/chart/attached_content.hpp"
#include "department/clinical_documents/withdrawal.hpp"

#include <algorithm>
#include <map>

namespace charta::clinical_documents {
namespace {

using chart::FilingTarget;
using chart::PreparedFiling;
using hl7v2_fhir::EntityId;
using resources::StoredResource;

constexpr std::string_view format_codes = "http://ihe.net/fhir/ValueSet/IHE.FormatCode.codesystem";
constexpr std::string_view confidentialities = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

EntityId entity(const cda::InstanceId& id) {
  return {id.system(), id.value()};
}

bool is_restricted(const cda::Header& header) {
  return header.confidentiality == "R" || header.confidentiality == "V";
}

/// The chart's timeline has the document, its reports and its visits; what is single stands in the record alone.
bool stands_in_the_timeline(std::string_view type) {
  return type == "DocumentReference" || type == "DiagnosticReport" || type == "Encounter";
}

/// One document on its way into a chart.
class Filing {
 public:
  Filing(chart::ChartService& chart, resources::ResourceService& resources, store::Reader& reader,
         const cda::MappedDocument& document, BytesView original, const FilingTarget& target, const hl7v2_fhir::Sender& sender)
      : chart_(chart),
        resources_(resources),
        reader_(reader),
        mapped_(document),
        original_(original),
        target_(target),
        make_(json_, sender) {}

  Result<PreparedFiling> prepare() {
    CHARTA_TRY(auto before, chart_.known(reader_, target_, filing_, "document", entity(mapped_.header.id), ""));
    if (before) CHARTA_TRY_DO(withdraw_statements(*before));
    CHARTA_TRY_DO(supersede_related(before));
    CHARTA_TRY_DO(find_encounter());
    for (const auto& one : mapped_.resources) CHARTA_TRY_DO(add_resource(one));
    CHARTA_TRY_DO(add_composition());
    CHARTA_TRY_DO(add_document(std::move(before)));
    tell();
    return std::move(filing_);
  }

 private:
  /// The visit that the document is about, when the house knows it by one of its numbers.
  Result<void> find_encounter() {
    if (mapped_.encounter == 0) return {};
    for (const auto& one : mapped_.resources) {
      if (one.number != mapped_.encounter) continue;
      for (const auto id : one.resource["identifier"]) {
        CHARTA_TRY(const auto keys,
                   resources_.find_by_token(reader_, "Encounter", "identifier", id["system"].text(), id["value"].text()));
        for (const auto key : keys) {
          CHARTA_TRY(const auto stored, resources_.load(reader_, key));
          if (!stored || stored->deleted || !stored->patient.is_set() || !chart::is_same_person(target_, stored->patient))
            continue;
          ids_[std::to_string(one.number)] = stored->id;
          known_encounter_ = stored->key;
          return {};
        }
      }
    }
    return {};
  }

  json::Value resolved(json::Value value) {
    auto copy = json_.copy(value);
    resolve_references(json_, copy,
                       [&](std::string_view name) { return name == "patient" ? target_.patient_id : ids_[std::string(name)]; });
    if (is_restricted(mapped_.header)) {
      auto meta = json_.object();
      make_.append_to(meta, "security", make_.coding(confidentialities, mapped_.header.confidentiality));
      json_.set(copy, "meta", meta);
    }
    return copy;
  }

  Result<void> add_resource(const cda::MappedResource& one) {
    if (ids_.contains(std::to_string(one.number))) return {};  // the visit that is known already
    CHARTA_TRY(auto item, chart_.make_item(target_, resolved(one.resource), std::nullopt));
    if (!stands_in_the_timeline(item.prepared.type())) item.entry.reset();
    ids_[std::to_string(one.number)] = item.prepared.id();
    filing_.items.push_back(std::move(item));
    return {};
  }

  Result<void> add_composition() {
    auto composition = resolved(mapped_.composition);
    if (!composition["date"]) json_.set(composition, "date", target_.received_at.text());
    CHARTA_TRY(auto item, chart_.make_item(target_, composition, std::nullopt));
    composition_id_ = item.prepared.id();
    filing_.items.push_back(std::move(item));
    return {};
  }

  Result<void> add_document(std::optional<StoredResource> before) {
    const auto& header = mapped_.header;
    auto document = json_.object();
    json_.set(document, "resourceType", "DocumentReference");
    if (is_restricted(header)) {
      auto meta = json_.object();
      make_.append_to(meta, "security", make_.coding(confidentialities, header.confidentiality));
      json_.set(document, "meta", meta);
    }
    json_.set(document, "masterIdentifier", make_.identifier(entity(header.id)));
    if (!header.set_id.empty()) make_.append_to(document, "identifier", make_.identifier(entity(header.set_id)));
    json_.set(document, "status", "current");
    json_.set(document, "docStatus", mapped_.authenticator ? "final" : "preliminary");
    json_.set(document, "type", json_.copy(mapped_.composition["type"]));
    if (!document["type"]["text"]) json_.set(document["type"], "text", header.title);
    json_.set(document, "subject", make_.reference("Patient", target_.patient_id));
    json_.set(document, "date", header.effective_at ? header.effective_at->text() : target_.received_at.text());
    if (mapped_.authors.size() > 0) json_.set(document, "author", json_.copy(mapped_.authors));
    make_.set(document, "authenticator", mapped_.authenticator ? json_.copy(mapped_.authenticator) : json::Value());
    make_.set(document, "custodian", mapped_.custodian ? json_.copy(mapped_.custodian) : json::Value());
    for (const auto& replaced : replaced_) {
      auto relates = json_.object();
      json_.set(relates, "code", replaced.code);
      json_.set(relates, "target", make_.reference("DocumentReference", replaced.id));
      make_.append_to(document, "relatesTo", relates);
    }
    json_.set(document, "description", header.title);
    if (!header.confidentiality.empty() && header.confidentiality.size() == 1)
      make_.append_to(document, "securityLabel", make_.concept_with(confidentialities, header.confidentiality));
    std::vector<Digest> blobs;
    CHARTA_TRY_DO(add_contents(document, blobs));
    add_context(document);
    const bool replaces = before.has_value() || !replaced_.empty();
    const bool is_new = !before;
    CHARTA_TRY(auto item, chart_.make_item(target_, document, before));
    item.blobs = std::move(blobs);
    if (is_new)
      item.keys.push_back({"document", header.id.system(), header.id.value(), "", item.prepared.key(), target_.patient});
    post(item, replaces);
    filing_.notes.push_back("filed as " + item.entry->title);
    filing_.items.push_back(std::move(item));
    return {};
  }

  /// First what a reader sees, then the document byte for byte.
  Result<void> add_contents(json::Value document, std::vector<Digest>& blobs) {
    const auto& header = mapped_.header;
    chart::AttachedContent readable{"text/html", header.title, mapped_.html, {}};
    if (mapped_.body) {
      readable.content_type = mapped_.body->media_type;
      if (readable.content_type.empty()) readable.content_type = chart::media_type_of({}, {}, mapped_.body->bytes);
      readable.bytes = mapped_.body->bytes;
    }
    const std::string release = header.release == "1.1" ? "1.1" : "2.1";
    const std::string format = "urn:hl7-org:sdwg:ccda-" + std::string(mapped_.body ? "nonXMLBody:" : "structuredBody:") + release;
    CHARTA_TRY_DO(add_content(document, std::move(readable), {}, blobs));
    return add_content(document, {"text/xml", "As it came", Bytes(original_), {}}, format, blobs);
  }

  Result<void> add_content(json::Value document, chart::AttachedContent content, std::string_view format,
                           std::vector<Digest>& blobs) {
    const auto subject = make_.reference("Patient", target_.patient_id);
    CHARTA_TRY(auto attachment, chart_.make_attachment(target_, filing_, make_, std::move(content), subject, blobs));
    auto one = json_.object();
    json_.set(one, "attachment", attachment);
    if (!format.empty()) json_.set(one, "format", make_.coding(format_codes, format));
    make_.append_to(document, "content", one);
    return {};
  }

  void add_context(json::Value document) {
    auto context = json_.object();
    if (mapped_.encounter != 0)
      make_.append_to(context, "encounter", make_.reference("Encounter", ids_[std::to_string(mapped_.encounter)]));
    make_.append_to(context, "related", make_.reference("Composition", composition_id_));
    // The patient as the document tells: never the record's own words, never written into it.
    auto told = json_.copy(mapped_.patient);
    json_.set(told, "id", "as-received");
    make_.append_to(document, "contained", told);
    auto source = json_.object();
    json_.set(source, "reference", "#as-received");
    json_.set(context, "sourcePatientInfo", source);
    json_.set(document, "context", context);
  }

  void post(chart::PreparedItem& item, bool replaces) {
    happenings::DocumentFiled filed;
    filed.document = item.prepared.key();
    filed.patient = item.entry->patient;
    filed.encounter = known_encounter_;
    filed.keys.service_text = item.entry->title;
    filed.type_system = "http://loinc.org";
    filed.type_code = item.entry->title_code;
    filed.completion = mapped_.authenticator ? "AU" : "IP";
    filed.at = item.entry->at;
    filed.replaces_earlier = replaces;
    filed.document_number = mapped_.header.id.value();
    filed.content_digest = sha256(original_).hex();
    filed.mrn_assigner = target_.mrn_assigner;
    filed.marks = {item.entry->facility, item.entry->sensitivity};
    filed.resource_type = "DocumentReference";
    item.happening = std::move(filed);
  }

  /// RPLC: the earlier document is superseded, what it told is told no more. Source: CDA R2, 4.2.3.1.
  Result<void> supersede_related(const std::optional<StoredResource>& same) {
    for (const auto& related : mapped_.header.related) {
      if (related.id.empty()) continue;
      CHARTA_TRY(auto parent, chart_.known(reader_, target_, filing_, "document", entity(related.id), ""));
      if (!parent) {
        if (related.code == "RPLC") filing_.notes.emplace_back("it replaces a document that never came here");
        continue;
      }
      if (same && parent->key == same->key) continue;
      replaced_.push_back({related.code == "RPLC" ? "replaces" : related.code == "APND" ? "appends" : "transforms", parent->id});
      if (related.code != "RPLC") continue;
      CHARTA_TRY_DO(withdraw_statements(*parent));
      CHARTA_TRY(const auto earlier, json::Document::parse(parent->json));
      auto superseded = make_.editable(earlier.root());
      json_.set(superseded, "status", "superseded");
      CHARTA_TRY(auto item, chart_.make_item(target_, superseded, parent));
      filing_.notes.push_back("supersedes an earlier document: " + item.entry->title);
      filing_.items.push_back(std::move(item));
    }
    return {};
  }

  Result<void> withdraw_statements(const StoredResource& document) {
    CHARTA_TRY(const auto parsed, json::Document::parse(document.json));
    for (const auto related : parsed.root()["context"]["related"]) {
      const auto reference = related["reference"].text();
      if (!reference.starts_with("Composition/")) continue;
      CHARTA_TRY(const auto stored, resources_.load(reader_, "Composition", reference.substr(12)));
      if (!stored || stored->deleted) continue;
      CHARTA_TRY(const auto composition, json::Document::parse(stored->json));
      CHARTA_TRY_DO(withdraw_sections(composition.root()["section"]));
    }
    return {};
  }

  Result<void> withdraw_sections(json::Value sections) {
    for (const auto section : sections) {
      for (const auto entry : section["entry"]) CHARTA_TRY_DO(withdraw_one(entry["reference"].text()));
      CHARTA_TRY_DO(withdraw_sections(section["section"]));
    }
    return {};
  }

  Result<void> withdraw_one(std::string_view reference) {
    const auto slash = reference.find('/');
    if (slash == std::string_view::npos) return {};
    CHARTA_TRY(const auto stored, resources_.load(reader_, reference.substr(0, slash), reference.substr(slash + 1)));
    if (!stored || stored->deleted || !chart::is_same_person(target_, stored->patient)) return {};
    CHARTA_TRY(const auto earlier, json::Document::parse(stored->json));
    auto resource = make_.editable(earlier.root());
    if (!withdraw(json_, resource)) return {};
    CHARTA_TRY(auto item, chart_.make_item(target_, resource, stored));
    if (!stands_in_the_timeline(item.prepared.type())) item.entry.reset();
    filing_.items.push_back(std::move(item));
    return {};
  }

  /// The account, in words: nothing that the document says is left out in silence.
  void tell() {
    auto& notes = filing_.notes;
    for (const auto& section : mapped_.sections) {
      if (section.entries == 0) continue;
      const std::string name = section.title.empty() ? section.code : section.title;
      notes.push_back(name + ": " + std::to_string(section.entries) + " entries, " + std::to_string(section.mapped) + " of " +
                      std::to_string(section.statements) + " statements as data, " + std::to_string(section.resources) +
                      " resources");
      for (const auto& one : section.not_mapped) notes.push_back(name + ", kept as text: " + one.where + ": " + one.reason);
    }
    std::string text_only;
    for (const auto& section : mapped_.sections) {
      if (section.entries == 0)
        text_only += (text_only.empty() ? "" : ", ") + (section.title.empty() ? section.code : section.title);
    }
    if (!text_only.empty()) notes.push_back("sections without coded entries, kept as text: " + text_only);
    for (const auto& warning : mapped_.warnings) notes.push_back("not as C-CDA asks: " + warning);
  }

  struct Related {
    std::string code, id;
  };

  chart::ChartService& chart_;
  resources::ResourceService& resources_;
  store::Reader& reader_;
  const cda::MappedDocument& mapped_;
  BytesView original_;
  const FilingTarget& target_;
  json::Document json_;
  hl7v2_fhir::Elements make_;
  PreparedFiling filing_;
  std::map<std::string, std::string> ids_;
  std::string composition_id_;
  ResourceId known_encounter_;
  std::vector<Related> replaced_;
};

}  // namespace

access::SensitivityMask ClinicalDocuments::labels_of(const cda::Header& header) const {
  if (!is_restricted(header)) return 0;
  json::Document json;
  auto resource = json.object(), meta = json.object(), security = json.array(), coding = json.object();
  json.set(coding, "system", confidentialities);
  json.set(coding, "code", header.confidentiality);
  json.append(security, coding);
  json.set(meta, "security", security);
  json.set(resource, "meta", meta);
  return resources_.security_labels().of(resource);
}

Result<PreparedFiling> ClinicalDocuments::prepare(store::Reader& reader, const cda::MappedDocument& document, BytesView original,
                                                  const FilingTarget& target, const hl7v2_fhir::Sender& sender) {
  return Filing(chart_, resources_, reader, document, original, target, sender).prepare();
}

}  // namespace charta::clinical_documents
