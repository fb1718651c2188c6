// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding/code_books/code_lists.hpp"

namespace charta::code_sets {

/// Fills a list of terms, sorted when it is taken.
class TermWriter {
 public:
  void add(std::string_view code, std::string_view title, std::string_view detail = {}, std::string_view more = {}) {
    terms_.push_back({texts_.add(code), texts_.add(title), texts_.add(detail), texts_.add(more)});
  }
  bool is_empty() const { return terms_.empty(); }
  code_books::TermList take() {
    code_books::TermList list{texts_.take(), std::move(terms_)};
    std::stable_sort(list.terms.begin(), list.terms.end(),
                     [&](const auto& a, const auto& b) { return list.texts[a.code] < list.texts[b.code]; });
    return list;
  }

 private:
  code_books::TextPoolWriter texts_;
  std::vector<code_books::Term> terms_;
};

}  // namespace charta::code_sets
