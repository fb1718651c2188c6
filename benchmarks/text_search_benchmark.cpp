// SPDX-License-Identifier: Apache-2.0
// Full-text search over made pages: taking them in, what they weigh, and how long queries of each kind take, on SQLite and
// PostgreSQL. Words are Zipf distributed (exponent 1.05, 200,000 words, 250 a page), 50 pages a patient, three facilities,
// seeded: each run makes the same pages. Usage: text_search_benchmark DIRECTORY PAGES [POSTGRESQL-URL]
#include "store/text_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <vector>

namespace charta::store {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t vocabulary_size = 200'000, words_a_page = 250, pages_a_patient = 50;
constexpr std::int64_t facilities = 3, candidates = 1000;
constexpr int rounds = 200;

double milliseconds_since(Steady::time_point began) {
  return std::chrono::duration<double, std::milli>(Steady::now() - began).count();
}

/// Common words are short, as in a language: the n-th in an alphabet ordered by use.
std::string word_number(std::size_t number) {
  constexpr std::string_view letters = "etaoinshrdlucmfwygpbvkxqjz";
  std::string word;
  for (number += 30; number > 0; number /= letters.size()) word += letters[number % letters.size()];
  return word;
}

class Pages {
 public:
  explicit Pages(std::int64_t count) : patients_(std::max<std::int64_t>(1, count / static_cast<std::int64_t>(pages_a_patient))) {
    double total = 0;
    for (std::size_t i = 0; i < vocabulary_size; ++i) {
      words_.push_back(word_number(i));
      total += 1 / std::pow(static_cast<double>(i) + 2.7, 1.05);
      cumulated_.push_back(total);
    }
  }
  const std::string& word(std::size_t rank) const { return words_[rank]; }
  const std::string& any_word() {
    std::uniform_real_distribution<double> draw(0, cumulated_.back());
    return words_[static_cast<std::size_t>(std::lower_bound(cumulated_.begin(), cumulated_.end(), draw(random_)) -
                                           cumulated_.begin())];
  }
  TextPage next() {
    TextPage page;
    page.document = ++made_;
    page.patient = static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(patients_)) + 1;
    page.at = made_;
    const auto facility = static_cast<std::int64_t>(random_() % facilities);
    page.facility_bit = std::int64_t{1} << facility;
    page.sensitivity = made_ % 20 == 0 ? 2 : 0;
    for (std::size_t i = 0; i < words_a_page; ++i) page.words += (i == 0 ? "" : " ") + any_word();
    page.marks = {"p" + std::to_string(page.patient), "f" + std::to_string(facility)};
    return page;
  }

 private:
  std::mt19937_64 random_{20'261'122};
  std::int64_t patients_, made_ = 0;
  std::vector<std::string> words_;
  std::vector<double> cumulated_;
};

TextQuery asks(std::vector<TextClause> clauses) {
  TextQuery query;
  query.clauses = std::move(clauses);
  query.facilities = (std::int64_t{1} << facilities) - 1;
  query.hidden = 2;
  query.limit = candidates + 1;
  return query;
}

struct Kind {
  std::string name;
  std::function<TextQuery(int)> make;
};

