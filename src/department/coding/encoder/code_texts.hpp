// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding/grouper/code.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::encoder {

/// Codes with one text each: a tabular list (title, billable mark), or an alphabetic index (path; the code may be a category).
struct CodeTexts {
  std::vector<grouper::CodeKey> codes;
  std::vector<std::uint8_t> billable;
  std::vector<std::uint32_t> starts;  ///< per text and one more
  std::string texts;

  template <class Archive>
  void fields(Archive& archive) {
    archive(codes, billable, starts, texts);
  }
  void add(grouper::CodeKey code, bool is_billable, std::string_view text) {
    if (starts.empty()) starts.push_back(0);
    codes.push_back(code);
    billable.push_back(is_billable ? 1 : 0);
    texts += text;
    starts.push_back(static_cast<std::uint32_t>(texts.size()));
  }
  std::size_t size() const { return codes.size(); }
  std::string_view text(std::size_t at) const { return std::string_view(texts).substr(starts[at], starts[at + 1] - starts[at]); }
  bool fits() const {
    return billable.size() == codes.size() &&
           (codes.empty() || (starts.size() == codes.size() + 1 && starts.back() == texts.size()));
  }
};

}  // namespace charta::encoder
