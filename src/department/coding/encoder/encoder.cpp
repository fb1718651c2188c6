// SPDX-License-Identifier: Apache-2.0
#include "department/coding/encoder/encoder.hpp"

#include "base/text.hpp"
#include "department/coding/encoder/books.hpp"
#include "department/coding/encoder/words.hpp"

#include <algorithm>
#include <limits>
#include <mutex>
#include <string>

namespace charta::encoder {
namespace {

using grouper::CodeKey;
using grouper::key_of;

constexpr std::size_t prefixes_max = 256;
constexpr std::size_t long_list = 1000;  // entries; shorter ones are added without asking whether they could matter
constexpr float exact = 1.0F, as_prefix = 0.75F, misspelt = 0.8F;
constexpr float rounding = 0.0001F;  // sums of the same weights in another order

bool looks_like_a_code(std::string_view word) {
  const bool has_digit = std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  return has_digit && word.size() >= 3 && key_of(word) != 0;
}

}  // namespace

std::string_view name_of(System system) {
  static constexpr std::string_view names[] = {"icd10cm", "icd10pcs", "hcpcs", "cpt"};
  return names[static_cast<std::size_t>(system)];
}

struct Encoder::Index : Books {
  /// A word of the books that a word of the question may mean.
  struct Meant {
    std::uint32_t word;
    float trust;
    float worth = 0;  ///< what an entry that has it gains
  };
  /// A word of the question. What is rare is looked up first: it decides which entries can still be among the best.
  struct Asked {
    std::vector<Meant> meant;
    std::uint32_t first = UINT32_MAX;  ///< what it means before anything else
    float most = 0;                    ///< the weight of the best that it may mean
    float most_worth = 0;              ///< the most that an entry gains by it
    std::size_t found = 0;             ///< entries, counted as often as they stand in a list
  };

  /// Of one question; clean again when it is answered.
  struct Room {
    explicit Room(std::size_t entries) : scores(entries, 0), best_here(entries, 0) {}
    std::vector<float> scores, best_here, lower_bounds;
    std::vector<std::uint32_t> touched, touched_here;
  };

  Phrasebook phrasebook;
  mutable std::mutex mutex;
  mutable std::vector<std::unique_ptr<Room>> rooms;  ///< that nobody uses

