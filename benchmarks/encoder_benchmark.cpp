// SPDX-License-Identifier: Apache-2.0
// The encoder against the alphabetic index: how often the right code or its category is first, or among ten, for entry paths
// typed in natural order, as they are and with one typing error; and how long a keystroke takes. benchmarks/encoder/README.md
// says how.
//
//   build/release/benchmarks/encoder_benchmark [--queries] [--misses] [DIAGNOSES.zip PROCEDURES.zip INDEX [EVERY_NTH]] [--also
//   FILE]
#include "base/text.hpp"
#include "benchmarks/encoder/coders_queries.hpp"
#include "department/coding/code_sets/code_library.hpp"
#include "department/coding/code_sets/code_text_files.hpp"
#include "department/coding/encoder/words.hpp"
#include "formats/archive/archive.hpp"
#include "store/durable_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <random>
#include <set>
#include <unistd.h>

namespace {

using namespace charta;
using Clock = std::chrono::steady_clock;

/// "NEC" and "NOS" are the book's shorthand; nobody types them.
std::string typed(std::string_view path) {
  std::string text;
  for (const auto& word : encoder::words_of(path))
    if (word != "nec" && word != "no") text += (text.empty() ? "" : " ") + word;
  return text;
}

/// One error in one of the longer words: a letter dropped, doubled, swapped with its neighbour, or another in its place.
std::string with_an_error(std::string text, std::mt19937& random) {
  std::vector<std::size_t> places;
  for (std::size_t at = 1; at + 2 < text.size(); ++at)
    if (text.substr(at - 1, 4).find(' ') == std::string::npos) places.push_back(at);
  if (places.empty()) return text;
  const auto at = places[random() % places.size()];
  switch (random() % 4) {
    case 0:
      text.erase(at, 1);
      break;
    case 1:
      text.insert(at, 1, text[at]);
      break;
    case 2:
      std::swap(text[at], text[at + 1]);
      break;
    default:
      text[at] = static_cast<char>('a' + static_cast<char>(random() % 26));
  }
  return text;
}

struct Score {
  int asked = 0, first = 0, first_ten = 0;
  void print(std::string_view name) const {
    fmt::print("{}: {} paths, first {:.1f} %, among ten {:.1f} %\n", name, asked, 100.0 * first / asked,
               100.0 * first_ten / asked);
  }
};

bool is_right(const std::set<std::string>& truth, const std::string& code) {
  return std::any_of(truth.begin(), truth.end(),
                     [&](const auto& right) { return code.starts_with(right) || code == right.substr(0, 3); });
}

void ask(const encoder::Encoder& box, const std::string& words, const std::set<std::string>& truth, Score& score,
         bool names_misses) {
  ++score.asked;
  const auto hits = box.search({words, 10, nullptr});
  for (std::size_t n = 0; n < hits.size(); ++n) {
    if (!is_right(truth, grouper::text_of(hits[n].code))) continue;
    score.first += n == 0 ? 1 : 0;
    ++score.first_ten;
    return;
  }
  if (names_misses) fmt::print("  {} wants {}\n", words, *truth.begin());
}

struct Asked {
  std::vector<std::string> files;  ///< the third is the alphabetic index
  std::size_t every = 1;
  bool only_queries = false, names_misses = false;
};

Result<void> measure(const Asked& asked) {
  const auto& files = asked.files;
  const auto every = asked.every;
  const auto folder =
      (std::filesystem::temp_directory_path() / ("charta-encoder-benchmark-" + std::to_string(::getpid()))).string();
  CHARTA_TRY(const auto rules, rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules"));
  CHARTA_TRY(auto library, code_sets::CodeLibrary::open(folder, rules));
  auto start = Clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  CHARTA_TRY(const auto sets, code_sets::read_published(files, "", library.logic()));
  CHARTA_TRY_DO(library.keep(sets));
  fmt::print("import of {} sets: {:.2f} s\n", sets.size(), seconds());
  start = Clock::now();
  CHARTA_TRY(const auto* box, library.encoder(*Date::parse("2025-11-15")));
  fmt::print("encoder made: {:.2f} s, {:.0f} MB\n", seconds(), static_cast<double>(box->memory_bytes()) / (1 << 20));
  const std::string queries = CHARTA_SOURCE_FOLDER "/benchmarks/encoder/coders_queries";
  CHARTA_TRY_DO(benchmarks::ask_queries(*box, queries + ".tsv", "the half that is mended by", asked.names_misses));
  CHARTA_TRY_DO(benchmarks::ask_queries(*box, queries + "_kept_aside.tsv", "the half kept aside", false));
  std::error_code ignored;
  if (asked.only_queries) {
    std::filesystem::remove_all(folder, ignored);
    return {};
  }
  CHARTA_TRY(auto bytes, store::read_file(files[2]));
  if (archive::is_gzip(bytes)) {
    CHARTA_TRY(bytes, archive::gunzip(bytes));
  }
  CHARTA_TRY(const auto index, code_sets::read_alphabetic_index(bytes));
  std::map<std::string, std::set<std::string>> truth;  // the same words may lead to several codes
  for (std::size_t n = 0; n < index.size(); ++n)
    if (!index.is_reference(n)) truth[typed(index.text(n))].insert(grouper::text_of(index.codes[n]));
  Score as_typed, with_error;
  std::mt19937 random(7);
  std::vector<double> keystrokes;
  std::size_t number = 0;
  for (const auto& [words, codes] : truth) {
    if (number++ % every != 0 || words.empty()) continue;
    ask(*box, words, codes, as_typed, asked.names_misses);
    ask(*box, with_an_error(words, random), codes, with_error, asked.names_misses);
    if (number % (every * 20) != 1) continue;
    for (std::size_t length = 1; length <= words.size(); ++length) {
      start = Clock::now();
      (void)box->search({std::string_view(words).substr(0, length), 10, nullptr});
      keystrokes.push_back(seconds() * 1000);
    }
  }
  as_typed.print("as typed");
  with_error.print("with one typing error");
  std::sort(keystrokes.begin(), keystrokes.end());
  if (!keystrokes.empty())
    fmt::print("{} keystrokes: median {:.2f} ms, p99 {:.2f} ms, slowest {:.2f} ms\n", keystrokes.size(),
               keystrokes[keystrokes.size() / 2], keystrokes[keystrokes.size() * 99 / 100], keystrokes.back());
  std::filesystem::remove_all(folder, ignored);
  return {};
}

}  // namespace

int main(int count, char** words) {
  const std::string data = CHARTA_SOURCE_FOLDER "/../shared/data/icd10/";
  Asked asked;
  std::vector<std::string> also;
  for (int n = 1; n < count; ++n) {
    const std::string_view word = words[n];
    if (word == "--queries")
      asked.only_queries = true;
    else if (word == "--misses")
      asked.names_misses = true;
    else if (word == "--also" && n + 1 < count)
      also.emplace_back(words[++n]);
    else if (asked.files.size() < 3)
      asked.files.emplace_back(word);
    else
      asked.every = static_cast<std::size_t>(std::max(parse_integer(word).value_or(1), 1LL));
  }
  if (asked.files.size() < 3)
    asked.files = {data + "cms_2026_dx.zip", data + "cms_2026_pr.zip", data + "fy2025-index/ICD10CM_2025_Index.csv.gz"};
  asked.files.insert(asked.files.end(), also.begin(), also.end());
  const auto done = measure(asked);
  if (!done) fmt::print(stderr, "{}\n", done.error().message);
  return done ? 0 : 1;
}
