// SPDX-License-Identifier: Apache-2.0
#include "department/data_entry/entry_store.hpp"

namespace charta::data_entry {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_ENTRY_COLUMNS                                                                                              \
  "SELECT entry, item, source_item, document, document_type, document_id, document_version, title, patient, encounter, "  \
  "encounter_id, form, rule, state, version, entered_by, second_by, verified_by, verified_as, opened_at, visit_at, "      \
  "captured_at, validated_at, second_at, verified_at, posted_at, drawn, compared, agreed, times_returned, returned_for, " \
  "returned_words, facility, sensitivity, content_digest FROM data_entry "
constexpr Statement select_entry{"data_entry.select_entry", CHARTA_ENTRY_COLUMNS "WHERE entry = :entry"};
constexpr Statement select_entry_of_item{"data_entry.select_entry_of_item", CHARTA_ENTRY_COLUMNS "WHERE item = :item"};
constexpr Statement select_entry_of_source_item{"data_entry.select_entry_of_source_item",
                                                CHARTA_ENTRY_COLUMNS "WHERE source_item = :item"};
constexpr Statement select_entries_of_document{"data_entry.select_entries_of_document",
                                               CHARTA_ENTRY_COLUMNS "WHERE document = :document ORDER BY entry DESC LIMIT 100"};
constexpr Statement select_entries_in_state{"data_entry.select_entries_in_state",
                                            CHARTA_ENTRY_COLUMNS "WHERE state = :state ORDER BY entry LIMIT :most"};
constexpr Statement select_entries_posted{"data_entry.select_entries_posted", CHARTA_ENTRY_COLUMNS
                                          "WHERE posted_at >= :from AND posted_at < :until ORDER BY posted_at DESC LIMIT :most"};
#undef CHARTA_ENTRY_COLUMNS
constexpr Statement insert_entry{"data_entry.insert_entry", R"sql(
  INSERT INTO data_entry (entry, item, source_item, document, document_type, document_id, document_version, title, patient,
    encounter, encounter_id, form, rule, state, version, entered_by, second_by, verified_by, verified_as, opened_at, visit_at,
    drawn, compared, agreed, times_returned, returned_for, returned_words, facility, sensitivity, content_digest)
  VALUES (:entry, :item, 0, :document, :document_type, :document_id, :document_version, :title, :patient, :encounter,
    :encounter_id, :form, :rule, :state, 1, 0, 0, 0, '', :opened_at, :visit_at, 0, 0, 0, 0, '', '', :facility,
    :sensitivity, :content_digest))sql"};
constexpr Statement update_entry{"data_entry.update_entry", R"sql(
  UPDATE data_entry SET source_item = :source_item, document_version = :document_version, rule = :rule, state = :state,
    version = :version + 1, entered_by = :entered_by, second_by = :second_by, verified_by = :verified_by,
    verified_as = :verified_as, captured_at = :captured_at, validated_at = :validated_at, second_at = :second_at,
    verified_at = :verified_at, posted_at = :posted_at, drawn = :drawn, compared = :compared, agreed = :agreed,
    times_returned = :times_returned, returned_for = :returned_for, returned_words = :returned_words, visit_at = :visit_at,
    content_digest = :content_digest
   WHERE entry = :entry AND version = :version)sql"};
constexpr Statement update_entry_place{"data_entry.update_entry_place", R"sql(
  UPDATE data_entry SET patient = :patient, encounter = :encounter, encounter_id = :encounter_id, visit_at = :visit_at,
    facility = :facility, sensitivity = :sensitivity WHERE entry = :entry)sql"};
constexpr Statement update_entry_labels{"data_entry.update_entry_labels", R"sql(
  UPDATE data_entry SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient)sql"};

std::optional<Instant> instant_at(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.instant(column);
}

void read_course(const Row& row, Entry& entry) {
  entry.state = row.string(13);
  entry.version = row.integer(14);
  entry.entered_by = row.id<UserId>(15);
  entry.second_by = row.id<UserId>(16);
  entry.verified_by = row.id<UserId>(17);
  entry.verified_as = row.string(18);
  entry.opened_at = row.instant(19);
  entry.visit_at = instant_at(row, 20);
  entry.captured_at = instant_at(row, 21);
  entry.validated_at = instant_at(row, 22);
  entry.second_at = instant_at(row, 23);
  entry.verified_at = instant_at(row, 24);
  entry.posted_at = instant_at(row, 25);
  entry.is_drawn = row.integer(26) != 0;
  entry.compared = row.integer(27);
  entry.agreed = row.integer(28);
  entry.times_returned = row.integer(29);
  entry.returned_for = row.string(30);
  entry.returned_words = row.string(31);
}

Entry entry_from(const Row& row) {
  Entry entry;
  entry.id = row.id<EntryId>(0);
  entry.item = row.id<WorkItemId>(1);
  entry.source_item = row.id<WorkItemId>(2);
  entry.document = row.id<ResourceId>(3);
  entry.document_type = row.string(4);
  entry.document_id = row.string(5);
  entry.document_version = row.integer(6);
  entry.title = row.string(7);
  entry.patient = row.id<PatientId>(8);
  entry.encounter_key = row.id<ResourceId>(9);
  entry.encounter = row.string(10);
  entry.form = row.string(11);
  entry.rule = row.string(12);
  read_course(row, entry);
  entry.facility = static_cast<int>(row.integer(32));
  entry.sensitivity = static_cast<access::SensitivityMask>(row.integer(33));
  entry.content_digest = row.string(34);
  return entry;
}

}  // namespace

