// SPDX-License-Identifier: Apache-2.0
#include "record/resources/history.hpp"

#include "base/text.hpp"
#include "formats/fhir/definitions.hpp"

#include <algorithm>
#include <tuple>

namespace charta::resources {
namespace {

constexpr std::int64_t history_count = 50;

struct Paging {
  Instant since = Instant(0);
  std::int64_t count = history_count;
  ResourceStore::Place before;
  std::string self;
};

/// "ms.key.version"
std::optional<ResourceStore::Place> parse_place(std::string_view text) {
  const auto parts = split(text, '.');
  if (parts.size() != 3) return std::nullopt;
  const auto at = parse_integer(parts[0]);
  const auto key = parse_integer(parts[1]);
  const auto version = parse_integer(parts[2]);
  if (!at || !key || !version) return std::nullopt;
  return ResourceStore::Place{Instant(*at), ResourceId(*key), *version};
}

Result<Paging> parse_paging(std::string_view query) {
  Paging paging;
  for (const auto& [name, value] : query_pairs(query)) {
    if (name == "_since") {
      const auto since = LocalTime::parse_fhir(value);
      if (!since) return fail(ErrorKind::invalid, "_since is an instant", name);
      paging.since = since->earliest(TimeZone::utc());
    } else if (name == "_count") {
      const auto count = parse_integer(value);
      if (!count || *count < 1) return fail(ErrorKind::invalid, "_count is a number from 1 on", name);
      paging.count = std::min<std::int64_t>(*count, page_limit);
    } else if (name == "_cursor") {
      const auto place = parse_place(value);
      if (!place) return fail(ErrorKind::invalid, "this page link is not one of ours; begin again", name);
      paging.before = *place;
      continue;
    } else {
      continue;
    }
    paging.self.append(paging.self.empty() ? "" : "&").append(name).append("=").append(percent_encoded(value));
  }
  return paging;
}

/// Newest first.
bool stands_before(const VersionMark& a, const VersionMark& b) {
  return std::tuple(a.last_updated, a.key, a.version) > std::tuple(b.last_updated, b.key, b.version);
}

class History {
 public:
  History(RepositoryParts& parts, const access::Actor& actor, Paging paging)
      : parts_(parts), actor_(actor), paging_(std::move(paging)) {}

  Result<void> of_resource(store::Reader& reader, std::string_view type, std::string_view id) {
    CHARTA_TRY(const std::uint16_t number, type_number(type));
    CHARTA_TRY(const auto newest, parts_.resources.find(reader, number, id));
    if (!newest || newest->version == 0 || !RepositoryParts::may_see(actor_, *newest)) return not_there(type, id);
    CHARTA_TRY(const auto marks,
               parts_.resources.versions_of(reader, newest->key, paging_.since, paging_.before.version, paging_.count + 1));
    return load(reader, marks);
  }

  Result<void> of_types(store::Reader& reader, std::string_view type) {
    std::vector<VersionMark> marks;
    for (const std::string_view each : fhir::resource_types()) {
      if (!type.empty() && each != type) continue;
      CHARTA_TRY(const auto found, parts_.resources.versions_of_type(reader, fhir::resource_type_number(each), paging_.since,
                                                                     paging_.before, paging_.count + 1));
      marks.insert(marks.end(), found.begin(), found.end());
    }
    std::sort(marks.begin(), marks.end(), stands_before);
    return load(reader, marks);
  }

  Result<void> record() {
    for (const ResourceRow& row : rows_) CHARTA_TRY_DO(parts_.record_read(actor_, ledger::Act::viewed, row));
    return {};
  }

  Result<std::string> print(const SearchRequest& paging, std::string_view path) const {
    std::string out;
    json::Writer writer(out);
    writer.begin_object().member("resourceType", "Bundle").member("type", "history").key("link").begin_array();
    const std::string self = paging.base_url + std::string(path) + "/_history" + (paging_.self.empty() ? "" : "?" + paging_.self);
    writer.begin_object().member("relation", "self").member("url", self).end_object();
    if (!next_.empty()) {
      const std::string url = self + (paging_.self.empty() ? "?" : "&") + "_cursor=" + next_;
      writer.begin_object().member("relation", "next").member("url", url).end_object();
    }
    writer.end_array();
    if (!rows_.empty()) {
      writer.key("entry").begin_array();
      for (const ResourceRow& row : rows_) CHARTA_TRY_DO(print_entry(writer, paging, row));
      writer.end_array();
    }
    writer.end_object();
    return out;
  }

 private:
  Result<void> load(store::Reader& reader, const std::vector<VersionMark>& marks) {
    const auto page = static_cast<std::size_t>(paging_.count);
    for (std::size_t at = 0; at < std::min(page, marks.size()); ++at) {
      CHARTA_TRY(auto row, parts_.resources.find_version(reader, marks[at].key, marks[at].version));
      if (!row || !RepositoryParts::may_see(actor_, *row)) continue;
      // What is withheld now is withheld in the versions before as well.
      CHARTA_TRY(const auto now, parts_.resources.find(reader, row->key));
      if (now && RepositoryParts::may_see(actor_, *now)) rows_.push_back(std::move(*row));
    }
    if (marks.size() > page) {
      const VersionMark& last = marks[page - 1];
      next_ = std::to_string(last.last_updated.milliseconds()) + "." + std::to_string(last.key.key()) + "." +
              std::to_string(last.version);
    }
    return {};
  }

  static Result<void> print_entry(json::Writer& writer, const SearchRequest& paging, const ResourceRow& row) {
    const std::string type(fhir::resource_type_name(row.type));
    const std::string address = type + "/" + row.id();
    writer.begin_object().member("fullUrl", paging.base_url + "/" + address);
    if (!row.deleted) {
      CHARTA_TRY(const auto stored, RepositoryParts::answer(row));
      writer.key("resource").raw(stored.json);
    }
    const std::string_view method = row.deleted ? "DELETE" : (row.version == 1 ? "POST" : "PUT");
    writer.key("request").begin_object().member("method", method).member("url", method == "POST" ? type : address).end_object();
    writer.key("response").begin_object().member("status", row.deleted ? "204" : (row.version == 1 ? "201" : "200"));
    writer.member("etag", "W/\"" + std::to_string(row.version) + "\"")
        .member("lastModified", row.last_updated.text())
        .end_object();
    writer.end_object();
    return {};
  }

  RepositoryParts& parts_;
  const access::Actor& actor_;
  Paging paging_;
  std::vector<ResourceRow> rows_;
  std::string next_;
};

}  // namespace

Result<std::string> read_history(RepositoryParts& parts, const access::Actor& actor, std::string_view type, std::string_view id,
                                 const SearchRequest& paging) {
  if (!type.empty()) CHARTA_TRY_DO(type_number(type));
  CHARTA_TRY(auto parsed, parse_paging(paging.query));
  History history(parts, actor, std::move(parsed));
  CHARTA_TRY_DO(parts.store.read([&](store::Reader& reader) {
    return id.empty() ? history.of_types(reader, type) : history.of_resource(reader, type, id);
  }));
  CHARTA_TRY_DO(history.record());
  std::string path;
  if (!type.empty()) path.append("/").append(type);
  if (!id.empty()) path.append("/").append(id);
  return history.print(paging, path);
}

}  // namespace charta::resources
