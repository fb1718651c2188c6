// SPDX-License-Identifier: Apache-2.0
// What code sets a hospital has: compact files in a folder beside its store, and a catalogue that is replaced whole.
#pragma once
#include "department/coding/code_sets/import_rules.hpp"
#include "department/coding/code_sets/service_files.hpp"
#include "department/coding/code_sets/weight_table.hpp"
#include "department/coding/editor/code_editor.hpp"
#include "department/coding/encoder/encoder.hpp"
#include "department/coding/grouper/special_logic.hpp"
#include "record/rules/rule_pack.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace charta::code_sets {

/// A publisher's file that went into a set.
struct SourceFile {
  std::string name, sha256;
  std::int64_t bytes = 0;
};

/// One set for one span of discharge (or service) days.
struct CodeSetEntry {
  std::string kind;     ///< "ms-drg", "ms-drg-weights", "mce", "icd10cm", "icd10pcs", "icd10cm-index", "icd10cm-tabular", …
  std::string release;  ///< "43.1", "FY2021", "2024q3"
  Date from;
  std::optional<Date> to;  ///< nothing: until further notice
  std::int64_t rows = 0;
  std::string file, sha256;  ///< the compact file, named by its digest
  std::vector<SourceFile> sources;
  std::string licence;  ///< what the site said of its own licence, where the set holds codes that need one
  std::map<std::string, std::int64_t> parts{};  ///< rows of the tables it is made of, by what they are, where they are several
};

/// A set that was read and is ready to be kept.
struct ReadySet {
  CodeSetEntry entry;
  Bytes compact;
  std::vector<int> files_of_set{};  ///< 1 and 3 of a set that its publisher parts into files f1, f2, …; none: it is not parted
};

/// What ends the release of a fiscal year's second list, which holds from April 1: "FY2026-04".
constexpr std::string_view april_ending = "-04";

/// What happens to a set with far fewer rows than what stands for the same or the nearest release.
enum class Fewer { refused, taken };

class CodeLibrary {
 public:
  /// Opens the folder; an absent one is an empty library. Errors: `invalid` (the catalogue or a rule pack cannot be read).
  static Result<CodeLibrary> open(std::string folder, const rules::RuleBook& rules);

  const std::vector<CodeSetEntry>& entries() const { return entries_; }
  /// The newest set of a kind that covers `day`, or null; of two from the same day the one that was imported last.
  const CodeSetEntry* in_force(std::string_view kind, Date day) const { return newest(kind, &day); }
  /// The compact file of a set. Errors: `unavailable` (it is gone, or cannot be read): never taken for a set that was not loaded.
  Result<Bytes> read(const CodeSetEntry& entry) const;
  const grouper::SpecialLogic& logic() const { return logic_; }

  /// Keeps the sets: compact files first, then the catalogue in one rename; a set of the same kind and release is replaced.
  /// A fiscal year's first list ends where its April update begins. Errors, the catalogue is as it was then: `unavailable`
  /// (disk), `invalid` (a set looks cut short, unless fewer rows are taken).
  Result<void> keep(const std::vector<ReadySet>& sets, Fewer fewer = Fewer::refused);
  /// What stands for a release, or null.
  const CodeSetEntry* find(std::string_view kind, std::string_view release) const;

  /// The tables that group discharges of `day`, loaded once. Errors: `not_found`, saying which version's tables to import.
  Result<const grouper::DrgTables*> drg_tables(Date day);
  /// The newest code editor that covers `day`. Errors: `not_found`, saying what to import.
  Result<const editor::CodeEditor*> code_editor(Date day);
  /// The index that is asked for `day`: the newest that began on or before it; where none is so old the newest at all; null: none
  /// is loaded.
  const CodeSetEntry* index_asked(std::string_view kind, Date day) const;
  /// Of an index that is asked for days before its own, since codes of such days are loaded and no index is: the first day that
  /// has one of its own.
  std::optional<Date> lent_before(const CodeSetEntry& index) const;
  /// The encoder over the newest lists in force on `day` and the indexes asked for it, made once a set of files.
  /// Errors: `not_found`, saying what to import.
  Result<const encoder::Encoder*> encoder(Date day);
  /// The same over the services of the day (HCPCS Level II, and CPT where the site has its own list). Errors: `not_found`.
  Result<const encoder::Encoder*> service_encoder(Date day);
  /// That one, for who still uses it when another day is asked for.
  Result<std::shared_ptr<const encoder::Encoder>> held_service_encoder(Date day);
  /// The newest list of a kind ("icd10cm") in force on `day`, or the index asked for it ("icd10cm-index"). Errors: `not_found`.
  Result<encoder::CodeTexts> texts(std::string_view kind, Date day) const;
  /// A list that the encoder reads as well, loaded once. Errors: as read(); `invalid` (it does not fit together).
  Result<std::shared_ptr<const encoder::CodeTexts>> held_texts(const CodeSetEntry& entry);

 private:
  const CodeSetEntry* newest(std::string_view kind, const Date* day) const;
  Result<void> is_whole(const ReadySet& set, const std::vector<ReadySet>& among) const;
  Result<encoder::CodeTexts> texts_of(const CodeSetEntry& entry) const;
  Result<void> add_weights(grouper::DrgTables& tables) const;

  std::string folder_;
  std::vector<CodeSetEntry> entries_;
  grouper::SpecialLogic logic_;
  ImportRules import_rules_;
  std::vector<editor::EditRule> edit_rules_;
  std::map<int, std::unique_ptr<grouper::DrgTables>> drg_tables_;
  std::map<std::string, std::unique_ptr<editor::CodeEditor>> editors_;
  encoder::Phrasebook phrasebook_;
  std::map<std::string, std::unique_ptr<encoder::Encoder>> encoders_;       ///< by the files that they stand on
  std::map<std::string, std::shared_ptr<const encoder::CodeTexts>> texts_;  ///< by compact file
  std::shared_ptr<const encoder::Encoder> service_encoder_;                 ///< of the day asked last
  std::string services_read_;                                               ///< that day and the files it stands on
};

/// Reads publishers' files (folders and archives are opened) into sets. `release`, such as "43.0", where the files do not say
/// theirs. Errors: `invalid`, `missing`, `unsupported`, `forbidden` (codes that need a licence), naming the file; nothing is kept
/// then.
Result<std::vector<ReadySet>> read_published(const std::vector<std::string>& paths, std::string_view release,
                                             const grouper::SpecialLogic& logic, const Licences& licences = {});

}  // namespace charta::code_sets
