// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/code_library.hpp"

#include "department/coding/code_sets/compact_file.hpp"
#include "department/coding/code_sets/tabular_file.hpp"
#include "formats/json/json.hpp"
#include "store/durable_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace charta::code_sets {
namespace {

constexpr std::string_view catalogue_name = "catalogue.json";

std::string written(const std::vector<CodeSetEntry>& entries) {
  std::string text;
  json::Writer out(text);
  out.begin_object().key("sets").begin_array();
  for (const auto& entry : entries) {
    out.begin_object().member("kind", entry.kind).member("release", entry.release).member("from", entry.from.text());
    if (entry.to) out.member("to", entry.to->text());
    if (!entry.licence.empty()) out.member("licence", entry.licence);
    out.member("rows", entry.rows).member("file", entry.file).member("sha256", entry.sha256);
    if (!entry.parts.empty()) {
      out.key("parts").begin_object();
      for (const auto& [part, rows] : entry.parts) out.member(part, rows);
      out.end_object();
    }
    out.key("sources").begin_array();
    for (const auto& source : entry.sources)
      out.begin_object().member("name", source.name).member("sha256", source.sha256).member("bytes", source.bytes).end_object();
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return text + "\n";
}

Result<CodeSetEntry> entry_of(json::Value row) {
  CodeSetEntry entry;
  entry.kind = row["kind"].text(), entry.release = row["release"].text(), entry.file = row["file"].text(),
  entry.sha256 = row["sha256"].text(), entry.licence = row["licence"].text();
  entry.rows = row["rows"].integer().value_or(0);
  const auto from = Date::parse(row["from"].text());
  if (!from || entry.kind.empty() || entry.file.empty()) return fail(ErrorKind::invalid, "the catalogue of code sets is damaged");
  entry.from = *from;
  entry.to = Date::parse(row["to"].text());
  for (const auto part : row["parts"]) entry.parts.emplace(part.key(), part.integer().value_or(0));
  for (const auto source : row["sources"])
    entry.sources.push_back(
        {std::string(source["name"].text()), std::string(source["sha256"].text()), source["bytes"].integer().value_or(0)});
  return entry;
}

/// The whole file under its name, or nothing of it: written beside, synced, renamed.
Result<void> write_whole(const std::string& folder, const std::string& name, BytesView bytes) {
  const std::string path = folder + "/" + name, beside = path + ".new";
  std::error_code ignored;
  std::filesystem::remove(beside, ignored);
  CHARTA_TRY(auto file, store::File::create(beside));
  CHARTA_TRY_DO(file.write(bytes));
  CHARTA_TRY_DO(file.sync());
  std::error_code failed;
  std::filesystem::rename(beside, path, failed);
  if (failed) return fail(ErrorKind::unavailable, fmt::format("{} cannot be put in place: {}", name, failed.message()));
  return store::sync_folder(folder);
}

Result<json::Document> parameters_of(const rules::RuleBook& rules, std::string_view id, std::string& reference) {
  for (const auto& rule : rules.rules())
    if (rule.id == id) {
      reference = rule.reference();
      return json::Document::parse(rule.parameters);
    }
  return fail(ErrorKind::not_found, fmt::format("the rule packs have no {}", id));
}

void end_october_where_april_begins(std::vector<CodeSetEntry>& entries) {
  for (auto& october : entries)
    for (const auto& april : entries)
      if (april.kind == october.kind && april.release == october.release + std::string(april_ending))
        october.to = april.from.plus_days(-1);
}

}  // namespace

Result<CodeLibrary> CodeLibrary::open(std::string folder, const rules::RuleBook& rules) {
  CodeLibrary library;
  library.folder_ = std::move(folder);
  std::string reference;
  CHARTA_TRY(const auto logic, parameters_of(rules, "coding/ms-drg-logic", reference));
  CHARTA_TRY(library.logic_, grouper::SpecialLogic::read(logic.root(), reference));
  CHARTA_TRY(const auto edits, parameters_of(rules, "coding/medicare-code-edits", reference));
  CHARTA_TRY(library.edit_rules_, editor::read_edit_rules(edits.root()));
  CHARTA_TRY(const auto phrases, parameters_of(rules, "coding/encoder-words", reference));
  CHARTA_TRY(library.phrasebook_, encoder::Phrasebook::read(phrases.root()));
  CHARTA_TRY(const auto imports, parameters_of(rules, "coding/code-set-imports", reference));
  CHARTA_TRY(library.import_rules_, ImportRules::read(imports.root()));
  const std::string catalogue = library.folder_ + "/" + std::string(catalogue_name);
  if (!std::filesystem::exists(catalogue)) return library;
  CHARTA_TRY(const auto text, store::read_file(catalogue));
  CHARTA_TRY(const auto document, json::Document::parse(text));
  for (const auto row : document.root()["sets"]) {
    CHARTA_TRY(auto entry, entry_of(row));
    library.entries_.push_back(std::move(entry));
  }
  return library;
}

/// Compared with the same release, else with the nearest one of its kind, among what stands and what is imported with it.
Result<void> CodeLibrary::is_whole(const ReadySet& set, const std::vector<ReadySet>& among) const {
  const auto& made = set.entry;
  const CodeSetEntry* nearest = find(made.kind, made.release);
  const auto days_away = [&](const CodeSetEntry& other) { return std::abs((other.from.days() - made.from.days()).count()); };
  const auto look_at = [&](const CodeSetEntry& other) {
    if (other.kind != made.kind || other.release == made.release) return;
    if (nearest == nullptr || days_away(other) < days_away(*nearest)) nearest = &other;
  };
  if (nearest == nullptr) {
    for (const auto& other : entries_) look_at(other);
    for (const auto& other : among) look_at(other.entry);
  }
  return nearest == nullptr ? Result<void>() : import_rules_.compare(made, *nearest);
}

Result<void> CodeLibrary::keep(const std::vector<ReadySet>& sets, Fewer fewer) {
  if (fewer == Fewer::refused) {
    for (const auto& set : sets) {
      CHARTA_TRY_DO(import_rules_.all_files_are_there(set));
      CHARTA_TRY_DO(is_whole(set, sets));
    }
  }
  std::error_code failed;
  std::filesystem::create_directories(folder_, failed);
  if (failed) return fail(ErrorKind::unavailable, fmt::format("{} cannot be made: {}", folder_, failed.message()));
  auto entries = entries_;
  for (const auto& set : sets) {
    CHARTA_TRY_DO(write_whole(folder_, set.entry.file, set.compact));
    std::erase_if(entries, [&](const auto& old) { return old.kind == set.entry.kind && old.release == set.entry.release; });
    entries.push_back(set.entry);
  }
  end_october_where_april_begins(entries);
  std::stable_sort(entries.begin(), entries.end(),
                   [](const auto& a, const auto& b) { return std::pair(a.kind, a.from) < std::pair(b.kind, b.from); });
  CHARTA_TRY_DO(write_whole(folder_, std::string(catalogue_name), written(entries)));
  for (const auto& old : entries_)  // what nothing names any more
    if (std::none_of(entries.begin(), entries.end(), [&](const auto& kept) { return kept.file == old.file; }))
      std::filesystem::remove(folder_ + "/" + old.file, failed);
  entries_ = std::move(entries);
  drg_tables_.clear();
  editors_.clear();
  encoders_.clear();
  service_encoder_.reset();
  texts_.clear();
  return {};
}

const CodeSetEntry* CodeLibrary::find(std::string_view kind, std::string_view release) const {
  for (const auto& entry : entries_)
    if (entry.kind == kind && entry.release == release) return &entry;
  return nullptr;
}

Result<Bytes> CodeLibrary::read(const CodeSetEntry& entry) const {
  auto bytes = store::read_file(folder_ + "/" + entry.file);
  if (bytes) return bytes;
  return fail(ErrorKind::unavailable, fmt::format("{} {} stands in the catalogue of code sets and {} cannot be read: import the "
                                                  "publisher's files again",
                                                  entry.kind, entry.release, entry.file));
}

/// The weights of the version's own year; those of other years are not used.
Result<void> CodeLibrary::add_weights(grouper::DrgTables& tables) const {
  for (const auto& entry : entries_) {
    if (entry.kind != "ms-drg-weights") continue;
    CHARTA_TRY(const auto bytes, read(entry));
    CHARTA_TRY(auto weights, from_compact<WeightTable>("ms-drg-weights", bytes));
    if (weights.version / 10 == tables.version / 10) tables.facts = std::move(weights.facts);
  }
  return {};
}

Result<const grouper::DrgTables*> CodeLibrary::drg_tables(Date day) {
  const int version = logic_.version_for(day);
  if (const auto found = drg_tables_.find(version); found != drg_tables_.end()) return found->second.get();
  const auto* entry = find("ms-drg", grouper::version_text(version));
  if (entry == nullptr)
    return fail(
        ErrorKind::not_found,
        fmt::format("discharges of {} need the MS-DRG tables v{}, which are not loaded; 'charta codes import' takes them as "
                    "tables (diagnosis.csv, formulas.csv and nine more, or drgFormulas.jsonl and fourteen more), not as CMS's "
                    "Definitions Manual or program: src/department/coding/README.md says more",
                    day.text(), grouper::version_text(version)));
  CHARTA_TRY(const auto bytes, read(*entry));
  CHARTA_TRY(auto tables, from_compact<grouper::DrgTables>("ms-drg", bytes));
  CHARTA_TRY_DO(add_weights(tables));
  auto kept = std::make_unique<grouper::DrgTables>(std::move(tables));
  CHARTA_TRY_DO(kept->prepare(logic_));
  return (drg_tables_[version] = std::move(kept)).get();
}

Result<const editor::CodeEditor*> CodeLibrary::code_editor(Date day) {
  const CodeSetEntry* newest = nullptr;
  for (const auto& entry : entries_)
    if (entry.kind == "mce" && (newest == nullptr || *newest->to <= *entry.to) && day <= *entry.to && entry.from <= day)
      newest = &entry;
  if (newest == nullptr)
    return fail(ErrorKind::not_found,
                fmt::format("no Medicare Code Editor for discharges of {} is loaded; 'charta codes import' takes its tables "
                            "(mce_dx.csv, mce_px.csv, "
                            "mce_age.csv, mce_dstat.csv), or a list of its edits by code together with that year's order files",
                            day.text()));
  if (const auto found = editors_.find(newest->file); found != editors_.end()) return found->second.get();
  CHARTA_TRY(const auto bytes, read(*newest));
  CHARTA_TRY(auto tables, from_compact<editor::EditTables>("mce", bytes));
  auto made = std::make_unique<editor::CodeEditor>(std::move(tables), edit_rules_);
  CHARTA_TRY_DO(made->prepare());
  return (editors_[newest->file] = std::move(made)).get();
}

const CodeSetEntry* CodeLibrary::newest(std::string_view kind, const Date* day) const {
  const CodeSetEntry* found = nullptr;
  for (const auto& entry : entries_)
    if (entry.kind == kind && (day == nullptr || (entry.from <= *day && (!entry.to || *day <= *entry.to))) &&
        (found == nullptr || found->from <= entry.from))
      found = &entry;
  return found;
}

const CodeSetEntry* CodeLibrary::index_asked(std::string_view kind, Date day) const {
  const CodeSetEntry* found = nullptr;
  for (const auto& entry : entries_)
    if (entry.kind == kind && entry.from <= day && (found == nullptr || found->from <= entry.from)) found = &entry;
  return found != nullptr ? found : newest(kind, nullptr);
}

std::optional<Date> CodeLibrary::lent_before(const CodeSetEntry& index) const {
  Date first = index.from;
  for (const auto& entry : entries_)
    if (entry.kind == index.kind) first = std::min(first, entry.from);
  const auto lists = std::string_view(index.kind).substr(0, index.kind.find('-'));
  const bool is_needed =
      std::any_of(entries_.begin(), entries_.end(), [&](const auto& entry) { return entry.kind == lists && entry.from < first; });
  const auto* lent = index_asked(index.kind, first.plus_days(-1));
  return is_needed && lent != nullptr && lent->file == index.file ? std::optional(first) : std::nullopt;
}

Result<const encoder::Encoder*> CodeLibrary::encoder(Date day) {
  const std::pair<const CodeSetEntry*, encoder::System> parts[] = {
      {newest("icd10cm", &day), encoder::System::icd10cm},
      {newest("icd10pcs", &day), encoder::System::icd10pcs},
      {index_asked("icd10cm-index", day), encoder::System::icd10cm},
      {index_asked("icd10pcs-index", day), encoder::System::icd10pcs}};
  std::string files;
  for (const auto& [entry, system] : parts)
    if (entry != nullptr) files += entry->file + " ";
  if (parts[0].first == nullptr && parts[1].first == nullptr)
    return fail(
        ErrorKind::not_found,
        fmt::format("no ICD-10 codes for {} are loaded; import CMS's order files of that fiscal year with 'charta codes import'",
                    day.text()));
  if (const auto found = encoders_.find(files); found != encoders_.end()) return found->second.get();
  auto made = std::make_unique<encoder::Encoder>(phrasebook_);
  for (const auto& [entry, system] : parts) {
    if (entry == nullptr) continue;
    CHARTA_TRY(auto texts, held_texts(*entry));
    made->add(system, std::move(texts), entry->kind.ends_with("-index"));
  }
  made->finish();
  return (encoders_[files] = std::move(made)).get();
}

/// The index of procedures is kept as a book.
Result<encoder::CodeTexts> CodeLibrary::texts_of(const CodeSetEntry& entry) const {
  CHARTA_TRY(const auto bytes, read(entry));
  if (entry.kind == "icd10pcs-index") {
    CHARTA_TRY(const auto book, from_compact<code_books::IndexBook>(entry.kind, bytes));
    CHARTA_TRY_DO(book.prepare());
    return searchable(book, IndexOf::procedures);
  }
  CHARTA_TRY(auto texts, from_compact<encoder::CodeTexts>(entry.kind, bytes));
  if (texts.fits()) return texts;
  return fail(ErrorKind::invalid,
              fmt::format("the {} tables do not fit together: import the publisher's files again", entry.kind));
}

/// Services that are valid on the day can be billed; the others are found too, so that a coder sees why not.
Result<std::shared_ptr<const encoder::Encoder>> CodeLibrary::held_service_encoder(Date day) {
  const std::pair<const CodeSetEntry*, encoder::System> parts[] = {{newest("hcpcs", &day), encoder::System::hcpcs},
                                                                   {newest("cpt", &day), encoder::System::cpt}};
  std::string files = day.text();
  for (const auto& [entry, system] : parts)
    if (entry != nullptr) files += " " + entry->file;
  if (parts[0].first == nullptr && parts[1].first == nullptr)
    return fail(
        ErrorKind::not_found,
        fmt::format("no codes of services for {} are loaded; import HCPCS Level II of that year with 'charta codes import'",
                    day.text()));
  if (service_encoder_ && services_read_ == files) return service_encoder_;
  auto made = std::make_unique<encoder::Encoder>(phrasebook_);
  for (const auto& [entry, system] : parts) {
    if (entry == nullptr) continue;
    CHARTA_TRY(const auto bytes, read(*entry));
    CHARTA_TRY(const auto services, from_compact<code_books::ServiceCodes>(entry->kind, bytes));
    CHARTA_TRY_DO(services.prepare());
    encoder::CodeTexts texts;
    for (const auto& one : services.codes) texts.add(one.key, services.is_valid(one, day), services.texts[one.long_title]);
    made->add(system, std::move(texts), false);
  }
  made->finish();
  service_encoder_ = std::move(made);
  services_read_ = std::move(files);
  return service_encoder_;
}

Result<const encoder::Encoder*> CodeLibrary::service_encoder(Date day) {
  CHARTA_TRY(const auto held, held_service_encoder(day));
  return held.get();
}

Result<std::shared_ptr<const encoder::CodeTexts>> CodeLibrary::held_texts(const CodeSetEntry& entry) {
  if (const auto known = texts_.find(entry.file); known != texts_.end()) return known->second;
  CHARTA_TRY(auto texts, texts_of(entry));
  return texts_[entry.file] = std::make_shared<const encoder::CodeTexts>(std::move(texts));
}

Result<encoder::CodeTexts> CodeLibrary::texts(std::string_view kind, Date day) const {
  const auto* entry = kind.ends_with("-index") ? index_asked(kind, day) : newest(kind, &day);
  if (entry == nullptr) return fail(ErrorKind::not_found, fmt::format("no {} for {} is loaded", kind, day.text()));
  return texts_of(*entry);
}

}  // namespace charta::code_sets
