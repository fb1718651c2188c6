// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/page_clues.hpp"

#include "base/text.hpp"
#include "department/patient_index/name_agreement.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace charta::document_imaging {
namespace {

using page_reading::Box;
using page_reading::Word;
using patient_index::Agreement;
using patient_index::Demographics;
using patient_index::Name;

constexpr std::size_t name_words_most = 5;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// A capital, or a letter beyond ASCII; no digit anywhere.
bool begins_like_a_name(std::string_view word) {
  if (word.empty() || std::any_of(word.begin(), word.end(), is_digit)) return false;
  return (word.front() >= 'A' && word.front() <= 'Z') || static_cast<unsigned char>(word.front()) >= 0x80;
}

/// "van", "de la": what stands small inside a name.
bool is_particle(std::string_view word) {
  static constexpr std::array<std::string_view, 16> particles{"van", "von", "der", "den", "de", "del", "della", "di",
                                                              "da",  "dos", "la",  "le",  "al", "el",  "bin",   "ter"};
  return std::find(particles.begin(), particles.end(), word) != particles.end();
}

/// "07/Z7/1955", "20Q1-04-07": the digits that look like the letters, where every letter looks like one.
std::string digits_for_twins(std::string_view word) {
  static constexpr std::string_view twins = "OQDoIlZSGB", digits = "0000112568";
  if (std::count_if(word.begin(), word.end(), is_digit) < 4) return std::string(word);
  std::string read;
  for (const char c : word) {
    const auto at = twins.find(c);
    read += at == std::string_view::npos ? c : digits[at];
  }
  return read;
}

Box around(const Box& a, const Box& b) {
  const int left = std::min(a.left, b.left), top = std::min(a.top, b.top);
  return {left, top, std::max(a.left + a.width, b.left + b.width) - left, std::max(a.top + a.height, b.top + b.height) - top};
}

std::optional<unsigned> month_of(std::string_view word) {
  static constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                           "jul", "aug", "sep", "oct", "nov", "dec"};
  const std::string lower = lower_ascii(word).substr(0, 3);
  for (unsigned i = 0; i < months.size(); ++i)
    if (lower == months[i]) return i + 1;
  return std::nullopt;
}

