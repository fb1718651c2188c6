// SPDX-License-Identifier: Apache-2.0
#include "department/misfile_watch/page_identity.hpp"

#include "base/text.hpp"
#include "department/misfile_watch/misreading.hpp"
#include "department/patient_index/finder_query.hpp"
#include "department/patient_index/name_agreement.hpp"

#include <algorithm>
#include <map>

namespace charta::misfile_watch {
namespace {

using document_imaging::bare_number;
using document_imaging::Clue;
using page_reading::Word;
using patient_index::Demographics;
using patient_index::Name;

constexpr std::size_t heading_words_most = 3;
constexpr std::size_t provider_reach = 3;  ///< words before a name that say whose it is
constexpr std::size_t name_reach = 3;      ///< words between which surname and given name stand

/// Folded letters of a name's words, without titles and initials.
std::vector<std::string> name_words(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : folded(name)) {
    const bool joins = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (c == '\'' || c == '`') continue;
    if (joins)
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// "mother's:" -> "mother".
std::string plain_word(std::string_view word) {
  std::string text = folded(word);
  if (text.ends_with("'s")) text.resize(text.size() - 2);
  std::string kept;
  for (const char c : text)
    if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) kept += c;
  if (kept.ends_with("’s")) kept.resize(kept.size() - 4);
  return kept;
}

Nearness worse(Nearness a, Nearness b) {
  return static_cast<int>(a) > static_cast<int>(b) ? a : b;
}
Nearness better(Nearness a, Nearness b) {
  return static_cast<int>(a) < static_cast<int>(b) ? a : b;
}

Nearness best_word(const std::vector<std::string>& among, const std::string& word, int letters_per_error) {
  Nearness best = Nearness::apart;
  for (const auto& one : among) best = better(best, word_nearness(one, word, letters_per_error));
  return best;
}

/// Every part of the surname and the first given name stand in it, in whatever order. One half of a double surname is near.
Nearness name_nearness(const std::vector<std::string>& read, const Name& name, int letters_per_error) {
  const auto family = name_words(name.family), given = name_words(name.given);
  if (read.empty() || family.empty() || given.empty()) return Nearness::apart;
  Nearness whole = Nearness::same, half = Nearness::apart;
  std::string joined;
  for (const auto& part : family) {
    const auto one = best_word(read, part, letters_per_error);
    whole = worse(whole, one), half = better(half, one);
    joined += part;
  }
  if (family.size() > 1) whole = better(whole, best_word(read, joined, letters_per_error));
  if (whole == Nearness::apart && half == Nearness::same) whole = Nearness::near;
  auto first = best_word(read, given.front(), letters_per_error);
  const bool initial =
      std::any_of(read.begin(), read.end(), [&](const std::string& one) { return one == given.front().substr(0, 1); });
  if (first == Nearness::apart && initial) first = Nearness::near;
  return worse(whole, first);
}

Nearness name_nearness(std::string_view read, const Demographics& who, int letters_per_error) {
  const auto words = name_words(read);
  Nearness best = Nearness::apart;
  for (const auto& name : who.names) best = better(best, name_nearness(words, name, letters_per_error));
  return best;
}

/// Whether any word of the name on the page may be a word of the person's names: a maiden name, a middle name, a misread one.
bool shares_a_word(std::string_view read, const Demographics& who, int letters_per_error) {
  for (const auto& word : name_words(read)) {
    if (word.size() < 2) continue;
    for (const auto& name : who.names)
      for (const auto* part : {&name.family, &name.given, &name.middle})
        if (best_word(name_words(*part), word, letters_per_error) != Nearness::apart) return true;
  }
  return false;
}

Nearness number_of(const Demographics& who, const std::vector<std::string>& accounts, std::string_view number) {
  Nearness best = Nearness::apart;
  for (const auto& id : who.identifiers) best = better(best, number_nearness(bare_number(id.value), number));
  for (const auto& account : accounts) best = better(best, number_nearness(bare_number(account), number));
  return best;
}

std::string_view what_of(Clue::Kind kind) {
  if (kind == Clue::Kind::name) return "name";
  if (kind == Clue::Kind::birth_date || kind == Clue::Kind::date) return "birth_date";
  return kind == Clue::Kind::account ? "account" : "number";
}

bool is_number_kind(Clue::Kind kind) {
  return kind == Clue::Kind::mrn || kind == Clue::Kind::number || kind == Clue::Kind::account;
}

}  // namespace

std::vector<ReadPage> pages_of_text(std::string_view text) {
  std::vector<ReadPage> pages(1);
  int line = 0, column = 0;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty())
      pages.back().words.push_back(
          {word, {column - static_cast<int>(word.size()), line, static_cast<int>(word.size()), 1}, 100, line});
    word.clear();
  };
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
      end_word();
      ++column;
    } else {
      word += c;
      ++column;
    }
    if (c == '\n') ++line, column = 0;
    if (c != '\f') continue;
    pages.push_back({static_cast<int>(pages.size()) + 1, {}, {}});
    line = column = 0;
  }
  end_word();
  return pages;
}

