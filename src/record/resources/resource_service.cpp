// SPDX-License-Identifier: Apache-2.0
#include "record/resources/resource_service.hpp"

#include "base/text.hpp"
#include "formats/fhir/definitions.hpp"
#include "formats/json/patch.hpp"
#include "record/resources/body.hpp"
#include "record/resources/bundle_processor.hpp"
#include "record/resources/capability.hpp"
#include "record/resources/conditional.hpp"
#include "record/resources/history.hpp"
#include "record/resources/prepare.hpp"
#include "record/resources/repository_parts.hpp"
#include "record/resources/searchset.hpp"
#include "record/resources/shared_search.hpp"

namespace charta::resources {

using access::Permission;

struct ResourceService::Parts : RepositoryParts {
  using RepositoryParts::RepositoryParts;
};

namespace {

constexpr int patch_rounds = 5;  // without If-Match a patch fits whatever stands there; five others in a row are a defect

/// A resource that another owner made.
Result<StoredResource> produced(std::string_view type, std::string_view id, Result<std::string> json) {
  if (!json) return json.error();
  StoredResource stored;
  stored.type = std::string(type);
  stored.id = std::string(id);
  stored.version = 1;
  stored.json = std::move(*json);
  CHARTA_TRY(const auto document, json::Document::parse(stored.json));
  const json::Value meta = document.root()["meta"];
  if (const auto version = parse_integer(meta["versionId"].text())) stored.version = *version;
  if (const auto at = Instant::parse(meta["lastUpdated"].text())) stored.last_updated = *at;
  return stored;
}

}  // namespace

ResourceService::ResourceService(store::Store& store, ledger::Ledger& ledger, const happenings::Bus& bus, const Clock& clock,
                                 KeySource& keys)
    : parts_(std::make_unique<Parts>(store, ledger, bus, clock, keys)) {}
ResourceService::~ResourceService() = default;

void ResourceService::add_guard(std::string type, WriteGuard guard) {
  parts_->guards.emplace(std::move(type), std::move(guard));
}

void ResourceService::add_face(Face face) {
  const std::string type = face.type;
  parts_->faces.insert_or_assign(type, std::move(face));
}

void ResourceService::add_share(Share share) {
  const std::string type = share.type;
  add_guard(type, [owns = share.owns](store::UnitOfWork&, const access::Actor&, std::string_view of_type, json::Value,
                                      json::Value after) -> Result<void> {
    if (!after["id"] || !owns(after["id"].text())) return {};
    return fail(ErrorKind::business_rule, "this id is kept by a department; it can be read and searched only",
                std::string(of_type) + ".id");
  });
  parts_->shares.insert_or_assign(type, std::move(share));
}

void ResourceService::add_stand_in(std::string type, StandIn stand_in) {
  parts_->stand_ins.insert_or_assign(std::move(type), std::move(stand_in));
}

void ResourceService::set_patient_expansion(std::function<Result<std::vector<PatientId>>(store::Reader&, PatientId)> expansion) {
  parts_->search.set_patient_expansion(std::move(expansion));
}

void ResourceService::set_security_labels(access::SecurityLabels labels) {
  parts_->labels = std::move(labels);
}

const access::SecurityLabels& ResourceService::security_labels() const {
  return parts_->labels;
}

Result<StoredResource> ResourceService::read(const access::Actor& actor, std::string_view type, std::string_view id) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  if (const Face* face = parts_->face_of(type)) return produced(type, id, face->read(actor, id));
  if (const Share* share = parts_->share_of(type); share != nullptr && share->owns(id))
    return produced(type, id, share->read(actor, id));
  CHARTA_TRY(const std::uint16_t number, type_number(type));
  CHARTA_TRY(const auto row, parts_->store.read([&](store::Reader& reader) {
    reader.ends_with_next();
    return parts_->resources.find(reader, number, id);
  }));
  if (const auto stand_in = parts_->stand_ins.find(type); !row && stand_in != parts_->stand_ins.end())
    return produced(type, id, stand_in->second(actor, id));
  if (!row || row->version == 0 || !RepositoryParts::may_see(actor, *row)) return not_there(type, id);
  if (row->deleted) return fail(ErrorKind::gone, std::string(type) + "/" + row->id() + " was deleted; its history remains");
  CHARTA_TRY(auto stored, RepositoryParts::answer(*row));
  CHARTA_TRY_DO(parts_->record_read(actor, ledger::Act::viewed, *row));
  return stored;
}

