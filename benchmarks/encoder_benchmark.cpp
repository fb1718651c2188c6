// SPDX-License-Identifier: Apache-2.0
// The encoder against the alphabetic index: how often the right code or its category is first, or among ten, for entry paths
// typed in natural order, as they are and with one typing error; and how long a keystroke takes. benchmarks/encoder/README.md
// says how.
//
//   build/release/benchmarks/encoder_benchmark [DIAGNOSES.zip PROCEDURES.zip INDEX [EVERY_NTH]]
#include "base/text.hpp"
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

void ask(const encoder::Encoder& box, const std::string& words, const std::set<std::string>& truth, Score& score) {
  ++score.asked;
  const auto hits = box.search({words, 10, nullptr});
  for (std::size_t n = 0; n < hits.size(); ++n) {
    if (!is_right(truth, grouper::text_of(hits[n].code))) continue;
    score.first += n == 0 ? 1 : 0;
    ++score.first_ten;
    return;
  }
}

Result<void> measure(const std::vector<std::string>& files, std::size_t every) {
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
  CHARTA_TRY(auto bytes, store::read_file(files.back()));
  if (archive::is_gzip(bytes)) {
    CHARTA_TRY(bytes, archive::gunzip(bytes));
  }
  CHARTA_TRY(const auto index, code_sets::read_alphabetic_index(bytes));
  std::map<std::string, std::set<std::string>> truth;  // the same words may lead to several codes
  for (std::size_t n = 0; n < index.size(); ++n) truth[typed(index.text(n))].insert(grouper::text_of(index.codes[n]));
  Score as_typed, with_error;
  std::mt19937 random(7);
  std::vector<double> keystrokes;
  std::size_t number = 0;
  for (const auto& [words, codes] : truth) {
    if (number++ % every != 0 || words.empty()) continue;
    ask(*box, words, codes, as_typed);
    ask(*box, with_an_error(words, random), codes, with_error);
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
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return {};
}

}  // namespace

int main(int count, char** words) {
  const std::string data = CHARTA_SOURCE_FOLDER "/../shared/data/icd10/";
  std::vector<std::string> files{data + "cms_2026_dx.zip", data + "cms_2026_pr.zip",
                                 data + "fy2025-index/ICD10CM_2025_Index.csv.gz"};
  if (count > 3) files = {words[1], words[2], words[3]};
  const auto every = count > 4 ? parse_integer(words[4]).value_or(1) : 1;
  const auto done = measure(files, static_cast<std::size_t>(std::max(every, 1LL)));
  if (!done) fmt::print(stderr, "{}\n", done.error().message);
  return done ? 0 : 1;
}
