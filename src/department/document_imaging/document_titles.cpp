// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/document_titles.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace charta::document_imaging {
namespace {}  // namespace

std::vector<TitleFound> titles_on(const std::vector<DocumentType>& types, std::string_view top_words) {
  const std::string words = " " + std::string(top_words) + " ";
  std::vector<std::pair<TitleFound, std::size_t>> all;  // and its length
  for (const DocumentType& type : types)
    for (const std::string& title : type.titles) {
      const std::string looked_for = " " + folded(title) + " ";
      if (const auto at = words.find(looked_for); at != std::string::npos && looked_for.size() > 2)
        all.push_back({{&type, title, at}, looked_for.size() - 2});
    }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.first.at != b.first.at ? a.first.at < b.first.at : a.second > b.second;
  });
  std::vector<TitleFound> found;
  std::size_t taken_until = 0;
  for (auto& [one, length] : all) {
    if (one.at < taken_until) continue;
    taken_until = one.at + length;
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace charta::document_imaging
