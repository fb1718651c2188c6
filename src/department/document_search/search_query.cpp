// SPDX-License-Identifier: Apache-2.0
#include "department/document_search/search_query.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace charta::document_search {
namespace {

using store::TextClause;
using store::TextTerm;

constexpr std::size_t most_terms = 32, shortest_beginning = 3, longest_query = 1000;

struct Piece {
  TextTerm term;
  bool is_or = false, is_excluded = false;
};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// One piece of what was typed: a phrase in quotes, or everything up to the next blank or quote.
std::string_view next_piece(std::string_view& rest, bool& is_quoted) {
  is_quoted = rest.starts_with('"');
  if (is_quoted) rest.remove_prefix(1);
  std::size_t end = 0;
  while (end < rest.size() && rest[end] != '"' && (is_quoted || !is_blank(rest[end]))) ++end;
  const auto piece = rest.substr(0, end);
  rest.remove_prefix(std::min(rest.size(), end + (is_quoted ? 1 : 0)));
  return piece;
}

Result<std::optional<Piece>> read_piece(std::string_view& rest) {
  Piece piece;
  if (rest.size() > 1 && rest.front() == '-' && !is_blank(rest[1])) {
    piece.is_excluded = true;
    rest.remove_prefix(1);
  }
  bool is_quoted = false;
  const auto text = next_piece(rest, is_quoted);
  if (!is_quoted && (text == "OR" || text == "|")) {
    piece.is_or = true;
    return std::optional(piece);
  }
  for (auto& word : words_of(text)) piece.term.words.push_back(std::move(word.folded));
  if (rest.starts_with('*')) {
    piece.term.is_prefix = true;
    rest.remove_prefix(1);
  }
  piece.term.is_prefix = piece.term.is_prefix || text.ends_with('*');
  if (piece.term.words.empty()) return std::optional<Piece>();
  if (piece.term.is_prefix && piece.term.words.back().size() < shortest_beginning)
    return fail(ErrorKind::invalid, "a beginning of a word has three letters at least before its *", "text");
  return std::optional(piece);
}

/// Whether the term stands at this word.
bool stands_at(const TextTerm& term, std::size_t at, const auto& word_at, std::size_t count) {
  if (at + term.words.size() > count) return false;
  for (std::size_t i = 0; i < term.words.size(); ++i) {
    const std::string_view word = word_at(at + i);
    const bool is_last = i + 1 == term.words.size();
    if (term.is_prefix && is_last ? !word.starts_with(term.words[i]) : word != term.words[i]) return false;
  }
  return true;
}

std::vector<std::string_view> split_words(std::string_view words) {
  std::vector<std::string_view> list;
  for (std::size_t at = 0; at < words.size();) {
    const auto end = std::min(words.find(' ', at), words.size());
    list.push_back(words.substr(at, end - at));
    at = end + 1;
  }
  return list;
}

/// The widest stretch that may be shown around these places: where the most of them stand.
Place densest(const std::vector<Place>& places, std::size_t most) {
  Place best = places.front();
  std::size_t best_count = 0;
  for (std::size_t first = 0; first < places.size(); ++first) {
    std::size_t last = first;
    while (last + 1 < places.size() && places[last + 1].end - places[first].begin <= most) ++last;
    if (last - first + 1 <= best_count) continue;
    best_count = last - first + 1;
    best = {places[first].begin, places[last].end};
  }
  return best;
}

/// A stretch of about `most` bytes around a place that begins and ends between words.
Place widened(Place around, std::string_view text, std::size_t most) {
  const std::size_t spare = around.end - around.begin < most ? most - (around.end - around.begin) : 0;
  Place wide{around.begin > spare / 3 ? around.begin - spare / 3 : 0, 0};
  wide.end = std::min(text.size(), std::max(around.end, wide.begin + most));
  while (wide.begin > 0 && wide.begin < around.begin && !is_blank(text[wide.begin - 1])) ++wide.begin;
  while (wide.end < text.size() && wide.end > around.end && !is_blank(text[wide.end])) --wide.end;
  return wide;
}

/// Lines and runs of blanks as one blank.
void add_squeezed(std::vector<SnippetPiece>& pieces, std::string_view text, bool is_hit) {
  std::string out;
  for (const char c : text) {
    const bool blank = is_blank(c) || c == '\f';
    if (!blank) out += c;
    if (blank && (out.empty() || out.back() != ' ')) out += ' ';
  }
  if (!out.empty()) pieces.push_back({std::move(out), is_hit});
}

}  // namespace

