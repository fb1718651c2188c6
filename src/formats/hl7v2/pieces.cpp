// SPDX-License-Identifier: Apache-2.0
// Splitting below the segment: fields, repetitions, components, subcomponents. Everything is found when it is asked for.
#include "formats/hl7v2/escapes.hpp"
#include "formats/hl7v2/message.hpp"

#include <algorithm>
#include <cstring>

namespace charta::hl7v2 {
namespace {

/// MSH-1 and MSH-2 are the delimiters and are not split by them.
constexpr Delimiters no_delimiters{'\0', '\0', '\0', '\0', '\0', '\0'};

/// Fields are short: a plain loop beats memchr on them; what is long (a document in base64) is searched by memchr.
std::size_t find(std::string_view text, char wanted, std::size_t from) {
  const std::size_t near = std::min(text.size(), from + 32);
  for (std::size_t at = from; at < near; ++at)
    if (text[at] == wanted) return at;
  if (near == text.size()) return std::string_view::npos;
  const void* hit = std::memchr(text.data() + near, wanted, text.size() - near);
  return hit == nullptr ? std::string_view::npos : static_cast<std::size_t>(static_cast<const char*>(hit) - text.data());
}

/// Part `number` (from 1) of a text split at `separator`; empty beyond the last.
std::string_view part(std::string_view text, char separator, int number) {
  if (number < 1 || text.empty()) return {};
  if (separator == '\0') return number == 1 ? text : std::string_view();
  std::size_t start = 0;
  for (;;) {
    const std::size_t end = find(text, separator, start);
    if (number == 1) return text.substr(start, end == std::string_view::npos ? end : end - start);
    if (end == std::string_view::npos) return {};
    start = end + 1;
    --number;
  }
}

}  // namespace

std::string Piece::text() const {
  if (raw_.empty() || is_null()) return {};
  return unescaped(raw_, delimiters_ == nullptr ? no_delimiters : *delimiters_);
}

bool Piece::is_truncated() const {
  return delimiters_ != nullptr && delimiters_->truncation != '\0' && !raw_.empty() && raw_.back() == delimiters_->truncation;
}

Piece Component::subcomponent(int number) const {
  return delimiters_ == nullptr ? Piece() : Piece(part(raw_, delimiters_->subcomponent, number), delimiters_);
}

Component Repetition::component(int number) const {
  return delimiters_ == nullptr ? Component() : Component(part(raw_, delimiters_->component, number), delimiters_);
}

std::vector<Repetition> Field::repetitions() const {
  std::vector<Repetition> all;
  if (raw_.empty()) return all;
  if (delimiters_->repetition == '\0') return {Repetition(raw_, delimiters_)};
  all.reserve(1 + static_cast<std::size_t>(std::count(raw_.begin(), raw_.end(), delimiters_->repetition)));
  for (std::size_t start = 0;;) {
    const std::size_t end = find(raw_, delimiters_->repetition, start);
    all.emplace_back(raw_.substr(start, end == std::string_view::npos ? end : end - start), delimiters_);
    if (end == std::string_view::npos) return all;
    start = end + 1;
  }
}

Repetition Field::repetition(int number) const {
  return delimiters_ == nullptr ? Repetition() : Repetition(part(raw_, delimiters_->repetition, number), delimiters_);
}

Field Segment::piece(int separator) const {
  if (separator < 0) return {};
  if (cuts_ == nullptr) return {part(raw_, delimiters_->field, separator + 2), delimiters_};
  if (separator >= cut_count_) return {};
  const std::size_t start = cuts_[separator] + 1;
  const std::size_t end = separator + 1 < cut_count_ ? cuts_[separator + 1] : raw_.size();
  return {raw_.substr(start, end - start), delimiters_};
}

Field Segment::field(int number) const {
  if (!is_header_) return piece(number - 1);
  if (number == 1) return {raw_.substr(std::min<std::size_t>(3, raw_.size()), 1), &no_delimiters};
  if (number == 2) return {piece(0).raw(), &no_delimiters};
  return piece(number - 2);
}

int Segment::field_count() const {
  const auto separators =
      cuts_ != nullptr ? cut_count_ : static_cast<int>(std::count(raw_.begin(), raw_.end(), delimiters_->field));
  return is_header_ ? separators + 1 : separators;
}

}  // namespace charta::hl7v2
