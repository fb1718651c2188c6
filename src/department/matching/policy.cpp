// SPDX-License-Identifier: Apache-2.0
#include "department/matching/policy.hpp"

#include "formats/json/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdlib>
#include <optional>

namespace charta::matching {
namespace {

struct GuardWords {
  Guard guard;
  std::string_view code, sentence;
};

constexpr std::array<GuardWords, 10> guard_words{
    {{Guard::different_ssn, "different-ssn", "surname and birth date agree, and the social security numbers are two"},
     {Guard::multiple_birth, "multiple-birth",
      "perhaps twins: one surname and birth date, and another given name or birth order"},
     {Guard::suffix_differs, "suffix-differs", "perhaps father and son: the suffix (Jr, Sr, II, …) differs"},
     {Guard::generations, "generations", "perhaps two generations: one name at one address, born many years apart"},
     {Guard::newborn_name, "newborn-name", "a newborn's or unknown person's provisional name was given"},
     {Guard::minor, "minor", "a minor: few data tell children apart"},
     {Guard::visit_after_death, "visit-after-death", "one of them is recorded as dead, and the other was seen later"},
     {Guard::two_inpatient_stays, "two-inpatient-stays", "both are in a bed at this moment"},
     {Guard::birth_date_in_future, "birth-date-in-future", "a birth date has not come yet"},
     {Guard::too_little, "too-little", "too few fields agree for a decision without a person"}}};

const GuardWords& words_for(Guard guard) {
  return *std::find_if(guard_words.begin(), guard_words.end(), [&](const GuardWords& words) { return words.guard == guard; });
}

std::optional<Guard> guard_coded(std::string_view code) {
  const auto found =
      std::find_if(guard_words.begin(), guard_words.end(), [&](const GuardWords& words) { return words.code == code; });
  return found == guard_words.end() ? std::nullopt : std::optional(found->guard);
}

bool agrees(Level level) {
  return level >= Level::close;
}

/// A packed date as a plain number: 0x19610402 as 19610402.
int number_of(std::uint32_t packed) {
  int number = 0;
  for (int shift = 28; shift >= 0; shift -= 4) number = number * 10 + static_cast<int>(packed >> shift & 0xF);
  return number;
}

int number_of(Date day) {
  const auto calendar = day.calendar();
  return static_cast<int>(calendar.year()) * 10'000 + static_cast<int>(static_cast<unsigned>(calendar.month())) * 100 +
         static_cast<int>(static_cast<unsigned>(calendar.day()));
}

bool is_minor(std::uint32_t birth, const Circumstances& circumstances, const Policy& policy) {
  return birth != 0 && number_of(birth) + policy.minor_years * 10'000 > number_of(circumstances.today);
}

bool may_be_twins(Pattern pattern) {
  if (pattern.at(Field::birth_order) == Level::differs) return true;
  const Level given = pattern.at(Field::given_name);
  return agrees(pattern.at(Field::birth_date)) && agrees(pattern.at(Field::surname)) &&
         (given == Level::differs || given == Level::similar);
}

bool may_be_generations(Pattern pattern, const EncodedPerson& a, const EncodedPerson& b, const Policy& policy) {
  if (!agrees(pattern.at(Field::surname)) || pattern.at(Field::given_name) < Level::partial) return false;
  const int apart = std::abs(number_of(a[Field::birth_date]) - number_of(b[Field::birth_date]));
  return a[Field::birth_date] != 0 && b[Field::birth_date] != 0 && apart >= policy.generation_years * 10'000;
}

int agreeing_fields(Pattern pattern) {
  int agreeing = 0;
  for (std::size_t i = 0; i < field_count; ++i) agreeing += agrees(pattern.at(static_cast<Field>(i))) ? 1 : 0;
  return agreeing;
}

bool holds(Guard guard, Pattern pattern, const EncodedPerson& a, const EncodedPerson& b, const Circumstances& now,
           const Policy& policy) {
  switch (guard) {
    case Guard::different_ssn:
      return pattern.at(Field::national_id) != Level::missing && pattern.at(Field::national_id) < Level::exact &&
             agrees(pattern.at(Field::birth_date)) && agrees(pattern.at(Field::surname));
    case Guard::multiple_birth:
      return may_be_twins(pattern);
    case Guard::suffix_differs:
      return pattern.at(Field::suffix) == Level::differs;
    case Guard::generations:
      return may_be_generations(pattern, a, b, policy);
    case Guard::newborn_name:
      return a.placeholder_name || b.placeholder_name;
    case Guard::minor:
      return is_minor(a[Field::birth_date], now, policy) || is_minor(b[Field::birth_date], now, policy);
    case Guard::visit_after_death:
      return now.visit_after_death;
    case Guard::two_inpatient_stays:
      return now.two_inpatient_stays;
    case Guard::birth_date_in_future:
      return std::max(number_of(a[Field::birth_date]), number_of(b[Field::birth_date])) > number_of(now.today);
    case Guard::too_little:
      return agreeing_fields(pattern) < policy.least_agreeing;
  }
  return true;
}

Result<double> share(json::Value value, std::string_view name) {
  double parsed = 0;
  const auto text = value.text();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
  if (error != std::errc() || end != text.data() + text.size() || parsed < 0 || parsed > 1)
    return fail(ErrorKind::invalid, fmt::format("the matching policy lacks \"{}\", a probability from 0 to 1", name),
                std::string(name));
  return parsed;
}

Result<int> whole(json::Value value, std::string_view name) {
  const auto number = value.integer();
  if (!number || *number < 0 || *number > 200)
    return fail(ErrorKind::invalid, fmt::format("the matching policy lacks the number \"{}\"", name), std::string(name));
  return static_cast<int>(*number);
}

}  // namespace

std::string_view name_of(Band band) {
  switch (band) {
    case Band::link:
      return "link";
    case Band::review:
      return "review";
    case Band::ignore:
      return "ignore";
  }
  return "ignore";
}

std::string_view code_of(Guard guard) {
  return words_for(guard).code;
}
std::string_view sentence_of(Guard guard) {
  return words_for(guard).sentence;
}

Result<Policy> Policy::parse(std::string_view parameters, std::string rule) {
  CHARTA_TRY(const auto document, json::Document::parse(parameters));
  const auto root = document.root();
  Policy policy;
  policy.rule = std::move(rule);
  CHARTA_TRY(policy.link_from, share(root["link_from"], "link_from"));
  CHARTA_TRY(policy.review_from, share(root["review_from"], "review_from"));
  if (policy.review_from > policy.link_from)
    return fail(ErrorKind::invalid, "\"review_from\" lies above \"link_from\"", "review_from");
  CHARTA_TRY(policy.minor_years, whole(root["minor_years"], "minor_years"));
  CHARTA_TRY(policy.generation_years, whole(root["generation_years"], "generation_years"));
  CHARTA_TRY(policy.least_agreeing, whole(root["least_agreeing_fields"], "least_agreeing_fields"));
  CHARTA_TRY(policy.pairs_a_record, whole(root["pairs_a_record"], "pairs_a_record"));
  CHARTA_TRY(const int tenths, whole(root["new_evidence_tenths_of_a_bit"], "new_evidence_tenths_of_a_bit"));
  policy.new_evidence_bits = tenths / 10.0;
  policy.merge_without_a_person = root["merge_without_a_person"].boolean();
  for (const auto code : root["guards"]) {
    const auto guard = guard_coded(code.text());
    if (!guard)
      return fail(ErrorKind::unknown_code,
                  fmt::format("the matching policy names the guard \"{}\", which does not exist", code.text()), "guards");
    policy.guards.push_back(*guard);
  }
  return policy;
}

std::vector<Guard> guards_of(Pattern pattern, const EncodedPerson& a, const EncodedPerson& b, const Circumstances& circumstances,
                             const Policy& policy) {
  std::vector<Guard> holding;
  for (const Guard guard : policy.guards)
    if (holds(guard, pattern, a, b, circumstances, policy)) holding.push_back(guard);
  return holding;
}

Decision decide(double odds_bits, std::vector<Guard> guards, const Policy& policy) {
  Decision decision{Band::ignore, probability_of(odds_bits), std::move(guards)};
  if (decision.probability >= policy.review_from) decision.band = Band::review;
  if (decision.probability >= policy.link_from && decision.guards.empty()) decision.band = Band::link;
  return decision;
}

}  // namespace charta::matching