Result<std::vector<TextClause>> parse_query(std::string_view typed) {
  if (typed.size() > longest_query) return fail(ErrorKind::invalid, "this is more than can be searched for at once", "text");
  std::vector<TextClause> clauses;
  bool joins = false;
  std::size_t terms = 0;
  while (!typed.empty()) {
    if (is_blank(typed.front())) {
      typed.remove_prefix(1);
      continue;
    }
    CHARTA_TRY(auto piece, read_piece(typed));
    if (!piece) continue;
    if (piece->is_or) {
      joins = !clauses.empty();
      continue;
    }
    if (++terms > most_terms) return fail(ErrorKind::invalid, "this is more than can be searched for at once", "text");
    const bool to_last = joins && !clauses.back().is_excluded && !piece->is_excluded;
    if (!to_last) clauses.push_back({{}, piece->is_excluded});
    clauses.back().any.push_back(std::move(piece->term));
    joins = false;
  }
  const bool asks = std::any_of(clauses.begin(), clauses.end(), [](const TextClause& one) { return !one.is_excluded; });
  if (!asks) return fail(ErrorKind::missing, "say at least one word that shall stand in the document", "text");
  return clauses;
}

std::vector<Place> places_of(const std::vector<PageWord>& words, const std::vector<TextClause>& clauses) {
  std::vector<Place> places;
  const auto word_at = [&](std::size_t at) { return std::string_view(words[at].folded); };
  for (std::size_t at = 0; at < words.size(); ++at) {
    for (const auto& clause : clauses) {
      for (const auto& term : clause.any) {
        if (clause.is_excluded || !stands_at(term, at, word_at, words.size())) continue;
        places.push_back({words[at].begin, words[at + term.words.size() - 1].end});
      }
    }
  }
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.begin < b.begin; });
  std::vector<Place> merged;
  for (const auto& place : places) {
    if (!merged.empty() && place.begin < merged.back().end)
      merged.back().end = std::max(merged.back().end, place.end);
    else
      merged.push_back(place);
  }
  return merged;
}

double score_of(std::string_view words, const std::vector<TextClause>& clauses) {
  const auto list = split_words(words);
  const auto word_at = [&](std::size_t at) { return list[at]; };
  constexpr std::size_t never = static_cast<std::size_t>(-1);
  std::vector<std::size_t> last(clauses.size(), never);  // where each clause was answered last
  std::vector<double> times(clauses.size(), 0);
  std::size_t nearest = never;
  std::size_t asking = 0;
  for (const auto& clause : clauses) asking += clause.is_excluded ? 0 : 1;
  for (std::size_t at = 0; at < list.size(); ++at) {
    for (std::size_t number = 0; number < clauses.size(); ++number) {
      const auto& clause = clauses[number];
      if (clause.is_excluded) continue;
      const bool stands = std::any_of(clause.any.begin(), clause.any.end(),
                                      [&](const TextTerm& term) { return stands_at(term, at, word_at, list.size()); });
      if (!stands) continue;
      times[number] += 1;
      last[number] = at;
      std::size_t earliest = at, answered = 0;
      for (const auto place : last) {
        if (place == never) continue;
        earliest = std::min(earliest, place);
        ++answered;
      }
      if (answered == asking) nearest = std::min(nearest, at - earliest);
    }
  }
  double score = 0;
  for (const double count : times) score += count / (count + 1.2);
  if (asking > 1 && nearest != never)
    score += 1.5 * static_cast<double>(asking) / (static_cast<double>(asking) + static_cast<double>(nearest));
  return score;
}

std::vector<SnippetPiece> snippet_of(std::string_view text, const std::vector<TextClause>& clauses, std::size_t most) {
  const auto places = places_of(words_of(text), clauses);
  std::vector<SnippetPiece> pieces;
  const Place shown = widened(places.empty() ? Place{} : densest(places, most), text, most);
  if (shown.begin > 0) pieces.push_back({"… ", false});
  std::size_t at = shown.begin;
  for (const auto& place : places) {
    if (place.begin < at || place.end > shown.end) continue;
    add_squeezed(pieces, text.substr(at, place.begin - at), false);
    add_squeezed(pieces, text.substr(place.begin, place.end - place.begin), true);
    at = place.end;
  }
  add_squeezed(pieces, text.substr(at, shown.end - at), false);
  if (shown.end < text.size()) pieces.push_back({" …", false});
  return pieces;
}

}  // namespace charta::document_search
