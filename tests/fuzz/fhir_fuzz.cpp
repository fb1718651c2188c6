// SPDX-License-Identifier: Apache-2.0
// Any JSON may come as a resource: validation and index never fail, and what they answer makes sense.
#include "formats/fhir/definitions.hpp"
#include "tests/fuzz/property.hpp"

using namespace charta;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = json::Document::parse(text_of(data, size));
  if (!document) return 0;
  const auto issues = fhir::validate(document->root(), 20);
  CHARTA_PROPERTY(issues.size() <= 20);
  for (const auto& issue : issues) CHARTA_PROPERTY(!issue.code.empty() && !issue.message.empty());
  std::vector<fhir::IndexValue> values;
  fhir::index_values(document->root(), values);
  for (const auto& value : values) {
    CHARTA_PROPERTY(value.parameter != nullptr);
    CHARTA_PROPERTY(value.parameter->search_type != fhir::SearchType::date || value.from_ms < value.until_ms);
    CHARTA_PROPERTY(value.parameter->search_type != fhir::SearchType::string || !value.text.empty());
  }
  (void)fhir::patient_reference(document->root());
  return 0;
}
