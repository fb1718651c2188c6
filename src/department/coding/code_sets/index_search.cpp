// SPDX-License-Identifier: Apache-2.0
// What the search box needs of an index: the paths of its coded entries, and where it sends its reader elsewhere that path with
// the code of the other place.
#include "base/text.hpp"
#include "department/coding/code_sets/tabular_file.hpp"
#include "department/coding/encoder/words.hpp"

#include <algorithm>
#include <unordered_map>

namespace charta::code_sets {
namespace {

using code_books::IndexBook;
constexpr int references_most = 3;  // that are followed from one to the next

std::string key_of_title(std::string_view title) {
  std::string key;
  for (const auto& word : encoder::words_of(title)) key += (key.empty() ? "" : " ") + word;
  return key;
}

/// "Hyperthyroidism, with, goiter (diffuse)": its parts, without what is not essential and "by site".
std::vector<std::string> parts_of(std::string_view reference) {
  std::string plain;
  int depth = 0;
  for (const char c : reference.substr(0, reference.find(';'))) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth == 0 && c != ')') plain += c;
  }
  std::vector<std::string> parts;
  for (const auto part : split(std::string_view(plain), ','))
    if (const auto key = key_of_title(part); !key.empty() && !key.starts_with("by ")) parts.push_back(key);
  return parts;
}

/// Finds what an index means by "see …".
class References {
 public:
  explicit References(const IndexBook& book) : book_(book) {
    for (const auto& entry : book.entries) {
      const auto title = book.texts[entry.title];
      titles_.push_back(key_of_title(title));
      beginnings_.push_back(key_of_title(title.substr(0, title.find(','))));
    }
    for (std::uint32_t n = 0; n < book.entries.size(); n = book.entries[n].end) {
      main_terms_.emplace(titles_[n], n);
      main_terms_.emplace(beginnings_[n], n);
    }
  }

  /// The code that the reference of an entry leads to; 0: none, or not to one place.
  grouper::CodeKey code_of(std::uint32_t entry, int followed = 0) const {
    if (followed == references_most) return 0;
    const auto parts = parts_of(book_.texts[book_.entries[entry].see]);
    std::string main_term;
    for (const auto& part : parts) main_term += (main_term.empty() ? "" : " ") + part;
    for (std::size_t count = parts.size(); count > 0; --count) {
      if (const auto found = main_terms_.find(main_term); found != main_terms_.end())
        if (const auto code = code_below(found->second, std::span(parts).subspan(count), followed); code != 0) return code;
      main_term.resize(main_term.size() - std::min(main_term.size(), parts[count - 1].size() + 1));
    }
    return 0;
  }

 private:
  grouper::CodeKey code_below(std::uint32_t entry, std::span<const std::string> parts, int followed) const {
    if (parts.empty()) {
      const auto& here = book_.entries[entry];
      if (here.code != 0) return here.code;
      return book_.texts[here.see].empty() ? 0 : code_of(entry, followed + 1);
    }
    for (const auto below : book_.below(entry)) {
      if (titles_[below] != parts.front() && beginnings_[below] != parts.front()) continue;
      if (const auto code = code_below(below, parts.subspan(1), followed); code != 0) return code;
    }
    return 0;
  }

  const IndexBook& book_;
  std::vector<std::string> titles_, beginnings_;  ///< of every entry: "Ulcer, ulcerated" is looked for as "Ulcer" too
  std::unordered_map<std::string, std::uint32_t> main_terms_;
};

/// The index of procedures as a table has "see" and "use" as entries of their own.
std::string path_without_marks(const IndexBook& book, std::uint32_t entry) {
  const auto title = book.texts[book.entries[entry].title];
  const bool is_mark = (title == "see" || title == "use") && book.entries[entry].parent != IndexBook::none;
  return book.path_of(is_mark ? book.entries[entry].parent : entry);
}

}  // namespace

encoder::CodeTexts searchable(const IndexBook& book, IndexOf what) {
  encoder::CodeTexts texts;
  const References references(book);
  for (std::uint32_t n = 0; n < book.entries.size(); ++n) {
    const auto& entry = book.entries[n];
    const std::string see(book.texts[entry.see]);
    if (what == IndexOf::procedures && !book.texts[entry.use].empty()) continue;  // a device or a part of the body
    const auto code = entry.code != 0 || see.empty() ? entry.code : references.code_of(n);
    if (code == 0) continue;
    const bool is_reference = !see.empty() && (entry.code == 0 || what == IndexOf::procedures);
    texts.add(code, false, path_without_marks(book, n) + (is_reference ? std::string(encoder::reference_mark) + see : ""));
  }
  return texts;
}

}  // namespace charta::code_sets
