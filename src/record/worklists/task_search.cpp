// SPDX-License-Identifier: Apache-2.0
#include "record/worklists/task_search.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::worklists {
namespace {

using enum ErrorKind;

constexpr std::int64_t longest_bundle = 1000;

struct Parameter {
  std::string name, modifier, value;
};

int hex_digit(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
  return -1;
}

std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_escape =
        text[at] == '%' && at + 2 < text.size() && hex_digit(text[at + 1]) >= 0 && hex_digit(text[at + 2]) >= 0;
    if (is_escape) {
      plain += static_cast<char>(hex_digit(text[at + 1]) * 16 + hex_digit(text[at + 2]));
      at += 2;
    } else {
      plain += text[at] == '+' ? ' ' : text[at];
    }
  }
  return plain;
}

std::vector<Parameter> parameters_of(std::string_view query) {
  std::vector<Parameter> parameters;
  for (const std::string_view part : split(query, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    std::string name = unescaped(part.substr(0, equals));
    std::string modifier;
    if (const std::size_t colon = name.find(':'); colon != std::string::npos) {
      modifier = name.substr(colon + 1);
      name.resize(colon);
    }
    parameters.push_back(
        {std::move(name), std::move(modifier), equals == std::string_view::npos ? "" : unescaped(part.substr(equals + 1))});
  }
  return parameters;
}

/// "urn:charta:work-item-kind|batch" and "batch" both name the code.
std::vector<std::string> codes(std::string_view value) {
  std::vector<std::string> list;
  for (const std::string_view token : split(value, ','))
    list.emplace_back(token.substr(token.find('|') == std::string_view::npos ? 0 : token.find('|') + 1));
  return list;
}

Result<std::int64_t> number(const Parameter& parameter, std::int64_t most) {
  const auto value = parse_integer(parameter.value);
  if (!value || *value < 0) return fail(invalid, parameter.name + " is a whole number from 0", parameter.name);
  return std::min<std::int64_t>(*value, most);
}

class QueryReader {
 public:
  explicit QueryReader(const References& references) : references_(references) { query_.filter.include_closed = true; }

  Result<void> read(const Parameter& parameter) {
    if (parameter.name == "code") return add_tokens(parameter, kinds_, nullptr);
    if (parameter.name == "status") return add_tokens(parameter, query_.filter.task_statuses, &query_.filter.not_task_statuses);
    if (parameter.name == "business-status") return add_tokens(parameter, query_.filter.states, &query_.filter.not_states);
    if (parameter.name == "priority") return add_tokens(parameter, query_.filter.priorities, nullptr);
    if (parameter.name == "patient" || parameter.name == "subject") return add_patient(parameter);
    if (parameter.name == "owner" || parameter.name == "focus" || parameter.name == "_id") return add_reference(parameter);
    if (parameter.name == "_sort") return add_sort(parameter);
    if (parameter.name == "_count") return set(query_.filter.limit, number(parameter, longest_bundle));
    if (parameter.name == "_offset") return set(query_.filter.offset, number(parameter, never_more));
    if (parameter.name == "_format" || parameter.name == "_pretty" || parameter.name == "_total" || parameter.name == "_summary")
      return {};
    query_.ignored.push_back(parameter.name);
    return {};
  }

  Result<TaskQuery> finish() {
    if (kinds_.size() > 1) return fail(unsupported, "Task search takes one code at a time", "code");
    if (!kinds_.empty()) query_.filter.kind = kinds_.front();
    if (query_.filter.sort.empty()) query_.filter.sort = "-changed_at";
    narrow_to_open();
    return std::move(query_);
  }

 private:
  static constexpr std::int64_t never_more = 1'000'000;

  static Result<void> set(std::int64_t& member, Result<std::int64_t> value) {
    if (!value) return value.error();
    member = *value;
    return {};
  }

  static Result<void> add_tokens(const Parameter& parameter, std::vector<std::string>& is, std::vector<std::string>* is_not) {
    if (!parameter.modifier.empty() && (parameter.modifier != "not" || is_not == nullptr))
      return fail(unsupported, parameter.name + " does not take the modifier :" + parameter.modifier, parameter.name);
    std::vector<std::string>& list = parameter.modifier.empty() ? is : *is_not;
    for (std::string& code : codes(parameter.value)) list.push_back(std::move(code));
    return {};
  }

  Result<std::optional<std::int64_t>> key(std::string_view value, std::string_view default_type) const {
    const std::size_t slash = value.rfind('/');
    if (slash == std::string_view::npos) return references_.read(default_type, value);
    std::string_view type = value.substr(0, slash);
    type = type.substr(type.rfind('/') == std::string_view::npos ? 0 : type.rfind('/') + 1);
    return references_.read(type, value.substr(slash + 1));
  }

  Result<void> add_patient(const Parameter& parameter) {
    std::vector<PatientId> found;
    for (const std::string_view value : split(parameter.value, ',')) {
      CHARTA_TRY(const auto patient, key(value, "Patient"));
      if (patient) found.emplace_back(*patient);
    }
    if (found.empty()) query_.nothing = true;
    for (const PatientId patient : found) query_.filter.patients.push_back(patient);
    return {};
  }

  Result<void> add_reference(const Parameter& parameter) {
    const std::string_view type = parameter.name == "owner"   ? "Practitioner"
                                  : parameter.name == "focus" ? "ServiceRequest"
                                                              : "Task";
    auto found = parse_key(std::string_view(parameter.value).substr(parameter.value.rfind('/') + 1));
    if (parameter.name == "focus") {
      CHARTA_TRY(found, key(parameter.value, type));
    }
    if (!found || *found == 0) {
      query_.nothing = true;
      return {};
    }
    if (parameter.name == "owner") query_.filter.owner = UserId(*found);
    if (parameter.name == "focus") return add_focus(parameter, *found);
    if (parameter.name == "_id") query_.filter.id = WorkItemId(*found);
    return {};
  }

  /// An item is about what its subject is about, too: a request for a volume is found by the volume.
  Result<void> add_focus(const Parameter& parameter, std::int64_t key_of_focus) {
    query_.filter.subject = key_of_focus;
    if (!references_.about) return {};
    std::string_view type = std::string_view(parameter.value).substr(0, parameter.value.rfind('/'));
    type = type.substr(type.rfind('/') == std::string_view::npos ? 0 : type.rfind('/') + 1);
    CHARTA_TRY(auto subjects, references_.about(type, key_of_focus));
    if (subjects.empty()) return {};
    query_.filter.subject = 0;
    query_.filter.subjects = std::move(subjects);
    return {};
  }

  Result<void> add_sort(const Parameter& parameter) {
    struct Name {
      std::string_view search, column;
    };
    constexpr Name names[] = {{"authored-on", "created_at"},
                              {"modified", "changed_at"},
                              {"_lastUpdated", "changed_at"},
                              {"priority", "priority"},
                              {"status", "state"},
                              {"period", "due_at"},
                              {"_id", "id"},
                              {"code", "kind"}};
    std::string sort;
    for (std::string_view key_text : split(parameter.value, ',')) {
      const bool descending = key_text.starts_with('-');
      if (descending) key_text.remove_prefix(1);
      const auto found =
          std::find_if(std::begin(names), std::end(names), [&](const Name& name) { return name.search == key_text; });
      if (found == std::end(names)) return fail(invalid, "Task search cannot sort by '" + std::string(key_text) + "'", "_sort");
      sort += (sort.empty() ? "" : ",") + std::string(descending ? "-" : "") + std::string(found->column);
    }
    query_.filter.sort = sort;
    return {};
  }

  /// A search for open statuses only uses the queue's own index.
  void narrow_to_open() {
    const auto is_closed = [](const std::string& status) { return status == "completed" || status == "cancelled"; };
    const auto& is = query_.filter.task_statuses;
    const auto& is_not = query_.filter.not_task_statuses;
    const bool only_open = !is.empty() && std::none_of(is.begin(), is.end(), is_closed);
    const bool never_closed = std::count_if(is_not.begin(), is_not.end(), is_closed) >= 2;
    if (only_open || never_closed) query_.filter.include_closed = false;
  }

  const References& references_;
  TaskQuery query_;
  std::vector<std::string> kinds_;
};

/// The query without `_offset`, as the paging links repeat it.
std::string without_offset(std::string_view query) {
  std::string kept;
  for (const std::string_view part : split(query, '&')) {
    if (part.empty() || part.starts_with("_offset=")) continue;
    if (!kept.empty()) kept += '&';
    kept += part;
  }
  return kept;
}

void write_link(json::Writer& out, std::string_view relation, std::string_view base_url, const std::string& query,
                std::int64_t offset) {
  std::string url = std::string(base_url) + "/Task?" + query;
  if (offset > 0) url += (query.empty() ? "" : "&") + ("_offset=" + std::to_string(offset));
  out.begin_object().member("relation", relation).member("url", url).end_object();
}

void write_warning(json::Writer& out, const std::vector<std::string>& ignored) {
  if (ignored.empty()) return;
  out.begin_object().key("resource").begin_object().member("resourceType", "OperationOutcome").key("issue").begin_array();
  for (const std::string& name : ignored) {
    out.begin_object().member("severity", "warning").member("code", "not-supported");
    out.member("diagnostics", "Task search does not know the parameter '" + name + "'; it was ignored").end_object();
  }
  out.end_array().end_object().key("search").begin_object().member("mode", "outcome").end_object().end_object();
}

void write_links(json::Writer& out, const Filter& filter, std::int64_t total, std::string_view base_url, std::string_view query) {
  const std::string kept = without_offset(query);
  out.key("link").begin_array();
  write_link(out, "self", base_url, kept, filter.offset);
  if (filter.limit > 0 && filter.offset + filter.limit < total)
    write_link(out, "next", base_url, kept, filter.offset + filter.limit);
  if (filter.limit > 0 && filter.offset > 0)
    write_link(out, "previous", base_url, kept, std::max<std::int64_t>(0, filter.offset - filter.limit));
  out.end_array();
}

}  // namespace

