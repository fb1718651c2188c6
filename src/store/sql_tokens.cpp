// SPDX-License-Identifier: Apache-2.0
#include "store/sql_tokens.hpp"

#include <algorithm>

namespace charta::store {
namespace {

bool starts_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool continues_word(char c) {
  return starts_word(c) || (c >= '0' && c <= '9');
}

}  // namespace

std::size_t SqlTokens::end_of_quoted(char quote) const {
  for (std::size_t i = at_ + 1; i < sql_.size(); ++i) {
    if (sql_[i] != quote) continue;
    if (i + 1 < sql_.size() && sql_[i + 1] == quote) {
      ++i;  // a doubled quote stands for itself
      continue;
    }
    return i + 1;
  }
  return sql_.size();
}

std::size_t SqlTokens::end_of_word(std::size_t from) const {
  while (from < sql_.size() && continues_word(sql_[from])) ++from;
  return from;
}

SqlToken::Kind SqlTokens::classify(std::size_t& end) const {
  using Kind = SqlToken::Kind;
  const char c = sql_[at_];
  const char following = at_ + 1 < sql_.size() ? sql_[at_ + 1] : '\0';
  if (c == '\'' || c == '"') return end = end_of_quoted(c), Kind::quoted;
  if (c == '-' && following == '-') return end = std::min(sql_.find('\n', at_), sql_.size()), Kind::comment;
  if (c == '/' && following == '*') {
    const auto close = sql_.find("*/", at_ + 2);
    return end = close == sql_.npos ? sql_.size() : close + 2, Kind::comment;
  }
  if (c == ':' && following == ':') return end = at_ + 2, Kind::other;  // a PostgreSQL cast
  if (c == ':' && starts_word(following)) return end = end_of_word(at_ + 1), Kind::parameter;
  if (starts_word(c)) return end = end_of_word(at_), Kind::word;
  if (c >= '0' && c <= '9') return end = end_of_word(at_), Kind::other;
  return end = at_ + 1, Kind::other;
}

bool SqlTokens::next(SqlToken& token) {
  if (at_ >= sql_.size()) return false;
  std::size_t end = at_;
  token.kind = classify(end);
  token.text = sql_.substr(at_, end - at_);
  at_ = end;
  return true;
}

}  // namespace charta::store
