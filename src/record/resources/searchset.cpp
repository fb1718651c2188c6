// SPDX-License-Identifier: Apache-2.0
#include "record/resources/searchset.hpp"

#include "formats/fhir/definitions.hpp"
#include "record/resources/body.hpp"
#include "record/resources/composite.hpp"
#include "record/resources/parameter_plan.hpp"
#include "record/resources/reduced.hpp"

#include <algorithm>
#include <set>

namespace charta::resources {
namespace {

constexpr std::size_t include_limit = 1000;

struct Found {
  ResourceRow row;
  bool included = false;
};

class Searchset {
 public:
  Searchset(RepositoryParts& parts, const access::Actor& actor, const SearchRequest& request, const SearchQuery& query)
      : parts_(parts), actor_(actor), request_(request), query_(query) {}

  Result<void> collect(store::Reader& reader) {
    CHARTA_TRY_DO(count(reader));
    if (query_.count_only) return {};
    CHARTA_TRY(page_, parts_.search.page_with_rows(reader, query_, actor_.visibility));
    if (page_.rows.empty()) {
      CHARTA_TRY_DO(add(reader, page_.keys, false));
    } else {
      if (!query_.includes.empty() || !query_.reverse_includes.empty()) known_.insert(page_.keys.begin(), page_.keys.end());
      keep(page_.rows, false);
    }
    CHARTA_TRY_DO(keep_fitting(found_));
    if (page_.next.empty() && query_.cursor.empty()) total_ = static_cast<std::int64_t>(found_.size());
    return add_includes(reader);
  }

  /// One entry for the search, one for each patient whose record was shown.
  Result<void> record() {
    ledger::Entry entry;
    entry.act = ledger::Act::searched;
    entry.subject_kind = query_.type;
    std::set<PatientId> seen;
    for (const Found& found : found_) {
      if (!found.row.patient.is_set() || !seen.insert(found.row.patient).second) continue;
      CHARTA_TRY_DO(parts_.record_read(actor_, ledger::Act::viewed, found.row));
    }
    if (seen.empty() && actor_.kind != access::Actor::Kind::person) return {};
    if (seen.size() == 1) entry.patient = *seen.begin();
    return parts_.record_read(actor_, entry);
  }

  Result<std::string> print() const {
    std::string out;
    out.reserve(1024 + found_.size() * 2048);  // bytes of a common resource with its frame
    json::Writer writer(out);
    writer.begin_object().member("resourceType", "Bundle").member("type", "searchset");
    if (total_ >= 0) writer.member("total", total_);
    print_links(writer);
    if (!found_.empty() || !query_.not_understood.empty()) {
      writer.key("entry").begin_array();
      for (const Found& found : found_) CHARTA_TRY_DO(print_entry(writer, found));
      print_warning(writer);
      writer.end_array();
    }
    writer.end_object();
    return out;
  }

 private:
  Result<void> count(store::Reader& reader) {
    if (!query_.count_only && query_.total == Total::none) return {};
    if (!query_.pairs.empty()) return count_fitting(reader);
    CHARTA_TRY(total_, parts_.search.count(reader, query_, actor_.visibility));
    return {};
  }

  /// Of the candidates of composite parameters those that have both values in one place.
  Result<void> keep_fitting(std::vector<Found>& found) const {
    if (query_.pairs.empty()) return {};
    std::vector<Found> kept;
    for (Found& one : found) {
      CHARTA_TRY(const auto stored, RepositoryParts::answer(one.row));
      CHARTA_TRY(const auto document, json::Document::parse(stored.json));
      const bool all = std::all_of(query_.pairs.begin(), query_.pairs.end(),
                                   [&](const CompositePair& pair) { return fits(pair, document.root()); });
      if (all) kept.push_back(std::move(one));
    }
    found = std::move(kept);
    return {};
  }

