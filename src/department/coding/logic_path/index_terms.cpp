// SPDX-License-Identifier: Apache-2.0
#include "department/coding/logic_path/index_terms.hpp"

#include "base/text.hpp"
#include "department/coding/logic_path/title_words.hpp"

#include <algorithm>

namespace charta::logic_path {
namespace {

std::string title_of(const IndexBook& book, std::uint32_t entry) {
  return std::string(book.texts[book.entries[entry].title]);
}

bool leads_somewhere(const IndexBook& book, std::uint32_t entry) {
  for (auto n = entry; n < book.entries[entry].end; ++n)
    if (book.entries[n].code != 0 || book.entries[n].see != 0 || book.entries[n].see_also != 0 || !book.cells_of(n).empty())
      return true;
  return false;
}

bool stands_bare(const IndexBook& book, std::uint32_t entry) {
  const auto& one = book.entries[entry];
  return one.code == 0 && one.see == 0 && one.see_also == 0 && book.cells_of(entry).empty() && one.end != entry + 1;
}

Choice choice_of(const IndexBook& book, std::uint32_t entry, std::string group) {
  const auto& one = book.entries[entry];
  Choice choice{token_of(book, entry), title_of(book, entry), std::string(book.texts[one.nonessential]), std::move(group),
                one.code};
  if (one.code == 0 && one.see != 0) choice.more += (choice.more.empty() ? "" : " ") + ("→ " + std::string(book.texts[one.see]));
  return choice;
}

/// Small letters, single blanks, without the "NEC" of a title.
std::string plain_term(std::string_view term) {
  std::string plain;
  for (const auto word : split(term, ' '))
    if (!word.empty() && word != "NEC" && word != "NOS") plain += (plain.empty() ? "" : " ") + lower_ascii(word);
  return plain;
}

/// The same without what stands in parentheses, which changes nothing: "Complication(s)", "hemorrhage (hematoma) (of)".
std::string name_of_term(std::string_view term) {
  std::string name;
  int depth = 0;
  for (const char c : term) {
    depth += c == '(' ? 1 : 0;
    if (depth == 0 && c != '.') name += c;
    depth -= c == ')' && depth > 0 ? 1 : 0;
  }
  return plain_term(name);
}

bool is_same_term(const std::string& one, const std::string& other) {
  return one == other || one + "s" == other || other + "s" == one;
}

/// "Fracture, traumatic M84.40" into "fracture" and "traumatic".
std::vector<std::string> parts_of(std::string_view see) {
  std::vector<std::string> parts;
  for (const auto part : split(see, ',')) {
    auto plain = name_of_term(part);
    if (const auto last = plain.rfind(' '); last != std::string::npos && plain.find_first_of("0123456789", last) == last + 2)
      plain.erase(last);
    if (!plain.empty()) parts.push_back(plain);
  }
  return parts;
}

std::vector<std::string> title_parts(const IndexBook& book, std::uint32_t entry) {
  return parts_of(book.texts[book.entries[entry].title]);
}

bool is_called(const IndexBook& book, std::uint32_t entry, const std::string& part) {
  if (is_same_term(name_of_term(book.texts[book.entries[entry].title]), part)) return true;
  const auto named = title_parts(book, entry);
  return std::any_of(named.begin(), named.end(), [&](const std::string& one) { return is_same_term(one, part); });
}

/// The term below an entry that is called so: itself, or below a bare "with" ("with lung").
std::uint32_t child_called(const IndexBook& book, std::uint32_t entry, const std::string& part, const LogicWords& words) {
  const auto below = book.below(entry);
  for (const auto one : below)
    if (is_called(book, one, part)) return one;
  std::size_t length = 0;
  const bool begins = words.group_of(part, length) != nullptr && part.size() > length;
  for (const auto one : below) {
    if (std::size_t here = 0; words.group_of(title_of(book, one), here) == nullptr) continue;
    const auto circumstance = name_of_term(title_of(book, one));
    const bool meant = begins && part.starts_with(circumstance + " ");
    const auto rest = meant ? part.substr(circumstance.size() + 1) : part;
    for (const auto inner : book.below(one))
      if (is_called(book, inner, rest)) return inner;
  }
  return IndexBook::none;
}

/// A quick look before the whole comparison: some word of the title begins with the same letter.
bool may_be_called(std::string_view title, std::string_view part) {
  const char first = part.front();
  for (std::size_t n = 0; n < title.size(); ++n) {
    const char c = title[n] >= 'A' && title[n] <= 'Z' ? static_cast<char>(title[n] - 'A' + 'a') : title[n];
    if (c == first && (n == 0 || title[n - 1] == ' ')) return true;
  }
  return false;
}

struct Reading {
  IndexPlace place;
  std::size_t met = 0;
};

/// Goes down from a main term as far as the words name something.
Reading read_down(const IndexBook& book, std::uint32_t main, const std::vector<std::string>& parts, const LogicWords& words) {
  Reading reading{{&book, main, {}}, 1};
  const auto named = title_parts(book, main);
  for (std::size_t n = 1; n < parts.size(); ++n) {
    if (has_word(words.any_of, parts[n])) continue;
    if (const auto child = child_called(book, reading.place.entry, parts[n], words); child != IndexBook::none)
      reading.place.entry = child, ++reading.met;
    else if (has_word(named, parts[n]))
      ++reading.met;
    else
      reading.place.left_over.push_back(parts[n]);
  }
  return reading;
}

void read_in(const IndexBook* book, const std::vector<std::string>& parts, const LogicWords& words, std::vector<Reading>& found) {
  if (book == nullptr) return;
  for (std::uint32_t main = 0; main < book->entries.size(); main = book->entries[main].end)
    if (may_be_called(book->texts[book->entries[main].title], parts.front()) && is_called(*book, main, parts.front()))
      found.push_back(read_down(*book, main, parts, words));
}

const IndexBook* table_for(const Indexes& indexes, const std::string& term, const LogicWords& words) {
  for (const auto& table : words.tables)
    if (term.starts_with(table.begins)) return table.book == "drugs" ? indexes.drugs : indexes.neoplasms;
  return nullptr;
}

/// What met most of the words; of two that met as much, the one whose main term is nothing but the first of them.
std::vector<IndexPlace> best_of(std::vector<Reading> found, const std::string& main) {
  std::size_t most = 0;
  for (const auto& one : found) most = std::max(most, one.met);
  std::vector<IndexPlace> best, exact;
  for (auto& one : found) {
    if (one.met != most) continue;
    auto top = one.place.entry;
    while (one.place.book->entries[top].parent != IndexBook::none) top = one.place.book->entries[top].parent;
    if (is_same_term(name_of_term(title_of(*one.place.book, top)), main)) exact.push_back(one.place);
    best.push_back(std::move(one.place));
  }
  return exact.size() == 1 ? exact : best;
}

}  // namespace

std::string token_of(const IndexBook& book, std::uint32_t entry) {
  std::string number;
  for (auto rest = entry; number.empty() || rest != 0; rest /= 36U)
    number.insert(number.begin(), "0123456789abcdefghijklmnopqrstuvwxyz"[rest % 36U]);
  return number + "-" + check_of(book.path_of(entry));
}

std::optional<std::uint32_t> entry_of(const IndexBook& book, std::string_view token) {
  std::uint64_t number = 0;
  const auto dash = token.find('-');
  if (dash == std::string_view::npos || dash == 0 || dash > 6) return std::nullopt;
  for (const char c : token.substr(0, dash)) {
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_digit && (c < 'a' || c > 'z')) return std::nullopt;
    number = number * 36U + static_cast<std::uint64_t>(is_digit ? c - '0' : c - 'a' + 10);
  }
  if (number >= book.entries.size()) return std::nullopt;
  const auto entry = static_cast<std::uint32_t>(number);
  return token_of(book, entry) == token ? std::optional(entry) : std::nullopt;
}

