// SPDX-License-Identifier: Apache-2.0
// What is typed at an index: main terms by their beginning, sub-terms by words of their path, a path as it was written down.
#include "base/text.hpp"
#include "department/coding/code_books/index_book.hpp"

namespace charta::code_books {
namespace {

constexpr std::size_t words_most = 16;

/// As terms are compared: small letters, no accents, no apostrophes ("Crohn's" is "crohns").
std::string comparable(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) {
      plain = folded(text);
      std::erase(plain, '\'');
      return plain;
    }
    if (c != '\'') plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain;
}

bool is_of_term(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

bool begins_word(std::string_view text, std::size_t at) {
  return is_of_term(text[at]) && (at == 0 || !is_of_term(text[at - 1]));
}

/// What was typed, as words to be met; one bit stands for each.
class TypedWords {
 public:
  explicit TypedWords(std::string_view typed) : text_(comparable(typed)) {
    for (std::size_t at = 0; at < text_.size() && words_.size() < words_most; ++at) {
      if (!begins_word(text_, at)) continue;
      std::size_t end = at;
      while (end < text_.size() && is_of_term(text_[end])) ++end;
      words_.push_back({at, end - at});
    }
  }
  TypedWords(const TypedWords&) = delete;
  TypedWords& operator=(const TypedWords&) = delete;

  std::size_t size() const { return words_.size(); }
  std::string_view word(std::size_t number) const {
    return std::string_view(text_).substr(words_[number].first, words_[number].second);
  }
  std::uint32_t all() const { return (std::uint32_t{1} << words_.size()) - 1; }
  /// The words that begin a word of a title.
  std::uint32_t met_by(std::string_view title) const {
    if (title.empty()) return 0;
    const auto text = comparable(title);
    std::uint32_t met = 0;
    for (std::size_t at = 0; at < text.size(); ++at)
      for (std::size_t n = 0; begins_word(text, at) && n < words_.size(); ++n)
        if (std::string_view(text).substr(at).starts_with(word(n))) met |= std::uint32_t{1} << n;
    return met;
  }

 private:
  std::string text_;
  std::vector<std::pair<std::size_t, std::size_t>> words_;
};

std::uint32_t met_at(const IndexBook& book, std::uint32_t entry, const TypedWords& words) {
  return words.met_by(book.texts[book.entries[entry].title]) | words.met_by(book.texts[book.entries[entry].nonessential]);
}

struct FoundBelow {
  std::uint32_t depth, entry;
};
/// Every entry below that completes the words, or repeats one of them where all are met.
std::vector<FoundBelow> found_below(const IndexBook& book, std::uint32_t entry, const TypedWords& words) {
  std::uint32_t above = 0;
  for (const auto one : book.chain(entry)) above |= met_at(book, one, words);
  const auto end = book.entries[entry].end;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> met(end - entry, {above, 0});  // words, depth
  std::vector<FoundBelow> found;
  for (std::uint32_t n = entry + 1; n < end; ++n) {
    const auto parent = book.entries[n].parent;
    const auto& [so_far, depth] = met[parent > entry && parent < n ? parent - entry : 0];
    const auto own = met_at(book, n, words);
    met[n - entry] = {so_far | own, depth + 1};
    if (own != 0 && met[n - entry].first == words.all()) found.push_back({met[n - entry].second, n});
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.depth < b.depth; });
  return found;
}

}  // namespace

std::vector<std::uint32_t> IndexBook::main_terms(std::string_view beginning, std::size_t limit) const {
  std::vector<std::uint32_t> found;
  const std::string asked = comparable(trimmed(beginning));
  for (std::uint32_t n = 0; n < entries.size() && found.size() < limit; n = entries[n].end)
    if (comparable(texts[entries[n].title]).starts_with(asked)) found.push_back(n);
  return found;
}

std::vector<std::uint32_t> IndexBook::search_below(std::uint32_t entry, std::string_view typed) const {
  const TypedWords words(typed);
  if (words.size() == 0) return below(entry);
  std::vector<std::uint32_t> found;
  for (const auto& one : found_below(*this, entry, words)) found.push_back(one.entry);
  return found;
}

std::vector<std::uint32_t> IndexBook::search(std::string_view typed, std::size_t limit) const {
  auto found = main_terms(typed, limit);
  const TypedWords words(typed);
  if (words.size() < 2) return found;
  std::vector<FoundBelow> deeper;
  for (std::uint32_t n = 0; n < entries.size(); n = entries[n].end) {
    if (!comparable(texts[entries[n].title]).starts_with(words.word(0))) continue;
    const auto here = found_below(*this, n, words);
    deeper.insert(deeper.end(), here.begin(), here.end());
  }
  std::stable_sort(deeper.begin(), deeper.end(), [](const auto& a, const auto& b) { return a.depth < b.depth; });
  for (const auto& one : deeper)
    if (found.size() < limit) found.push_back(one.entry);
  return found;
}

std::pair<std::uint32_t, std::string_view> IndexBook::find_path(std::string_view path) const {
  return find_path(0, static_cast<std::uint32_t>(entries.size()), none, trimmed(path));
}

/// Titles may have commas of their own, so every entry whose title begins the path is tried; each is looked at once.
std::pair<std::uint32_t, std::string_view> IndexBook::find_path(std::uint32_t from, std::uint32_t to, std::uint32_t above,
                                                                std::string_view path) const {
  constexpr std::string_view comma = ", ";
  std::pair<std::uint32_t, std::string_view> best{above, path};
  for (auto n = from; n < to && !best.second.empty(); n = entries[n].end) {
    const auto title_here = texts[entries[n].title];
    if (title_here.empty() || !path.starts_with(title_here)) continue;
    const auto rest = path.substr(title_here.size());
    if (rest.empty()) return {n, rest};
    if (!rest.starts_with(comma)) continue;
    const auto deeper = find_path(n + 1, entries[n].end, n, rest.substr(comma.size()));
    if (deeper.second.size() < best.second.size()) best = deeper;
  }
  return best;
}

}  // namespace charta::code_books
