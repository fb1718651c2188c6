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
  /// "hx of": codes of what was come before codes of what is.
  struct Preference {
    std::vector<std::vector<std::string>> said;
    std::vector<std::pair<grouper::CodeKey, grouper::CodeKey>> codes;  ///< from, until
    bool holds(grouper::CodeKey code) const;
  };
  static constexpr std::size_t most_preferences = 8;

  static Result<Phrasebook> read(json::Value parameters);
  bool knows(const std::vector<std::string>& words) const;
  /// Words of the books that a word may mean beside itself: "limb" for "leg".
  const std::vector<std::string>& also(std::string_view word) const;
  const std::vector<Preference>& preferences() const { return preferences_; }
  /// The first preference that the words ask for, as a bit; 0: none.
  std::uint8_t preference_of(const std::vector<std::string>& words) const;
  /// A word of the books, and the word of the question in whose place it stands; empty: none.
  struct Said {
    std::string word, instead_of;
  };
  /// The words with known phrases, of up to four words, put in the books' words.
  std::vector<Said> said_as_the_books_do(const std::vector<std::string>& words) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> phrases_, also_;
  std::vector<Preference> preferences_;
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

  /// Of a code that a list has; empty: none has it.
  std::string_view title(System system, grouper::CodeKey code) const;
  /// The title of what was found; of the beginning of procedures, to which their index leads, what the titles below begin with.
  std::string_view title(const Hit& hit) const;
  std::size_t memory_bytes() const;

 private:
  struct Index;
  std::unique_ptr<Index> index_;
};

}  // namespace charta::encoder
