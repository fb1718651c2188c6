// SPDX-License-Identifier: Apache-2.0
// A query in the words of each engine. Pure.
#include "store/text_index.hpp"

#include <map>

namespace charta::store {
namespace {

constexpr std::size_t most_positions = 255;    // PostgreSQL keeps 256 of a word
constexpr std::size_t last_position = 16'383;  // and none beyond this

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) > 127;
}

/// What is no letter and no digit is left out, whoever asks: a word can be nothing but a word.
std::string only_word(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (is_word_byte(c)) out += c;
  return out;
}

std::string mark_word(std::string_view mark) {
  return "=" + only_word(mark);
}

bool begins_only(std::string_view mark) {
  return mark.ends_with('*');
}

template <class List, class Print>
std::string joined(const List& list, std::string_view between, Print print) {
  std::string out;
  for (const auto& one : list) {
    if (!out.empty()) out += between;
    out += print(one);
  }
  return out;
}

std::string fts5_term(const TextTerm& term) {
  const auto words = joined(term.words, " ", [](const std::string& word) { return only_word(word); });
  return "\"" + words + "\"" + (term.is_prefix ? "*" : "");
}

std::string ts_term(const TextTerm& term) {
  std::size_t left = term.words.size();
  return "(" +
         joined(
             term.words, " <-> ",
             [&](const std::string& word) { return "'" + only_word(word) + "'" + (--left == 0 && term.is_prefix ? ":*" : ""); }) +
         ")";
}

}  // namespace

std::string fts5_query(const TextQuery& query) {
  std::string wanted, unwanted;
  for (const auto& clause : query.clauses) {
    std::string& out = clause.is_excluded ? unwanted : wanted;
    if (!out.empty()) out += clause.is_excluded ? " OR " : " AND ";
    out += "(" + joined(clause.any, " OR ", fts5_term) + ")";
  }
  for (const auto& marks : query.marks)
    wanted += " AND (" +
              joined(marks, " OR ",
                     [](const std::string& mark) { return "\"" + mark_word(mark) + "\"" + (begins_only(mark) ? "*" : ""); }) +
              ")";
  return unwanted.empty() ? wanted : "(" + wanted + ") NOT (" + unwanted + ")";
}

std::vector<std::string> block_marks(std::int64_t first_page, std::int64_t last_page) {
  const bool is_small = last_page - first_page <= large_block;
  const std::int64_t size = is_small ? small_block : large_block;
  std::vector<std::string> marks;
  for (std::int64_t block = first_page / size; block <= last_page / size; ++block)
    marks.push_back((is_small ? "b" : "c") + std::to_string(block));
  return marks;
}

std::string ts_query(const TextQuery& query, const std::vector<std::string>& blocks) {
  std::string out = joined(query.clauses, " & ", [](const TextClause& clause) {
    return std::string(clause.is_excluded ? "!" : "") + "(" + joined(clause.any, " | ", ts_term) + ")";
  });
  for (const auto& marks : query.marks)
    out += " & (" +
           joined(marks, " | ",
                  [](const std::string& mark) { return "'" + mark_word(mark) + "'" + (begins_only(mark) ? ":*" : ""); }) +
           ")";
  if (!blocks.empty())
    out += " & (" + joined(blocks, " | ", [](const std::string& mark) { return "'" + mark_word(mark) + "'"; }) + ")";
  return out;
}

std::string ts_vector(std::string_view words, const std::vector<std::string>& marks) {
  std::map<std::string, std::string> places;
  std::map<std::string, std::size_t> counts;
  std::size_t position = 0;
  for (std::size_t at = 0; at < words.size();) {
    const auto end = std::min(words.find(' ', at), words.size());
    const auto word = only_word(words.substr(at, end - at));
    at = end + 1;
    if (word.empty()) continue;
    position = std::min(position + 1, last_position);
    if (++counts[word] > most_positions) continue;
    auto& list = places[word];
    list += (list.empty() ? ":" : ",") + std::to_string(position);
  }
  std::string out;
  for (const auto& [word, list] : places) out += (out.empty() ? "'" : " '") + word + "'" + list;
  for (const auto& mark : marks) out += (out.empty() ? "'" : " '") + mark_word(mark) + "'";
  return out;
}

}  // namespace charta::store