PageSays::PageSays(const ReadPage& page, const document_imaging::PageLabels& labels, const MisfileRules& rules)
    : number_(page.number), image_(page.image), rules_(rules) {
  std::map<int, std::vector<std::string>> lines;
  for (const auto& word : page.words) {
    lines[word.line].push_back(plain_word(word.text));
    for (auto& text : name_words(word.text)) tokens_.push_back({std::move(text), word.box, word.line});
  }
  // "MOTHER" above a few lines: they are hers, until the patient is spoken of again.
  int reaches_until = -1;
  for (const auto& [number, words] : lines) {
    const bool has_relative = std::any_of(words.begin(), words.end(), [&](const std::string& word) { return is_relative(word); });
    const bool is_patient = !words.empty() && words.front() == "patient";
    if (is_patient) reaches_until = -1;
    if (number <= reaches_until) lines_of_others_.insert(number);
    if (words.size() <= heading_words_most && !is_patient && has_relative) reaches_until = number + rules.heading_reaches;
  }
  mark_tokens();
  for (auto& clue : document_imaging::clues_of(page.image, page.words, labels)) {
    if (clue.kind == Clue::Kind::service_date || clue.kind == Clue::Kind::author) continue;
    if (clue.kind == Clue::Kind::date && clue.line >= rules.top_lines) continue;
    Said said{std::move(clue), false, true};
    said.of_another = is_of_another(said.clue);
    said.is_sure = said.clue.confidence >= rules.sure_word;
    said_.push_back(std::move(said));
  }
}

/// As printed, or with a letter misread: "Mothcr".
bool PageSays::is_relative(const std::string& word) const {
  constexpr std::size_t least = 5;
  constexpr int letters_per_error = 4;
  if (rules_.relatives.contains(word)) return true;
  // "Parient" is the patient rather than a parent.
  if (word.size() < least || word_nearness(word, "patient", letters_per_error) != Nearness::apart) return false;
  return std::any_of(rules_.relatives.begin(), rules_.relatives.end(), [&](const std::string& relative) {
    return relative.size() >= least && word_nearness(word, relative, letters_per_error) != Nearness::apart;
  });
}

void PageSays::mark_tokens() {
  bool behind_relative = false;
  std::size_t provider_at = tokens_.size();
  for (std::size_t at = 0; at < tokens_.size(); ++at) {
    auto& token = tokens_[at];
    if (at == 0 || tokens_[at - 1].line != token.line) behind_relative = false, provider_at = tokens_.size();
    if (token.text == "patient") behind_relative = false, provider_at = tokens_.size();
    token.of_another =
        behind_relative || lines_of_others_.contains(token.line) || (provider_at < at && at - provider_at <= 2 * provider_reach);
    behind_relative = behind_relative || is_relative(token.text);
    if (rules_.providers.contains(token.text)) provider_at = at;
  }
}

bool PageSays::is_of_another(const Clue& clue) const {
  const auto words = [](const std::string& text) {
    std::vector<std::string> list;
    for (const auto word : split(text, ' ')) list.push_back(plain_word(word));
    return list;
  };
  if (lines_of_others_.contains(clue.line)) return true;
  for (const auto& word : words(clue.label))
    if (word == "patient") return false;
  const auto before = words(clue.before);
  for (std::size_t back = 1; back <= before.size(); ++back) {
    const auto& word = before[before.size() - back];
    if (word == "patient") return false;
    if (is_relative(word)) return true;
    if (clue.kind == Clue::Kind::name && back <= provider_reach && rules_.providers.contains(word)) return true;
  }
  return false;
}