std::vector<Kind> kinds(const Pages& pages) {
  const auto one = [](std::string word, bool prefix = false) { return TextClause{{{{std::move(word)}, prefix}}, false}; };
  const auto word = [&pages](std::size_t rank) { return pages.word(rank); };
  const auto spread = [](int round) { return static_cast<std::size_t>(round) * 37; };
  return {
      {"one word, common (on most pages)", [=](int n) { return asks({one(word(static_cast<std::size_t>(n) % 20))}); }},
      {"one word, of any frequency", [=](int n) { return asks({one(word(20 + spread(n)))}); }},
      {"one word, rare", [=](int n) { return asks({one(word(150'000 + spread(n)))}); }},
      {"two words, both common",
       [=](int n) {
         return asks({one(word(static_cast<std::size_t>(n) % 20)), one(word(40 + static_cast<std::size_t>(n)))});
       }},
      {"two words, middling",
       [=](int n) {
         return asks({one(word(300 + spread(n))), one(word(500 + spread(n)))});
       }},
      {"phrase of two common words",
       [=](int n) {
         return asks({{{{{word(static_cast<std::size_t>(n) % 20), word(20 + static_cast<std::size_t>(n) % 60)}, false}}, false}});
       }},
      {"phrase, middling",
       [=](int n) {
         return asks({{{{{word(200 + static_cast<std::size_t>(n)), word(100 + static_cast<std::size_t>(n))}, false}}, false}});
       }},
      {"prefix of three letters", [=](int n) { return asks({one(word(1000 + spread(n)).substr(0, 3), true)}); }},
      {"prefix of four letters", [=](int n) { return asks({one(word(20'000 + spread(n)).substr(0, 4), true)}); }},
      {"common word but not another",
       [=](int n) {
         return asks({one(word(static_cast<std::size_t>(n) % 20)), {{{{word(60 + static_cast<std::size_t>(n))}, false}}, true}});
       }},
      {"in one chart, common word",
       [=](int n) {
         auto query = asks({one(word(static_cast<std::size_t>(n) % 20))});
         query.patient = n * 7 + 1;
         query.marks = {{"p" + std::to_string(query.patient)}};
         return query;
       }},
      {"in one facility, common word",
       [=](int n) {
         auto query = asks({one(word(static_cast<std::size_t>(n) % 20))});
         query.facilities = 2;
         query.marks = {{"f1"}};
         return query;
       }},
  };
}

Result<void> take_in(Store& store, const TextIndex& index, Pages& pages, std::int64_t count) {
  constexpr std::int64_t at_once = 250;
  const auto began = Steady::now();
  double making = 0;
  for (std::int64_t done = 0; done < count; done += at_once) {
    const auto makes = Steady::now();
    std::vector<TextPage> some;
    for (std::int64_t i = done; i < std::min(done + at_once, count); ++i) some.push_back(pages.next());
    making += milliseconds_since(makes);
    const auto added = store.write([&](UnitOfWork& work) { return index.add(work, some); });
    if (!added) return added.error();
    if (done % 100'000 == 0) fmt::print(stderr, "{} pages\n", done);
  }
  const double seconds = (milliseconds_since(began) - making) / 1000;
  fmt::print("{} pages taken in: {:.0f} pages/s\n", count, static_cast<double>(count) / seconds);
  return {};
}

Result<void> ask(Store& store, const TextIndex& index, const Kind& kind) {
  std::vector<double> times;
  std::size_t found = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto query = kind.make(round);
    const auto began = Steady::now();
    CHARTA_TRY(const auto pages, store.read([&](Reader& reader) { return index.find(reader, query); }));
    times.push_back(milliseconds_since(began));
    found += pages.size();
  }
  std::sort(times.begin(), times.end());
  fmt::print("{:36} {:8.2f} ms median {:8.2f} ms p99 {:8.2f} ms most {:6.0f} pages\n", kind.name, times[rounds / 2],
             times[rounds * 99 / 100], times.back(), static_cast<double>(found) / rounds);
  return {};
}

Result<void> run(const std::string& directory, std::int64_t count, const std::string& url) {
  StoreOptions options;
  options.directory = directory;
  options.database_url = url;
  CHARTA_TRY(const auto store, Store::open(options));
  const TextIndex index;
  Pages pages(count);
  CHARTA_TRY(const auto there, store->read([&](Reader& reader) { return index.count(reader); }));
  fmt::print("{}\n", store->engine() == Engine::sqlite ? "SQLite" : "PostgreSQL");
  if (there == 0) CHARTA_TRY_DO(take_in(*store, index, pages, count));
  CHARTA_TRY_DO(store->checkpoint());
  std::error_code error;
  if (url.empty())
    fmt::print("{:.0f} bytes a page on disk\n", static_cast<double>(std::filesystem::file_size(directory + "/charta.db", error)) /
                                                    static_cast<double>(std::max(there, count)));
  for (const auto& kind : kinds(pages)) CHARTA_TRY_DO(ask(*store, index, kind));
  return {};
}

}  // namespace
}  // namespace charta::store

int main(int count, char** words) {
  if (count < 3) {
    fmt::print(stderr, "usage: text_search_benchmark DIRECTORY PAGES [POSTGRESQL-URL]\n");
    return 2;
  }
  const auto done = charta::store::run(words[1], std::atoll(words[2]), count > 3 ? words[3] : "");
  if (!done) fmt::print(stderr, "{}\n", done.error().message);
  return done ? 0 : 1;
}