std::optional<Date> day_of(long long year, long long month, long long day) {
  if (year < 1850 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const std::chrono::year_month_day calendar{std::chrono::year(static_cast<int>(year)),
                                             std::chrono::month(static_cast<unsigned>(month)),
                                             std::chrono::day(static_cast<unsigned>(day))};
  if (!calendar.ok()) return std::nullopt;
  return Date(calendar);
}

/// Numbers and words between anything else.
std::vector<std::string> date_parts(std::string_view text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && !is_digit(c)) {
      if (!parts.back().empty()) parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (parts.back().empty()) parts.pop_back();
  return parts;
}

/// A word of a line; "DOB:04/02/1961" is two.
std::vector<std::vector<Word>> lines_of(const std::vector<Word>& words) {
  std::map<int, std::vector<Word>> lines;
  for (const auto& word : words) {
    const auto colon = word.text.find(':');
    const bool is_time = colon != std::string::npos && colon > 0 && is_digit(word.text[colon - 1]);
    if (colon == std::string::npos || is_time || colon + 1 == word.text.size()) {
      lines[word.line].push_back(word);
      continue;
    }
    Word label = word, value = word;
    label.text = word.text.substr(0, colon + 1);
    value.text = word.text.substr(colon + 1);
    lines[word.line].push_back(std::move(label));
    lines[word.line].push_back(std::move(value));
  }
  std::vector<std::vector<Word>> list;
  for (auto& [number, line] : lines) list.push_back(std::move(line));
  return list;
}

std::string plain(std::string_view word) {
  std::string kept;
  for (const char c : folded(word))
    if (c != ':' && c != '.' && c != ',' && c != ' ') kept += c;
  return kept;
}

/// How many words of the line from `at` are this label; 0: it is another.
std::size_t label_length(const std::vector<Word>& line, std::size_t at, const std::string& label) {
  const auto parts = split(label, ' ');
  if (at + parts.size() > line.size()) return 0;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (plain(line[at + i].text) != plain(parts[i])) return 0;
  return parts.size();
}

std::size_t longest_label(const std::vector<Word>& line, std::size_t at, const std::vector<std::string>& labels) {
  std::size_t longest = 0;
  for (const auto& label : labels) longest = std::max(longest, label_length(line, at, label));
  return longest;
}

class Reading {
 public:
  Reading(PageId page, const PageLabels& labels) : page_(page), labels_(labels) {}

  void take(const std::vector<Word>& line) {
    for (std::size_t at = 0; at < line.size();) {
      const auto [kind, length] = label_at(line, at);
      if (length == 0) {
        at += take_unlabelled(line, at);
        continue;
      }
      label_ = at;
      at += length;
      at += take_value(line, at, kind);
    }
  }
  std::vector<Clue> finish() { return std::move(clues_); }

 private:
  std::pair<Clue::Kind, std::size_t> label_at(const std::vector<Word>& line, std::size_t at) const {
    std::pair<Clue::Kind, std::size_t> best{Clue::Kind::number, 0};
    for (const auto& [kind, labels] :
         {std::pair(Clue::Kind::mrn, &labels_.mrn), std::pair(Clue::Kind::birth_date, &labels_.birth_date),
          std::pair(Clue::Kind::service_date, &labels_.service_date), std::pair(Clue::Kind::author, &labels_.author),
          std::pair(Clue::Kind::name, &labels_.name), std::pair(Clue::Kind::account, &labels_.account)}) {
      const std::size_t length = longest_label(line, at, *labels);
      if (length > best.second) best = {kind, length};
    }
    return best;
  }

  std::size_t take_value(const std::vector<Word>& line, std::size_t at, Clue::Kind kind) {
    if (kind == Clue::Kind::name || kind == Clue::Kind::author) return take_name(line, at, kind);
    if (kind == Clue::Kind::birth_date || kind == Clue::Kind::service_date) return take_day(line, at, kind);
    for (std::size_t i = at; i < std::min(at + 2, line.size()); ++i) {  // "MRN No. 100042"
      if (label_at(line, i).second > 0) return i - at;
      if (std::count_if(line[i].text.begin(), line[i].text.end(), is_digit) < 3) continue;
      add(kind, bare_number(line[i].text), line, i, i + 1);
      return i + 1 - at;
    }
    return 0;
  }

  /// Up to three words make a day: "March 4, 1961".
  std::size_t take_day(const std::vector<Word>& line, std::size_t at, Clue::Kind kind) {
    const std::size_t taken = take_day(line, at, kind, [](std::string_view word) { return std::string(word); });
    return taken > 0 ? taken : take_day(line, at, kind, digits_for_twins);
  }
  template <class Read>
  std::size_t take_day(const std::vector<Word>& line, std::size_t at, Clue::Kind kind, Read read) {
    std::string text;
    for (std::size_t i = at; i < std::min(at + 3, line.size()); ++i) {
      text += " " + read(line[i].text);
      if (const auto day = written_day(text, labels_.day_first)) {
        add(kind, day->text(), line, at, i + 1);
        return i + 1 - at;
      }
    }
    return 0;
  }

  /// Words that begin with a capital, up to the next label. "The patient was well" names nobody, nor does "Patient Education":
  /// what stands behind a bare word is a name when a colon or a comma says so.
  std::size_t take_name(const std::vector<Word>& line, std::size_t at, Clue::Kind kind) {
    bool has_colon = line[at - 1].text.ends_with(':');
    std::string text;
    std::size_t i = at, words = 0;
    for (; i < line.size() && words < name_words_most; ++i) {
      const auto& word = line[i].text;
      if (word == ":") {
        has_colon = true;
        continue;
      }
      const bool is_inside = words > 0 && is_particle(word) && i + 1 < line.size() && !line[i + 1].text.ends_with(':');
      if (label_at(line, i).second > 0 || (!begins_like_a_name(word) && !is_inside)) break;
      text += (text.empty() ? "" : " ") + word;
      ++words;
    }
    const bool is_said = kind == Clue::Kind::author || has_colon || text.find(',') != std::string::npos;
    if (words >= 2 && is_said) add(kind, text, line, at, i);
    return i - at;
  }

  std::size_t take_unlabelled(const std::vector<Word>& line, std::size_t at) {
    label_ = at;
    if (const auto day = written_day(line[at].text, labels_.day_first)) {
      add(Clue::Kind::date, day->text(), line, at, at + 1);
    } else if (std::count_if(line[at].text.begin(), line[at].text.end(), is_digit) >= 4) {
      const std::string number = bare_number(line[at].text);
      if (number.size() >= 5 && number.size() <= 24) add(Clue::Kind::number, number, line, at, at + 1);
    }
    return 1;
  }

  void add(Clue::Kind kind, std::string text, const std::vector<Word>& line, std::size_t from, std::size_t until) {
    Clue clue{kind, std::move(text), page_, line[from].box, line[from].confidence, line[from].line, {}, {}};
    for (std::size_t i = 0; i < from; ++i) {
      auto& text_before = i < label_ ? clue.before : clue.label;
      text_before += (text_before.empty() ? "" : " ") + folded(line[i].text);
    }
    for (std::size_t i = from; i < until; ++i) {
      clue.box = around(clue.box, line[i].box);
      clue.confidence = std::min(clue.confidence, line[i].confidence);
    }
    clues_.push_back(std::move(clue));
  }

  PageId page_;
  const PageLabels& labels_;
  std::size_t label_ = 0;  ///< where the label of what is taken now begins
  std::vector<Clue> clues_;
};

/// "MARSH, Ada Jane" or "Ada Jane Marsh": both readings of a name on paper.
std::vector<Name> readings(std::string_view text) {
  std::vector<Name> names;
  const auto comma = text.find(',');
  if (comma != std::string_view::npos) {
    const auto given = trimmed(text.substr(comma + 1));
    names.push_back({std::string(trimmed(text.substr(0, comma))), std::string(given.substr(0, given.find(' '))), "", ""});
    return names;
  }
  std::vector<std::string> words;
  for (const auto word : split(text, ' '))
    if (!word.empty()) words.emplace_back(word);
  if (words.size() < 2) return names;
  names.push_back({words.back(), words.front(), "", ""});
  names.push_back({words.front(), words[1], "", ""});
  return names;
}

/// The best agreement of any reading with any name of the person.
Agreement name_agreement(const Demographics& person, std::string_view text) {
  Agreement best = Agreement::differs;
  for (const auto& read : readings(text))
    for (const auto& known : person.names) {
      const auto surname = patient_index::compare_surnames(read.family, known.family);
      const auto given = patient_index::compare_given_names(read.given, known.given);
      if (surname == Agreement::agrees && given == Agreement::agrees) return Agreement::agrees;
      if (surname != Agreement::differs || given != Agreement::differs) best = Agreement::partly;
    }
  return readings(text).empty() ? Agreement::unknown : best;
}

bool has_number(const Demographics& person, std::string_view bare) {
  return std::any_of(person.identifiers.begin(), person.identifiers.end(),
                     [&](const patient_index::Identifier& id) { return bare_number(id.value) == bare; });
}

bool has_sheet_number(const Demographics& person, const cover_sheet::CoverSheet& sheet) {
  return std::any_of(person.identifiers.begin(), person.identifiers.end(), [&](const patient_index::Identifier& id) {
    return id.value == sheet.mrn && (sheet.assigner.empty() || id.assigner == sheet.assigner);
  });
}

std::string_view what_of(Clue::Kind kind) {
  return kind == Clue::Kind::name ? "name" : kind == Clue::Kind::birth_date ? "birth_date" : "mrn";
}

bool agrees(const Demographics& person, const Clue& clue) {
  if (clue.kind == Clue::Kind::mrn || clue.kind == Clue::Kind::number || clue.kind == Clue::Kind::account)
    return has_number(person, clue.text);
  if (clue.kind == Clue::Kind::birth_date || clue.kind == Clue::Kind::date)
    return person.birth_date && person.birth_date->text() == clue.text;
  return clue.kind == Clue::Kind::name && name_agreement(person, clue.text) == Agreement::agrees;
}

bool differs(const Demographics& person, const Clue& clue) {
  if (clue.kind == Clue::Kind::mrn) return !has_number(person, clue.text);
  if (clue.kind == Clue::Kind::birth_date) return person.birth_date && person.birth_date->text() != clue.text;
  return clue.kind == Clue::Kind::name && name_agreement(person, clue.text) == Agreement::differs;
}

}  // namespace

