// SPDX-License-Identifier: Apache-2.0
// The sex and the age that a note gives the patient, compared with what is recorded, and with each other where nothing is.
#include "department/record_quality/checks.hpp"

#include <algorithm>
#include <charconv>

namespace charta::record_quality {
namespace {

constexpr std::size_t most_quotes = 3;

bool is_beneath(const NoteText& text, std::size_t word, const Names& headings) {
  return headings.contains(text.heading_of(word));
}

/// Within the sentence somebody else is spoken of: "her mother had ovarian cancer".
bool is_of_somebody_else(const NoteText& text, std::size_t word, const Names& names) {
  const auto [first, last] = text.sentence_of(word);
  for (std::size_t at = first; at < last; ++at)
    if (names.contains(text.folded(at))) return true;
  return false;
}

bool is_denied(const NoteText& text, std::size_t word, const SexRule& rule) {
  const auto [first, last] = text.sentence_of(word);
  const std::size_t from = word > first + rule.denial_reaches ? word - rule.denial_reaches : first;
  return std::any_of(rule.denials.begin(), rule.denials.end(),
                     [&](const Folded& one) { return text.has(one, from, std::min(word + 4, last)); });
}

struct SaidAge {
  int years = 0;
  char sex = ' ';  ///< m, f, or nothing
  std::size_t first = 0, last = 0;
};

/// "a 62-year-old white gentleman": the age, and the sex where it stands within a few words.
std::vector<SaidAge> ages_in(const NoteText& text, const SexRule& words, const Names& not_in) {
  std::vector<SaidAge> ages;
  for (std::size_t at = 0; at + 2 < text.words().size(); ++at) {
    const auto& number = text.folded(at);
    const bool is_years = (text.folded(at + 1) == "year" || text.folded(at + 1) == "years") &&
                          (text.folded(at + 2) == "old" || text.folded(at + 2) == "of");
    int years = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), years);
    if (!is_years || read.ec != std::errc() || read.ptr != number.data() + number.size() || years > 120) continue;
    if (is_beneath(text, at, not_in) || is_of_somebody_else(text, at, words.of_somebody_else)) continue;
    SaidAge said{years, ' ', at, at + 3};
    const auto sentence = text.sentence_of(at);
    for (std::size_t next = at + 3; next < std::min(sentence.second, at + 3 + words.words_of_an_age); ++next) {
      const bool is_male = words.male.contains(text.folded(next)), is_female = words.female.contains(text.folded(next));
      if (!is_male && !is_female) continue;
      said.sex = is_male ? 'm' : 'f';
      said.last = next + 1;
      break;
    }
    ages.push_back(said);
  }
  return ages;
}

Evidence evidence_at(const JudgedNote& note, std::size_t first, std::size_t last) {
  return {note.document, note.resource_type, note.fhir_id, note.title, note.text.place_of(first, last)};
}

std::vector<SaidAge> of_sex(const std::vector<SaidAge>& ages, char sex) {
  std::vector<SaidAge> found;
  std::copy_if(ages.begin(), ages.end(), std::back_inserter(found), [&](const SaidAge& one) { return one.sex == sex; });
  return found;
}

Finding sex_finding(const std::string& says, const std::string& evidence, const SexRule& rule) {
  Finding finding;
  finding.check = Check::sex;
  finding.says = says;
  finding.evidence = evidence;
  finding.rule = rule.rule;
  return finding;
}

/// Organs of the other sex, in a sentence about the patient and not denied.
std::optional<Finding> look_at_organs(const JudgedNote& note, char recorded, const SexRule& rule) {
  const auto& others = recorded == 'm' ? rule.only_female : rule.only_male;
  std::optional<Finding> finding;
  for (std::size_t at = 0; at < note.text.words().size(); ++at) {
    const auto found =
        std::find_if(others.begin(), others.end(), [&](const Folded& one) { return note.text.stands_at(one, at); });
    if (found == others.end() || is_beneath(note.text, at, rule.not_in) || is_denied(note.text, at, rule) ||
        is_of_somebody_else(note.text, at, rule.of_somebody_else))
      continue;
    if (!finding)
      finding = sex_finding("The patient is recorded as " + std::string(recorded == 'm' ? "male" : "female") +
                                "; the note says “" + found->front() + "”",
                            std::string("organ:") + recorded + ":" + found->front(), rule);
    if (finding->quotes.size() < most_quotes) finding->quotes.push_back(evidence_at(note, at, at + found->size()));
  }
  return finding;
}