std::set<std::string> PageSays::numbers() const {
  std::set<std::string> list;
  for (const auto& one : said_)
    if (is_number_kind(one.clue.kind) && !one.of_another && one.is_sure) {
      list.insert(patient_index::folded_number(one.clue.text));
      // A letter among digits is the digit that looks like it: "l0413589".
      const auto plain = without_twins(one.clue.text);
      if (std::all_of(plain.begin(), plain.end(), [](char c) { return c >= '0' && c <= '9'; })) list.insert(plain);
    }
  list.erase("");
  return list;
}

std::set<std::string> PageSays::accounts() const {
  std::set<std::string> list;
  for (const auto& one : said_)
    if (one.clue.kind == Clue::Kind::account && !one.of_another && one.is_sure) list.insert(one.clue.text);
  return list;
}

std::vector<Date> PageSays::days() const {
  std::set<std::string> seen;
  std::vector<Date> list;
  for (const auto& one : said_) {
    if ((one.clue.kind != Clue::Kind::birth_date && one.clue.kind != Clue::Kind::date) || one.of_another || !one.is_sure)
      continue;
    const auto day = Date::parse(one.clue.text);
    if (day && seen.insert(one.clue.text).second) list.push_back(*day);
  }
  return list;
}

std::vector<Name> PageSays::names() const {
  std::vector<Name> list;
  for (const auto& one : said_) {
    if (one.clue.kind != Clue::Kind::name || one.of_another || !one.is_sure) continue;
    const auto comma = one.clue.text.find(',');
    const auto words = name_words(one.clue.text);
    if (words.size() < 2) continue;
    if (comma != std::string::npos) {
      const auto given = name_words(one.clue.text.substr(comma + 1));
      if (!given.empty()) list.push_back({one.clue.text.substr(0, comma), given.front(), "", ""});
    } else {
      list.push_back({words.back(), words.front(), "", ""});
      std::string rest;  // "Nathan Van der Berg"
      for (std::size_t i = 1; i < words.size(); ++i) rest += (i > 1 ? " " : "") + words[i];
      if (words.size() > 2) list.push_back({rest, words.front(), "", ""});
    }
  }
  return list;
}

std::optional<PageSays::Passing> PageSays::named_in_passing(const Demographics& who, bool is_own) const {
  std::optional<Passing> near;
  const auto nearness = [&](const Token& token, const std::string& word) {
    if (token.text == word) return Nearness::same;
    const auto longer = std::max(token.text.size(), word.size()), shorter = std::min(token.text.size(), word.size());
    if (token.line >= rules_.top_lines || longer - shorter > 1 || shorter < 4) return Nearness::apart;
    return word_nearness(token.text, word, rules_.name_letters_per_error);
  };
  for (const auto& name : who.names) {
    const auto family = name_words(name.family), given = name_words(name.given);
    if (family.empty() || given.empty()) continue;
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
      const auto& token = tokens_[at];
      if (token.of_another && !is_own) continue;
      const auto surname = nearness(token, family.back());
      if (surname == Nearness::apart) continue;
      const std::size_t from = at - std::min(at, name_reach), until = std::min(tokens_.size(), at + name_reach + 1);
      for (std::size_t other = from; other < until; ++other) {
        if (other == at || tokens_[other].line != token.line) continue;
        const auto both = worse(surname, nearness(tokens_[other], given.front()));
        if (both == Nearness::same) return Passing{token.box, token.line, false};
        if (both == Nearness::near && !near) near = Passing{token.box, token.line, true};
      }
    }
  }
  return near;
}

namespace {

/// Lines on which a number and a birth date of this person stand side by side: a header, whatever labels it lacks.
std::set<int> lines_of_both(const PageSays& page, const Known& person) {
  std::set<int> numbers, both;
  if (!person.who.birth_date) return both;
  const auto day = person.who.birth_date->text();
  for (const auto& one : page.said())
    if (is_number_kind(one.clue.kind) && number_of(person.who, person.accounts, one.clue.text) == Nearness::same)
      numbers.insert(one.clue.line);
  for (const auto& one : page.said())
    if (!is_number_kind(one.clue.kind) && one.clue.text == day && numbers.contains(one.clue.line)) both.insert(one.clue.line);
  return both;
}

}  // namespace

