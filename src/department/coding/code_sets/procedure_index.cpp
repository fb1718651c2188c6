// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "department/coding/code_sets/published_table.hpp"
#include "department/coding/code_sets/tabular_file.hpp"

#include <fmt/format.h>

namespace charta::code_sets {

Result<code_books::IndexBook> read_procedure_index(std::string_view text) {
  static constexpr PublishedTable::Column columns[] = {{"letter"}, {"term"}, {"elem"}, {"value"}, {"code"}, {"level"}};
  CHARTA_TRY(auto table, PublishedTable::open(text, columns));
  code_books::IndexWriter writer;
  writer.name("ICD-10-PCS index");
  std::string main_term;
  bool any_code = false;
  for (;;) {
    CHARTA_TRY(const bool more, table.next());
    if (!more) break;
    if (table[1].empty()) return table.broken("an entry has no main term");
    if (table[1] != main_term) {
      while (writer.depth() != 0) writer.close();
      main_term = table[1];
      writer.open(main_term);
    }
    const auto level = table[5].empty() ? std::optional<long long>(0) : parse_integer(table[5]);
    if (!level || *level < 0 || static_cast<std::size_t>(*level) > writer.depth())
      return table.broken("a level is missing between this entry and its main term");
    const auto code = grouper::key_of(table[4]);
    if (code == 0 && !table[4].empty()) return table.broken(fmt::format("'{}' is no beginning of a code", table[4]));
    while (writer.depth() > std::max<std::size_t>(1, static_cast<std::size_t>(*level))) writer.close();
    const bool is_title = table[2] == "title";
    auto& entry = writer.open(is_title ? table[3] : table[2]);
    entry.code = code;
    if (table[2] == "see") entry.see = writer.text(table[3]);
    if (table[2] == "use") entry.use = writer.text(table[3]);
    any_code = any_code || code != 0;
  }
  if (!any_code) return fail(ErrorKind::invalid, "no entry has a code");
  auto book = writer.take();
  CHARTA_TRY_DO(book.prepare());
  return book;
}

}  // namespace charta::code_sets
