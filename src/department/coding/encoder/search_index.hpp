// SPDX-License-Identifier: Apache-2.0
// How a question is put to the books: what each of its words may mean, and which entries meet most of it.
#pragma once
#include "department/coding/encoder/books.hpp"
#include "department/coding/encoder/words.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <mutex>
#include <string>

namespace charta::encoder {

constexpr std::size_t prefixes_max = 256;
constexpr std::size_t long_list = 1000;  // entries; shorter ones are added without asking whether they could matter
constexpr float exact = 1.0F, as_another_word = 0.9F, as_prefix = 0.75F, misspelt = 0.8F;
constexpr float rounding = 0.0001F;  // sums of the same weights in another order

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

  bool has_word(std::string_view word) const { return std::binary_search(words.begin(), words.end(), word); }

  void add_word_of_the_books(std::string_view word, float trust, std::vector<Meant>& meant) const {
    const auto at = std::lower_bound(words.begin(), words.end(), word);
    if (at != words.end() && *at == word) meant.push_back({static_cast<std::uint32_t>(at - words.begin()), trust});
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
    const auto& others = phrasebook.also(word);
    for (const auto& other : others) add_word_of_the_books(other, as_another_word, meant);
    const bool is_sure = known && is_lent[number(at)] == 0;
    if (!is_sure && others.empty() && word.size() > 3) add_misspelt(word, meant);
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

  /// Where a word that no book has falls into two that it has ("hemiarthroplasty"); 0: nowhere.
  std::size_t seam_of(std::string_view word) const {
    constexpr std::size_t shortest = 4;
    for (auto at = word.size(); at-- > shortest;)
      if (word.size() - at >= shortest && has_word(word.substr(0, at)) && has_word(word.substr(at))) return at;
    return 0;
  }

  /// What people said keeps its meaning beside what the books say, word by word: "Stroke" is met as "Infarction" is.
  void add_what_was_said(const Phrasebook::Said& said, std::vector<Meant>& meant) const {
    if (said.instead_of.size() > 2) add_word_of_the_books(said.instead_of, as_another_word, meant);
  }

  /// `joined`: the word together with its neighbours, as "gall bladder" is one word in the books.
  Asked asked_for(const Phrasebook::Said& said, bool is_last, std::initializer_list<std::string> joined) const {
    Asked asked;
    asked.meant = meanings(said.word, is_last);
    add_what_was_said(said, asked.meant);
    for (const auto& one : joined) add_word_of_the_books(one, exact, asked.meant);
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

  std::vector<Asked> all_asked(const std::vector<Phrasebook::Said>& said, bool still_typing) const {
    std::vector<Asked> asked;
    for (std::size_t n = 0; n < said.size(); ++n) {
      const auto& word = said[n].word;
      const bool is_last = n + 1 == said.size();
      const std::string with_before = n == 0 ? std::string() : said[n - 1].word + word,
                        with_next = is_last ? std::string() : word + said[n + 1].word;
      auto one = asked_for(said[n], still_typing && is_last, {with_before, with_next});
      const auto seam = one.meant.empty() ? seam_of(word) : 0;
      if (seam == 0) {
        asked.push_back(std::move(one));
        continue;
      }
      asked.push_back(asked_for({word.substr(0, seam), {}}, false, {}));
      asked.push_back(asked_for({word.substr(seam), {}}, false, {}));
    }
    return asked;
  }

  /// What is asked for as a whole, so that an entry can be ranked by what it has of it.
  struct Whole {
    float weight = 0;
    std::uint32_t first_word = UINT32_MAX;
    std::size_t keep = 0;  ///< how many of the best are wanted
    const System* only = nullptr;
    std::uint8_t preference = 0;  ///< the bit of what is preferred
    bool takes(const Entry& entry) const { return only == nullptr || *only == entry.system; }
  };

  void mark_preferred() {
    const auto& all = phrasebook.preferences();
    for (std::uint32_t number = 0; number < entries.size() && !all.empty(); ++number) {
      if (entries[number].system != System::icd10cm) continue;
      const Source& source = source_of(number);
      for (std::size_t n = 0; n < all.size(); ++n)
        if (all[n].holds(source.texts->codes[number - source.first]))
          entries[number].preferred |= static_cast<std::uint8_t>(1U << n);
    }
  }

  /// Codes that begin with what was typed, from each list.
  std::vector<Hit> beginning_with(grouper::CodeKey from, const Question& question) const {
    std::vector<Hit> hits;
    const auto last = last_beginning_with(from);
    for (const auto& source : sources) {
      if (source->is_index || (question.only != nullptr && *question.only != source->system)) continue;
      const auto& codes = source->texts->codes;
      for (auto at = std::lower_bound(codes.begin(), codes.end(), from);
           at != codes.end() && *at <= last && hits.size() < question.limit; ++at)
        hits.push_back(hit(source->first + static_cast<std::uint32_t>(at - codes.begin()), 1));
    }
    return hits;
  }

  /// What a list has whole is meant; a beginning of codes gives way to what people say ("DM2") and to words of the books ("B12").
  bool is_meant_as_word(const std::vector<std::string>& typed, grouper::CodeKey code) const {
    if (phrasebook.knows(typed)) return true;
    const bool is_whole = std::any_of(sources.begin(), sources.end(), [&](const auto& source) {
      return !source->is_index && source->places.find(code) != grouper::CodeIndex::none;
    });
    return !is_whole && typed.size() == 1 && has_word(typed.front());
  }

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
           first_word_bonus + (whole.preference != 0 ? preference_bonus : 0) + rounding;
  }

  float rank(std::uint32_t entry, float met, const Whole& whole) const {
    const Entry& of = entries[entry];
    return 0.7F * met / whole.weight + 0.3F * met / std::max(of.weight, met) + of.bonus +
           (of.first_word == whole.first_word ? first_word_bonus : 0) +
           ((of.preferred & whole.preference) != 0 ? preference_bonus : 0);
  }

  /// The best entries by (-rank, entry), more than are asked for because several may lead to one code.
  std::vector<std::pair<float, std::uint32_t>> best(Room& room, const std::vector<std::string>& typed,
                                                    const Question& question) const {
    const bool still_typing = !question.words.empty() && question.words.back() != ' ';
    Whole whole{0, UINT32_MAX, question.limit * 8 + 32, question.only, phrasebook.preference_of(typed)};
    auto asked = all_asked(phrasebook.said_as_the_books_do(typed), still_typing);
    if (!asked.empty()) whole.first_word = asked.front().first;
    float later = 0;
    for (const auto& one : asked) {
      whole.weight += one.most > 0 ? one.most : 8.0F;  // a word that no book has
      later += one.most_worth;
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

}  // namespace charta::encoder
