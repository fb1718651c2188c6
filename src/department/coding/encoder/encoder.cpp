// SPDX-License-Identifier: Apache-2.0
#include "department/coding/encoder/encoder.hpp"

#include "base/text.hpp"
#include "department/coding/encoder/words.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <unordered_map>

namespace charta::encoder {
namespace {

using grouper::CodeKey;
using grouper::key_of;

constexpr std::size_t prefixes_max = 256;
constexpr float exact = 1.0F, as_prefix = 0.75F, misspelt = 0.8F;
constexpr float index_bonus = 0.04F, billable_bonus = 0.01F, first_word_bonus = 0.02F;

/// A word's letters as bits, and its length: what one error away must nearly share.
struct Shape {
  std::uint32_t letters = 0;
  std::uint32_t length = 0;
};
Shape shape_of(std::string_view word) {
  Shape shape{0, static_cast<std::uint32_t>(word.size())};
  for (const char c : word) shape.letters |= 1U << (static_cast<unsigned char>(c) % 32U);
  return shape;
}

bool looks_like_a_code(std::string_view word) {
  const bool has_digit = std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  return has_digit && word.size() >= 3 && key_of(word) != 0;
}

}  // namespace

std::string_view name_of(System system) {
  return system == System::icd10cm ? "icd10cm" : system == System::icd10pcs ? "icd10pcs" : "hcpcs";
}

Result<Phrasebook> Phrasebook::read(json::Value parameters) {
  Phrasebook book;
  for (const auto entry : parameters["phrases"]) {
    std::string said;
    for (const auto& word : words_of(entry.key())) said += (said.empty() ? "" : " ") + word;
    book.phrases_[said] = words_of(entry.text());
    if (said.empty() || book.phrases_[said].empty()) return fail(ErrorKind::invalid, "a phrase of the encoder is empty");
  }
  return book;
}

std::vector<std::string> Phrasebook::said_as_the_books_do(const std::vector<std::string>& words) const {
  std::vector<std::string> said;
  for (std::size_t at = 0; at < words.size();) {
    std::size_t taken = 0;
    for (std::size_t count = std::min<std::size_t>(3, words.size() - at); count > 0 && taken == 0; --count) {
      std::string phrase = words[at];
      for (std::size_t n = 1; n < count; ++n) phrase += " " + words[at + n];
      if (const auto found = phrases_.find(phrase); found != phrases_.end()) {
        said.insert(said.end(), found->second.begin(), found->second.end());
        taken = count;
      }
    }
    if (taken == 0) said.push_back(words[at]);
    at += std::max<std::size_t>(taken, 1);
  }
  return said;
}

struct Encoder::Index {
  struct Source {
    System system;
    bool is_index;
    CodeTexts texts;
    std::uint32_t first = 0;    ///< the number of its first entry
    grouper::CodeIndex places;  ///< of a tabular list
  };
  struct Entry {
    std::uint32_t first_word = 0;
    float weight = 0;  ///< all its words'
  };
  /// A word of the question and the words of the books that it may mean.
  struct Meant {
    std::uint32_t word;
    float trust;
  };

  Phrasebook phrasebook;
  std::vector<std::unique_ptr<Source>> sources;
  std::vector<std::string> words;  ///< sorted
  std::vector<Shape> shapes;
  std::vector<float> weights;  ///< rare words weigh more
  std::vector<std::uint32_t> starts, postings;
  std::vector<Entry> entries;
  // Room for one question at a time.
  mutable std::vector<float> scores, best_here;
  mutable std::vector<std::uint32_t> touched, touched_here;

  const Source& source_of(std::uint32_t entry) const {
    std::size_t at = sources.size() - 1;
    while (sources[at]->first > entry) --at;
    return *sources[at];
  }

  void build() {
    std::unordered_map<std::string, std::uint32_t> numbers;
    std::vector<std::vector<std::uint32_t>> found;
    std::vector<std::vector<std::uint32_t>> of_entry;
    for (auto& source : sources) {
      source->first = static_cast<std::uint32_t>(of_entry.size());
      if (!source->is_index) source->places.build(source->texts.codes);
      for (std::size_t n = 0; n < source->texts.size(); ++n) {
        auto& list = of_entry.emplace_back();
        for (auto& word : words_of(source->texts.text(n))) {
          const auto [place, is_new] = numbers.try_emplace(std::move(word), static_cast<std::uint32_t>(numbers.size()));
          list.push_back(place->second);
        }
      }
    }
    sort_words(numbers);
    for (auto& list : of_entry)
      for (auto& word : list) word = renumbered_[word];
    count_postings(of_entry);
    renumbered_ = {};
  }

