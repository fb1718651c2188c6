// SPDX-License-Identifier: Apache-2.0
// What a year changed of the codes, as the publisher says it and as two lists say it.
#include "base/text.hpp"
#include "department/coding/code_sets/small_files.hpp"

#include <fmt/format.h>

#include <tuple>

namespace charta::code_sets {
namespace {

using code_books::ChangeKind;
using code_books::CodeChange;

/// A word that ends in a blank, and what stands behind it.
std::pair<std::string_view, std::string_view> first_word(std::string_view text) {
  text = trimmed(text);
  const auto blank = text.find(' ');
  return {text.substr(0, blank), blank == std::string_view::npos ? std::string_view() : trimmed(text.substr(blank))};
}

/// Rows in one pool, sorted; the same code's deletion before its addition.
class ChangeMaker {
 public:
  void add(grouper::CodeKey code, ChangeKind kind, std::string_view title, std::string_view was = {}) {
    made_.changes.push_back({code, kind, texts_.add(title), texts_.add(was), 0});
  }
  code_books::CodeChanges take() {
    made_.texts = texts_.take();
    const auto order = [](const CodeChange& one) { return std::pair(one.code, one.kind == ChangeKind::deleted ? 0 : 1); };
    std::stable_sort(made_.changes.begin(), made_.changes.end(),
                     [&](const auto& a, const auto& b) { return order(a) < order(b); });
    return std::move(made_);
  }

 private:
  code_books::CodeChanges made_;
  code_books::TextPoolWriter texts_;
};

constexpr std::string_view actions[] = {"Add:", "Delete:", "Revise from:", "Revise to:", "No change:"};

std::string_view action_of(std::string_view line) {
  for (const auto action : actions)
    if (line.starts_with(action)) return action;
  return {};
}

/// The title of an addenda line: the long one behind the 60 columns of the short one, where the line has both.
struct AddendaLine {
  grouper::CodeKey code = 0;
  bool is_billable = true;
  std::string_view title;
};
AddendaLine addenda_line(std::string_view line, std::string_view action) {
  constexpr std::size_t short_title = 60, procedure_characters = 7;
  AddendaLine read;
  auto [word, rest] = first_word(line.substr(action.size()));
  const bool has_mark = word == "0" || word == "1";
  if (has_mark) {
    read.is_billable = word == "1";
    std::tie(word, rest) = first_word(rest);
  }
  read.code = grouper::key_of(word);
  const bool has_both_titles = rest.size() > short_title && rest[short_title] == ' ';
  read.title = has_both_titles ? trimmed(rest.substr(short_title + 1)) : rest;
  if (!has_mark && has_both_titles && word.size() < procedure_characters) read.is_billable = false;  // a table of ICD-10-PCS
  return read;
}

/// The summary below the lines, "Headers" and then "Codes": how many of each there must be.
class AddendaCounts {
 public:
  void count(std::string_view action) {
    if (action == "Add:") ++added_;
    if (action == "Delete:") ++deleted_;
    if (action == "Revise to:") ++revised_;
  }
  bool is_summary(std::string_view line) {
    if (line == "Headers" || line == "Codes") is_in_ = true, is_of_codes_ = line == "Codes";
    return is_in_;
  }
  Result<void> compare(std::string_view line) const {
    const auto [number, what] = first_word(line);
    const auto said = parse_integer(number);
    if (!is_of_codes_ || !said) return {};
    const long long here = what == "additions" ? added_ : what == "deletions" ? deleted_ : what == "revisions" ? revised_ : *said;
    if (here != *said)
      return fail(ErrorKind::invalid,
                  fmt::format("it says that it has {} {} of codes, and has {}: lines are missing", *said, what, here));
    return {};
  }

 private:
  long long added_ = 0, deleted_ = 0, revised_ = 0;
  bool is_in_ = false, is_of_codes_ = false;
};

template <class Visit>
Result<void> for_lines(std::string_view text, Visit visit) {
  int number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = trimmed(text.substr(at, end - at));
    at = end + 1;
    ++number;
    if (!line.empty()) CHARTA_TRY_DO(visit(line, number));
  }
  return {};
}

}  // namespace

bool is_addenda(std::string_view text) {
  return !action_of(text).empty();
}

Result<code_books::CodeChanges> read_addenda(std::string_view text) {
  ChangeMaker maker;
  AddendaLine from;
  AddendaCounts counted;
  bool any = false, waits = false;
  CHARTA_TRY_DO(for_lines(text, [&](std::string_view line, int number) -> Result<void> {
    if (counted.is_summary(line)) return counted.compare(line);
    const auto action = action_of(line);
    const auto read = addenda_line(line, action);
    if (action.empty() || read.code == 0 || read.title.empty())
      return fail(ErrorKind::invalid, fmt::format("line {} is cut short or of another layout", number));
    if (waits != (action == "Revise to:"))
      return fail(ErrorKind::invalid, fmt::format("line {}: a revision is told by half", number));
    waits = action == "Revise from:";
    if (waits) from = read;
    if (waits || !read.is_billable) return {};
    any = true;
    counted.count(action);
    if (action == "Add:") maker.add(read.code, ChangeKind::added, read.title);
    if (action == "Delete:") maker.add(read.code, ChangeKind::deleted, read.title);
    if (action == "Revise to:") maker.add(read.code, ChangeKind::revised, read.title, from.title);
    return {};
  }));
  if (waits) return fail(ErrorKind::invalid, "the last revision is told by half: the file is cut short");
  if (!any) return fail(ErrorKind::invalid, "nothing was changed by it: the file is cut short");
  return maker.take();
}

code_books::CodeChanges changes_between(const encoder::CodeTexts& before, const encoder::CodeTexts& after) {
  ChangeMaker maker;
  std::size_t a = 0, b = 0;
  while (a < before.size() || b < after.size()) {
    if (a < before.size() && before.billable[a] == 0) {
      ++a;
    } else if (b < after.size() && after.billable[b] == 0) {
      ++b;
    } else if (b == after.size() || (a < before.size() && before.codes[a] < after.codes[b])) {
      maker.add(before.codes[a], ChangeKind::deleted, before.text(a)), ++a;
    } else if (a == before.size() || after.codes[b] < before.codes[a]) {
      maker.add(after.codes[b], ChangeKind::added, after.text(b)), ++b;
    } else {
      if (before.text(a) != after.text(b)) maker.add(after.codes[b], ChangeKind::revised, after.text(b), before.text(a));
      ++a, ++b;
    }
  }
  return maker.take();
}

}  // namespace charta::code_sets
