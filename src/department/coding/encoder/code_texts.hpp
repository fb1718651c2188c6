// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding/grouper/code.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::encoder {

/// Behind it stands where an index sends its reader: shown, not searched ("Tennis elbow: see Epicondylitis, lateral").
constexpr std::string_view reference_mark = ": see ";

/// The greatest key of the codes that begin with this one.
constexpr grouper::CodeKey last_beginning_with(grouper::CodeKey code) {
  grouper::CodeKey mask = ~grouper::CodeKey{0};
  for (grouper::CodeKey rest = code; rest != 0; rest <<= 8U) mask >>= 8U;
  return code | mask;
}

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
  bool is_reference(std::size_t at) const { return text(at).find(reference_mark) != std::string_view::npos; }
  std::string_view searched(std::size_t at) const { return text(at).substr(0, text(at).find(reference_mark)); }
  bool fits() const {
    return billable.size() == codes.size() &&
           (codes.empty() || (starts.size() == codes.size() + 1 && starts.back() == texts.size()));
  }
};

}  // namespace charta::encoder
