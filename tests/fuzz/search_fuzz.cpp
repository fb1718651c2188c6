// SPDX-License-Identifier: Apache-2.0
// Any query string is understood or refused with its parameter named; what was understood is understood again.
#include "record/resources/search_query.hpp"
#include "tests/fuzz/property.hpp"

using namespace charta;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::string_view types[] = {"Patient",           "Observation", "Encounter",
                                               "DocumentReference", "Task",        "Organization"};
  if (size == 0) return 0;
  const std::string_view type = types[data[0] % std::size(types)];
  const std::string_view query = text_of(data + 1, size - 1);
  const resources::SearchOptions options{Instant(1'740'832'200'000), "https://h/fhir"};
  (void)resources::query_pairs(query);
  const auto understood = resources::parse_search(type, query, options);
  if (!understood) {
    CHARTA_PROPERTY(!understood.error().message.empty());
    return 0;
  }
  CHARTA_PROPERTY(understood->count >= 0);
  const auto again = resources::parse_search(type, understood->self, options);
  CHARTA_PROPERTY(again.has_value());
  CHARTA_PROPERTY(again->self == understood->self);
  return 0;
}
