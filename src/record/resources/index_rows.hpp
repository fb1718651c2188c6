// SPDX-License-Identifier: Apache-2.0
// What the search index holds of one resource, made before the writer is entered.
#pragma once
#include "formats/json/json.hpp"

#include <compare>
#include <cstdint>
#include <forward_list>
#include <string>
#include <string_view>
#include <vector>

namespace charta::resources {

/// A reference as written. `key` is set when the id is a printed row key: then nothing needs to be looked up.
struct ReferenceText {
  enum class Kind { none, local, outside };
  Kind kind = Kind::none;         ///< none: contained, or nothing to follow
  std::string_view type{}, id{};  ///< local: "Type/id", a version left out
  std::int64_t key = 0;
};
ReferenceText read_reference(std::string_view text);

/// The row key that an id prints, or 0 when the id is one that a client chose.
std::int64_t key_of_id(std::string_view id);

/// Rows without what all rows of a resource share. Texts are views into the resource's document, folded ones are owned.
struct IndexRows {
  struct Token {
    std::int64_t param = 0;
    std::string_view code{}, system{};
    auto operator<=>(const Token&) const = default;
  };
  struct Reference {
    std::int64_t param = 0;
    std::string_view type{}, id{};
    std::int64_t key = 0;
    auto operator<=>(const Reference&) const = default;
  };
  struct String {
    std::int64_t param = 0;
    std::string folded{};
    std::string_view exact{};
    auto operator<=>(const String&) const = default;
  };
  struct Date {
    std::int64_t param = 0, from_ms = 0, until_ms = 0;
    auto operator<=>(const Date&) const = default;
  };
  struct Number {
    std::int64_t param = 0;
    double value = 0;
    std::string_view system{}, unit{};
    auto operator<=>(const Number&) const = default;
  };

  /// The words beside a code, for :text.
  struct Words {
    std::int64_t param = 0;
    std::string_view text{}, code{}, system{};
    auto operator<=>(const Words&) const = default;
  };

  std::vector<Words> words{};
  std::forward_list<std::string> made{};  ///< texts that rows view and the document does not hold
  std::vector<Token> tokens{};
  std::vector<Reference> references{};
  std::vector<String> strings{};
  std::vector<Date> dates{};
  std::vector<Number> numbers{};
  std::uint64_t present = 0;
  ReferenceText patient{};  ///< whose record the resource is in; not set for a Patient, which is in its own
};

/// Each kind sorted and without repetitions.
IndexRows index_rows(json::Value resource);

/// A concept that has words and no code stands among the codes as this sign and its folded words: no code begins so.
inline constexpr char words_without_code = '\x01';

/// What the index keeps of a code, an address, a unit or a text as written: itself, or when it is longer than an index page of a
/// database takes, its beginning and the SHA-256 of the whole. The same for what is kept already. Searches ask alike.
std::string index_key(std::string_view text);

/// What the index keeps of a folded text: its beginning, cut at a character. Searches cut alike.
std::string folded_key(std::string folded);

}  // namespace charta::resources