std::string bare_number(std::string_view text) {
  std::string kept;
  for (const char c : lower_ascii(text))
    if ((c >= 'a' && c <= 'z') || is_digit(c)) kept += c;
  return kept;
}

std::optional<Date> written_day(std::string_view text, bool day_first) {
  const auto parts = date_parts(text);
  if (parts.size() != 3) return std::nullopt;
  std::array<std::optional<long long>, 3> numbers;
  std::optional<unsigned> month;
  for (std::size_t i = 0; i < 3; ++i) {
    numbers[i] = parse_integer(parts[i]);
    if (!numbers[i] && i < 2) month = month_of(parts[i]);
  }
  if (parts[0].size() == 4 && numbers[0] && numbers[1] && numbers[2]) return day_of(*numbers[0], *numbers[1], *numbers[2]);
  if (parts[2].size() != 4 || !numbers[2]) return std::nullopt;
  if (month && numbers[0]) return day_of(*numbers[2], *month, *numbers[0]);
  if (month && numbers[1]) return day_of(*numbers[2], *month, *numbers[1]);
  if (!numbers[0] || !numbers[1]) return std::nullopt;
  return day_first ? day_of(*numbers[2], *numbers[1], *numbers[0]) : day_of(*numbers[2], *numbers[0], *numbers[1]);
}