Result<StoredResource> ResourceService::vread(const access::Actor& actor, std::string_view type, std::string_view id,
                                              std::string_view version) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_history));
  CHARTA_TRY(const std::uint16_t number, type_number(type));
  const auto wanted = parse_integer(version);
  if (!wanted || *wanted < 1) return not_there(type, id);
  CHARTA_TRY(const auto row, parts_->store.read([&](store::Reader& reader) -> Result<std::optional<ResourceRow>> {
    CHARTA_TRY(const auto newest, parts_->resources.find(reader, number, id));
    if (!newest || newest->version == 0 || !RepositoryParts::may_see(actor, *newest)) return std::optional<ResourceRow>();
    return parts_->resources.find_version(reader, newest->key, *wanted);
  }));
  if (!row || !RepositoryParts::may_see(actor, *row)) return not_there(type, id);
  if (row->deleted) return fail(ErrorKind::gone, "version " + std::to_string(*wanted) + " of " + row->id() + " is its deletion");
  CHARTA_TRY(auto stored, RepositoryParts::answer(*row));
  CHARTA_TRY_DO(parts_->record_read(actor, ledger::Act::viewed, *row));
  return stored;
}

Result<std::string> ResourceService::history(const access::Actor& actor, std::string_view type, std::string_view id,
                                             const SearchRequest& paging) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_history));
  return read_history(*parts_, actor, type, id, paging);
}

Result<Written> ResourceService::create(const access::Actor& actor, std::string_view type, BytesView body,
                                        std::string_view if_none_exist) {
  CHARTA_TRY_DO(access::require(actor, Permission::write_record));
  CHARTA_TRY_DO(type_number(type));
  if (const Face* face = parts_->face_of(type); face != nullptr && face->create) return face->create(actor, body, if_none_exist);
  CHARTA_TRY(auto prepared, prepare_body(*parts_, type, body, {}));
  if (!if_none_exist.empty()) return create_if_none(*parts_, actor, prepared, if_none_exist);
  return parts_->store.write([&](store::UnitOfWork& work) { return put(work, actor, prepared); });
}

Result<Written> ResourceService::update(const access::Actor& actor, std::string_view type, std::string_view id, BytesView body,
                                        std::string_view if_match) {
  CHARTA_TRY_DO(access::require(actor, Permission::write_record));
  CHARTA_TRY_DO(type_number(type));
  if (const Face* face = parts_->face_of(type); face != nullptr && face->update) return face->update(actor, id, body, if_match);
  if (!is_fhir_id(id)) return fail(ErrorKind::invalid, "an id is 1 to 64 letters, digits, '-' and '.'", "id");
  PutOptions options;
  options.client_id = std::string(id);
  CHARTA_TRY(options.if_version, parse_etag(if_match));
  CHARTA_TRY(auto prepared, prepare_body(*parts_, type, body, options));
  if (prepared.parts().body_id != id)
    return fail(ErrorKind::invalid, "the id in the body is not the id in the address; send the same id in both",
                std::string(type) + ".id");
  return parts_->store.write([&](store::UnitOfWork& work) -> Result<Written> {
    const WriteNeeds needs = parts_->write_needs();
    WriteSession session(needs, work, actor);
    session.require_visible();
    CHARTA_TRY(auto written, session.put(prepared));
    CHARTA_TRY_DO(session.finish());
    return written;
  });
}

Result<Written> ResourceService::patch(const access::Actor& actor, std::string_view type, std::string_view id, BytesView body,
                                       std::string_view if_match) {
  CHARTA_TRY_DO(access::require(actor, Permission::write_record));
  CHARTA_TRY(const std::uint16_t number, type_number(type));
  CHARTA_TRY(const std::int64_t asked, parse_etag(if_match));
  CHARTA_TRY(const auto operations, json::Document::parse(body));
  for (int round = 1;; ++round) {
    CHARTA_TRY(const auto row,
               parts_->store.read([&](store::Reader& reader) { return parts_->resources.find(reader, number, id); }));
    if (!row || row->version == 0 || !RepositoryParts::may_see(actor, *row)) return not_there(type, id);
    if (row->deleted) return fail(ErrorKind::gone, std::string(type) + "/" + row->id() + " was deleted; it cannot be patched");
    if (asked != 0 && asked != row->version)
      return fail(ErrorKind::version_conflict, "resource " + row->id() + " is at version " + std::to_string(row->version) +
                                                   ", not " + std::to_string(asked) + "; read it again");
    CHARTA_TRY(const auto stored, RepositoryParts::answer(*row));
    CHARTA_TRY(auto document, json::Document::parse(stored.json));
    CHARTA_TRY_DO(json::apply_patch(document, operations.root()));
    auto written = update(actor, type, id, json::write(document.root()), std::to_string(row->version));
    const bool overtaken = !written && written.error().kind == ErrorKind::version_conflict && asked == 0;
    if (!overtaken || round == patch_rounds) return written;
  }
}

Result<Written> ResourceService::conditional_update(const access::Actor& actor, std::string_view type, std::string_view query,
                                                    BytesView body, std::string_view if_match) {
  CHARTA_TRY_DO(access::require(actor, Permission::write_record));
  CHARTA_TRY_DO(type_number(type));
  CHARTA_TRY(const std::int64_t if_version, parse_etag(if_match));
  return update_where(*parts_, actor, type, query, body, if_version);
}

