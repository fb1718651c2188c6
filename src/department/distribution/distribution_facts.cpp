// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/distribution_facts.hpp"

#include "department/chart/attachments.hpp"
#include "department/chart_completion/completion_facts.hpp"
#include "department/document_search/document_text.hpp"

#include <algorithm>

namespace charta::distribution {
namespace {

using chart_completion::staff_of;

constexpr std::size_t most_lines_of_results = 2000;

std::string_view id_in(json::Value reference, std::string_view type) {
  const auto text = reference["reference"].text();
  if (!text.starts_with(type) || text.size() <= type.size() || text[type.size()] != '/') return {};
  return text.substr(type.size() + 1);
}

void add(GivenDocument& into, std::string_view role, StaffMember who) {
  if (who.is_known() || !who.name.empty())
    into.facts.named.push_back({std::string(role), std::move(who), RecipientKind::practitioner});
}

void read_authors(json::Value resource, GivenDocument& into) {
  for (const auto one : resource["author"]) add(into, "author", staff_of(one));
  for (const auto one : resource["resultsInterpreter"]) add(into, "author", staff_of(one));
  if (resource["authenticator"]) add(into, "authenticator", staff_of(resource["authenticator"]));
}

void read_relations(json::Value resource, GivenDocument& into) {
  for (const auto relation : resource["relatesTo"]) {
    const std::string id(id_in(relation["target"], "DocumentReference"));
    if (id.empty()) continue;
    if (relation["code"].text() == "replaces") into.replaces.push_back(id);
    if (relation["code"].text() == "appends") into.appends.push_back(id);
  }
}

/// How far it is: as its sender said it; where nobody says it, as the resource does.
void read_completion(json::Value resource, std::string_view completion, GivenDocument& into) {
  const bool is_report = resource["resourceType"].text() == "DiagnosticReport";
  const auto status = is_report ? resource["status"].text() : resource["docStatus"].text();
  const bool is_final = status == "final" || status == "amended" || status == "corrected" || status == "appended";
  auto& facts = into.facts;
  facts.completion = completion;
  if (completion.empty()) facts.completion = is_final ? "FINAL" : status.empty() ? "UNSAID" : "PRELIMINARY";
  facts.is_signed =
      completion.empty() || completion == "AU" || completion == "LA" || completion == "F" || completion == "C" ? is_final : false;
}

std::string_view role_of(std::string_view participation) {
  if (participation == "ATND") return "attending";
  if (participation == "REF") return "referring";
  if (participation == "CON") return "consulting";
  return {};
}

}  // namespace

bool is_quarantined(access::SensitivityMask sensitivity) {
  return (sensitivity & static_cast<access::SensitivityMask>(access::Sensitivity::quarantined)) != 0;
}

void read_standing(json::Value resource, GivenDocument& into) {
  const auto status = resource["status"].text();
  into.is_withdrawn = status == "entered-in-error" || status == "cancelled";
  into.is_replaced = status == "superseded";
  into.is_withheld = is_quarantined(into.stored.sensitivity);
}

Result<void> DistributionFactsReader::read_words(store::Reader& reader, json::Value resource, GivenDocument& into) const {
  std::string marks;
  for (const auto attachment : chart::attachments_of(resource)) {
    marks += "\n" + std::string(attachment["url"].text()) + " " + std::string(attachment["hash"].text());
    const auto type = attachment["contentType"].text();
    if (!document_search::is_readable_text(type.substr(0, type.find(';')))) {
      marks += attachment["data"].text();
      continue;
    }
    CHARTA_TRY(const auto bytes, chart::bytes_of(reader, resources_, store_.blobs(), attachment));
    if (bytes) into.words += document_search::text_of(*bytes, type) + "\n";
  }
  if (resource["resourceType"].text() == "DiagnosticReport") {
    into.words += document_search::text_of_report(resource);
    std::size_t lines = 0;
    for (const auto result : resource["result"]) {
      const auto id = id_in(result, "Observation");
      if (id.empty() || ++lines > most_lines_of_results) continue;
      CHARTA_TRY(const auto stored, resources_.load(reader, "Observation", id));
      if (!stored || stored->deleted) continue;
      CHARTA_TRY(const auto observation, json::Document::parse(stored->json));
      into.words += document_search::line_of_observation(observation.root());
    }
  }
  into.digest = sha256(into.words + marks).hex();
  return {};
}

Result<void> DistributionFactsReader::read_encounter(store::Reader& reader, GivenDocument& into) const {
  if (into.line.encounter.empty()) return {};
  CHARTA_TRY(const auto stored, resources_.load(reader, "Encounter", into.line.encounter));
  if (!stored || stored->deleted) return {};
  into.encounter = stored->key;
  if (ward_of_) {
    CHARTA_TRY(into.facts.ward, ward_of_(reader, stored->key));
  }
  CHARTA_TRY(const auto document, json::Document::parse(stored->json));
  const auto encounter = document.root();
  auto& facts = into.facts;
  facts.class_code = encounter["class"]["code"].text();
  facts.clinic = encounter["serviceType"]["coding"].at(0)["code"].text();
  for (const auto participant : encounter["participant"])
    for (const auto type : participant["type"])
      for (const auto coding : type["coding"])
        if (const auto role = role_of(coding["code"].text()); !role.empty()) add(into, role, staff_of(participant["individual"]));
  return {};
}

Result<void> DistributionFactsReader::read_order(store::Reader& reader, json::Value resource, GivenDocument& into) const {
  std::vector<std::string_view> orders;
  for (const auto one : resource["basedOn"]) orders.push_back(id_in(one, "ServiceRequest"));
  for (const auto one : resource["context"]["related"]) orders.push_back(id_in(one, "ServiceRequest"));
  for (const auto id : orders) {
    if (id.empty()) continue;
    CHARTA_TRY(const auto stored, resources_.load(reader, "ServiceRequest", id));
    if (!stored || stored->deleted) continue;
    CHARTA_TRY(const auto document, json::Document::parse(stored->json));
    if (into.facts.service.empty()) into.facts.service = document.root()["code"]["coding"].at(0)["code"].text();
    if (document.root()["requester"]) add(into, "ordering", staff_of(document.root()["requester"]));
  }
  return {};
}

Result<void> DistributionFactsReader::read_patient(store::Reader& reader, GivenDocument& into) const {
  CHARTA_TRY(const auto stored, resources_.load(reader, ResourceId(into.stored.patient.key())));
  if (!stored || stored->deleted) return {};
  CHARTA_TRY(const auto document, json::Document::parse(stored->json));
  for (const auto one : document.root()["generalPractitioner"]) add(into, "pcp", staff_of(one));
  return {};
}

Result<MessageId> DistributionFactsReader::source_of(store::Reader& reader, ResourceId document) const {
  CHARTA_TRY(const auto line, chart_.rows().find(reader, document));
  return line ? line->source_message : MessageId();
}

Result<std::optional<GivenDocument>> DistributionFactsReader::of(store::Reader& reader, ResourceId document,
                                                                 std::string_view completion,
                                                                 const std::vector<MessageId>& sources) const {
  CHARTA_TRY(auto stored, resources_.load(reader, document));
  if (!stored || stored->deleted || !stored->patient.is_set()) return std::optional<GivenDocument>();
  GivenDocument given;
  given.stored = std::move(*stored);
  CHARTA_TRY(const auto parsed, json::Document::parse(given.stored.json));
  const auto resource = parsed.root();
  CHARTA_TRY(const auto line, chart_.rows().find(reader, document));
  given.line = line ? *line : chart::entry_of(resource, given.stored.last_updated);
  read_standing(resource, given);
  given.facts.type_code = given.line.title_code;
  given.facts.service = resource["code"]["coding"].at(0)["code"].text();
  read_completion(resource, completion, given);
  read_relations(resource, given);
  CHARTA_TRY_DO(read_order(reader, resource, given));
  // A later version often names nobody: whom an earlier message named is named still.
  auto messages = sources;
  const auto newest = given.line.source_message;
  if (newest.is_set() && std::find(messages.begin(), messages.end(), newest) == messages.end()) messages.push_back(newest);
  for (const auto message : messages) {
    if (!named_in_message_) break;
    CHARTA_TRY(auto named, named_in_message_(reader, message));
    for (auto& one : named) given.facts.named.push_back(std::move(one));
  }
  CHARTA_TRY_DO(read_encounter(reader, given));
  read_authors(resource, given);
  CHARTA_TRY_DO(read_patient(reader, given));
  CHARTA_TRY_DO(read_words(reader, resource, given));
  return std::optional(std::move(given));
}

}  // namespace charta::distribution