Result<void> EntryStore::add(store::UnitOfWork& work, const Entry& entry) const {
  return work.write(insert_entry, {{"entry", entry.id.key()},
                                   {"item", entry.item.key()},
                                   {"document", entry.document.key()},
                                   {"document_type", entry.document_type},
                                   {"document_id", entry.document_id},
                                   {"document_version", entry.document_version},
                                   {"title", entry.title},
                                   {"patient", entry.patient.key()},
                                   {"encounter", entry.encounter_key.key()},
                                   {"encounter_id", entry.encounter},
                                   {"form", entry.form},
                                   {"rule", entry.rule},
                                   {"state", entry.state},
                                   {"opened_at", entry.opened_at},
                                   {"visit_at", entry.visit_at},
                                   {"facility", entry.facility},
                                   {"sensitivity", static_cast<std::int64_t>(entry.sensitivity)},
                                   {"content_digest", entry.content_digest}});
}

Result<void> EntryStore::update(store::UnitOfWork& work, Entry& entry) const {
  CHARTA_TRY(const auto changed, work.write_counted(update_entry, {{"entry", entry.id.key()},
                                                                   {"source_item", entry.source_item.key()},
                                                                   {"document_version", entry.document_version},
                                                                   {"rule", entry.rule},
                                                                   {"state", entry.state},
                                                                   {"version", entry.version},
                                                                   {"entered_by", entry.entered_by.key()},
                                                                   {"second_by", entry.second_by.key()},
                                                                   {"verified_by", entry.verified_by.key()},
                                                                   {"verified_as", entry.verified_as},
                                                                   {"captured_at", entry.captured_at},
                                                                   {"validated_at", entry.validated_at},
                                                                   {"second_at", entry.second_at},
                                                                   {"verified_at", entry.verified_at},
                                                                   {"posted_at", entry.posted_at},
                                                                   {"drawn", entry.is_drawn ? 1 : 0},
                                                                   {"compared", entry.compared},
                                                                   {"agreed", entry.agreed},
                                                                   {"times_returned", entry.times_returned},
                                                                   {"returned_for", entry.returned_for},
                                                                   {"returned_words", entry.returned_words},
                                                                   {"visit_at", entry.visit_at},
                                                                   {"content_digest", entry.content_digest}}));
  if (changed != 1) return fail(ErrorKind::version_conflict, "somebody else saved this meanwhile; look at it again", "version");
  ++entry.version;
  return {};
}

Result<std::optional<Entry>> EntryStore::find(store::Reader& reader, EntryId entry) const {
  return reader.read_one(select_entry, {{"entry", entry.key()}}, entry_from);
}

Result<std::optional<Entry>> EntryStore::of_item(store::Reader& reader, WorkItemId item) const {
  CHARTA_TRY(auto entry, reader.read_one(select_entry_of_item, {{"item", item.key()}}, entry_from));
  if (entry) return entry;
  return reader.read_one(select_entry_of_source_item, {{"item", item.key()}}, entry_from);
}

Result<std::vector<Entry>> EntryStore::of_document(store::Reader& reader, ResourceId document) const {
  return reader.read_all(select_entries_of_document, {{"document", document.key()}}, entry_from);
}

Result<std::vector<Entry>> EntryStore::in_states(store::Reader& reader, const std::vector<std::string_view>& states,
                                                 std::int64_t most) const {
  std::vector<Entry> all;
  for (const auto state : states) {
    CHARTA_TRY(auto some, reader.read_all(select_entries_in_state, {{"state", state}, {"most", most}}, entry_from));
    for (auto& one : some) all.push_back(std::move(one));
  }
  return all;
}

Result<std::vector<Entry>> EntryStore::posted_between(store::Reader& reader, Instant from, Instant until,
                                                      std::int64_t most) const {
  return reader.read_all(select_entries_posted, {{"from", from}, {"until", until}, {"most", most}}, entry_from);
}

Result<void> EntryStore::move(store::UnitOfWork& work, const Entry& entry) const {
  return work.write(update_entry_place, {{"entry", entry.id.key()},
                                         {"patient", entry.patient.key()},
                                         {"encounter", entry.encounter_key.key()},
                                         {"encounter_id", entry.encounter},
                                         {"visit_at", entry.visit_at},
                                         {"facility", entry.facility},
                                         {"sensitivity", static_cast<std::int64_t>(entry.sensitivity)}});
}

Result<void> EntryStore::relabel(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                                 access::SensitivityMask added) const {
  return work.write(
      update_entry_labels,
      {{"patient", patient.key()}, {"kept", ~static_cast<std::int64_t>(removed)}, {"added", static_cast<std::int64_t>(added)}});
}

}  // namespace charta::data_entry