  std::vector<Meant> meanings(std::string_view word, bool is_last) const {
    std::vector<Meant> meant;
    const auto at = std::lower_bound(words.begin(), words.end(), word);
    const auto number = [&](auto place) { return static_cast<std::uint32_t>(place - words.begin()); };
    const bool known = at != words.end() && *at == word;
    if (known) meant.push_back({number(at), exact});
    if (word.size() > 1 && (is_last || !known))
      for (auto next = known ? at + 1 : at; next != words.end() && next->starts_with(word) && meant.size() < prefixes_max; ++next)
        meant.push_back({number(next), as_prefix});
    if (!known && word.size() > 3) add_misspelt(word, meant);
    return meant;
  }

  void add_misspelt(std::string_view word, std::vector<Meant>& meant) const {
    const Shape shape = shape_of(word);
    for (std::uint32_t n = 0; n < words.size(); ++n) {
      if (shapes[n].length + 1 < shape.length || shapes[n].length > shape.length + 1 ||
          __builtin_popcount(shapes[n].letters ^ shape.letters) > 2)
        continue;
      if (is_one_error_away(words[n], word)) meant.push_back({n, misspelt});
    }
  }

  /// Adds one word of the question to the scores of the entries that have it, once each, by the most trusted meaning.
  float add_word(const std::vector<Meant>& meant) const {
    float most = 0;
    touched_here.clear();
    // A word that the books have is worth no more where it only begins another, rarer one.
    const float cap =
        !meant.empty() && meant.front().trust == exact ? weights[meant.front().word] : std::numeric_limits<float>::max();
    for (const auto& one : meant) {
      const float worth = one.trust * std::min(weights[one.word], cap);
      most = std::max(most, std::min(weights[one.word], cap));
      for (auto at = starts[one.word]; at < starts[one.word + 1]; ++at) {
        const auto entry = postings[at];
        if (best_here[entry] == 0) touched_here.push_back(entry);
        best_here[entry] = std::max(best_here[entry], worth);
      }
    }
    for (const auto entry : touched_here) {
      if (scores[entry] == 0) touched.push_back(entry);
      scores[entry] += best_here[entry];
      best_here[entry] = 0;
    }
    return most;
  }

  float rank(std::uint32_t entry, float asked, std::uint32_t first_word) const {
    const float met = scores[entry];
    float score = 0.7F * met / asked + 0.3F * met / std::max(entries[entry].weight, met);
    const Source& source = source_of(entry);
    if (source.is_index) score += index_bonus;
    if (source.texts.billable[entry - source.first] != 0) score += billable_bonus;
    if (entries[entry].first_word == first_word) score += first_word_bonus;
    return score;
  }

  /// An index does not know which codes may be billed; the tabular list of its system does.
  bool is_billable(const Source& of, std::size_t at) const {
    if (!of.is_index) return of.texts.billable[at] != 0;
    for (const auto& source : sources) {
      if (source->is_index || source->system != of.system) continue;
      const auto place = source->places.find(of.texts.codes[at]);
      if (place != grouper::CodeIndex::none) return source->texts.billable[place] != 0;
    }
    return false;
  }

  Hit hit(std::uint32_t entry, float score) const {
    const Source& source = source_of(entry);
    const auto at = entry - source.first;
    return {source.texts.codes[at], source.system, is_billable(source, at), source.is_index, source.texts.text(at), score};
  }

 private:
  void sort_words(const std::unordered_map<std::string, std::uint32_t>& numbers) {
    std::vector<std::pair<std::string_view, std::uint32_t>> sorted(numbers.begin(), numbers.end());
    std::sort(sorted.begin(), sorted.end());
    renumbered_.resize(sorted.size());
    for (const auto& [word, old] : sorted) {
      renumbered_[old] = static_cast<std::uint32_t>(words.size());
      words.emplace_back(word);
      shapes.push_back(shape_of(word));
    }
  }

