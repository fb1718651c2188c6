// SPDX-License-Identifier: Apache-2.0
#include "department/paper_interface/paper_query.hpp"

#include "base/text.hpp"
#include "record/resources/search_query.hpp"

#include <algorithm>
#include <array>

namespace charta::paper_interface {
namespace {

using Part = resources::Share::Part;

constexpr std::int64_t default_count = 50, count_most = 500;
constexpr std::array<std::string_view, 7> ours_in_basic{"current-place", "home",          "volume-state", "volume-kind",
                                                        "volume",        "movement-kind", "chart-number"};
constexpr std::array<std::string_view, 7> shared_by_both{"code", "patient",      "subject", "identifier",
                                                         "_id",  "_lastUpdated", "type"};
constexpr std::array<std::string_view, 4> of_places{"partof", "name", "identifier", "type"};
constexpr std::array<std::string_view, 10> of_the_answer{"_count",  "_cursor",   "_summary", "_total",   "_format",
                                                         "_pretty", "_elements", "_sort",    "_include", "_revinclude"};

template <class List>
bool holds(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

Token token_of(std::string_view text) {
  const auto bar = text.find('|');
  if (bar == std::string_view::npos) return {std::nullopt, std::string(text)};
  return {std::string(text.substr(0, bar)), std::string(text.substr(bar + 1))};
}

std::vector<Token> tokens_of(std::string_view value) {
  std::vector<Token> tokens;
  for (const auto one : split(value, ',')) tokens.push_back(token_of(one));
  return tokens;
}

bool is_our_id(std::string_view text) {
  return text.starts_with(volume_prefix) || text.starts_with(movement_prefix) || text.starts_with(place_prefix);
}

bool is_our_code(const Token& token) {
  if (token.system && *token.system != concept_system) return false;
  return token.value == volume_code || token.value == movement_code || (token.system && token.value.empty());
}

Part of_parts(std::size_t ours, std::size_t all) {
  return ours == all ? Part::alone : ours == 0 ? Part::none : Part::beside;
}

bool is_understood(std::string_view type, std::string_view name) {
  if (holds(of_the_answer, name) || name == "_id") return true;
  if (type == "Location") return holds(of_places, name);
  return name != "type" && (holds(shared_by_both, name) || holds(ours_in_basic, name));
}

/// "ge2026-03-01" narrows a half-open span of instants.
Result<void> narrow(PaperQuery& query, std::string_view value) {
  constexpr std::array<std::string_view, 7> prefixes{"eq", "ge", "gt", "le", "lt", "sa", "eb"};
  std::string_view prefix = value.substr(0, 2);
  if (holds(prefixes, prefix))
    value.remove_prefix(2);
  else
    prefix = "eq";
  Instant from, until;
  if (const auto day = Date::parse(value)) {
    from = Instant(day->days().time_since_epoch().count() * 86'400'000);
    until = from.plus(std::chrono::hours(24));
  } else if (const auto at = Instant::parse(value)) {
    from = *at;
    until = at->plus(std::chrono::milliseconds(1));
  } else {
    return fail(ErrorKind::invalid,
                "'_lastUpdated' is a day or an instant with its zone, with ge, gt, le, lt or nothing before it", "_lastUpdated");
  }
  if (prefix == "eq" || prefix == "ge") query.changed_from = std::max(query.changed_from, from);
  if (prefix == "gt" || prefix == "sa") query.changed_from = std::max(query.changed_from, until);
  if (prefix == "eq" || prefix == "le") query.changed_until = std::min(query.changed_until, until);
  if (prefix == "lt" || prefix == "eb") query.changed_until = std::min(query.changed_until, from);
  return {};
}

class PaperQueryReader {
 public:
  explicit PaperQueryReader(std::string_view type) : type_(type) {
    query_.places = type == "Location";
    query_.volumes = query_.movements = type == "Basic";
    query_.count = default_count;
  }

  Result<void> read(const std::string& name, const std::string& value) {
    if (!is_understood(type_, name)) {
      query_.ignored.push_back(name);
      return {};
    }
    if (name == "_lastUpdated") return narrow(query_, value);
    if (name == "_count") return read_count(value);
    if (name == "_summary") query_.count_only = value == "count";
    if (name == "_sort" || name == "_elements" || name == "_include" || name == "_revinclude") query_.ignored.push_back(name);
    if (name == "_cursor" && value.starts_with(resources::shared_cursor))
      query_.cursor = value.substr(resources::shared_cursor.size());
    if (name == "_id") add_values(query_.ids, value);
    if (name == "identifier") query_.identifiers.push_back(tokens_of(value));
    if (name == "chart-number") query_.identifiers.push_back({{std::string(number_system), value}});
    if (name == "code") read_codes(value);
    if (name == "patient" || name == "subject") read_patients(value);
    if (name == "current-place") only_volumes(query_.current_place, last_part(value));
    if (name == "home") only_volumes(query_.home, last_part(value));
    if (name == "volume-state") only_volumes_of(query_.states, value);
    if (name == "volume-kind") only_volumes_of(query_.kinds, value);
    if (name == "volume") only_movements(query_.volume, last_part(value));
    if (name == "movement-kind") {
      add_codes(query_.kinds, value);
      query_.volumes = false;
    }
    if (name == "partof") query_.partof = last_part(value);
    if (name == "name") query_.name = value;
    if (name == "type") add_codes(query_.types, value);
    return {};
  }

  PaperQuery finish() { return std::move(query_); }

 private:
  static std::string last_part(std::string_view reference) {
    const auto slash = reference.rfind('/');
    return std::string(slash == std::string_view::npos ? reference : reference.substr(slash + 1));
  }
  static void add_values(std::vector<std::string>& list, std::string_view value) {
    for (const auto one : split(value, ',')) list.emplace_back(one);
  }
  static void add_codes(std::vector<std::string>& list, std::string_view value) {
    for (auto& token : tokens_of(value)) list.push_back(std::move(token.value));
  }
  void only_volumes(std::string& member, std::string value) {
    member = std::move(value);
    query_.movements = false;
  }
  void only_volumes_of(std::vector<std::string>& list, std::string_view value) {
    add_codes(list, value);
    query_.movements = false;
  }
  void only_movements(std::string& member, std::string value) {
    member = std::move(value);
    query_.volumes = false;
  }
  Result<void> read_count(const std::string& value) {
    const auto count = parse_integer(value);
    if (!count || *count < 0) return fail(ErrorKind::invalid, "_count is a whole number from 0", "_count");
    query_.count_only = *count == 0;
    query_.count = std::min<std::int64_t>(*count, count_most);
    return {};
  }
  void read_codes(const std::string& value) {
    bool volumes = false, movements = false;
    for (const auto& token : tokens_of(value)) {
      if (!is_our_code(token)) continue;
      volumes = volumes || token.value.empty() || token.value == volume_code;
      movements = movements || token.value.empty() || token.value == movement_code;
    }
    query_.volumes = query_.volumes && volumes;
    query_.movements = query_.movements && movements;
  }
  void read_patients(const std::string& value) {
    query_.asks_patient = true;
    for (const auto one : split(value, ',')) query_.patients.emplace_back(id_in_reference("Patient", one));
  }

  std::string_view type_;
  PaperQuery query_;
};

}  // namespace

resources::Share::Part part_of_search(std::string_view type, std::string_view query) {
  Part part = Part::beside;
  const auto narrow_to = [&](Part other) {
    if (other == Part::none || part == Part::none)
      part = Part::none;
    else if (other == Part::alone)
      part = Part::alone;
  };
  for (const auto& [name, value] : resources::query_pairs(query)) {
    if (name == "code") {
      const auto tokens = tokens_of(value);
      narrow_to(of_parts(static_cast<std::size_t>(std::count_if(tokens.begin(), tokens.end(), is_our_code)), tokens.size()));
    } else if (name == "_id") {
      const auto ids = split(value, ',');
      narrow_to(of_parts(static_cast<std::size_t>(std::count_if(ids.begin(), ids.end(), is_our_id)), ids.size()));
    } else if (type == "Basic" && holds(ours_in_basic, name)) {
      narrow_to(Part::alone);
    } else if (!is_understood(type, name)) {
      narrow_to(Part::none);  // by what these rows do not say, none of them is found
    }
  }
  return part;
}

Result<PaperQuery> read_paper_query(std::string_view type, std::string_view query) {
  PaperQueryReader reader(type);
  for (const auto& [name, value] : resources::query_pairs(query)) CHARTA_TRY_DO(reader.read(name, value));
  return reader.finish();
}

}  // namespace charta::paper_interface