std::vector<Choice> sub_terms(const IndexBook& book, std::uint32_t entry, const LogicWords& words) {
  std::vector<std::vector<Choice>> groups(words.groups.size() + 1);
  for (const auto below : book.below(entry)) {
    if (!leads_somewhere(book, below)) continue;
    std::size_t length = 0;
    const auto title = title_of(book, below);
    const auto* group = words.group_of(title, length);
    auto& into = groups[group == nullptr ? 0 : static_cast<std::size_t>(group - words.groups.data()) + 1];
    const std::string name = group == nullptr ? std::string() : group->name;
    if (group != nullptr && title.size() == length && stands_bare(book, below)) {
      for (const auto inner : book.below(below)) {
        if (!leads_somewhere(book, inner)) continue;
        into.push_back(choice_of(book, inner, name));
        if (lower_ascii(title) != lower_ascii(group->words.front())) into.back().words = title + " " + into.back().words;
      }
    } else {
      into.push_back(choice_of(book, below, name));
    }
  }
  std::vector<Choice> choices;
  for (auto& group : groups)
    choices.insert(choices.end(), std::make_move_iterator(group.begin()), std::make_move_iterator(group.end()));
  return choices;
}

std::vector<IndexPlace> places_named(const Indexes& indexes, std::string_view see, const LogicWords& words) {
  const auto parts = parts_of(see);
  if (parts.empty()) return {};
  if (const auto* table = table_for(indexes, parts.front(), words)) {
    std::vector<Reading> found;
    read_in(table, parts, words, found);
    return found.empty() ? std::vector<IndexPlace>{{table, 0, {parts.begin() + 1, parts.end()}}}
                         : best_of(std::move(found), parts.front());
  }
  for (const auto* book : {indexes.diseases, indexes.external_causes, indexes.neoplasms, indexes.drugs}) {
    std::vector<Reading> found;
    read_in(book, parts, words, found);
    if (!found.empty()) return best_of(std::move(found), parts.front());
  }
  return {};
}

std::vector<Choice> main_term_choices(const IndexBook& book, std::string_view beginning, std::size_t limit) {
  const auto asked = plain_term(beginning);
  std::vector<Choice> found, elsewhere;
  if (asked.empty()) return found;
  for (std::uint32_t n = 0; n < book.entries.size() && found.size() < limit; n = book.entries[n].end) {
    const auto title = plain_term(title_of(book, n) + " " + std::string(book.texts[book.entries[n].nonessential]));
    const auto at = title.find(asked);
    if (at == std::string::npos || !leads_somewhere(book, n)) continue;
    if (at == 0)
      found.push_back(choice_of(book, n, {}));
    else if (elsewhere.size() < limit && (title[at - 1] == ' ' || title[at - 1] == '('))
      elsewhere.push_back(choice_of(book, n, {}));
  }
  for (auto& one : elsewhere)
    if (found.size() < limit) found.push_back(std::move(one));
  return found;
}

}  // namespace charta::logic_path
