// SPDX-License-Identifier: Apache-2.0
// What was typed into a field, and where in the note it stands. Pure values.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace charta::data_entry {

/// In thousandths of the upright page.
struct PageBox {
  int left = 0, top = 0, width = 0, height = 0;
  bool operator==(const PageBox&) const = default;
};
/// "120 300 400 30"; nothing for anything else and for what leaves the page.
std::optional<PageBox> parse_box(std::string_view text);
std::string print(const std::optional<PageBox>& box);  ///< empty: the whole page

struct SourcePlace {
  std::int64_t version = 0;  ///< of the document
  std::int64_t page = 0;     ///< from 1; 0: not marked
  std::optional<PageBox> box;
  std::string quote;  ///< the words that stand there, where the page has words
};

struct EnteredValue {
  std::string field;
  int row = 1;             ///< of a field that may stand several times
  std::string text;        ///< "72 kg", "Type 2 diabetes", "left"
  std::string unit;        ///< UCUM, where it was chosen beside the number
  std::string code;        ///< ICD-10-CM, ICD-10-PCS, RxNorm
  std::string side;        ///< left, right, bilateral
  std::string since;       ///< onset or day of the procedure: a date, which may be partial
  std::string detail;      ///< dose, reaction
  bool is_absent = false;  ///< somebody looked: the note does not say it
  SourcePlace source;
  UserId by;
  Instant at;

  bool is_given() const { return !is_absent && (!text.empty() || !code.empty()); }
};

/// Which value of a form: its field and row.
struct ValueKey {
  std::string field;
  int row = 0;  ///< 0: none
  bool is_set() const { return row > 0; }
  auto operator<=>(const ValueKey&) const = default;
};
inline ValueKey key_of(const EnteredValue& value) {
  return {value.field, value.row};
}
const EnteredValue* find_value(const std::vector<EnteredValue>& values, const ValueKey& key);
/// What a value says, without where it stands: an answer about a value counts as long as this is the same.
std::string saying_of(const EnteredValue& value);
/// Its digest: by which an answer is bound to what was answered about. Of no value: of nothing said.
std::string saying_digest(const EnteredValue* value);

}  // namespace charta::data_entry
