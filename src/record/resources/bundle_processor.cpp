// SPDX-License-Identifier: Apache-2.0
#include "record/resources/bundle_processor.hpp"

#include "base/error_face.hpp"
#include "formats/fhir/definitions.hpp"
#include "record/resources/conditional.hpp"
#include "record/resources/prepare.hpp"
#include "record/resources/searchset.hpp"
#include "record/resources/write_session.hpp"

#include <algorithm>

namespace charta::resources {
namespace {

using access::Permission;

constexpr int attempts = 3;  // another writer may fulfil a condition between looking and writing

Error in_entry(Error error, const BundleEntry& entry) {
  const std::string place = "Bundle.entry[" + std::to_string(entry.place) + "]";
  error.location = error.location.empty() ? place : place + ": " + error.location;
  return error;
}

int rank_of(const BundleEntry& entry) {
  if (entry.method == "DELETE") return 0;
  if (entry.method == "POST") return 1;
  return entry.method == "PUT" ? 2 : 3;
}

/// "412 Precondition Failed"
std::string status_of(ErrorKind kind) {
  const int status = face_of(kind).status;
  return std::to_string(status) + " " + std::string(reason_phrase(status));
}

}  // namespace

Result<void> BundleProcessor::read_url(BundleEntry& entry) {
  std::string_view url = entry.url;
  if (!base_url_.empty() && url.starts_with(base_url_)) url.remove_prefix(base_url_.size());
  if (url.starts_with('/')) url.remove_prefix(1);
  const std::size_t question = url.find('?');
  const std::string_view path = url.substr(0, question);
  if (question != std::string_view::npos) entry.criteria = std::string(url.substr(question + 1));
  const std::size_t slash = path.find('/');
  entry.type = std::string(path.substr(0, slash));
  if (slash != std::string_view::npos) entry.id = std::string(path.substr(slash + 1));
  if (!fhir::is_resource_type(entry.type))
    return fail(ErrorKind::invalid, "request.url does not begin with a resource type", "request.url");
  return {};
}

Result<void> BundleProcessor::read_entry(json::Value value, BundleEntry& entry) {
  const json::Value request = value["request"];
  entry.resource = value["resource"];
  entry.method = std::string(request["method"].text());
  entry.url = std::string(request["url"].text());
  entry.full_url = std::string(value["fullUrl"].text());
  entry.if_none_exist = std::string(request["ifNoneExist"].text());
  const bool known = entry.method == "GET" || entry.method == "POST" || entry.method == "PUT" || entry.method == "DELETE";
  if (!known) return fail(ErrorKind::invalid, "request.method is GET, POST, PUT or DELETE", "request.method");
  CHARTA_TRY(entry.if_version, parse_etag(request["ifMatch"].text()));
  CHARTA_TRY_DO(read_url(entry));
  const bool carries = entry.method == "POST" || entry.method == "PUT";
  if (carries && !entry.resource.is_object()) return fail(ErrorKind::missing, "the entry has no resource", "resource");
  return {};
}

Result<void> BundleProcessor::read_entries(json::Value bundle, bool each_alone) {
  for (const json::Value value : bundle["entry"]) {
    BundleEntry entry;
    entry.place = entries_.size();
    if (const auto read = read_entry(value, entry); !read) {
      if (!each_alone) return in_entry(read.error(), entry);
      refuse(entry, read.error());
    }
    entries_.push_back(std::move(entry));
  }
  return {};
}

void BundleProcessor::refuse(BundleEntry& entry, const Error& error) {
  entry.status = status_of(error.kind);
  entry.outcome = outcome_json("error", face_of(error.kind).issue, error.message);
}

Result<void> BundleProcessor::require_permissions() const {
  for (const BundleEntry& entry : entries_) {
    Permission needed = Permission::write_record;
    if (entry.method == "DELETE") needed = Permission::delete_record;
    if (entry.method == "GET") needed = entry.id.empty() ? Permission::search_record : Permission::read_record;
    if (const auto may = access::require(actor_, needed); !may) return in_entry(may.error(), entry);
  }
  return {};
}

/// Source: http.html#trules: "a resource may only appear in a transaction once, by identity".
Result<void> BundleProcessor::refuse_duplicates() const {
  std::set<std::string> addresses, urls;
  for (const BundleEntry& entry : entries_) {
    if (entry.method == "GET") continue;
    const bool by_id = !entry.id.empty() && !addresses.insert(entry.type + "/" + entry.id).second;
    const std::string condition = entry.method == "POST" ? entry.if_none_exist : entry.criteria;
    const bool by_condition = !condition.empty() && !addresses.insert(entry.type + "?" + condition).second;
    const bool by_url = !entry.full_url.empty() && !urls.insert(entry.full_url).second;
    if (by_id || by_condition || by_url)
      return in_entry(fail(ErrorKind::invalid, "the bundle has two entries for the same resource; send each once"), entry);
  }
  return {};
}

/// Which row each write is for, so that references to it can be written before the unit.
Result<void> BundleProcessor::choose_targets() {
  return parts_.store.read([&](store::Reader& reader) -> Result<void> {
    for (BundleEntry& entry : entries_) {
      entry.there.reset();
      const std::string& condition = entry.method == "POST" ? entry.if_none_exist : entry.criteria;
      if (entry.method == "GET" || condition.empty()) continue;
      const auto there = look_where(parts_, reader, actor_, entry.type, condition);
      if (!there) return in_entry(there.error(), entry);
      entry.there = *there;
    }
    return refuse_same_targets();
  });
}

/// Source: http.html#trules: identities that conditional updates and deletions resolve to may not overlap either.
Result<void> BundleProcessor::refuse_same_targets() const {
  std::set<std::string> written;
  for (const BundleEntry& entry : entries_) {
    if (entry.method != "PUT" && entry.method != "DELETE") continue;
    const std::string id = entry.there ? entry.there->id() : entry.id;
    if (!id.empty() && !written.insert(entry.type + "/" + id).second)
      return in_entry(fail(ErrorKind::invalid, "the bundle has two entries for the same resource; send each once"), entry);
  }
  return {};
}

/// A search that cannot be run is known before anything is written.
Result<void> BundleProcessor::check_searches() const {
  for (const BundleEntry& entry : entries_) {
    if (entry.method != "GET" || !entry.id.empty()) continue;
    const auto parsed = parse_search(entry.type, entry.criteria, parts_.search_options(base_url_));
    if (!parsed) return in_entry(parsed.error(), entry);
  }
  return {};
}

/// What a reading entry asks for is there after the writes, or the whole is undone.
Result<void> BundleProcessor::check_reads(store::UnitOfWork& work) const {
  for (const BundleEntry& entry : entries_) {
    if (entry.method != "GET" || entry.id.empty() || parts_.is_elsewhere(entry.type, entry.id)) continue;
    CHARTA_TRY(const auto row, parts_.resources.find(work, fhir::resource_type_number(entry.type), entry.id));
    if (!row || row->version == 0 || !RepositoryParts::may_see(actor_, *row))
      return in_entry(not_there(entry.type, entry.id), entry);
    if (row->deleted) return in_entry(fail(ErrorKind::gone, entry.type + "/" + row->id() + " was deleted"), entry);
  }
  return {};
}

Result<std::string> BundleProcessor::resolve_conditional(std::string_view reference) {
  if (const auto known = conditional_.find(reference); known != conditional_.end()) return known->second;
  const std::size_t question = reference.find('?');
  const std::string_view type = reference.substr(0, question);
  CHARTA_TRY(const auto there, parts_.store.read([&](store::Reader& reader) {
    return look_where(parts_, reader, actor_, type, reference.substr(question + 1));
  }));
  if (!there)
    return fail(ErrorKind::version_conflict, "a conditional reference chooses no resource; send what it refers to first");
  return conditional_.emplace(std::string(reference), std::string(type) + "/" + there->id()).first->second;
}

Result<void> BundleProcessor::rewrite_references(json::Value value, int depth) {
  if (value.is_array()) {
    for (const json::Value item : value) CHARTA_TRY_DO(rewrite_references(item, depth + 1));
    return {};
  }
  for (const json::Value member : value) {
    if (!member.is_string()) {
      CHARTA_TRY_DO(rewrite_references(member, depth + 1));
      continue;
    }
    const std::string_view text = member.text();
    const bool is_reference = member.key() == "reference";
    if (!is_reference && !text.starts_with("urn:")) continue;
    const std::size_t question = is_reference ? text.find('?') : std::string_view::npos;
    if (question != std::string_view::npos && fhir::is_resource_type(text.substr(0, question))) {
      CHARTA_TRY(const std::string address, resolve_conditional(text));
      document_.set(value, member.key(), address);
    } else if (const auto known = addresses_.find(text); known != addresses_.end()) {
      document_.set(value, member.key(), known->second);
    }
  }
  return {};
}

Result<void> BundleProcessor::prepare_entries() {
  for (BundleEntry& entry : entries_) {
    if (entry.method != "POST" && entry.method != "PUT") continue;
    if (entry.method == "POST" && entry.there) continue;
    PutOptions options;
    options.if_version = entry.if_version;
    options.key = entry.there ? entry.there->key : ResourceId();
    const std::string body_id(entry.resource["id"].text());
    if (entry.method == "PUT" && !entry.there) options.client_id = entry.id.empty() ? body_id : entry.id;
    if (!entry.id.empty() && body_id != entry.id)
      return in_entry(fail(ErrorKind::invalid, "the id of the resource is not the id of request.url", "resource.id"), entry);
    if (!options.client_id.empty() && !is_fhir_id(options.client_id))
      return in_entry(fail(ErrorKind::invalid, "an id is 1 to 64 letters, digits, '-' and '.'", "resource.id"), entry);
    auto prepared = prepare_borrowed(parts_, entry.type, entry.resource, options, entry.key);
    if (!prepared) return in_entry(prepared.error(), entry);
    entry.prepared = std::move(*prepared);
  }
  return {};
}

/// A condition that chose another resource than before has been overtaken by another writer.
Result<void> BundleProcessor::check_conditions(store::UnitOfWork& work) {
  for (const BundleEntry& entry : entries_) {
    const std::string& condition = entry.method == "POST" ? entry.if_none_exist : entry.criteria;
    if (entry.method == "GET" || condition.empty()) continue;
    CHARTA_TRY(const auto now, find_where(parts_, work, actor_, entry.type, condition));
    if (now.has_value() != entry.there.has_value() || (now && now->key != entry.there->key))
      return fail(ErrorKind::busy, "a condition of the bundle was fulfilled by somebody else meanwhile; send it again");
  }
  return {};
}

Result<void> BundleProcessor::write_all(store::UnitOfWork& work) {
  CHARTA_TRY_DO(check_conditions(work));
  const WriteNeeds needs = parts_.write_needs();
  WriteSession session(needs, work, actor_);
  session.require_visible();
  std::vector<BundleEntry*> ordered;
  for (BundleEntry& entry : entries_) ordered.push_back(&entry);
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const BundleEntry* a, const BundleEntry* b) { return rank_of(*a) < rank_of(*b); });
  const Instant at = parts_.clock.now();
  for (BundleEntry* entry : ordered) {
    if (entry->method == "DELETE") {
      const std::string id = entry->there ? entry->there->id() : entry->id;
      if (id.empty() && entry->if_version != 0) return in_entry(nothing_at_version(entry->if_version), *entry);
      if (id.empty()) continue;
      const auto removed = session.remove(fhir::resource_type_number(entry->type), id, entry->if_version, at, "fhir");
      if (!removed) return in_entry(removed.error(), *entry);
    } else if (entry->prepared) {
      if (entry->method == "PUT" && entry->id.empty() && !entry->there)
        if (const auto is_free = require_free_id(parts_, work, entry->type, entry->resource["id"].text()); !is_free)
          return in_entry(is_free.error(), *entry);
      auto written = session.put(*entry->prepared);
      if (!written) return in_entry(written.error(), *entry);
      entry->written = std::move(*written);
    } else if (entry->there && entry->method == "POST") {
      entry->written = as_written(*entry->there);
    }
  }
  CHARTA_TRY_DO(session.finish());
  return check_reads(work);
}

