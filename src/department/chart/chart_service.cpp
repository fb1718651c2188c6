// SPDX-License-Identifier: Apache-2.0
#include "department/chart/chart_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "department/chart/attached_content.hpp"
#include "department/chart/blob_url.hpp"

namespace charta::chart {
namespace {


json::Value attachment_of(json::Value resource, std::size_t number) {
  if (resource["resourceType"].text() == "DiagnosticReport") return resource["presentedForm"].at(number);
  return resource["content"].at(number)["attachment"];
}

}  // namespace

happenings::OrderKeys order_keys(const hl7v2::Segment* orc, const hl7v2::Segment* obr, const hl7v2_fhir::Sender& sender) {
  happenings::OrderKeys keys;
  // OBR-2 and OBR-3 are the order's own; ORC-2 and ORC-3 stand in for them.
  for (const auto& [segment, placer, filler] : {std::tuple(obr, 2, 3), std::tuple(orc, 2, 3)}) {
    if (segment == nullptr) continue;
    const auto placed = hl7v2_fhir::entity_id(segment->field(placer), sender), filled = hl7v2_fhir::entity_id(segment->field(filler), sender);
    if (keys.placer.empty()) keys.placer_assigner = placed.system, keys.placer = placed.value;
    if (keys.filler.empty()) keys.filler_assigner = filled.system, keys.filler = filled.value;
  }
  if (obr != nullptr) {
    keys.service_system = hl7v2_fhir::code_system(obr->field(4).text(3));
    keys.service_code = stripped(obr->field(4).text(1));
    keys.service_text = stripped(obr->field(4).text(2));
    keys.service_at = hl7v2_fhir::moment(obr->field(7).text(), sender);
    if (!keys.service_at) keys.service_at = hl7v2_fhir::moment(obr->field(6).text(), sender);
  }
  if (!keys.service_at && orc != nullptr) keys.service_at = hl7v2_fhir::moment(orc->field(9).text(), sender);
  return keys;
}

ChartService::ChartService(store::Store& store, resources::ResourceService& resources, patient_index::PatientIndexService& index,
                           const happenings::Bus& bus, const Clock& clock, DocumentTypes types)
    : store_(store), resources_(resources), index_(index), bus_(bus), clock_(clock), types_(std::move(types)) {}

Result<std::optional<resources::StoredResource>> ChartService::known(store::Reader& reader, const FilingTarget& context, PreparedFiling& filing,
                                                                     std::string_view kind, const hl7v2_fhir::EntityId& number,
                                                                     std::string_view qualifier) {
  std::optional<resources::StoredResource> none;
  if (number.empty()) return none;
  CHARTA_TRY(auto keys, rows_.keys(reader, kind, number.system, number.value));
  filing.look_ups.push_back({std::string(kind), number.system, number.value, keys.size()});
  const bool qualified = std::any_of(keys.begin(), keys.end(), [&](const ChartKey& key) { return key.qualifier == qualifier; });
  if (qualified) std::erase_if(keys, [&](const ChartKey& key) { return key.qualifier != qualifier; });
  if (!qualified && !qualifier.empty()) std::erase_if(keys, [](const ChartKey& key) { return !key.qualifier.empty(); });
  // What was deleted is not what the number means any more.
  for (auto key = keys.begin(); keys.size() > 1 && key != keys.end();) {
    CHARTA_TRY(const auto stored, resources_.load(reader, key->resource));
    key = !stored || stored->deleted ? keys.erase(key) : key + 1;
  }
  if (keys.empty()) return none;
  if (keys.size() > 1) return hold("number-of-several", "the " + std::string(kind) + " number leads to several records; a person must choose");
  CHARTA_TRY(auto stored, resources_.load(reader, keys.front().resource));
  if (!stored || stored->deleted) return none;
  // Whose it is now: a misfiled one may have been moved since its number was noted.
  if (!is_same_person(context, stored->patient.is_set() ? stored->patient : keys.front().patient)) {
    return hold("number-of-another-patient", "the " + std::string(kind) + " number belongs to another patient's record");
  }
  return stored;
}

Result<PreparedItem> ChartService::make_item(const FilingTarget& context, json::Value resource, const std::optional<resources::StoredResource>& before) {
  resources::PutOptions options;
  options.source = "hl7";
  options.facility = context.facility;
  options.sensitivity = context.sensitivity;
  if (before) {
    options.key = before->key;
    options.if_version = before->version;
    options.facility = before->facility;
    options.sensitivity = before->sensitivity | context.sensitivity;
  }
  PreparedItem item;
  item.replaces = before.has_value();
  CHARTA_TRY(item.prepared, resources_.prepare(resource, options));
  if (!has_timeline_entry(resource["resourceType"].text())) return item;
  item.entry = entry_of(resource, context.received_at);
  item.entry->patient = before && before->patient.is_set() ? before->patient : context.patient;
  item.entry->resource = item.prepared.key();
  item.entry->fhir_id = item.prepared.id();
  item.entry->version = before ? before->version + 1 : 1;
  item.entry->source_message = context.source_message;
  item.entry->facility = options.facility.value_or(context.facility);
  item.entry->sensitivity = options.sensitivity.value_or(context.sensitivity);
  return item;
}

Result<json::Value> ChartService::make_attachment(const FilingTarget& context, PreparedFiling& filing, hl7v2_fhir::Elements& make,
                                                  AttachedContent content, json::Value subject, std::vector<Digest>& blobs) {
  auto& document = make.document();
  auto attachment = document.object();
  make.set(attachment, "contentType", make.text(content.content_type));
  if (!content.url.empty()) {
    document.set(attachment, "url", content.url);
  } else if (content.bytes.size() <= inline_limit) {
    document.set(attachment, "data", to_base64(content.bytes));
  } else if (content.bytes.size() <= binary_limit) {
    auto binary = document.object();
    document.set(binary, "resourceType", "Binary");
    document.set(binary, "contentType", content.content_type);
    document.set(binary, "securityContext", document.copy(subject));
    document.set(binary, "data", to_base64(content.bytes));
    CHARTA_TRY(auto item, make_item(context, binary, std::nullopt));
    document.set(attachment, "url", "Binary/" + item.prepared.id());
    filing.items.push_back(std::move(item));
  } else {
    CHARTA_TRY(const auto digest, store_.blobs().put(content.bytes));
    document.set(attachment, "url", std::string(blob_url) + digest.hex());
    blobs.push_back(digest);
  }
  if (content.url.empty()) document.set(attachment, "size", document.integer(static_cast<std::int64_t>(content.bytes.size())));
  make.set(attachment, "title", make.text(content.title));
  return attachment;
}

Result<void> ChartService::file(store::UnitOfWork& work, const access::Actor& actor, PreparedFiling& filing) {
  for (const auto& look_up : filing.look_ups) {
    CHARTA_TRY(const auto keys, rows_.keys(work, look_up.kind, look_up.system, look_up.value));
    if (keys.size() != look_up.found) return prepare_again("the " + look_up.kind + " number was used meanwhile");
  }
  for (auto& item : filing.items) {
    CHARTA_TRY(const auto written, resources_.put(work, actor, item.prepared));
    for (const auto& digest : item.blobs) CHARTA_TRY_DO(store_.blobs().add_reference(work, digest, "resource", written.key.key()));
    CHARTA_TRY_DO(rows_.add_keys(work, item.keys));
    if (item.entry) {
      item.entry->version = written.version;
      CHARTA_TRY_DO(rows_.save(work, *item.entry, item.replaces));
    }
  }
  for (const auto& item : filing.items) {
    if (item.happening) CHARTA_TRY_DO(bus_.post(work, *item.happening));
  }
  return {};
}

Result<void> ChartService::on_resource_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed) {
  if (changed.source == "hl7" || changed.source == "move" || changed.source == "quarantine" || !has_timeline_entry(changed.type)) return {};
  const bool was_there = changed.version > 1;
  CHARTA_TRY(const auto stored, resources_.load(work, changed.resource));
  if (changed.deleted || !stored || stored->deleted || !stored->patient.is_set()) {
    CHARTA_TRY_DO(rows_.remove(work, changed.resource));
    return was_there && changed.patient.is_set() ? post_removed(work, changed) : Result<void>();
  }
  CHARTA_TRY(const auto parsed, json::Document::parse(stored->json));
  auto entry = entry_of(parsed.root(), stored->last_updated);
  entry.patient = stored->patient;
  entry.resource = stored->key;
  entry.fhir_id = stored->id;
  entry.version = stored->version;
  entry.facility = stored->facility;
  entry.sensitivity = stored->sensitivity;
  std::string status_before;
  if (was_there && changed.type == "ServiceRequest") {
    CHARTA_TRY(const auto line, rows_.find(work, changed.resource));
    if (line) status_before = line->status;
  }
  CHARTA_TRY_DO(rows_.save(work, entry, was_there));
  return post_for(work, parsed.root(), *stored, entry, status_before);
}

