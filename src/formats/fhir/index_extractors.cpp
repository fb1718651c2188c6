// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/index_extractors.hpp"

#include "formats/fhir/moment.hpp"
#include "formats/fhir/reference.hpp"

#include <algorithm>

namespace charta::fhir {

using json::Kind;
using json::Value;

void Taker::take(Value value, const tables::Action& action) {
  using tables::Extractor;
  parameter_ = &tables::parameters[action.parameter - 1];
  switch (action.extractor) {
    case Extractor::text:
      return text(value);
    case Extractor::human_name:
      return texts(value, {"family", "given", "prefix", "suffix", "text"});
    case Extractor::address:
      return texts(value, {"line", "city", "district", "state", "postalCode", "country", "text"});
    case Extractor::token:
      return code(tables::view(action.system), value.text());
    case Extractor::coding:
      return code(value["system"].text(), value["code"].text(), value["display"].text());
    case Extractor::concept_:
      return codeable_concept(value);
    case Extractor::identifier:
      return code(value["system"].text(), value["value"].text(), value["type"]["text"].text());
    case Extractor::contact:
      return code({}, value["value"].text());
    case Extractor::moment:
      return moment(value);
    case Extractor::period:
      return period(value);
    case Extractor::timing:
      return timing(value);
    case Extractor::quantity:
      return quantity(value);
    case Extractor::money:
      return number(value["value"], "urn:iso:std:iso:4217", value["currency"].text());
    case Extractor::range:
      quantity(value["low"]);
      return quantity(value["high"]);
    case Extractor::sampled_data:
      return quantity(value["origin"]);
    case Extractor::number:
      return number(value);
    case Extractor::number_range:
      number(value["low"]["value"]);
      return number(value["high"]["value"]);
    case Extractor::reference:
      return reference(value);
    case Extractor::canonical:
      return canonical(value.text());
    case Extractor::uri:
      return code({}, value.text());
    case Extractor::deceased:
      return;  // the walk's own: one value a resource
  }
}

void Taker::text(Value value) {
  if (value.is_string() && !value.text().empty()) add().text = value.text();
}

void Taker::texts(Value object, std::initializer_list<std::string_view> names) {
  for (const Value member : object) {
    if (std::find(names.begin(), names.end(), member.key()) == names.end()) continue;
    if (member.is_array()) {
      for (const Value item : member) text(item);
    } else {
      text(member);
    }
  }
}

void Taker::code(std::string_view system, std::string_view code, std::string_view display) {
  if (code.empty() && (system.empty() || parameter_->search_type == SearchType::uri) && display.empty()) return;
  IndexValue& made = add();
  made.system = system;
  made.code = code;
  made.display = display;
}

/// Every coding with its display; the text goes with the first, or alone where nothing is coded, so that :text finds it.
void Taker::codeable_concept(Value value) {
  const std::string_view said = value["text"].text();
  bool first = true;
  for (const Value coding : value["coding"]) {
    const std::string_view display = coding["display"].text();
    code(coding["system"].text(), coding["code"].text(), first && display.empty() ? said : display);
    if (first && !said.empty() && !display.empty() && said != display) code({}, {}, said);
    first = false;
  }
  if (first) code({}, {}, said);
}

void Taker::span(std::int64_t from_ms, std::int64_t until_ms) {
  IndexValue& made = add();
  made.from_ms = from_ms;
  made.until_ms = until_ms;
}

void Taker::moment(Value value) {
  if (const auto read = read_moment(value.text())) span(read->from_ms, read->until_ms);
}

/// An open end reaches to the end of time. A period that ends before it starts has no meaning and no value.
void Taker::period(Value value) {
  const auto start = read_moment(value["start"].text());
  const auto end = read_moment(value["end"].text());
  if (!start && !end) return;
  const std::int64_t from_ms = start ? start->from_ms : beginning_of_time_ms;
  const std::int64_t until_ms = end ? end->until_ms : end_of_time_ms;
  if (from_ms < until_ms) span(from_ms, until_ms);
}

/// From the first to the last of its events, or the bounds of its repetition.
void Taker::timing(Value value) {
  std::int64_t from_ms = end_of_time_ms;
  std::int64_t until_ms = beginning_of_time_ms;
  for (const Value event : value["event"]) {
    const auto read = read_moment(event.text());
    if (!read) continue;
    from_ms = std::min(from_ms, read->from_ms);
    until_ms = std::max(until_ms, read->until_ms);
  }
  if (from_ms < until_ms) return span(from_ms, until_ms);
  period(value["repeat"]["boundsPeriod"]);
}

void Taker::number(Value value, std::string_view system, std::string_view unit, std::string_view display) {
  if (value.kind() != Kind::number) return;
  IndexValue& made = add();
  made.number = value.text();
  made.system = system;
  made.code = unit;
  made.display = display;
}

void Taker::quantity(Value value) {
  const std::string_view unit = value["unit"].text();
  const std::string_view code = value["code"].text();
  number(value["value"], value["system"].text(), code.empty() ? unit : code, unit);
}

/// References inside the resource, by identifier alone and by search are not followed by any search.
void Taker::reference(Value value) {
  const std::string_view text = value["reference"].text();
  if (text.empty() || text.front() == '#' || text.find('?') != std::string_view::npos) return;
  add().code = read_reference(text).address;
}

/// "url|version" is found by the url alone and by both.
void Taker::canonical(std::string_view text) {
  if (text.empty() || text.front() == '#') return;
  add().code = text;
  if (const auto bar = text.find('|'); bar != std::string_view::npos && bar > 0) add().code = text.substr(0, bar);
}

}  // namespace charta::fhir