  std::unique_ptr<Room> take_room() const {
    {
      const std::lock_guard lock(mutex);
      if (!rooms.empty()) {
        auto room = std::move(rooms.back());
        rooms.pop_back();
        return room;
      }
    }
    return std::make_unique<Room>(entries.size());
  }
  void give_back(std::unique_ptr<Room> room) const {
    const std::lock_guard lock(mutex);
    rooms.push_back(std::move(room));
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

  Asked asked_for(std::string_view word, bool is_last) const {
    Asked asked;
    asked.meant = meanings(word, is_last);
    if (!asked.meant.empty()) asked.first = asked.meant.front().word;
    // A word that the books have is worth no more where it only begins another, rarer one.
    const bool known = !asked.meant.empty() && asked.meant.front().trust == exact;
    const float cap = known ? weights[asked.meant.front().word] : std::numeric_limits<float>::max();
    for (auto& one : asked.meant) {
      const float weight = std::min(weights[one.word], cap);
      one.worth = one.trust * weight;
      asked.most = std::max(asked.most, weight);
      asked.most_worth = std::max(asked.most_worth, one.worth);
      asked.found += starts[one.word + 1] - starts[one.word];
    }
    std::sort(asked.meant.begin(), asked.meant.end(), [](const Meant& a, const Meant& b) { return a.worth > b.worth; });
    return asked;
  }

  /// What is asked for as a whole, so that an entry can be ranked by what it has of it.
  struct Whole {
    float weight = 0;
    std::uint32_t first_word = UINT32_MAX;
    std::size_t keep = 0;  ///< how many of the best are wanted
    const System* only = nullptr;
    bool takes(const Entry& entry) const { return only == nullptr || *only == entry.system; }
  };

  /// Adds one word to the scores of the entries that have it, once each, by its best meaning. `later`: what the words that
  /// follow may still give. An entry that has met nothing so far and cannot come among the best any more is left out.
  void add_word(Room& room, const Asked& asked, float later, const Whole& whole) const {
    auto& [scores, best_here, lower_bounds, touched, touched_here] = room;
    touched_here.clear();
    float threshold = 0;
    for (const auto& one : asked.meant) {
      const auto from = starts[one.word], to = starts[one.word + 1];
      bool only_known = false;
      if (to - from > long_list) {
        const float best = at_most(one, later, whole);
        if (best >= threshold) threshold = worst_of_the_best(room, whole);
        only_known = best < threshold;
      }
      for (auto at = from; at < to; ++at) {
        const auto entry = postings[at];
        if (only_known && scores[entry] == 0 && best_here[entry] == 0) continue;
        if (best_here[entry] == 0) touched_here.push_back(entry);
        best_here[entry] = std::max(best_here[entry], one.worth);
      }
    }
    for (const auto entry : touched_here) {
      if (scores[entry] == 0) touched.push_back(entry);
      scores[entry] += best_here[entry];
      best_here[entry] = 0;
    }
  }

  /// The rank that the last of the best has already, whatever follows; 0 while there are not enough.
  float worst_of_the_best(Room& room, const Whole& whole) const {
    auto& [scores, best_here, lower_bounds, touched, touched_here] = room;
    lower_bounds.clear();
    const auto add = [&](std::uint32_t entry) {
      if (whole.takes(entries[entry]))
        room.lower_bounds.push_back(rank(entry, room.scores[entry] + room.best_here[entry], whole));
    };
    std::for_each(touched.begin(), touched.end(), add);
    for (const auto entry : touched_here)
      if (scores[entry] == 0) add(entry);
    if (whole.keep == 0 || lower_bounds.size() < whole.keep) return 0;
    const auto last = lower_bounds.begin() + static_cast<std::ptrdiff_t>(whole.keep - 1);
    std::nth_element(lower_bounds.begin(), last, lower_bounds.end(), std::greater<>());
    return *last;
  }

  /// The best rank of an entry that has this meaning, all that follows, and nothing of what went before.
  float at_most(const Meant& one, float later, const Whole& whole) const {
    const float met = one.worth + later;
    return 0.7F * met / whole.weight + 0.3F * std::min(1.0F, met / lightest[one.word]) + index_bonus + billable_bonus +
           first_word_bonus + rounding;
  }

  float rank(std::uint32_t entry, float met, const Whole& whole) const {
    const Entry& of = entries[entry];
    return 0.7F * met / whole.weight + 0.3F * met / std::max(of.weight, met) + of.bonus +
           (of.first_word == whole.first_word ? first_word_bonus : 0);
  }

  /// The best entries by (-rank, entry), more than are asked for because several may lead to one code.
  std::vector<std::pair<float, std::uint32_t>> best(Room& room, const std::vector<std::string>& said,
                                                    const Question& question) const {
    const bool still_typing = !question.words.empty() && question.words.back() != ' ';
    Whole whole{0, UINT32_MAX, question.limit * 8 + 32, question.only};
    std::vector<Asked> asked;
    float later = 0;
    for (std::size_t n = 0; n < said.size(); ++n) {
      asked.push_back(asked_for(said[n], still_typing && n + 1 == said.size()));
      if (n == 0) whole.first_word = asked.back().first;
      whole.weight += asked.back().most > 0 ? asked.back().most : 8.0F;  // a word that no book has
      later += asked.back().most_worth;
    }
    std::sort(asked.begin(), asked.end(), [](const Asked& a, const Asked& b) { return a.found < b.found; });
    for (const auto& one : asked) {
      later -= one.most_worth;
      add_word(room, one, later, whole);
    }
    return ranked(room, whole);
  }

  std::vector<std::pair<float, std::uint32_t>> ranked(Room& room, const Whole& whole) const {
    std::vector<std::pair<float, std::uint32_t>> all;
    all.reserve(room.touched.size());
    for (const auto entry : room.touched) {
      if (whole.takes(entries[entry])) all.emplace_back(-rank(entry, room.scores[entry], whole), entry);
      room.scores[entry] = 0;
    }
    room.touched.clear();
    const auto keep = std::min(all.size(), whole.keep);
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(keep), all.end());
    all.resize(keep);
    return all;
  }
};

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
      const auto& codes = source->texts->codes;
      const auto length = grouper::text_of(from).size();
      for (auto at = std::lower_bound(codes.begin(), codes.end(), from);
           at != codes.end() && (*at >> (64U - 8U * length)) == (from >> (64U - 8U * length)) && hits.size() < question.limit;
           ++at)
        add_code(index.hit(source->first + static_cast<std::uint32_t>(at - codes.begin()), 1));
    }
    if (!hits.empty()) return hits;
  }
  auto room = index.take_room();
  const auto best = index.best(*room, index.phrasebook.said_as_the_books_do(words_of(question.words)), question);
  index.give_back(std::move(room));
  for (const auto& [rank, entry] : best) {
    if (hits.size() == question.limit) break;
    add_code(index.hit(entry, -rank));
  }
  return hits;
}

std::string_view Encoder::title(System system, CodeKey code) const {
  for (const auto& source : index_->sources) {
    if (source->is_index || source->system != system) continue;
    if (const auto at = source->places.find(code); at != grouper::CodeIndex::none) return source->texts->text(at);
  }
  return {};
}

std::size_t Encoder::memory_bytes() const {
  std::size_t bytes =
      index_->postings.size() * 4 + index_->entries.size() * (sizeof(Index::Entry) + 8) + index_->words.size() * 60;
  for (const auto& source : index_->sources) bytes += source->texts->texts.size() + source->texts->size() * 13;
  return bytes;
}

}  // namespace charta::encoder