  /// Page by page: only the resource itself can say whether it fits.
  Result<void> count_fitting(store::Reader& reader) {
    SearchQuery all = query_;
    all.count = page_limit;
    all.cursor.clear();
    total_ = 0;
    do {
      CHARTA_TRY(const SearchPage page, parts_.search.page(reader, all, actor_.visibility));
      CHARTA_TRY(auto rows, parts_.resources.find_all(reader, page.keys));
      std::vector<Found> found;
      for (ResourceRow& row : rows)
        if (!row.deleted && RepositoryParts::may_see(actor_, row)) found.push_back({std::move(row), false});
      CHARTA_TRY_DO(keep_fitting(found));
      total_ += static_cast<std::int64_t>(found.size());
      all.cursor = page.next;
    } while (!all.cursor.empty());
    return {};
  }

  /// Rows of these keys that are there and may be seen, each once.
  Result<void> add(store::Reader& reader, const std::vector<ResourceId>& keys, bool included) {
    std::vector<ResourceId> wanted;
    wanted.reserve(keys.size());
    const bool alone = query_.includes.empty() && query_.reverse_includes.empty();  // then the keys of the page are all there are
    for (const ResourceId key : keys)
      if (alone || known_.insert(key).second) wanted.push_back(key);
    if (wanted.empty()) return {};
    CHARTA_TRY(auto rows, parts_.resources.find_all(reader, wanted));
    keep(rows, included);
    return {};
  }

  void keep(std::vector<ResourceRow>& rows, bool included) {
    found_.reserve(found_.size() + rows.size());
    for (ResourceRow& row : rows) {
      if (row.deleted || !RepositoryParts::may_see(actor_, row)) continue;
      if (included && found_.size() >= page_.keys.size() + include_limit) break;
      found_.push_back({std::move(row), included});
    }
  }

  Result<void> add_includes(store::Reader& reader) {
    if (query_.includes.empty() && query_.reverse_includes.empty()) return {};
    std::size_t from = 0;
    for (bool first = true; from < found_.size(); first = false) {
      const std::size_t until = found_.size();
      for (const Include& include : query_.includes)
        if (first || include.iterate) CHARTA_TRY_DO(follow(reader, include, from, until));
      for (const Include& include : query_.reverse_includes)
        if (first || include.iterate) CHARTA_TRY_DO(gather(reader, include, from, until));
      from = until;
    }
    return {};
  }

  Result<void> follow(store::Reader& reader, const Include& include, std::size_t from, std::size_t until) {
    const std::uint16_t type = fhir::resource_type_number(include.source_type);
    std::vector<ResourceId> keys;
    for (std::size_t at = from; at < until; ++at) {
      if (found_[at].row.type != type) continue;
      CHARTA_TRY(const auto stored, RepositoryParts::answer(found_[at].row));
      CHARTA_TRY(const auto document, json::Document::parse(stored.json));
      std::vector<fhir::IndexValue> values;
      fhir::index_values(document.root(), values);
      for (const fhir::IndexValue& value : values) CHARTA_TRY_DO(add_target(reader, include, value, keys));
    }
    return add(reader, keys, true);
  }

  Result<void> add_target(store::Reader& reader, const Include& include, const fhir::IndexValue& value,
                          std::vector<ResourceId>& keys) {
    if (value.parameter->search_type != fhir::SearchType::reference) return {};
    if (include.parameter != nullptr && include.parameter != value.parameter) return {};
    const ReferenceText reference = read_reference(value.code);
    if (reference.kind != ReferenceText::Kind::local) return {};
    if (!include.target_type.empty() && include.target_type != reference.type) return {};
    CHARTA_TRY(const ResourceId key, parts_.resources.key_of(reader, fhir::resource_type_number(reference.type), reference.id));
    if (key.is_set()) keys.push_back(key);
    return {};
  }