int full_years(Date born, Date on) {
  const auto a = born.calendar(), b = on.calendar();
  int years = static_cast<int>(b.year()) - static_cast<int>(a.year());
  if (b.month() < a.month() || (b.month() == a.month() && b.day() < a.day())) --years;
  return years;
}

}  // namespace

std::vector<Finding> look_at_sex(const JudgedNote& note, const RecordedPerson& person, const SexRule& rule) {
  std::vector<Finding> findings;
  const auto ages = ages_in(note.text, rule, rule.not_in);
  const auto men = of_sex(ages, 'm'), women = of_sex(ages, 'f');
  const char recorded = person.sex == "male" ? 'm' : person.sex == "female" ? 'f' : ' ';
  const auto& wrong = recorded == 'm' ? women : men;
  if (recorded != ' ' && !wrong.empty()) {
    findings.push_back(sex_finding(std::string("The patient is recorded as ") + (recorded == 'm' ? "male" : "female") +
                                       "; the note calls the patient " + (recorded == 'm' ? "female" : "male"),
                                   std::string("called:") + (recorded == 'm' ? 'f' : 'm'), rule));
    findings.back().quotes.push_back(evidence_at(note, wrong.front().first, wrong.front().last));
  } else if (!men.empty() && !women.empty()) {
    findings.push_back(sex_finding("The note calls the patient male and female", "called:both", rule));
    findings.back().quotes = {evidence_at(note, men.front().first, men.front().last),
                              evidence_at(note, women.front().first, women.front().last)};
  }
  if (recorded == ' ') return findings;
  if (auto organs = look_at_organs(note, recorded, rule)) findings.push_back(std::move(*organs));
  return findings;
}

std::vector<Finding> look_at_age(const JudgedNote& note, const RecordedPerson& person, const SexRule& words,
                                 const AgeRule& rule) {
  std::vector<Finding> findings;
  const auto ages = ages_in(note.text, words, rule.not_in);
  const auto add = [&](const std::string& says, const std::string& evidence, std::vector<Evidence> quotes) {
    Finding finding;
    finding.check = Check::age;
    finding.says = says;
    finding.evidence = evidence;
    finding.quotes = std::move(quotes);
    finding.rule = rule.rule;
    findings.push_back(std::move(finding));
  };
  for (const auto& one : ages) {
    // An age without "male" or "female" behind it may be anybody's or of another day: it is compared with nothing.
    if (one.sex == ' ' || !findings.empty()) continue;
    if (person.birth_date) {
      const int years = full_years(*person.birth_date, note.at.utc_date());
      if (std::abs(years - one.years) <= rule.tolerance_years) continue;
      add("The note says " + std::to_string(one.years) + " years; by the date of birth it was " + std::to_string(years),
          "says:" + std::to_string(one.years), {evidence_at(note, one.first, one.last)});
      continue;
    }
    const auto other = std::find_if(ages.begin(), ages.end(), [&](const SaidAge& two) {
      return two.sex != ' ' && std::abs(two.years - one.years) > rule.tolerance_years;
    });
    if (other != ages.end())
      add("The note gives the patient two ages, " + std::to_string(one.years) + " and " + std::to_string(other->years),
          "two:" + std::to_string(one.years) + ":" + std::to_string(other->years),
          {evidence_at(note, one.first, one.last), evidence_at(note, other->first, other->last)});
  }
  return findings;
}

}  // namespace charta::record_quality
