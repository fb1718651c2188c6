// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "department/coding/logic_path/title_words.hpp"
#include "department/coding/logic_path/walk.hpp"

#include <algorithm>

namespace charta::logic_path {
namespace {

using code_books::CodeReference;
using code_books::last_below;
using code_books::length_of;
using code_books::prefix_of;
using code_books::TabularList;

constexpr std::string_view side_names[] = {"right", "left", "both", "unspecified"};

/// The first characters that a span's last key has: "S99" of S99 and all below.
std::string last_named(CodeKey last) {
  for (int characters = 1; characters <= 7; ++characters)
    if (last_below(prefix_of(last, characters)) == last) return grouper::text_of(prefix_of(last, characters));
  return grouper::text_of(last);
}

void put_sides(std::vector<Choice>& choices, const std::vector<Side>& sides) {
  for (std::size_t n = 0; n < sides.size(); ++n) {
    choices[n].group = side_names[static_cast<std::size_t>(sides[n])];
    choices[n].says_nothing = sides[n] == Side::unspecified;
  }
  std::stable_sort(choices.begin(), choices.end(), [](const Choice& a, const Choice& b) {
    const auto rank = [](const Choice& one) { return std::find(std::begin(side_names), std::end(side_names), one.group); };
    return rank(a) < rank(b);
  });
}

}  // namespace

std::string start_of(const std::vector<CodeReference>& references) {
  std::string start;
  for (const auto& one : references) {
    start += (start.empty() ? "k" : "_") + grouper::text_of(one.from);
    if (one.to != last_below(one.from)) start += "-" + last_named(one.to);
  }
  return start;
}

std::vector<CodeReference> references_of_start(std::string_view token) {
  std::vector<CodeReference> references;
  for (const auto part : split(token.substr(1), '_')) {
    const auto dash = part.find('-');
    const auto from = grouper::key_of(part.substr(0, dash));
    const auto to = dash == std::string_view::npos ? from : grouper::key_of(part.substr(dash + 1));
    if (from == 0 || to < from) return {};
    references.push_back({from, last_below(to), 0, 0, 0});
  }
  return references;
}

Question Walk::missing_character(CodeKey code, const std::vector<CodeWay>& ways) const {
  const auto above = ways_.title(code);
  Question question{Ask::character, above, code, length_of(code) + 1};
  const bool are_sevenths = std::all_of(ways.begin(), ways.end(), [](const CodeWay& one) { return one.seventh != 0; });
  std::vector<std::string> titles;
  for (const auto& one : ways) titles.emplace_back(one.title);
  const auto sides = are_sevenths ? std::vector<Side>() : sides_of(titles, words_);
  const auto labels = are_sevenths || !sides.empty() ? titles : differences(above, titles, words_);
  for (std::size_t n = 0; n < ways.size(); ++n) {
    question.choices.push_back(
        {grouper::text_of(ways[n].code), labels[n], labels[n] == titles[n] ? std::string() : titles[n], {}, ways[n].code});
    question.choices.back().says_nothing = says_nothing(are_sevenths ? std::string() : above, titles[n], words_);
  }
  if (are_sevenths) question.ask = Ask::seventh, question.number = 7;
  if (!sides.empty()) {
    question.ask = Ask::side;
    put_sides(question.choices, sides);
  }
  std::stable_partition(question.choices.begin(), question.choices.end(), [](const Choice& one) { return !one.says_nothing; });
  return question;
}

Walk::Reached Walk::to_whole(CodeKey code) {
  while (!ways_.is_whole(code)) {
    const auto ways = ways_.next(code);
    if (ways.empty()) return stop(Stop::no_code_that_day, grouper::text_of(code));
    const char added = code_books::character_of(ways.front().code, length_of(code) + 1);
    CHARTA_TRY(const auto chosen, ask(missing_character(code, ways), added == 'X' ? Why::placeholder : Why::only_one));
    if (!chosen) return CodeKey{0};
    code = chosen->code;
  }
  return code;
}

Question Walk::place_question(const std::vector<CodeWay>& ways, const std::string& about) const {
  Question question{Ask::place, about};
  for (const auto& one : ways) {
    const bool is_code = one.level == TabularList::none;
    auto title = std::string(one.title);
    if (title.empty()) title = ways_.title(one.code);
    const auto token = grouper::text_of(one.code) + (is_code ? "" : "-" + last_named(books_.tabular->levels[one.level].last));
    question.choices.push_back({token, std::move(title), {}, {}, is_code ? one.code : 0});
  }
  return question;
}

Walk::Reached Walk::place_within(const std::vector<CodeReference>& references, const std::string& about) {
  std::vector<CodeWay> ways;
  for (const auto& one : references)
    for (const auto& way : ways_.within(one.from, one.to))
      if (std::none_of(ways.begin(), ways.end(),
                       [&](const CodeWay& other) { return other.code == way.code && other.level == way.level; }))
        ways.push_back(way);
  for (;;) {
    if (ways.empty()) return stop(Stop::no_code_that_day, about);
    const auto question = place_question(ways, about);
    CHARTA_TRY(const auto chosen, ask(question));
    if (!chosen) return CodeKey{0};
    if (chosen->code != 0) return chosen->code;
    const auto at = std::find_if(question.choices.begin(), question.choices.end(),
                                 [&](const Choice& one) { return one.token == chosen->token; });
    ways = ways_.inside(ways[static_cast<std::size_t>(at - question.choices.begin())].level);
  }
}

}  // namespace charta::logic_path