  /// _revinclude, one target type at a time.
  Result<void> gather(store::Reader& reader, const Include& include, std::size_t from, std::size_t until) {
    std::map<std::uint16_t, std::vector<ResourceId>> targets;
    for (std::size_t at = from; at < until; ++at) targets[found_[at].row.type].push_back(found_[at].row.key);
    for (const auto& [type, keys] : targets) {
      const std::string_view name = fhir::resource_type_name(type);
      if (!include.target_type.empty() && include.target_type != name) continue;
      CHARTA_TRY(const auto referring, parts_.search.referring(reader, include, name, keys, actor_.visibility, include_limit));
      CHARTA_TRY_DO(add(reader, referring, true));
    }
    return {};
  }

  std::string url(std::string_view cursor) const {
    std::string url = request_.base_url + "/" + query_.type;
    std::string_view mark = "?";
    if (!query_.self.empty()) {
      url.append("?").append(query_.self);
      mark = "&";
    }
    if (!cursor.empty()) url.append(mark).append("_cursor=").append(cursor);
    return url;
  }

  void print_links(json::Writer& writer) const {
    writer.key("link").begin_array();
    writer.begin_object().member("relation", "self").member("url", url(query_.cursor)).end_object();
    if (!page_.next.empty()) writer.begin_object().member("relation", "next").member("url", url(page_.next)).end_object();
    writer.end_array();
  }

  Result<void> print_entry(json::Writer& writer, const Found& found) const {
    thread_local std::string url, joined, whole;  // used again for each entry: most of the time went into getting memory
    const std::string_view type = fhir::resource_type_name(found.row.type);
    const std::string id = found.row.id();
    CHARTA_TRY_DO(expand_body_into(joined, found.row.body, found.row.dictionary));
    whole.clear();
    add_spliced_body(whole, joined, type, id, found.row.version, found.row.last_updated);
    url.assign(request_.base_url).append("/").append(type).append("/").append(id);
    writer.begin_object().member("fullUrl", url);
    const Reduction reduction{query_.summary, query_.elements};
    if (reduction.is_whole() || found.included) {
      writer.key("resource").raw(whole);
    } else {
      CHARTA_TRY(const auto less, reduced(whole, reduction));
      writer.key("resource").raw(less);
    }
    writer.key("search").begin_object().member("mode", found.included ? "include" : "match").end_object().end_object();
    return {};
  }

  void print_warning(json::Writer& writer) const {
    if (query_.not_understood.empty()) return;
    std::string text = "not supported here, and left out of this search:";
    for (const std::string& name : query_.not_understood) text.append(" ").append(name);
    writer.begin_object().key("resource").raw(outcome_json("warning", "not-supported", text));
    writer.key("search").begin_object().member("mode", "outcome").end_object().end_object();
  }

  RepositoryParts& parts_;
  const access::Actor& actor_;
  const SearchRequest& request_;
  const SearchQuery& query_;
  SearchPage page_;
  std::int64_t total_ = -1;
  std::vector<Found> found_;
  std::set<ResourceId> known_;
};

}  // namespace

std::string outcome_json(std::string_view severity, std::string_view code, std::string_view text) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("resourceType", "OperationOutcome").key("issue").begin_array();
  writer.begin_object().member("severity", severity).member("code", code).member("diagnostics", text).end_object();
  writer.end_array().end_object();
  return out;
}

Result<std::string> run_search(RepositoryParts& parts, const access::Actor& actor, const SearchRequest& request) {
  CHARTA_TRY(const SearchQuery query, parse_search(request.type, request.query, parts.search_options(request.base_url)));
  if (request.strict && !query.not_understood.empty())
    return fail(ErrorKind::invalid,
                "the search parameter is not supported for " + query.type + "; leave it out or ask for lenient handling",
                query.not_understood[0]);
  Searchset searchset(parts, actor, request, query);
  CHARTA_TRY_DO(parts.store.read([&](store::Reader& reader) { return searchset.collect(reader); }));
  CHARTA_TRY_DO(searchset.record());
  return searchset.print();
}

}  // namespace charta::resources
