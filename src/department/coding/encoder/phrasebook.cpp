// SPDX-License-Identifier: Apache-2.0
#include "department/coding/encoder/encoder.hpp"
#include "department/coding/encoder/words.hpp"

#include <algorithm>
#include <span>

namespace charta::encoder {
namespace {

constexpr std::size_t longest_phrase = 4;

std::string joined(std::span<const std::string> words) {
  std::string phrase;
  for (const auto& word : words) phrase += (phrase.empty() ? "" : " ") + word;
  return phrase;
}

/// "Z80-Z84" with all below both, or one code with all below it.
Result<std::pair<grouper::CodeKey, grouper::CodeKey>> span_of(std::string_view codes) {
  const auto dash = codes.find('-');
  const auto from = grouper::key_of(codes.substr(0, dash));
  const auto until = dash == std::string_view::npos ? from : grouper::key_of(codes.substr(dash + 1));
  if (from == 0 || until < from)
    return fail(ErrorKind::invalid, "a preference of the encoder names '" + std::string(codes) + "', which are no codes");
  return std::pair(from, last_beginning_with(until));
}

}  // namespace

bool Phrasebook::Preference::holds(grouper::CodeKey code) const {
  return std::any_of(codes.begin(), codes.end(), [&](const auto& span) { return span.first <= code && code <= span.second; });
}

Result<Phrasebook> Phrasebook::read(json::Value parameters) {
  Phrasebook book;
  const auto read_into = [](json::Value from, auto& into) -> Result<void> {
    for (const auto entry : from) {
      const auto said = joined(words_of(entry.key()));
      into[said] = words_of(entry.text());
      if (said.empty() || into[said].empty()) return fail(ErrorKind::invalid, "a phrase of the encoder is empty");
    }
    return {};
  };
  CHARTA_TRY_DO(read_into(parameters["phrases"], book.phrases_));
  CHARTA_TRY_DO(read_into(parameters["also"], book.also_));
  for (const auto one : parameters["preferences"]) {
    Preference preference;
    for (const auto phrase : one["said"]) preference.said.push_back(words_of(phrase.text()));
    for (const auto codes : one["codes"]) {
      CHARTA_TRY(const auto span, span_of(codes.text()));
      preference.codes.push_back(span);
    }
    book.preferences_.push_back(std::move(preference));
  }
  if (book.preferences_.size() > most_preferences) return fail(ErrorKind::invalid, "the encoder has more than 8 preferences");
  return book;
}

bool Phrasebook::knows(const std::vector<std::string>& words) const {
  return phrases_.contains(joined(words));
}

const std::vector<std::string>& Phrasebook::also(std::string_view word) const {
  static const std::vector<std::string> nothing;
  const auto found = also_.find(word);
  return found == also_.end() ? nothing : found->second;
}

std::uint8_t Phrasebook::preference_of(const std::vector<std::string>& words) const {
  for (std::size_t n = 0; n < preferences_.size(); ++n)
    for (const auto& said : preferences_[n].said)
      if (!said.empty() && std::search(words.begin(), words.end(), said.begin(), said.end()) != words.end())
        return static_cast<std::uint8_t>(1U << n);
  return 0;
}

std::vector<Phrasebook::Said> Phrasebook::said_as_the_books_do(const std::vector<std::string>& words) const {
  std::vector<Said> said;
  for (std::size_t at = 0; at < words.size();) {
    std::size_t taken = 0;
    for (std::size_t count = std::min(longest_phrase, words.size() - at); count > 0 && taken == 0; --count) {
      const auto these = std::span(words).subspan(at, count);
      const auto found = phrases_.find(joined(these));
      if (found == phrases_.end()) continue;
      for (std::size_t n = 0; n < found->second.size(); ++n)
        said.push_back({found->second[n], n < count ? these[n] : std::string()});
      taken = count;
    }
    if (taken == 0) said.push_back({words[at], {}});
    at += std::max<std::size_t>(taken, 1);
  }
  return said;
}

}  // namespace charta::encoder
