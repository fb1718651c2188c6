// SPDX-License-Identifier: Apache-2.0
// Whatever stands in a publisher's book, its reader answers a book that fits together, is written and read again, and can be
// asked; or says why not. The first byte chooses the book.
#include "department/coding/claim_edits/claim_edits.hpp"
#include "department/coding/code_sets/compact_file.hpp"
#include "department/coding/code_sets/modifier_files.hpp"
#include "department/coding/code_sets/procedure_files.hpp"
#include "department/coding/code_sets/service_files.hpp"
#include "department/coding/code_sets/small_files.hpp"
#include "department/coding/code_sets/tabular_file.hpp"
#include "tests/fuzz/property.hpp"

using namespace charta;

namespace {

template <class Book>
void holds_together(Result<Book> read) {
  if (!read) {
    CHARTA_PROPERTY(!read.error().message.empty());
    return;
  }
  CHARTA_PROPERTY(read->prepare().has_value());
  auto again = code_sets::from_compact<Book>("book", code_sets::to_compact("book", *read));
  CHARTA_PROPERTY(again.has_value() && again->prepare().has_value());
}

void ask_tabular(std::string_view text) {
  auto read = code_sets::read_tabular_list(text);
  if (!read) return;
  CHARTA_PROPERTY(read->prepare().has_value());
  for (std::uint32_t n = 0; n < read->levels.size(); ++n) {
    const auto& level = read->levels[n];
    CHARTA_PROPERTY(read->chain(n).back() == n);
    for (const auto& note : read->notes_of(n)) (void)read->references_of(note).size();
    if (level.kind == code_books::LevelKind::code) CHARTA_PROPERTY(read->find(level.first) == n);
    (void)read->sevenths_at(n).size();
    (void)read->below(n).size();
  }
}

/// Whatever is typed finds entries of the book below where it was typed, and no more of a path is left than was asked.
void ask_index(const Result<code_books::IndexBook>& read, std::string_view typed) {
  holds_together(read);
  if (!read) return;
  CHARTA_PROPERTY(code_sets::searchable(*read).fits());
  const auto most = std::min<std::uint32_t>(static_cast<std::uint32_t>(read->entries.size()), 40);
  for (const auto one : read->search(typed, 20)) CHARTA_PROPERTY(one < read->entries.size());
  for (std::uint32_t n = 0; n < most; ++n) {
    for (const auto one : read->search_below(n, typed)) CHARTA_PROPERTY(one > n && one < read->entries[n].end);
    const auto path = read->path_of(n);
    CHARTA_PROPERTY(read->find_path(path).second.size() <= path.size());
    CHARTA_PROPERTY(read->chain(n).back() == n);
  }
}

void ask_procedures(std::string_view text) {
  auto read = code_sets::read_procedure_tables(text);
  if (!read) return;
  const auto all = read->narrow("");
  CHARTA_PROPERTY(all.has_value());
  if (all->codes > 10'000) return;
  for (const auto& table : read->tables)
    for (const auto code : read->codes_of(table)) CHARTA_PROPERTY(read->builds(code));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto text = text_of(data + 1, size - 1);
  const code_sets::Licences licences{"ours"};
  switch (data[0] % 19) {
    case 0:
      ask_tabular(text);
      break;
    case 1:
      ask_index(code_sets::read_index_book(text), text.substr(0, 24));
      ask_index(code_sets::read_index_book(text), "left acute");
      break;
    case 2:
      ask_index(code_sets::read_procedure_index(text), text.substr(0, 24));
      break;
    case 3:
      ask_procedures(text);
      break;
    case 4:
      holds_together(code_sets::read_procedure_definitions(text));
      break;
    case 5:
      holds_together(code_sets::read_procedure_keys(text));
      break;
    case 6:
      holds_together(code_sets::read_hcpcs_record(text, licences));
      break;
    case 7:
      holds_together(code_sets::read_hcpcs_table(text, {}));
      break;
    case 8:
      holds_together(code_sets::read_unit_limits(text, {}));
      break;
    case 9:
      holds_together(code_sets::read_service_pairs(text, licences));
      break;
    case 10:
      holds_together(code_sets::read_poa_exempt(text));
      break;
    case 11:
      holds_together(code_sets::read_addenda(text));
      break;
    case 12:
      holds_together(code_sets::read_elixhauser(text));
      break;
    case 13:
      holds_together(code_sets::read_ccsr(text));
      break;
    case 14:
      holds_together(code_sets::read_units(text));
      break;
    case 16:
      holds_together(code_sets::read_modifier_table(text, {}));
      break;
    case 17:
      holds_together(code_sets::read_category_labels(text));
      break;
    case 18:
      holds_together(code_sets::read_category_hierarchies(text));
      break;
    default:
      for (const auto& reference : code_books::references_in(text))
        CHARTA_PROPERTY(reference.from != 0 && reference.from <= reference.to);
  }
  return 0;
}