Result<void> BundleProcessor::run_transaction() {
  CHARTA_TRY_DO(refuse_duplicates());
  CHARTA_TRY_DO(check_searches());
  for (BundleEntry& entry : entries_)
    if (entry.method == "POST" || (entry.method == "PUT" && entry.id.empty())) entry.key = parts_.keys.next<ResourceId>();
  CHARTA_TRY_DO(choose_targets());
  for (const BundleEntry& entry : entries_) {
    if (entry.full_url.empty() || entry.method == "GET" || entry.method == "DELETE") continue;
    std::string id = entry.id;
    if (entry.there)
      id = entry.there->id();
    else if (id.empty())
      id = entry.method == "PUT" && entry.resource["id"] ? std::string(entry.resource["id"].text()) : entry.key.text();
    addresses_.emplace(entry.full_url, entry.type + "/" + id);
  }
  for (const BundleEntry& entry : entries_)
    if (const auto rewritten = rewrite_references(entry.resource, 0); !rewritten) return in_entry(rewritten.error(), entry);
  CHARTA_TRY_DO(prepare_entries());
  CHARTA_TRY_DO(parts_.store.write([&](store::UnitOfWork& work) { return write_all(work); }));
  return run_reads();
}

Result<void> BundleProcessor::run_read(BundleEntry& entry) {
  if (!entry.id.empty()) {
    CHARTA_TRY(auto stored, service_.read(actor_, entry.type, entry.id));
    entry.outcome = std::move(stored.json);
  } else {
    CHARTA_TRY(entry.outcome, service_.search(actor_, {entry.type, entry.criteria, base_url_, false}));
  }
  entry.status = "200 OK";
  return {};
}

