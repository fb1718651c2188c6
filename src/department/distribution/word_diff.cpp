// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/word_diff.hpp"

#include <algorithm>
#include <optional>

namespace charta::distribution {
namespace {

using Pieces = std::vector<std::string_view>;

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/// Each word with the blanks behind it; blanks at the front are a piece of their own.
Pieces words_in(std::string_view text) {
  Pieces pieces;
  for (std::size_t at = 0; at < text.size();) {
    auto end = at;
    while (end < text.size() && !is_blank(text[end])) ++end;
    while (end < text.size() && is_blank(text[end])) ++end;
    pieces.push_back(text.substr(at, end - at));
    at = end;
  }
  return pieces;
}

Pieces lines_in(std::string_view text) {
  Pieces pieces;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
    pieces.push_back(text.substr(at, end - at));
    at = end;
  }
  return pieces;
}

struct Piece {
  Change change;
  std::string_view words;
};

/// Steps of the shortest edit script, or nothing when it is longer than `most`.
std::optional<std::vector<Piece>> shortest(const Pieces& a, const Pieces& b, int most) {
  const int n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
  const int limit = std::min(most, n + m);
  const auto size = static_cast<std::size_t>(2 * limit + 3);
  const auto place = [&](int k) { return static_cast<std::size_t>(k + limit + 1); };
  std::vector<int> furthest(size, 0);
  std::vector<std::vector<int>> trace;
  for (int d = 0; d <= limit; ++d) {
    trace.push_back(furthest);
    for (int k = -d; k <= d; k += 2) {
      const bool down = k == -d || (k != d && furthest[place(k - 1)] < furthest[place(k + 1)]);
      int x = down ? furthest[place(k + 1)] : furthest[place(k - 1)] + 1;
      while (x < n && x - k < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)]) ++x;
      furthest[place(k)] = x;
      if (x < n || x - k < m) continue;
      std::vector<Piece> script;
      for (int step = d, i = n, j = m; step >= 0; --step) {
        const auto& row = trace[static_cast<std::size_t>(step)];
        const int diagonal = i - j;
        const bool came_down = diagonal == -step || (diagonal != step && row[place(diagonal - 1)] < row[place(diagonal + 1)]);
        const int from = diagonal + (came_down ? 1 : -1);
        const int i_before = step == 0 ? 0 : row[place(from)], j_before = step == 0 ? 0 : i_before - from;
        while (i > i_before && j > j_before) script.push_back({Change::same, a[static_cast<std::size_t>(--i)]}), --j;
        if (step == 0) break;
        if (came_down)
          script.push_back({Change::added, b[static_cast<std::size_t>(--j)]});
        else
          script.push_back({Change::removed, a[static_cast<std::size_t>(--i)]});
      }
      std::reverse(script.begin(), script.end());
      return script;
    }
  }
  return std::nullopt;
}

std::vector<DiffRun> in_runs(const std::vector<Piece>& script) {
  std::vector<DiffRun> runs;
  std::string removed, added;
  const auto flush = [&] {
    if (!removed.empty()) runs.push_back({Change::removed, std::move(removed)});
    if (!added.empty()) runs.push_back({Change::added, std::move(added)});
    removed.clear();
    added.clear();
  };
  for (const auto& piece : script) {
    if (piece.change == Change::removed) {
      removed += piece.words;
    } else if (piece.change == Change::added) {
      added += piece.words;
    } else {
      flush();
      if (runs.empty() || runs.back().change != Change::same) runs.push_back({Change::same, {}});
      runs.back().words += piece.words;
    }
  }
  flush();
  return runs;
}

}  // namespace

std::string_view change_code(Change change) {
  return change == Change::same ? "same" : change == Change::removed ? "removed" : "added";
}

std::vector<DiffRun> compare_words(std::string_view before, std::string_view now) {
  if (before == now) return before.empty() ? std::vector<DiffRun>() : std::vector<DiffRun>{{Change::same, std::string(now)}};
  auto script = shortest(words_in(before), words_in(now), most_differences);
  if (!script) script = shortest(lines_in(before), lines_in(now), most_differences);
  if (!script) script = std::vector<Piece>{{Change::removed, before}, {Change::added, now}};
  return in_runs(*script);
}

std::string marked_up(const std::vector<DiffRun>& runs) {
  std::string text;
  for (const auto& run : runs) {
    auto words = std::string_view(run.words);
    auto end = words.size();
    while (end > 0 && is_blank(words[end - 1])) --end;
    if (run.change == Change::same || end == 0) {
      text += words;
      continue;
    }
    const bool is_added = run.change == Change::added;
    text += (is_added ? "{+" : "[-") + std::string(words.substr(0, end)) + (is_added ? "+}" : "-]");
    text += end < words.size() ? words.substr(end) : " ";
  }
  return text;
}

}  // namespace charta::distribution