Result<Timeline> ChartService::timeline(const access::Actor& actor, PatientId patient, TimelineQuery query) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_record));
  CHARTA_TRY_DO(index_.banner(actor, patient));
  return store_.read([&](store::Reader& reader) -> Result<Timeline> {
    CHARTA_TRY(query.patients, index_.expand(reader, patient));
    return rows_.timeline(reader, query, actor.visibility);
  });
}

Result<std::vector<ChartEntry>> ChartService::of_encounter(const access::Actor& actor, std::string_view encounter_id, std::int64_t limit) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_record));
  return store_.read([&](store::Reader& reader) { return rows_.of_encounter(reader, encounter_id, actor.visibility, limit); });
}

Result<DocumentContent> ChartService::content(const access::Actor& actor, std::string_view type, std::string_view id, std::string_view version, std::size_t number) {
  CHARTA_TRY(const auto stored, version.empty() ? resources_.read(actor, type, id) : resources_.vread(actor, type, id, version));
  CHARTA_TRY(const auto parsed, json::Document::parse(stored.json));
  const auto attachment = attachment_of(parsed.root(), number);
  if (!attachment) return fail(ErrorKind::not_found, std::string(type) + "/" + std::string(id) + " has no content " + std::to_string(number), "number");
  DocumentContent content{{}, std::string(attachment["contentType"].text()), std::string(attachment["title"].text())};
  if (content.content_type.empty()) content.content_type = "application/octet-stream";
  const auto url = attachment["url"].text();
  auto data = attachment["data"].text();
  json::Document binary;
  if (url.starts_with(blob_url)) {
    const auto digest = Digest::parse_hex(url.substr(blob_url.size()));
    if (!digest) return fail(ErrorKind::internal, std::string(type) + "/" + std::string(id) + " names a blob that is none");
    auto bytes = store_.blobs().get(*digest);
    if (!bytes) return fail(ErrorKind::unavailable, "the content of " + std::string(type) + "/" + std::string(id) + " cannot be read: " + bytes.error().message, "content");
    content.bytes = std::move(*bytes);
    return content;
  }
  if (data.empty() && url.starts_with("Binary/")) {
    CHARTA_TRY(const auto body, resources_.read(actor, "Binary", url.substr(7)));
    CHARTA_TRY(binary, json::Document::parse(body.json));
    data = binary.root()["data"].text();
  } else if (data.empty()) {
    return fail(ErrorKind::not_found, "the content of " + std::string(type) + "/" + std::string(id) + " stands elsewhere: its sender gave only a reference", "content");
  }
  auto bytes = from_base64(data);
  if (!bytes) return fail(ErrorKind::invalid, "the content of " + std::string(type) + "/" + std::string(id) + " is not base64");
  content.bytes = std::move(*bytes);
  return content;
}