Result<void> BundleProcessor::run_reads() {
  for (BundleEntry& entry : entries_) {
    if (entry.method == "GET")
      if (const auto read = run_read(entry); !read) return in_entry(read.error(), entry);
    if (entry.method == "DELETE") entry.status = "204 No Content";
  }
  return {};
}

Result<void> BundleProcessor::run_alone(BundleEntry& entry) {
  if (entry.method == "GET") return run_read(entry);
  const std::string if_match = entry.if_version == 0 ? std::string() : std::to_string(entry.if_version);
  if (entry.method == "DELETE") {
    entry.status = "204 No Content";
    return entry.id.empty() ? service_.conditional_remove(actor_, entry.type, entry.criteria, if_match)
                            : service_.remove(actor_, entry.type, entry.id, if_match);
  }
  const std::string body = json::write(entry.resource);
  if (entry.method == "POST") {
    CHARTA_TRY(entry.written, service_.create(actor_, entry.type, body, entry.if_none_exist));
  } else if (entry.id.empty()) {
    CHARTA_TRY(entry.written, service_.conditional_update(actor_, entry.type, entry.criteria, body, if_match));
  } else {
    CHARTA_TRY(entry.written, service_.update(actor_, entry.type, entry.id, body, if_match));
  }
  return {};
}

