// SPDX-License-Identifier: Apache-2.0
// One search box over code sets: a code, words in any order, abbreviations, lay terms, misspellings, paths of the alphabetic
// index.
#pragma once
#include "base/result.hpp"
#include "department/coding/encoder/code_texts.hpp"
#include "formats/json/json.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace charta::encoder {

enum class System : std::uint8_t { icd10cm, icd10pcs, hcpcs, cpt };
std::string_view name_of(System system);

/// What people say for what the code books say: "mi" for "myocardial infarction". Read from data/rules/coding/encoder-words.json.
class Phrasebook {
 public:
  static Result<Phrasebook> read(json::Value parameters);
  /// The words with known phrases, of up to three words, put in the books' words.
  std::vector<std::string> said_as_the_books_do(const std::vector<std::string>& words) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> phrases_;
};

struct Hit {
  grouper::CodeKey code = 0;
  System system = System::icd10cm;
  bool is_billable = false, by_index = false;
  std::string_view text;  ///< the title, or the index path that was met; lives as long as the encoder
  float score = 0;
};

class Encoder {
 public:
  explicit Encoder(Phrasebook phrasebook = {});
  ~Encoder();
  Encoder(Encoder&&) noexcept;
  Encoder& operator=(Encoder&&) noexcept;

  /// Takes a tabular list or an index over; call finish() after the last.
  void add(System system, CodeTexts texts, bool is_index);
  /// The same over a list that others read too.
  void add(System system, std::shared_ptr<const CodeTexts> texts, bool is_index);
  void finish();

  struct Question {
    std::string_view words;
    std::size_t limit = 10;
    const System* only = nullptr;
  };
  /// The best codes first, each code once; from any thread. Room is kept from call to call, as much as is asked at once.
  std::vector<Hit> search(const Question& question) const;

  std::string_view title(System system, grouper::CodeKey code) const;
  std::size_t memory_bytes() const;

 private:
  struct Index;
  std::unique_ptr<Index> index_;
};

}  // namespace charta::encoder
