// SPDX-License-Identifier: Apache-2.0
#include "record/resources/index_rows.hpp"

#include "base/digest.hpp"
#include "base/id.hpp"
#include "base/text.hpp"
#include "formats/fhir/definitions.hpp"
#include "record/resources/parameter_plan.hpp"

#include <algorithm>
#include <charconv>

namespace charta::resources {
namespace {

using fhir::IndexValue;
using fhir::SearchType;

// A page holds few keys longer than this; what is longer is found by its beginning (docs/formats/resources.md).
constexpr std::size_t folded_limit = 200;
constexpr std::size_t key_limit = 1'000;

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  return colon != std::string_view::npos && colon > 0 && text.find('/') > colon;
}

/// The text, or as many of its characters as fit into `limit` bytes.
std::string_view beginning(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  return text.substr(0, limit);
}

template <class Row>
void settle(std::vector<Row>& rows) {
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

class Collector {
 public:
  explicit Collector(std::string_view type) : patient_parameter_(patient_parameter(type)) {}

  void add(const IndexValue& value) {
    const ParameterPlan& plan = plan_of(*value.parameter);
    if (plan.stored) rows_.present |= plan.present;
    if (plan.by_patient && add_patient(value)) return;
    if (!plan.stored) return;
    switch (value.parameter->search_type) {
      case SearchType::token:
        add_token(value, value.code);
        break;
      case SearchType::uri:
        add_token(value, value.code);
        break;
      case SearchType::reference:
        add_reference(value);
        break;
      case SearchType::string:
        add_string(value);
        break;
      case SearchType::date:
        rows_.dates.push_back({number(value), value.from_ms, value.until_ms});
        break;
      case SearchType::number:
      case SearchType::quantity:
        add_number(value);
        break;
      case SearchType::composite:
      case SearchType::special:
        break;
    }
  }

  IndexRows finish() {
    settle(rows_.words);
    settle(rows_.tokens);
    settle(rows_.references);
    settle(rows_.strings);
    settle(rows_.dates);
    settle(rows_.numbers);
    return std::move(rows_);
  }

 private:
  /// A view of the text, or of its key that the rows own.
  std::string_view kept(std::string_view text) {
    if (text.size() <= key_limit) return text;
    return rows_.made.emplace_front(index_key(text));
  }

  static std::int64_t number(const IndexValue& value) { return value.parameter->number; }

  /// True when the patient column says it all.
  bool add_patient(const IndexValue& value) {
    const ReferenceText reference = read_reference(value.code);
    if (reference.kind != ReferenceText::Kind::local || reference.type != "Patient") return false;
    rows_.present |= plan_of(*value.parameter).present;
    if (value.parameter == patient_parameter_) rows_.patient = reference;
    return true;
  }

  void add_token(const IndexValue& value, std::string_view code) {
    // A number's kind ("MRN") stands beside every number of that kind: no words for :text.
    const bool has_words = !value.display.empty() && value.parameter->code != "identifier";
    if (!code.empty() || !value.system.empty()) {
      const std::string_view key = kept(code);
      rows_.tokens.push_back({number(value), key, value.system});
      if (has_words) rows_.words.push_back({number(value), value.display, key, value.system});
    } else if (has_words) {
      rows_.made.push_front(words_without_code + folded_key(folded(value.display)));
      rows_.tokens.push_back({number(value), rows_.made.front(), {}});
    }
  }

  void add_reference(const IndexValue& value) {
    const ReferenceText reference = read_reference(value.code);
    if (reference.kind == ReferenceText::Kind::local)
      rows_.references.push_back({number(value), reference.type, reference.id, reference.key});
    if (reference.kind == ReferenceText::Kind::outside) rows_.tokens.push_back({number(value), kept(value.code), {}});
  }

  void add_string(const IndexValue& value) {
    std::string text = folded_key(folded(value.text));
    if (!text.empty()) rows_.strings.push_back({number(value), std::move(text), kept(value.text)});
  }

  void add_number(const IndexValue& value) {
    double parsed = 0;
    const auto [end, problem] = std::from_chars(value.number.data(), value.number.data() + value.number.size(), parsed);
    if (problem == std::errc()) rows_.numbers.push_back({number(value), parsed, value.system, kept(value.code)});
  }

  const fhir::SearchParameter* patient_parameter_;
  IndexRows rows_;
};

}  // namespace

std::string index_key(std::string_view text) {
  if (text.size() <= key_limit) return std::string(text);
  const std::string digest = " sha256:" + sha256(text).hex();
  return std::string(beginning(text, key_limit - digest.size())) + digest;
}

std::string folded_key(std::string folded) {
  folded.resize(beginning(folded, folded_limit).size());
  return folded;
}

std::int64_t key_of_id(std::string_view id) {
  if (id.size() != 13) return 0;
  const auto key = parse_key(id);
  return key && *key > 0 && print_key(*key) == id ? *key : 0;
}

ReferenceText read_reference(std::string_view text) {
  if (text.empty() || text.front() == '#') return {};
  if (is_uri(text)) return {.kind = ReferenceText::Kind::outside};
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view type = text.substr(0, slash);
  const std::string_view rest = text.substr(slash + 1);
  const std::string_view id = rest.substr(0, rest.find('/'));
  if (id.empty() || !fhir::is_resource_type(type)) return {};
  return {ReferenceText::Kind::local, type, id, key_of_id(id)};
}

IndexRows index_rows(json::Value resource) {
  const std::string_view type = resource["resourceType"].text();
  std::vector<IndexValue> values;
  values.reserve(32);
  fhir::index_values(resource, values);
  Collector collector(type);
  for (const IndexValue& value : values) collector.add(value);
  IndexRows rows = collector.finish();
  // A type without one patient element (AuditEvent, Group, …) still belongs to a compartment, for access.
  if (rows.patient.kind == ReferenceText::Kind::none && type != "Patient" && patient_parameter(type) == nullptr)
    rows.patient = read_reference(fhir::patient_reference(resource));
  if (rows.patient.type != "Patient") rows.patient = {};
  return rows;
}

}  // namespace charta::resources
