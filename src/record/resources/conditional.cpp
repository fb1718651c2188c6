// SPDX-License-Identifier: Apache-2.0
#include "record/resources/conditional.hpp"

#include "formats/fhir/definitions.hpp"
#include "record/resources/prepare.hpp"
#include "record/resources/write_session.hpp"

#include <cstring>

namespace charta::resources {
namespace {

/// The lock of a type and its criteria: any number does that is the same for the same criteria.
std::int64_t lock_of(std::string_view type, std::string_view criteria) {
  const Digest digest = sha256(std::string(type) + "?" + std::string(criteria));
  std::int64_t key = 0;
  std::memcpy(&key, digest.bytes.data(), sizeof key);
  return key;
}

}  // namespace

Result<void> require_free_id(RepositoryParts& parts, store::Reader& reader, std::string_view type, std::string_view id) {
  if (id.empty()) return {};
  CHARTA_TRY(const auto other, parts.resources.find(reader, fhir::resource_type_number(type), id));
  if (!other || other->version == 0 || other->deleted) return {};
  return fail(ErrorKind::version_conflict, "the criteria choose nothing, and the id in the body is another resource's",
              std::string(type) + ".id");
}

Error nothing_at_version(std::int64_t if_version) {
  return fail(ErrorKind::version_conflict,
              "the criteria choose nothing, and If-Match asks for version " + std::to_string(if_version));
}

Written as_written(const ResourceRow& row) {
  return {row.key, std::string(fhir::resource_type_name(row.type)), row.id(), row.version, row.last_updated, false};
}

namespace {

Result<SearchQuery> parse_criteria(RepositoryParts& parts, std::string_view type, std::string_view criteria) {
  if (criteria.starts_with('?')) criteria.remove_prefix(1);
  CHARTA_TRY(SearchQuery query, parse_search(type, criteria, parts.search_options({})));
  if (!query.not_understood.empty())
    return fail(ErrorKind::invalid, "the criteria name a parameter that is not supported", query.not_understood[0]);
  if (!query.pairs.empty()) return fail(ErrorKind::unsupported, "criteria take no composite parameter; name its parts");
  if (query.filters.empty()) return fail(ErrorKind::invalid, "the criteria are empty; name at least one search parameter");
  query.count = 2;
  query.sort.clear();
  query.cursor.clear();
  return query;
}

Result<std::optional<ResourceRow>> only_one(RepositoryParts& parts, store::Reader& reader, const access::Actor& actor,
                                            const SearchQuery& query) {
  CHARTA_TRY(const SearchPage page, parts.search.page(reader, query, actor.visibility));
  if (page.keys.size() > 1)
    return fail(ErrorKind::version_conflict, "the criteria choose several resources; make them more exact");
  if (page.keys.empty()) return std::optional<ResourceRow>();
  return parts.resources.find(reader, page.keys[0]);
}

}  // namespace

Result<std::optional<ResourceRow>> look_where(RepositoryParts& parts, store::Reader& reader, const access::Actor& actor,
                                              std::string_view type, std::string_view criteria) {
  CHARTA_TRY(const SearchQuery query, parse_criteria(parts, type, criteria));
  return only_one(parts, reader, actor, query);
}

Result<std::optional<ResourceRow>> find_where(RepositoryParts& parts, store::UnitOfWork& work, const access::Actor& actor,
                                              std::string_view type, std::string_view criteria) {
  CHARTA_TRY(const SearchQuery query, parse_criteria(parts, type, criteria));
  CHARTA_TRY_DO(work.lock(lock_of(type, query.self)));
  return only_one(parts, work, actor, query);
}

Result<Written> create_if_none(RepositoryParts& parts, const access::Actor& actor, Prepared& prepared,
                               std::string_view criteria) {
  return parts.store.write([&](store::UnitOfWork& work) -> Result<Written> {
    CHARTA_TRY(const auto there, find_where(parts, work, actor, prepared.type(), criteria));
    if (there) return as_written(*there);
    const WriteNeeds needs = parts.write_needs();
    WriteSession session(needs, work, actor);
    session.require_visible();
    CHARTA_TRY(auto written, session.put(prepared));
    CHARTA_TRY_DO(session.finish());
    return written;
  });
}

Result<Written> update_where(RepositoryParts& parts, const access::Actor& actor, std::string_view type, std::string_view criteria,
                             BytesView body, std::int64_t if_version) {
  PutOptions options;
  options.if_version = if_version;
  CHARTA_TRY(auto prepared, prepare_body(parts, type, body, options));
  // The id that a new resource gets: the body's, else one of ours.
  const ResourceId fresh = prepared.key();
  return parts.store.write([&](store::UnitOfWork& work) -> Result<Written> {
    auto& made = prepared.parts();
    CHARTA_TRY(const auto there, find_where(parts, work, actor, type, criteria));
    if (!there && if_version != 0) return nothing_at_version(if_version);
    if (there && !made.body_id.empty() && made.body_id != there->id())
      return fail(ErrorKind::invalid, "the id in the body is not the id of the resource that the criteria choose",
                  std::string(type) + ".id");
    if (!there) CHARTA_TRY_DO(require_free_id(parts, work, type, made.body_id));
    made.options.key = there ? there->key : ResourceId();
    made.options.client_id = there ? std::string() : made.body_id;
    made.key = there ? there->key : (key_of_id(made.body_id) != 0 ? ResourceId(key_of_id(made.body_id)) : fresh);
    made.id = there ? there->id() : (made.body_id.empty() ? made.key.text() : made.body_id);
    const WriteNeeds needs = parts.write_needs();
    WriteSession session(needs, work, actor);
    session.require_visible();
    CHARTA_TRY(auto written, session.put(prepared));
    CHARTA_TRY_DO(session.finish());
    return written;
  });
}

Result<void> remove_where(RepositoryParts& parts, const access::Actor& actor, std::string_view type, std::string_view criteria,
                          std::int64_t if_version) {
  const Instant at = parts.clock.now();
  return parts.store.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto there, find_where(parts, work, actor, type, criteria));
    if (!there && if_version != 0) return nothing_at_version(if_version);
    if (!there) return {};
    const WriteNeeds needs = parts.write_needs();
    WriteSession session(needs, work, actor);
    session.require_visible();
    CHARTA_TRY_DO(session.remove(there->type, there->id(), if_version, at, "fhir"));
    return session.finish();
  });
}

}  // namespace charta::resources
