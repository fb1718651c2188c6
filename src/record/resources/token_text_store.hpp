// SPDX-License-Identifier: Apache-2.0
// The words beside codes (table token_text). Source: https://hl7.org/fhir/R4/search.html#token, modifier :text
#pragma once
#include "record/resources/index_rows.hpp"
#include "record/resources/search_query.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <shared_mutex>
#include <span>
#include <unordered_set>
#include <vector>

namespace charta::resources {

/// A word or two beside a code, with the number of its system.
struct CodeText {
  std::int64_t param = 0;
  std::string_view text, code;
  std::int64_t system = 0;
};

/// Writes each once. What is known is kept in memory, after the commit that wrote it.
class CodeTexts {
 public:
  Result<void> learn(store::UnitOfWork& work, std::span<const CodeText> texts);

 private:
  bool knows(std::size_t hash) const;

  mutable std::shared_mutex mutex_;
  std::unordered_set<std::size_t> known_;
};

/// The codes of a parameter whose words begin with `text`, and what has words and no code.
Result<void> add_codes_of_text(store::Reader& reader, const fhir::SearchParameter& parameter, std::string_view text,
                               std::vector<SearchValue>& values);

}  // namespace charta::resources
