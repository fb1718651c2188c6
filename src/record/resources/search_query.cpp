// SPDX-License-Identifier: Apache-2.0
#include "record/resources/search_query.hpp"

#include "base/storable_text.hpp"
#include "record/resources/composite.hpp"
#include "record/resources/parameter_plan.hpp"
#include "record/resources/search_value.hpp"

#include <algorithm>

namespace charta::resources {
namespace {

using fhir::SearchParameter;
using fhir::SearchType;

constexpr std::int64_t count_default = 50;
constexpr int chain_limit = 5;  // links of a chain; a longer one is a mistake or an attack

/// What a name in a filter turned out to be.
enum class Understood { yes, no };

Error at(Error error, std::string_view name) {
  error.location = std::string(name);
  return error;
}

/// The name up to `:` and what follows it.
std::pair<std::string_view, std::string_view> split_modifier(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {name, {}};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

class FilterParser {
 public:
  explicit FilterParser(const SearchOptions& options) : options_(options) {}

  /// A filter for resources of `type`; nothing when the name is not known there.
  Result<std::optional<Filter>> parse(std::string_view type, std::string_view name, std::string_view value, int links = 0) {
    if (links > chain_limit) return fail(ErrorKind::invalid, "the chain has too many links");
    if (name.starts_with("_has:")) return parse_has(type, name.substr(5), value, links);
    const std::size_t dot = name.find('.');
    if (dot != std::string_view::npos) return parse_chain(type, name.substr(0, dot), name.substr(dot + 1), value, links);
    const auto [code, modifier] = split_modifier(name);
    if (code == "_id") return parse_id(type, modifier, value);
    if (code == "_lastUpdated") return parse_last_updated(type, modifier, value);
    const SearchParameter* parameter = fhir::find_parameter(type, code);
    if (parameter == nullptr || plan_of(*parameter).numbers.empty()) return std::optional<Filter>();
    if (parameter->search_type == SearchType::composite || parameter->search_type == SearchType::special)
      return std::optional<Filter>();
    return parse_parameter(type, *parameter, modifier, value);
  }

 private:
  using Parsed = Result<std::optional<Filter>>;

  Parsed parse_id(std::string_view type, std::string_view modifier, std::string_view value) {
    if (!modifier.empty()) return fail(ErrorKind::invalid, "_id takes no modifier");
    Filter filter{.kind = Filter::Kind::id, .type = std::string(type)};
    for (const std::string_view part : split_escaped(value, ',')) filter.values.push_back({.text = unescaped(part)});
    return std::optional(std::move(filter));
  }

  Parsed parse_last_updated(std::string_view type, std::string_view modifier, std::string_view value) {
    if (!modifier.empty()) return fail(ErrorKind::invalid, "_lastUpdated takes no modifier");
    Filter filter{.kind = Filter::Kind::last_updated, .type = std::string(type)};
    for (const std::string_view part : split_escaped(value, ',')) {
      CHARTA_TRY(auto parsed, parse_date_value(part, options_));
      filter.values.push_back(std::move(parsed));
    }
    return std::optional(std::move(filter));
  }

  Parsed parse_parameter(std::string_view type, const SearchParameter& parameter, std::string_view modifier,
                         std::string_view value) {
    Filter filter{.kind = Filter::Kind::parameter, .type = std::string(type), .parameter = &parameter};
    CHARTA_TRY_DO(set_modifier(filter, modifier));
    if (filter.modifier == Modifier::missing) {
      if (value != "true" && value != "false") return fail(ErrorKind::invalid, ":missing is true or false");
      if (plan_of(parameter).present == 0) return fail(ErrorKind::unsupported, ":missing is not kept for this parameter");
      filter.missing = value == "true";
      return std::optional(std::move(filter));
    }
    const bool as_written =
        filter.modifier == Modifier::text || filter.modifier == Modifier::in || filter.modifier == Modifier::not_in;
    for (const std::string_view part : split_escaped(value, ',')) {
      CHARTA_TRY(auto parsed, parse_search_value(part, as_written ? SearchType::string : parameter.search_type, options_));
      filter.values.push_back(std::move(parsed));
    }
    return std::optional(std::move(filter));
  }

  static Result<void> set_modifier(Filter& filter, std::string_view modifier) {
    const SearchType type = filter.parameter->search_type;
    if (modifier.empty()) return {};
    if (modifier == "missing")
      filter.modifier = Modifier::missing;
    else if (modifier == "exact" && type == SearchType::string)
      filter.modifier = Modifier::exact;
    else if (modifier == "contains" && type == SearchType::string)
      filter.modifier = Modifier::contains;
    else if (modifier == "not" && type == SearchType::token)
      filter.modifier = Modifier::negated;
    else if (modifier == "text" && type == SearchType::token && filter.parameter->code != "identifier")
      filter.modifier = Modifier::text;
    else if (modifier == "in" && type == SearchType::token)
      filter.modifier = Modifier::in;
    else if (modifier == "not-in" && type == SearchType::token)
      filter.modifier = Modifier::not_in;
    else if (modifier == "below" && type == SearchType::uri)
      filter.modifier = Modifier::below;
    else if (type == SearchType::reference && fhir::is_resource_type(modifier))
      filter.target_type = modifier;
    else
      return fail(ErrorKind::unsupported, "the modifier :" + std::string(modifier) + " is not supported for this parameter");
    return {};
  }

  /// subject:Patient.name, subject.name, encounter.service-provider.name
  Parsed parse_chain(std::string_view type, std::string_view link, std::string_view rest, std::string_view value, int links) {
    const auto [code, target] = split_modifier(link);
    const SearchParameter* parameter = fhir::find_parameter(type, code);
    if (parameter == nullptr || parameter->search_type != SearchType::reference) return std::optional<Filter>();
    Filter filter{
        .kind = Filter::Kind::chain, .type = std::string(type), .parameter = parameter, .target_type = std::string(target)};
    for (const std::string_view target_type : parameter->targets) {
      if (!target.empty() && target != target_type) continue;
      CHARTA_TRY(auto inner, parse(target_type, rest, value, links + 1));
      if (inner) filter.inner.push_back(std::move(*inner));
    }
    if (filter.inner.empty()) return std::optional<Filter>();
    return std::optional(std::move(filter));
  }

  /// Observation:patient:code, or with a further _has behind it
  Parsed parse_has(std::string_view type, std::string_view rest, std::string_view value, int links) {
    const auto [other, after] = split_modifier(rest);
    const auto [code, inner_name] = split_modifier(after);
    const SearchParameter* parameter = fhir::find_parameter(other, code);
    if (parameter == nullptr || parameter->search_type != SearchType::reference || inner_name.empty())
      return std::optional<Filter>();
    const auto& targets = parameter->targets;
    if (std::find(targets.begin(), targets.end(), type) == targets.end()) return std::optional<Filter>();
    CHARTA_TRY(auto inner, parse(other, inner_name, value, links + 1));
    if (!inner) return std::optional<Filter>();
    Filter filter{.kind = Filter::Kind::has, .type = std::string(type), .parameter = parameter};
    filter.inner.push_back(std::move(*inner));
    return std::optional(std::move(filter));
  }

  const SearchOptions& options_;
};

/// The parameters that shape the answer rather than choose resources.
class ResultParser {
 public:
  explicit ResultParser(SearchQuery& query) : query_(query) {}

  static bool knows(std::string_view name) {
    const auto code = split_modifier(name).first;
    constexpr std::string_view known[] = {"_sort",    "_count",    "_total",  "_include", "_revinclude",
                                          "_summary", "_elements", "_cursor", "_format",  "_pretty"};
    return std::find(std::begin(known), std::end(known), code) != std::end(known);
  }

  Result<Understood> parse(std::string_view name, const std::string& value) {
    const auto [code, modifier] = split_modifier(name);
    if (code == "_sort") return parse_sort(value);
    if (code == "_count") return parse_count(value);
    if (code == "_total") return parse_total(value);
    if (code == "_summary") return parse_summary(value);
    if (code == "_include") return parse_include(value, modifier, false);
    if (code == "_revinclude") return parse_include(value, modifier, true);
    if (code == "_cursor") query_.cursor = value;
    if (code == "_elements") {
      for (const std::string_view element : split(value, ',')) query_.elements.emplace_back(trimmed(element));
    }
    return Understood::yes;
  }

 private:
  Result<Understood> parse_sort(std::string_view value) {
    for (std::string_view name : split(value, ',')) {
      SortKey key{.descending = name.starts_with('-')};
      if (key.descending) name.remove_prefix(1);
      if (name == "_id") {
        key.kind = SortKey::Kind::id;
      } else if (name != "_lastUpdated") {
        key.kind = SortKey::Kind::parameter;
        key.parameter = fhir::find_parameter(query_.type, name);
        if (key.parameter == nullptr || !can_sort(*key.parameter)) return Understood::no;
      }
      query_.sort.push_back(key);
    }
    return Understood::yes;
  }

  static bool can_sort(const SearchParameter& parameter) {
    const SearchType type = parameter.search_type;
    return type == SearchType::date || type == SearchType::string || type == SearchType::number || type == SearchType::quantity ||
           type == SearchType::token;
  }

  Result<Understood> parse_count(std::string_view value) {
    const auto count = parse_integer(value);
    if (!count || *count < 0) return fail(ErrorKind::invalid, "_count is a number from 0 on");
    query_.count = std::min<std::int64_t>(*count, page_limit);
    if (*count == 0) query_.count_only = true;  // R4: _count=0 is treated the same as _summary=count
    return Understood::yes;
  }

  Result<Understood> parse_total(std::string_view value) {
    if (value != "none" && value != "estimate" && value != "accurate")
      return fail(ErrorKind::invalid, "_total is none, estimate or accurate");
    query_.total = value == "none" ? Total::none : (value == "estimate" ? Total::estimate : Total::accurate);
    return Understood::yes;
  }

  Result<Understood> parse_summary(std::string_view value) {
    if (value == "count") query_.count_only = true;
    if (value == "true") query_.summary = Summary::yes;
    if (value == "text") query_.summary = Summary::text;
    if (value == "data") query_.summary = Summary::data;
    if (!query_.count_only && query_.summary == Summary::none && value != "false")
      return fail(ErrorKind::invalid, "_summary is true, text, data, count or false");
    return Understood::yes;
  }

  /// Source:param[:Target], `Source:*` or `*`
  Result<Understood> parse_include(std::string_view value, std::string_view modifier, bool reverse) {
    Include include{.iterate = modifier == "iterate" || modifier == "recurse"};
    if (!modifier.empty() && !include.iterate) return fail(ErrorKind::invalid, "an include takes the modifier :iterate only");
    const auto parts = split(value, ':');
    include.source_type = parts[0] == "*" ? query_.type : std::string(parts[0]);
    if (!fhir::is_resource_type(include.source_type)) return fail(ErrorKind::invalid, "an include begins with a resource type");
    if (reverse && parts[0] == "*") return fail(ErrorKind::invalid, "_revinclude names the type that refers");
    if (parts.size() > 1 && parts[1] != "*") {
      include.parameter = fhir::find_parameter(include.source_type, parts[1]);
      if (include.parameter == nullptr || include.parameter->search_type != SearchType::reference)
        return fail(ErrorKind::invalid, "an include names a reference parameter of " + include.source_type);
    } else if (parts.size() == 1 && parts[0] != "*") {
      return fail(ErrorKind::invalid, "an include is Type:parameter or Type:parameter:Target");
    }
    if (parts.size() > 2) include.target_type = std::string(parts[2]);
    (reverse ? query_.reverse_includes : query_.includes).push_back(std::move(include));
    return Understood::yes;
  }

  SearchQuery& query_;
};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool coded = text[at] == '%' && at + 2 < text.size() && hex_digit(text[at + 1]) >= 0 && hex_digit(text[at + 2]) >= 0;
    if (coded) {
      out += static_cast<char>(hex_digit(text[at + 1]) * 16 + hex_digit(text[at + 2]));
      at += 2;
    } else {
      out += text[at] == '+' ? ' ' : text[at];
    }
  }
  return out;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> query_pairs(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string_view part : split(query, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    pairs.emplace_back(percent_decoded(part.substr(0, equals)),
                       equals == std::string_view::npos ? std::string() : percent_decoded(part.substr(equals + 1)));
  }
  return pairs;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view plain = "-._~:/|,$*";
  std::string out;
  for (const char c : text) {
    const bool keep =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || plain.find(c) != std::string_view::npos;
    if (keep) {
      out += c;
    } else {
      constexpr std::string_view digits = "0123456789ABCDEF";
      out += '%';
      out += digits[static_cast<unsigned char>(c) >> 4U];
      out += digits[static_cast<unsigned char>(c) & 15U];
    }
  }
  return out;
}

namespace {

/// `code$value`, one pair.
Result<void> parse_composite(FilterParser& filters, const Composite& composite, std::string_view value, SearchQuery& parsed) {
  if (split_escaped(value, ',').size() > 1) return fail(ErrorKind::unsupported, "ask for one pair of values at a time");
  const auto parts = split_escaped(value, '$');
  if (parts.size() != 2) return fail(ErrorKind::invalid, "a composite value is two values with $ between them");
  CHARTA_TRY(auto first, filters.parse(composite.type, composite.first, parts[0]));
  CHARTA_TRY(auto second, filters.parse(composite.type, composite.second, parts[1]));
  if (!first || !second) return fail(ErrorKind::internal, "a composite parameter names a part that is not there");
  parsed.filters.push_back(*first);
  parsed.filters.push_back(*second);
  parsed.pairs.push_back({&composite, std::move(*first), std::move(*second)});
  return {};
}

}  // namespace

Result<SearchQuery> parse_search(std::string_view type, std::string_view query, const SearchOptions& options) {
  SearchQuery parsed;
  parsed.type = std::string(type);
  parsed.count = count_default;
  if (!fhir::is_resource_type(type)) return fail(ErrorKind::not_found, "there is no resource type of that name");
  FilterParser filters(options);
  ResultParser results(parsed);
  for (const auto& [name, value] : query_pairs(query)) {
    if (!is_storable_text(name) || !is_storable_text(value))
      return fail(ErrorKind::invalid, "a search parameter is UTF-8 text without the character U+0000");
    bool understood = true;
    if (ResultParser::knows(name)) {
      const auto done = results.parse(name, value);
      if (!done) return at(done.error(), name);
      understood = *done == Understood::yes;
    } else if (const Composite* composite = find_composite(type, name)) {
      const auto done = parse_composite(filters, *composite, value, parsed);
      if (!done) return at(done.error(), name);
    } else {
      auto filter = filters.parse(type, name, value);
      if (!filter) return at(filter.error(), name);
      understood = filter->has_value();
      if (understood) parsed.filters.push_back(std::move(**filter));
    }
    if (!understood) {
      parsed.not_understood.push_back(name);
    } else if (name != "_cursor" && name != "_format" && name != "_pretty") {
      parsed.self.append(parsed.self.empty() ? "" : "&").append(percent_encoded(name)).append("=").append(percent_encoded(value));
    }
  }
  return parsed;
}

}  // namespace charta::resources
