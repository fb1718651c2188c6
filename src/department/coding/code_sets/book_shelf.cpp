// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/book_shelf.hpp"

#include "department/coding/code_sets/compact_file.hpp"
#include "department/coding/code_sets/modifier_files.hpp"

#include <fmt/format.h>

namespace charta::code_sets {
namespace {

struct Publication {
  std::string_view kind, what;
};
constexpr Publication publications[] = {{"icd10cm-tabular", "the tabular list of ICD-10-CM (CDC's tabular XML)"},
                                        {"icd10cm-index-book", "the alphabetic index of ICD-10-CM (CDC's index XML)"},
                                        {"icd10cm-external-causes", "the index of external causes (CDC's eindex XML)"},
                                        {"icd10cm-drugs", "the table of drugs (CDC's drug XML)"},
                                        {"icd10cm-neoplasms", "the table of neoplasms (CDC's neoplasm XML)"},
                                        {"icd10pcs-tables", "the tables of ICD-10-PCS (CMS's tables XML)"},
                                        {"icd10pcs-index", "the index of ICD-10-PCS (CMS's index XML)"},
                                        {"icd10pcs-definitions", "the definitions of ICD-10-PCS (CMS's definitions XML)"},
                                        {"poa-exempt", "the list of codes exempt from present on admission (CMS)"},
                                        {"hcpcs", "HCPCS Level II (CMS's record layout or CSV)"},
                                        {"hcpcs-modifiers", "the modifiers of HCPCS (a table of modifiers)"},
                                        {"cpt", "CPT (a site's own licensed list, with --cpt-licence)"},
                                        {"icd10cm", "the codes of ICD-10-CM (CMS's order file)"},
                                        {"icd10pcs", "the codes of ICD-10-PCS (CMS's order file)"}};

std::string what_is(std::string_view kind) {
  for (const auto& one : publications)
    if (one.kind == kind) return std::string(one.what);
  return std::string(kind);
}

/// What is not loaded stays null; what is damaged is an error.
template <class Shared, class Book>
Result<void> take_loaded(const Shared& shared, const Book*& into, std::vector<std::shared_ptr<const void>>& held) {
  if (!shared) return shared.error().kind == ErrorKind::not_found ? Result<void>() : Result<void>(shared.error());
  into = shared->get();
  held.push_back(*shared);
  return {};
}

template <class Book>
Result<void> prepared(Book& book) {
  return book.prepare();
}

}  // namespace

Result<std::unique_ptr<BookShelf>> BookShelf::open(std::string folder, const rules::RuleBook& rules, Date today,
                                                   std::string_view jurisdiction) {
  CatalogueWatch watch(folder);
  CHARTA_TRY(auto library, CodeLibrary::open(folder, rules));
  std::unique_ptr<BookShelf> shelf(new BookShelf(std::move(library), std::move(folder), rules, std::move(watch)));
  CHARTA_TRY(const auto* edits, rules.in_force("coding/claim-edits", today, jurisdiction));
  CHARTA_TRY(const auto pack_of_edits, json::Document::parse(edits->parameters));
  CHARTA_TRY(shelf->edit_rules_, claim_edits::EditRules::read(pack_of_edits.root()));
  CHARTA_TRY(const auto* words, rules.in_force("coding/logic-path", today, jurisdiction));
  CHARTA_TRY(const auto pack_of_words, json::Document::parse(words->parameters));
  CHARTA_TRY(shelf->logic_words_, logic_path::LogicWords::read(pack_of_words.root()));
  CHARTA_TRY(const auto* sections, rules.in_force("coding/guideline-sections", today, jurisdiction));
  CHARTA_TRY(const auto pack_of_sections, json::Document::parse(sections->parameters));
  CHARTA_TRY(shelf->guidelines_, code_books::GuidelineSections::read(pack_of_sections.root(), sections->reference()));
  return shelf;
}

/// An import while the server runs takes effect with the next question; a catalogue that cannot be read leaves the old one.
void BookShelf::look_again() {
  if (!watch_.is_another()) return;
  auto again = CodeLibrary::open(folder_, rules_);
  if (!again) return watch_.forget();
  library_ = std::make_shared<CodeLibrary>(std::move(*again));
  ++edition_;
  std::erase_if(books_, [&](const auto& book) {
    return std::none_of(library_->entries().begin(), library_->entries().end(),
                        [&](const auto& entry) { return entry.file == book.first; });
  });
}

Result<const CodeSetEntry*> BookShelf::entry_of(std::string_view kind, Date day) const {
  if (const auto* entry = library_->in_force(kind, day); entry != nullptr) return entry;
  return fail(ErrorKind::not_found,
              fmt::format("for {} {} is not loaded; import it with 'charta codes import'", day.text(), what_is(kind)));
}

template <class Book>
BookShelf::Shared<Book> BookShelf::load(std::string_view kind, Date day) {
  const std::lock_guard lock(mutex_);
  look_again();
  CHARTA_TRY(const auto* entry, entry_of(kind, day));
  if (const auto found = books_.find(entry->file); found != books_.end())
    return std::static_pointer_cast<const Book>(found->second);
  CHARTA_TRY(const auto bytes, library_->read(*entry));
  CHARTA_TRY(auto read, from_compact<Book>(entry->kind, bytes));
  auto book = std::make_shared<Book>(std::move(read));
  CHARTA_TRY_DO(prepared(*book));
  books_[entry->file] = book;
  return std::shared_ptr<const Book>(std::move(book));
}

BookShelf::Shared<code_books::TabularList> BookShelf::tabular(Date day) {
  return load<code_books::TabularList>("icd10cm-tabular", day);
}
BookShelf::Shared<code_books::ProcedureTables> BookShelf::procedure_tables(Date day) {
  return load<code_books::ProcedureTables>("icd10pcs-tables", day);
}
BookShelf::Shared<code_books::TermList> BookShelf::procedure_definitions(Date day) {
  return load<code_books::TermList>("icd10pcs-definitions", day);
}
BookShelf::Shared<code_books::CodeSet> BookShelf::poa_exempt(Date day) {
  return load<code_books::CodeSet>("poa-exempt", day);
}
BookShelf::Shared<code_books::ServiceCodes> BookShelf::services(Date day) {
  CHARTA_TRY(auto services, load<code_books::ServiceCodes>("hcpcs", day));
  if (has_modifiers(*services)) return services;
  auto modifiers = load<code_books::ServiceCodes>("hcpcs-modifiers", day);
  if (!modifiers) return modifiers.error().kind == ErrorKind::not_found ? Shared<code_books::ServiceCodes>(services) : modifiers;
  const std::lock_guard lock(mutex_);
  const auto is_of = [&](std::string_view kind, const auto& book) {
    const auto* entry = library_->in_force(kind, day);
    const auto found = entry == nullptr ? books_.end() : books_.find(entry->file);
    return found != books_.end() && found->second == book;
  };
  auto both = std::make_shared<code_books::ServiceCodes>(with_modifiers(*services, **modifiers));
  if (!is_of("hcpcs", services) || !is_of("hcpcs-modifiers", *modifiers))
    return std::shared_ptr<const code_books::ServiceCodes>(both);
  auto& kept = books_[library_->in_force("hcpcs", day)->file + "+" + library_->in_force("hcpcs-modifiers", day)->file];
  if (kept == nullptr) kept = both;
  return std::static_pointer_cast<const code_books::ServiceCodes>(kept);
}
BookShelf::Shared<code_books::ServiceCodes> BookShelf::licensed_services(Date day) {
  return load<code_books::ServiceCodes>("cpt", day);
}
std::string BookShelf::licence_of(std::string_view kind, Date day) {
  const std::lock_guard lock(mutex_);
  look_again();
  const auto* entry = library_->in_force(kind, day);
  return entry == nullptr ? std::string() : entry->licence;
}
BookShelf::Shared<code_books::IndexBook> BookShelf::index(std::string_view kind, Date day) {
  return load<code_books::IndexBook>(kind, day);
}
BookShelf::Shared<code_books::CodeGroups> BookShelf::groups(std::string_view kind, Date day) {
  return load<code_books::CodeGroups>(kind, day);
}
BookShelf::Shared<code_books::TermList> BookShelf::terms(std::string_view kind, Date day) {
  return load<code_books::TermList>(kind, day);
}
BookShelf::Shared<encoder::CodeTexts> BookShelf::texts(std::string_view kind, Date day) {
  const std::lock_guard lock(mutex_);
  look_again();
  CHARTA_TRY(const auto* entry, entry_of(kind, day));
  return library_->held_texts(*entry);
}
Result<encoder::CodeTexts> BookShelf::texts_to_read(std::string_view kind, Date day) {
  const std::lock_guard lock(mutex_);
  look_again();
  return library_->texts(kind, day);
}
std::string BookShelf::file_of(std::string_view kind, Date day) {
  const std::lock_guard lock(mutex_);
  look_again();
  const auto* entry = kind.ends_with("-index") ? library_->index_asked(kind, day) : library_->in_force(kind, day);
  return entry == nullptr ? std::string() : entry->file;
}

/// Who holds a table holds the library that it is of.
template <class Table>
BookShelf::Shared<Table> BookShelf::of_library(Result<const Table*> (CodeLibrary::*ask)(Date), Date day) {
  const std::lock_guard lock(mutex_);
  look_again();
  CHARTA_TRY(const auto* table, (library_.get()->*ask)(day));
  return std::shared_ptr<const Table>(library_, table);
}
BookShelf::Shared<grouper::DrgTables> BookShelf::drg_tables(Date day) {
  return of_library(&CodeLibrary::drg_tables, day);
}
BookShelf::Shared<editor::CodeEditor> BookShelf::code_editor(Date day) {
  return of_library(&CodeLibrary::code_editor, day);
}
BookShelf::Shared<encoder::Encoder> BookShelf::encoder(Date day) {
  return of_library(&CodeLibrary::encoder, day);
}
BookShelf::Shared<encoder::Encoder> BookShelf::service_encoder(Date day) {
  const std::lock_guard lock(mutex_);
  look_again();
  return library_->held_service_encoder(day);
}
BookShelf::Shared<code_books::UnitLimits> BookShelf::unit_limits(std::string_view setting, Date day) {
  return load<code_books::UnitLimits>("ncci-mue-" + std::string(setting), day);
}
BookShelf::Shared<code_books::ServicePairs> BookShelf::service_pairs(std::string_view setting, Date day) {
  return load<code_books::ServicePairs>("ncci-ptp-" + std::string(setting), day);
}

Result<ClaimBooks> BookShelf::claim_books(Date day, std::string_view setting) {
  ClaimBooks made;
  const auto take = [&](const auto& shared, auto& into) { return take_loaded(shared, into, made.held); };
  auto& books = made.books;
  CHARTA_TRY_DO(take(texts("icd10cm", day), books.diagnoses));
  CHARTA_TRY_DO(take(texts("icd10pcs", day), books.procedures));
  CHARTA_TRY_DO(take(tabular(day), books.tabular));
  CHARTA_TRY_DO(take(procedure_tables(day), books.tables));
  CHARTA_TRY_DO(take(poa_exempt(day), books.poa_exempt));
  CHARTA_TRY_DO(take(services(day), books.services));
  CHARTA_TRY_DO(take(licensed_services(day), books.licensed));
  CHARTA_TRY_DO(take(unit_limits(setting, day), books.units));
  CHARTA_TRY_DO(take(service_pairs(setting, day), books.pairs));
  for (const auto& entry : entries()) {
    if (entry.kind != "icd10cm" || (entry.from <= day && (!entry.to || day <= *entry.to))) continue;
    auto list = std::make_shared<std::shared_ptr<const encoder::CodeTexts>>();
    books.other_years.push_back({entry.release, entry.from, [this, list, from = entry.from]() -> const encoder::CodeTexts* {
                                   if (!*list)
                                     if (auto read = texts("icd10cm", from)) *list = std::move(*read);
                                   return list->get();
                                 }});
  }
  return made;
}

Result<LogicBooks> BookShelf::logic_books(Date day) {
  LogicBooks made;
  const auto take = [&](const auto& shared, auto& into) { return take_loaded(shared, into, made.held); };
  auto& books = made.books;
  CHARTA_TRY_DO(take(index("icd10cm-index-book", day), books.indexes.diseases));
  CHARTA_TRY_DO(take(index("icd10cm-external-causes", day), books.indexes.external_causes));
  CHARTA_TRY_DO(take(index("icd10cm-drugs", day), books.indexes.drugs));
  CHARTA_TRY_DO(take(index("icd10cm-neoplasms", day), books.indexes.neoplasms));
  CHARTA_TRY_DO(take(tabular(day), books.tabular));
  CHARTA_TRY_DO(take(texts("icd10cm", day), books.diagnoses));
  CHARTA_TRY_DO(take(texts("icd10pcs", day), books.procedures));
  CHARTA_TRY_DO(take(procedure_tables(day), books.tables));
  CHARTA_TRY_DO(take(procedure_definitions(day), books.definitions));
  return made;
}

std::vector<CodeSetEntry> BookShelf::entries() {
  const std::lock_guard lock(mutex_);
  look_again();
  return library_->entries();
}

std::int64_t BookShelf::edition() {
  const std::lock_guard lock(mutex_);
  look_again();
  return edition_;
}

}  // namespace charta::code_sets