std::vector<Clue> clues_of(PageId page, const std::vector<Word>& words, const PageLabels& labels) {
  Reading reading(page, labels);
  for (const auto& line : lines_of(words)) reading.take(line);
  return reading.finish();
}

Likeness likeness(const Demographics& person, const std::vector<Clue>& clues, const std::optional<cover_sheet::CoverSheet>& sheet,
                  const IndexRules& rules) {
  Likeness answer;
  std::set<std::string_view> counted;
  const auto count = [&](std::string_view what, int weight, Evidence evidence) {
    if (!counted.insert(what).second) return;
    answer.confidence += weight;
    answer.evidence.push_back(std::move(evidence));
  };
  if (sheet && !sheet->mrn.empty() && has_sheet_number(person, *sheet))
    count("sheet", rules.sheet, {"sheet", "the cover sheet says number " + sheet->mrn, {}, {}});
  for (const auto& clue : clues) {
    if (!agrees(person, clue)) continue;
    const auto what = clue.kind == Clue::Kind::date ? std::string_view("birth_date") : what_of(clue.kind);
    const int weight = what == "mrn" ? rules.mrn : what == "name" ? rules.name : rules.birth_date;
    count(what, weight, {std::string(what), clue.text, clue.page, clue.box});
  }
  answer.confidence = std::min(answer.confidence, 99);
  return answer;
}

std::vector<Contradiction> contradictions(const Demographics& person, const std::vector<Clue>& clues,
                                          const std::optional<cover_sheet::CoverSheet>& sheet, PageId first_page,
                                          const IndexRules& rules) {
  std::vector<Contradiction> found;
  std::set<std::string> keys;
  const auto add = [&](Contradiction one) {
    if (keys.insert(one.key).second) found.push_back(std::move(one));
  };
  if (sheet && !sheet->mrn.empty() && !has_sheet_number(person, *sheet))
    add({"sheet:" + bare_number(sheet->mrn), "sheet", sheet->mrn, first_page, {}});
  for (const auto& clue : clues) {
    if (clue.confidence < rules.sure_word || !differs(person, clue)) continue;
    const std::string what(what_of(clue.kind));
    add({clue.page.text() + ":" + what + ":" + bare_number(clue.text), what, clue.text, clue.page, clue.box});
  }
  return found;
}

}  // namespace charta::document_imaging
