// SPDX-License-Identifier: Apache-2.0
#include "department/coding/encoder/encoder.hpp"

#include "base/text.hpp"
#include "department/coding/encoder/search_index.hpp"
#include "department/coding/encoder/words.hpp"

#include <algorithm>
#include <string>

namespace charta::encoder {
namespace {

using grouper::CodeKey;
using grouper::key_of;

bool looks_like_a_code(std::string_view word) {
  const bool has_digit = std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  return has_digit && word.size() >= 3 && key_of(word) != 0;
}

/// "Resection of Gallbladder" of the codes that begin with 0FT4.
std::string_view title_below(const CodeTexts& texts, CodeKey code) {
  const auto at = [&](CodeKey key) {
    return static_cast<std::size_t>(std::lower_bound(texts.codes.begin(), texts.codes.end(), key) - texts.codes.begin());
  };
  const std::size_t from = at(code), until = at(last_beginning_with(code) + 1);
  if (code == 0 || from == until) return {};
  std::string_view common = texts.text(from);
  for (std::size_t n = from + 1; n < until && !common.empty(); ++n) {
    const auto other = texts.text(n);
    common = common.substr(
        0,
        static_cast<std::size_t>(std::mismatch(common.begin(), common.end(), other.begin(), other.end()).first - common.begin()));
  }
  if (until - from == 1) return common;
  common = common.substr(0, common.find_last_of(' '));
  return common.ends_with(',') ? common.substr(0, common.size() - 1) : common;
}

}  // namespace

std::string_view name_of(System system) {
  static constexpr std::string_view names[] = {"icd10cm", "icd10pcs", "hcpcs", "cpt"};
  return names[static_cast<std::size_t>(system)];
}

Encoder::Encoder(Phrasebook phrasebook) : index_(std::make_unique<Index>()) {
  index_->phrasebook = std::move(phrasebook);
}
Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;

void Encoder::add(System system, CodeTexts texts, bool is_index) {
  add(system, std::make_shared<const CodeTexts>(std::move(texts)), is_index);
}
void Encoder::add(System system, std::shared_ptr<const CodeTexts> texts, bool is_index) {
  auto source = std::make_unique<Index::Source>();
  source->system = system;
  source->is_index = is_index;
  source->texts = std::move(texts);
  index_->sources.push_back(std::move(source));
}

void Encoder::finish() {
  index_->build();
  index_->mark_preferred();
}

std::vector<Hit> Encoder::search(const Question& question) const {
  const Index& index = *index_;
  std::vector<Hit> hits, codes;
  const auto add_code = [&](const Hit& hit) {
    for (const auto& other : hits)
      if (other.code == hit.code && other.system == hit.system) return;
    if (hits.size() < question.limit) hits.push_back(hit);
  };
  const auto typed = trimmed(question.words);
  const auto words = words_of(typed);
  if (typed.find(' ') == std::string_view::npos && looks_like_a_code(typed)) {
    codes = index.beginning_with(key_of(typed), question);
    if (!codes.empty() && !index.is_meant_as_word(words, key_of(typed))) return codes;
  }
  const std::size_t most = question.limit - std::min(codes.size(), question.limit / 3);  // for codes of a word that is one too
  auto room = index.take_room();
  const auto best = index.best(*room, words, question);
  index.give_back(std::move(room));
  for (const auto& [rank, entry] : best) {
    if (hits.size() >= most) break;
    add_code(index.hit(entry, -rank));
  }
  for (const auto& hit : codes) add_code(hit);
  return hits;
}

std::string_view Encoder::title(System system, CodeKey code) const {
  for (const auto& source : index_->sources) {
    if (source->is_index || source->system != system) continue;
    if (const auto at = source->places.find(code); at != grouper::CodeIndex::none) return source->texts->text(at);
  }
  return {};
}

std::string_view Encoder::title(const Hit& hit) const {
  const auto whole = title(hit.system, hit.code);
  if (!whole.empty() || hit.system != System::icd10pcs) return whole;
  for (const auto& source : index_->sources)
    if (!source->is_index && source->system == hit.system) return title_below(*source->texts, hit.code);
  return {};
}

std::size_t Encoder::memory_bytes() const {
  std::size_t bytes =
      index_->postings.size() * 4 + index_->entries.size() * (sizeof(Index::Entry) + 8) + index_->words.size() * 60;
  for (const auto& source : index_->sources) bytes += source->texts->texts.size() + source->texts->size() * 13;
  return bytes;
}

}  // namespace charta::encoder