  void count_postings(std::vector<std::vector<std::uint32_t>>& of_entry) {
    std::vector<std::uint32_t> firsts;
    starts.assign(words.size() + 1, 0);
    for (auto& list : of_entry) {
      firsts.push_back(list.empty() ? UINT32_MAX : list.front());
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
      for (const auto word : list) ++starts[word + 1];
    }
    for (std::size_t n = 0; n < words.size(); ++n) {
      weights.push_back(1.0F + std::log(static_cast<float>(of_entry.size()) / static_cast<float>(starts[n + 1])));
      starts[n + 1] += starts[n];
    }
    postings.resize(starts.back());
    auto next = starts;
    for (std::uint32_t entry = 0; entry < of_entry.size(); ++entry) {
      Entry made{firsts[entry], 0};
      for (const auto word : of_entry[entry]) {
        postings[next[word]++] = entry;
        made.weight += weights[word];
      }
      entries.push_back(made);
    }
    scores.assign(entries.size(), 0);
    best_here.assign(entries.size(), 0);
  }

  std::vector<std::uint32_t> renumbered_;
};

Encoder::Encoder(Phrasebook phrasebook) : index_(std::make_unique<Index>()) {
  index_->phrasebook = std::move(phrasebook);
}
Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;

void Encoder::add(System system, CodeTexts texts, bool is_index) {
  auto source = std::make_unique<Index::Source>();
  source->system = system;
  source->is_index = is_index;
  source->texts = std::move(texts);
  index_->sources.push_back(std::move(source));
}

void Encoder::finish() {
  index_->build();
}

std::vector<Hit> Encoder::search(const Question& question) const {
  const Index& index = *index_;
  std::vector<Hit> hits;
  const auto add_code = [&](const Hit& hit) {
    if (question.only != nullptr && *question.only != hit.system) return;
    for (const auto& other : hits)
      if (other.code == hit.code && other.system == hit.system) return;
    hits.push_back(hit);
  };
  const auto typed = trimmed(question.words);
  if (typed.find(' ') == std::string_view::npos && looks_like_a_code(typed)) {
    const CodeKey from = key_of(typed);
    for (const auto& source : index.sources) {
      if (source->is_index) continue;
      const auto& codes = source->texts.codes;
      const auto length = grouper::text_of(from).size();
      for (auto at = std::lower_bound(codes.begin(), codes.end(), from);
           at != codes.end() && (*at >> (64U - 8U * length)) == (from >> (64U - 8U * length)) && hits.size() < question.limit;
           ++at)
        add_code(index.hit(source->first + static_cast<std::uint32_t>(at - codes.begin()), 1));
    }
    if (!hits.empty()) return hits;
  }
  const auto words = index.phrasebook.said_as_the_books_do(words_of(question.words));
  const bool still_typing = !question.words.empty() && question.words.back() != ' ';
  float asked = 0;
  std::uint32_t first_word = UINT32_MAX;
  for (std::size_t n = 0; n < words.size(); ++n) {
    const auto meant = index.meanings(words[n], still_typing && n + 1 == words.size());
    if (n == 0 && !meant.empty()) first_word = meant.front().word;
    const float most = index.add_word(meant);
    asked += most > 0 ? most : 8.0F;  // a word that no book has
  }
  std::vector<std::pair<float, std::uint32_t>> ranked;
  for (const auto entry : index.touched) ranked.emplace_back(-index.rank(entry, asked, first_word), entry);
  for (const auto entry : index.touched) index.scores[entry] = 0;
  index.touched.clear();
  const auto keep = std::min<std::size_t>(ranked.size(), question.limit * 8 + 32);
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(keep), ranked.end());
  for (std::size_t n = 0; n < keep && hits.size() < question.limit; ++n) add_code(index.hit(ranked[n].second, -ranked[n].first));
  return hits;
}

std::string_view Encoder::title(System system, CodeKey code) const {
  for (const auto& source : index_->sources) {
    if (source->is_index || source->system != system) continue;
    if (const auto at = source->places.find(code); at != grouper::CodeIndex::none) return source->texts.text(at);
  }
  return {};
}

std::size_t Encoder::memory_bytes() const {
  std::size_t bytes =
      index_->postings.size() * 4 + index_->entries.size() * (sizeof(Index::Entry) + 8) + index_->words.size() * 60;
  for (const auto& source : index_->sources) bytes += source->texts.texts.size() + source->texts.size() * 13;
  return bytes;
}

}  // namespace charta::encoder