Result<TaskQuery> read_task_query(std::string_view query, const References& references) {
  QueryReader reader(references);
  for (const Parameter& parameter : parameters_of(query)) CHARTA_TRY_DO(reader.read(parameter));
  return reader.finish();
}

Result<std::string> TaskFace::json(const WorkItem& item) const {
  const StateMachine* machine = worklists_.machine(item.kind);
  if (machine == nullptr)
    return R"({"resourceType":"Task","id":")" + item.id.text() + R"(","status":"entered-in-error","intent":"order"})";
  TaskPart part;
  if (const auto known = parts_.find(item.kind); known != parts_.end()) {
    CHARTA_TRY(part, known->second(item));
  }
  return task_json(*machine, item, references_, worklists_.reasons().sentence(item.reason_code), part);
}

Result<std::string> TaskFace::read(const access::Actor& actor, std::string_view id) {
  const auto key = WorkItemId::parse(id);
  if (!key || !key->is_set()) return fail(not_found, "there is no Task with this id", "Task");
  CHARTA_TRY(const auto item, worklists_.get(actor, *key));
  return json(item);
}

Result<std::string> TaskFace::search(const access::Actor& actor, std::string_view query, std::string_view base_url, bool strict) {
  CHARTA_TRY(const auto asked, read_task_query(query, references_));
  if (strict && !asked.ignored.empty())
    return fail(invalid, "Task search does not know the parameter '" + asked.ignored.front() + "'", asked.ignored.front());
  WorklistService::Page page;
  if (!asked.nothing) {
    CHARTA_TRY(page, worklists_.list(actor, asked.filter));
  } else {
    CHARTA_TRY_DO(access::require(actor, access::Permission::read_worklists));
  }
  std::string text;
  json::Writer out(text);
  out.begin_object().member("resourceType", "Bundle").member("type", "searchset").member("total", page.total);
  write_links(out, asked.filter, page.total, base_url, query);
  if (!page.items.empty() || !asked.ignored.empty()) {
    out.key("entry").begin_array();
    for (const WorkItem& item : page.items) {
      CHARTA_TRY(const std::string task, json(item));
      out.begin_object().member("fullUrl", std::string(base_url) + "/Task/" + item.id.text()).key("resource").raw(task);
      out.key("search").begin_object().member("mode", "match").end_object().end_object();
    }
    write_warning(out, asked.ignored);
    out.end_array();
  }
  out.end_object();
  return text;
}

}  // namespace charta::worklists
