// SPDX-License-Identifier: Apache-2.0
// What coders type: lines of words, a tab and the beginnings of codes of which one is right.
#pragma once
#include "base/text.hpp"
#include "department/coding/encoder/encoder.hpp"
#include "store/durable_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::benchmarks {

struct CodersQuery {
  std::string words;
  std::vector<std::string> right;
};

inline Result<std::vector<CodersQuery>> read_queries(const std::string& path) {
  CHARTA_TRY(const auto text, store::read_file(path));
  std::vector<CodersQuery> queries;
  for (const auto line : split(std::string_view(text), '\n')) {
    const auto tab = line.find('\t');
    if (line.starts_with('#') || tab == std::string_view::npos) continue;
    CodersQuery query{std::string(line.substr(0, tab)), {}};
    for (const auto code : split(line.substr(tab + 1), ' ')) query.right.push_back(grouper::text_of(grouper::key_of(code)));
    queries.push_back(std::move(query));
  }
  return queries;
}

/// The place of the first right code among ten, from 0; 10: there is none. The index of procedures leads to beginnings of four
/// characters and more, from which the right one goes on.
inline std::size_t place_of(const CodersQuery& query, const std::vector<encoder::Hit>& hits) {
  const auto is_right = [&](const encoder::Hit& hit) {
    const auto code = grouper::text_of(hit.code);
    const bool is_beginning = hit.system == encoder::System::icd10pcs && code.size() >= 4;
    return std::any_of(query.right.begin(), query.right.end(),
                       [&](const auto& right) { return code.starts_with(right) || (is_beginning && right.starts_with(code)); });
  };
  const auto found = std::find_if(hits.begin(), hits.end(), is_right);
  return found == hits.end() ? 10 : static_cast<std::size_t>(found - hits.begin());
}

/// Asks a half and prints its figures; `names_misses`: what was not first too, with what was.
inline Result<void> ask_queries(const encoder::Encoder& box, const std::string& path, std::string_view half, bool names_misses) {
  CHARTA_TRY(const auto queries, read_queries(path));
  int first = 0, among_ten = 0;
  for (const auto& query : queries) {
    const auto hits = box.search({query.words, 10, nullptr});
    const auto place = place_of(query, hits);
    first += place == 0 ? 1 : 0;
    among_ten += place < 10 ? 1 : 0;
    if (!names_misses || place == 0) continue;
    fmt::print("  {:<30} wants {} at {}, first:", query.words, query.right.front(), place);
    for (std::size_t n = 0; n < std::min<std::size_t>(hits.size(), 3); ++n)
      fmt::print(" {} {} |", grouper::text_of(hits[n].code), hits[n].text);
    fmt::print("\n");
  }
  const auto of = static_cast<double>(queries.size());
  fmt::print("what coders type, {}: {} queries, first {:.1f} %, among ten {:.1f} %\n", half, queries.size(), 100.0 * first / of,
             100.0 * among_ten / of);
  return {};
}

}  // namespace charta::benchmarks