Speaks speaks_of(const PageSays& page, const Known& person, const MisfileRules& rules, bool is_own) {
  std::map<std::string, Sign, std::less<>> best;  // by kind; a number of any sort counts once
  const auto add = [&](Sign sign, int whole, Nearness nearness, bool labelled) {
    if (nearness == Nearness::apart) return;
    sign.points = whole;
    if (nearness == Nearness::near) sign.points = sign.points * rules.near_percent / 100;
    if (!labelled) sign.points = sign.points * rules.unlabelled_percent / 100;
    auto& place = best[sign.what == "account" ? "number" : sign.what];
    if (place.points < sign.points) place = std::move(sign);
  };
  const auto passing = page.named_in_passing(person.who, is_own);
  const auto headers = lines_of_both(page, person);
  bool is_a_header = false;  // a name with its day or number in one line is a header, whatever labels it lacks
  for (const auto& one : page.said()) {
    if (!is_own && (one.of_another || !one.is_sure)) continue;
    const auto& clue = one.clue;
    const bool has_label = clue.kind != Clue::Kind::number && clue.kind != Clue::Kind::date;
    const bool beside_the_name = !has_label && ((passing && passing->line == clue.line) || headers.contains(clue.line));
    const bool labelled = has_label || beside_the_name;
    Sign sign{std::string(what_of(clue.kind)), clue.text, page.number(), clue.page, clue.box, 0};
    if (clue.kind == Clue::Kind::name) {
      add(std::move(sign), rules.name, name_nearness(clue.text, person.who, rules.name_letters_per_error), true);
      continue;
    }
    const bool is_number = is_number_kind(clue.kind);
    if (!is_number && !person.who.birth_date) continue;
    const auto nearness =
        is_number ? number_of(person.who, person.accounts, clue.text) : day_nearness(clue.text, person.who.birth_date->text());
    if (!labelled && nearness != Nearness::same) continue;
    is_a_header = is_a_header || (passing && passing->line == clue.line && nearness == Nearness::same);
    add(std::move(sign), is_number ? rules.number : rules.birth_date, nearness, labelled);
  }
  if (passing) {
    const auto* name = person.who.current_name();
    add({"name", patient_index::display_name(*name), page.number(), page.image(), passing->box, 0}, rules.name,
        passing->is_near ? Nearness::near : Nearness::same, is_a_header);
  }
  Speaks speaks;
  for (auto& [kind, sign] : best) {
    speaks.points += sign.points;
    speaks.signs.push_back(std::move(sign));
  }
  return speaks;
}

bool is_beyond_doubt(const PageSays& page, const Known& own, const MisfileRules& rules) {
  const int most = rules.number + rules.name + rules.birth_date;
  return speaks_of(page, own, rules, true).points > most - rules.margin;
}

namespace {

/// Somebody whom the index does not know: name and birth date, both said to be the patient's, both nobody's of this chart.
PageVerdict judge_stranger(const PageSays& page, const Known& own, const Speaks& mine, const MisfileRules& rules) {
  PageVerdict verdict;
  verdict.own_points = mine.points;
  if (mine.points > rules.own_most_of_stranger || own.who.names.empty() || !own.who.birth_date) return verdict;
  std::optional<Sign> name, day;
  for (const auto& one : page.said()) {
    if (one.of_another || !one.is_sure) continue;
    const auto& clue = one.clue;
    const Sign sign{std::string(what_of(clue.kind)), clue.text, page.number(), clue.page, clue.box, 0};
    if (clue.kind == Clue::Kind::name && !name && !shares_a_word(clue.text, own.who, rules.name_letters_per_error)) name = sign;
    if (clue.kind == Clue::Kind::birth_date && !day) day = sign;
  }
  if (!name || !day) return verdict;
  name->points = rules.name, day->points = rules.birth_date;
  verdict.points = name->points + day->points;
  verdict.is_wrong = verdict.points >= rules.least;
  verdict.signs = {*name, *day};
  return verdict;
}

}  // namespace

PageVerdict judge(const PageSays& page, const Known& own, const std::vector<Known>& others, const MisfileRules& rules) {
  const auto mine = speaks_of(page, own, rules, true);
  PageVerdict best;
  best.own_points = mine.points;
  for (const auto& other : others) {
    auto theirs = speaks_of(page, other, rules, false);
    if (theirs.points < rules.least || theirs.points - mine.points < rules.margin || theirs.points <= best.points) continue;
    best = {true, other.patient, theirs.points, mine.points, std::move(theirs.signs)};
  }
  return best.is_wrong ? best : judge_stranger(page, own, mine, rules);
}

}  // namespace charta::misfile_watch
