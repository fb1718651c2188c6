// SPDX-License-Identifier: Apache-2.0
#include "store/dialect.hpp"

#include "base/text.hpp"
#include "store/sql_tokens.hpp"

#include <algorithm>

namespace charta::store {
namespace {

struct Replacement {
  std::string_view word, sqlite, postgresql;
};
constexpr Replacement statement_words[] = {
    {"SKIP_LOCKED", "", "FOR UPDATE SKIP LOCKED"},
    {"FOR_UPDATE", "", "FOR UPDATE"},
    {"GREATEST", "max", "GREATEST"},
    {"LEAST", "min", "LEAST"},
};
constexpr Replacement migration_words[] = {
    {"KEY", "INTEGER PRIMARY KEY", "BIGINT PRIMARY KEY"},
    {"TEXT", "TEXT", "TEXT COLLATE \"C\""},  // byte by byte, as SQLite's BINARY
    {"BLOB", "BLOB", "BYTEA"},
    {"DOUBLE", "REAL", "DOUBLE PRECISION"},
    {"CLUSTERED", "WITHOUT ROWID", ""},
};

template <std::size_t N>
std::string_view replaced(const Replacement (&words)[N], Engine engine, std::string_view word) {
  for (const Replacement& row : words) {
    if (row.word == word) return engine == Engine::sqlite ? row.sqlite : row.postgresql;
  }
  return word;
}

std::size_t number_of(std::vector<std::string>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin()) + 1;
  names.emplace_back(name);
  return names.size();
}

/// "PRIMARY KEY", "FOREIGN KEY" and "CAST(x AS TEXT)" are not column types.
bool is_type_position(std::string_view word, std::string_view previous) {
  if (word == "KEY") return previous != "PRIMARY" && previous != "FOREIGN";
  if (word == "TEXT") return previous != "AS" && previous != "as";
  return true;
}

/// Keeps the lines that belong to the engine.
std::string lines_for(Engine engine, std::string_view sql) {
  std::string kept;
  bool ours = true;
  for (const std::string_view line : split(sql, '\n')) {
    const std::string_view word = trimmed(line);
    if (word == "-- only sqlite") {
      ours = engine == Engine::sqlite;
    } else if (word == "-- only postgresql") {
      ours = engine == Engine::postgresql;
    } else if (word == "-- both") {
      ours = true;
    } else if (ours) {
      kept.append(line).push_back('\n');
    }
  }
  return kept;
}

}  // namespace

Translated translate(Engine engine, std::string_view sql) {
  Translated out;
  out.sql.reserve(sql.size() + 16);
  SqlTokens tokens(sql);
  for (SqlToken token; tokens.next(token);) {
    if (token.kind == SqlToken::Kind::parameter) {
      const std::size_t number = number_of(out.names, token.text.substr(1));
      if (engine == Engine::sqlite) {
        out.sql.append(token.text);
      } else {
        out.sql.append("$").append(std::to_string(number));
      }
    } else if (token.kind == SqlToken::Kind::word) {
      out.sql.append(replaced(statement_words, engine, token.text));
    } else {
      out.sql.append(token.text);
    }
  }
  return out;
}

std::string migration_text(Engine engine, std::string_view sql) {
  const std::string ours = lines_for(engine, sql);
  std::string out;
  out.reserve(ours.size() + 64);
  std::string_view previous;
  SqlTokens tokens(ours);
  for (SqlToken token; tokens.next(token);) {
    const bool is_word = token.kind == SqlToken::Kind::word;
    const bool replace = is_word && is_type_position(token.text, previous);
    out.append(replace ? replaced(migration_words, engine, token.text) : token.text);
    if (is_word) previous = token.text;
  }
  return out;
}

}  // namespace charta::store