void BundleProcessor::run_batch() {
  for (BundleEntry& entry : entries_) {
    if (!entry.status.empty()) continue;  // it could not be read
    if (const auto done = run_alone(entry); !done) refuse(entry, done.error());
  }
}

std::string BundleProcessor::print(std::string_view type) const {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("resourceType", "Bundle").member("type", type);
  if (!entries_.empty()) writer.key("entry").begin_array();
  for (const BundleEntry& entry : entries_) {
    const bool refused = !entry.status.empty() && entry.status[0] >= '4';
    writer.begin_object();
    if (!entry.outcome.empty() && !refused) writer.key("resource").raw(entry.outcome);
    writer.key("response").begin_object();
    if (entry.written) {
      const Written& written = *entry.written;
      writer.member("status", written.created ? "201 Created" : "200 OK");
      writer.member("location", written.type + "/" + written.id + "/_history/" + std::to_string(written.version));
      writer.member("etag", "W/\"" + std::to_string(written.version) + "\"").member("lastModified", written.last_updated.text());
    } else {
      writer.member("status", entry.status);
    }
    if (refused) writer.key("outcome").raw(entry.outcome);
    writer.end_object().end_object();
  }
  if (!entries_.empty()) writer.end_array();
  writer.end_object();
  return out;
}

Result<std::string> BundleProcessor::run(BytesView body) {
  for (int attempt = 1;; ++attempt) {
    CHARTA_TRY(document_, parse_resource(body));
    const json::Value bundle = document_.root();
    if (bundle["resourceType"].text() != "Bundle") return fail(ErrorKind::invalid, "this address takes a Bundle", "resourceType");
    const std::string type(bundle["type"].text());
    if (type != "transaction" && type != "batch")
      return fail(ErrorKind::invalid, "the bundle is neither a transaction nor a batch", "Bundle.type");
    entries_.clear();
    addresses_.clear();
    conditional_.clear();
    CHARTA_TRY_DO(read_entries(bundle, type == "batch"));
    if (type == "batch") {
      run_batch();
      return print("batch-response");
    }
    CHARTA_TRY_DO(require_permissions());
    const auto done = run_transaction();
    if (done) return print("transaction-response");
    if (done.error().kind != ErrorKind::busy || attempt == attempts) return done.error();
  }
}

}  // namespace charta::resources