Result<void> ResourceService::remove(const access::Actor& actor, std::string_view type, std::string_view id,
                                     std::string_view if_match) {
  CHARTA_TRY_DO(access::require(actor, Permission::delete_record));
  CHARTA_TRY(const std::uint16_t number, type_number(type));
  CHARTA_TRY(const std::int64_t if_version, parse_etag(if_match));
  const Instant at = parts_->clock.now();
  return parts_->store.write([&](store::UnitOfWork& work) -> Result<void> {
    const WriteNeeds needs = parts_->write_needs();
    WriteSession session(needs, work, actor);
    session.require_visible();
    CHARTA_TRY_DO(session.remove(number, id, if_version, at, "fhir"));
    return session.finish();
  });
}

Result<void> ResourceService::conditional_remove(const access::Actor& actor, std::string_view type, std::string_view query,
                                                 std::string_view if_match) {
  CHARTA_TRY_DO(access::require(actor, Permission::delete_record));
  CHARTA_TRY_DO(type_number(type));
  CHARTA_TRY(const std::int64_t if_version, parse_etag(if_match));
  return remove_where(*parts_, actor, type, query, if_version);
}

Result<std::string> ResourceService::search(const access::Actor& actor, const SearchRequest& request) {
  CHARTA_TRY_DO(access::require(actor, Permission::search_record));
  if (const Face* face = parts_->face_of(request.type)) return face->search(actor, request);
  if (const Share* share = parts_->share_of(request.type)) return search_shared(*parts_, *share, actor, request);
  return run_search(*parts_, actor, request);
}

Result<std::string> ResourceService::bundle(const access::Actor& actor, BytesView body, std::string_view base_url) {
  return BundleProcessor(*this, *parts_, actor, base_url).run(body);
}

std::string ResourceService::capability_statement(std::string_view base_url) const {
  return capability_json(*parts_, base_url);
}

std::string ResourceService::validate(std::string_view type, BytesView body) const {
  return validation_json(type, body);
}

Result<Prepared> ResourceService::prepare(BytesView body, const PutOptions& options) {
  return prepare_body(*parts_, {}, body, options);
}

Result<Prepared> ResourceService::prepare(json::Value resource, const PutOptions& options) {
  json::Document document;
  document.set_root(document.copy(resource));
  return prepare_document(*parts_, {}, std::move(document), options);
}

Result<Written> ResourceService::put(store::UnitOfWork& work, const access::Actor& actor, Prepared& prepared) {
  const WriteNeeds needs = parts_->write_needs();
  WriteSession session(needs, work, actor);
  CHARTA_TRY(auto written, session.put(prepared));
  CHARTA_TRY_DO(session.finish());
  return written;
}

Result<std::optional<StoredResource>> ResourceService::load(store::Reader& reader, ResourceId key) const {
  CHARTA_TRY(const auto row, parts_->resources.find(reader, key));
  if (!row || row->version == 0) return std::optional<StoredResource>();
  CHARTA_TRY(auto stored, RepositoryParts::answer(*row));
  return std::optional(std::move(stored));
}

Result<std::optional<StoredResource>> ResourceService::load(store::Reader& reader, std::string_view type,
                                                            std::string_view id) const {
  CHARTA_TRY(const auto row, parts_->resources.find(reader, fhir::resource_type_number(type), id));
  if (!row || row->version == 0) return std::optional<StoredResource>();
  CHARTA_TRY(auto stored, RepositoryParts::answer(*row));
  return std::optional(std::move(stored));
}

Result<std::vector<ResourceId>> ResourceService::find_by_token(store::Reader& reader, std::string_view type,
                                                               std::string_view parameter, std::string_view system,
                                                               std::string_view code) const {
  const auto* known = fhir::find_parameter(type, parameter);
  if (known == nullptr || known->search_type != fhir::SearchType::token)
    return fail(ErrorKind::internal, std::string(type) + " has no token parameter " + std::string(parameter));
  SearchQuery query;
  query.type = std::string(type);
  query.count = page_limit;
  SearchValue value;
  value.text = std::string(code);
  if (!system.empty()) value.system = std::string(system);
  Filter filter{.kind = Filter::Kind::parameter, .type = query.type, .parameter = known};
  filter.values.push_back(std::move(value));
  query.filters.push_back(std::move(filter));
  static const access::Visibility everything{access::all_facilities, access::full_clearance, {}};
  CHARTA_TRY(auto page, parts_->search.page(reader, query, everything));
  return std::move(page.keys);
}

Result<std::vector<StoredResource>> ResourceService::of_patient(store::Reader& reader, PatientId patient, std::string_view type,
                                                                std::int64_t limit) const {
  CHARTA_TRY(const auto rows, parts_->resources.of_patient(reader, patient, fhir::resource_type_number(type), limit));
  std::vector<StoredResource> answers;
  for (const ResourceRow& row : rows) {
    CHARTA_TRY(auto stored, RepositoryParts::answer(row));
    answers.push_back(std::move(stored));
  }
  return answers;
}

}  // namespace charta::resources
