// SPDX-License-Identifier: Apache-2.0
// Cuts SQL into words, parameters and what must be left alone (strings, comments), so that dialect.cpp can replace words safely.
#pragma once
#include <cstddef>
#include <string_view>

namespace charta::store {

struct SqlToken {
  enum class Kind { word, parameter, quoted, comment, other };
  Kind kind = Kind::other;
  std::string_view text;  ///< as written; a parameter with its colon
};

class SqlTokens {
 public:
  explicit SqlTokens(std::string_view sql) : sql_(sql) {}
  bool next(SqlToken& token);

 private:
  std::size_t end_of_quoted(char quote) const;
  std::size_t end_of_word(std::size_t from) const;
  SqlToken::Kind classify(std::size_t& end) const;

  std::string_view sql_;
  std::size_t at_ = 0;
};

}  // namespace charta::store