Result<DocumentView> ChartService::document(const access::Actor& actor, std::string_view type, std::string_view id) {
  CHARTA_TRY(const auto stored, resources_.read(actor, type, id));
  CHARTA_TRY(const auto parsed, json::Document::parse(stored.json));
  const auto root = parsed.root();
  const auto entry = entry_of(root, stored.last_updated);
  DocumentView view;
  view.resource = stored.key;
  view.patient = stored.patient;
  view.type = stored.type;
  view.id = stored.id;
  view.title = entry.title;
  view.type_code = entry.title_code;
  view.type_display = entry.title;
  view.status = std::string(root["status"].text());
  view.completion = std::string(root["docStatus"].text());
  view.date = entry.at.text();
  view.author = entry.author;
  view.encounter = entry.encounter;
  view.content_type = entry.content_type;
  view.size = attachment_of(root, 0)["size"].integer().value_or(0);
  for (const auto related : root[stored.type == "DiagnosticReport" ? "basedOn" : "context"].is_array() ? root["basedOn"] : root["context"]["related"]) {
    const auto reference = related["reference"].text();
    if (view.order.empty() && reference.starts_with("ServiceRequest/")) view.order = std::string(reference.substr(15));
  }
  for (const auto identifier : root["identifier"]) {
    const auto code = identifier["type"]["coding"].at(0)["code"].text();
    if (code == "PLAC") view.placer = std::string(identifier["value"].text());
    if (code == "FILL") view.filler = std::string(identifier["value"].text());
  }
  CHARTA_TRY(const auto history, resources_.history(actor, type, id, {}));
  CHARTA_TRY(const auto bundle, json::Document::parse(history));
  for (const auto one : bundle.root()["entry"]) {
    const auto meta = one["resource"]["meta"];
    const auto version = parse_integer(meta["versionId"].text());
    const auto at = Instant::parse(meta["lastUpdated"].text());
    if (version && at) view.versions.push_back({*version, *at});
  }
  return store_.read([&](store::Reader& reader) -> Result<DocumentView> {
    CHARTA_TRY(const auto line, rows_.find(reader, stored.key));
    if (line) view.source_message = line->source_message;
    return view;
  });
}

}  // namespace charta::chart
