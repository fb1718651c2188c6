// SPDX-License-Identifier: Apache-2.0
#include "department/intake/message_journal_store.hpp"

#include <zstd.h>

#include <limits>

namespace charta::intake {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_JOURNAL_COLUMNS                                                                                                        \
  "SELECT message, received_at, sender_application, sender_facility, control_id, hash, partner, listener, remote, type, version, "    \
  "size, state, acknowledgement, reason, detail, outcome, patient, work_item, mended_from, duplicates, settled_at, facility_bit, "    \
  "sensitivity"
#define CHARTA_JOURNAL_FILTER                                                                                                         \
  " FROM message_journal WHERE received_at >= :from_at AND received_at < :until_at AND (:state = '' OR state = :state)"               \
  " AND (:partner = '' OR partner = :partner) AND (:type = '' OR type = :type) AND (:control_id = '' OR control_id = :control_id)"    \
  " AND (:any_patient = 1 OR patient = :patient) AND (facility_bit & :facilities) <> 0 AND (sensitivity & :hidden) = 0"

constexpr Statement select_message{"intake.select_message", CHARTA_JOURNAL_COLUMNS ", encoding, body FROM message_journal WHERE message = :message"};
constexpr Statement select_same{"intake.select_same",
                                CHARTA_JOURNAL_COLUMNS
                                " FROM message_journal WHERE control_id = :control_id AND sender_application = :application AND sender_facility = :facility LIMIT 100"};
// "state <> 'filed'" beside the state wanted: SQLite takes the index of open messages only where its own condition is repeated.
constexpr Statement select_stored{"intake.select_stored", CHARTA_JOURNAL_COLUMNS
                                  ", encoding, body FROM message_journal WHERE state = 'stored' AND state <> 'filed'"
                                  " ORDER BY received_at, message LIMIT :most"};
constexpr Statement select_is_stored{"intake.is_stored", "SELECT 1 FROM message_journal WHERE message = :message AND state = 'stored'"};
constexpr Statement select_list{"intake.select_list", CHARTA_JOURNAL_COLUMNS CHARTA_JOURNAL_FILTER " ORDER BY received_at DESC, message DESC LIMIT :limit OFFSET :offset"};
constexpr Statement count_list{"intake.count_list", "SELECT count(*)" CHARTA_JOURNAL_FILTER};
#undef CHARTA_JOURNAL_COLUMNS
#undef CHARTA_JOURNAL_FILTER

constexpr Statement insert_message{"intake.insert_message", R"sql(
  INSERT INTO message_journal (message, received_at, sender_application, sender_facility, control_id, hash, partner, listener, remote, type,
                               version, size, encoding, body, state, acknowledgement, reason, detail, outcome, patient, work_item,
                               mended_from, duplicates, settled_at, facility_bit, sensitivity)
  VALUES (:message, :received_at, :sender_application, :sender_facility, :control_id, :hash, :partner, :listener, :remote, :type,
          :version, :size, :encoding, :body, :state, :acknowledgement, :reason, :detail, :outcome, :patient, :work_item,
          :mended_from, 0, :settled_at, :facility_bit, :sensitivity))sql"};
/// As Blobs::add_reference does it: a large message's bytes are needed by its row.
constexpr Statement insert_body_reference{"intake.refer_to_body", R"sql(
  INSERT INTO blob_reference (digest, owner_kind, owner) VALUES (:digest, 'message', :message) ON CONFLICT DO NOTHING)sql"};
constexpr Statement update_message{"intake.update_message", R"sql(
  UPDATE message_journal
     SET state = :state, acknowledgement = :acknowledgement, reason = :reason, detail = :detail, outcome = :outcome, patient = :patient,
         work_item = :work_item, settled_at = :settled_at, sensitivity = :sensitivity
   WHERE message = :message)sql"};
constexpr Statement relabel_messages{"intake.relabel",
                                     "UPDATE message_journal SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient"};
constexpr Statement update_duplicates{"intake.update_duplicates", R"sql(
  UPDATE message_journal SET duplicates = duplicates + 1, last_duplicate_at = :at WHERE message = :message)sql"};
constexpr Statement select_counts{"intake.select_counts", R"sql(
  SELECT (SELECT count(*) FROM message_journal WHERE received_at >= :since),
         (SELECT count(*) FROM message_journal WHERE state = 'held' AND state <> 'filed'),
         (SELECT count(*) FROM message_journal WHERE state = 'filed' AND received_at >= :since),
         (SELECT max(received_at) FROM message_journal))sql"};

JournalRow row_from(const Row& row) {
  JournalRow message;
  message.message = row.id<MessageId>(0);
  message.received_at = row.instant(1);
  message.sender_application = row.string(2);
  message.sender_facility = row.string(3);
  message.control_id = row.string(4);
  message.hash = Digest::from_raw(row.bytes(5)).value_or(Digest());
  message.partner = row.string(6);
  message.listener = row.string(7);
  message.remote = row.string(8);
  message.type = row.string(9);
  message.version = row.string(10);
  message.size = row.integer(11);
  message.state = row.string(12);
  message.acknowledgement = row.string(13);
  message.reason = row.string(14);
  message.detail = row.string(15);
  message.outcome = row.string(16);
  message.patient = row.id<PatientId>(17);
  message.work_item = row.id<WorkItemId>(18);
  message.mended_from = row.id<MessageId>(19);
  message.duplicates = row.integer(20);
  if (!row.is_null(21)) message.settled_at = row.instant(21);
  for (auto bit = static_cast<std::uint64_t>(row.integer(22)); bit > 1; bit >>= 1U) ++message.facility;
  message.sensitivity = static_cast<std::uint32_t>(row.integer(23));
  return message;
}

JournalRow row_with_body(const Row& row) {
  JournalRow message = row_from(row);
  message.body = {static_cast<Encoding>(row.integer(24)), Bytes(row.bytes(25))};
  return message;
}

std::vector<store::Binding> bindings_of(const JournalFilter& filter, const access::Visibility& visibility) {
  return {{"from_at", filter.from ? filter.from->milliseconds() : 0},
          {"until_at", filter.until ? filter.until->milliseconds() : std::numeric_limits<std::int64_t>::max()},
          {"state", filter.state},
          {"partner", filter.partner},
          {"type", filter.type},
          {"control_id", filter.control_id},
          {"any_patient", !filter.patient.is_set()},
          {"patient", filter.patient.key()},
          {"facilities", static_cast<std::int64_t>(visibility.facilities)},
          {"hidden", static_cast<std::int64_t>(~visibility.clearance & access::full_clearance)}};
}

}  // namespace

Result<StoredBody> store_body(store::Blobs& blobs, BytesView message, const Digest& digest, std::size_t row_limit) {
  if (message.size() > row_limit) {
    CHARTA_TRY(const auto stored, blobs.put(message));
    return StoredBody{Encoding::blob, Bytes(stored.raw())};
  }
  Bytes packed(ZSTD_compressBound(message.size()), '\0');
  const std::size_t size = ZSTD_compress(packed.data(), packed.size(), message.data(), message.size(), 1);
  if (ZSTD_isError(size) != 0U || size >= message.size()) return StoredBody{Encoding::plain, Bytes(message)};
  packed.resize(size);
  static_cast<void>(digest);
  return StoredBody{Encoding::zstd, std::move(packed)};
}

Result<Bytes> load_body(store::Blobs& blobs, const StoredBody& body, std::int64_t size) {
  if (body.encoding == Encoding::plain) return body.bytes;
  if (body.encoding == Encoding::blob) {
    const auto digest = Digest::from_raw(body.bytes);
    if (!digest) return fail(ErrorKind::internal, "a journal row names a blob that is none");
    return blobs.get(*digest);
  }
  Bytes bytes(static_cast<std::size_t>(size), '\0');
  const std::size_t got = ZSTD_decompress(bytes.data(), bytes.size(), body.bytes.data(), body.bytes.size());
  if (ZSTD_isError(got) != 0U || got != bytes.size()) return fail(ErrorKind::internal, "the bytes of a journalled message cannot be read back");
  return bytes;
}

Result<void> MessageJournal::add(store::UnitOfWork& work, const JournalRow& row) const {
  if (row.body.encoding == Encoding::blob)
    CHARTA_TRY_DO(work.write(insert_body_reference, {{"digest", store::Value::bytes(row.body.bytes)}, {"message", row.message}}));
  return work.write(insert_message, {{"message", row.message},
                                     {"received_at", row.received_at},
                                     {"sender_application", row.sender_application},
                                     {"sender_facility", row.sender_facility},
                                     {"control_id", row.control_id},
                                     {"hash", store::Value::bytes(row.hash.raw())},
                                     {"partner", row.partner},
                                     {"listener", row.listener},
                                     {"remote", row.remote},
                                     {"type", row.type},
                                     {"version", row.version},
                                     {"size", row.size},
                                     {"encoding", row.body.encoding},
                                     {"body", store::Value::bytes(row.body.bytes)},
                                     {"state", row.state},
                                     {"acknowledgement", row.acknowledgement},
                                     {"reason", row.reason},
                                     {"detail", row.detail},
                                     {"outcome", row.outcome},
                                     {"patient", row.patient},
                                     {"work_item", row.work_item},
                                     {"mended_from", row.mended_from},
                                     {"settled_at", row.settled_at},
                                     {"facility_bit", std::int64_t{1} << static_cast<unsigned>(row.facility)},
                                     {"sensitivity", row.sensitivity}});
}

Result<void> MessageJournal::settle(store::UnitOfWork& work, const JournalRow& row) const {
  return work.write(update_message, {{"message", row.message},
                                     {"state", row.state},
                                     {"acknowledgement", row.acknowledgement},
                                     {"reason", row.reason},
                                     {"detail", row.detail},
                                     {"outcome", row.outcome},
                                     {"patient", row.patient},
                                     {"work_item", row.work_item},
                                     {"settled_at", row.settled_at},
                                     {"sensitivity", row.sensitivity}});
}

Result<void> MessageJournal::relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const {
  return work.write(relabel_messages, {{"patient", patient}, {"kept", ~std::int64_t{removed}}, {"added", added}});
}

Result<void> MessageJournal::count_duplicate(store::UnitOfWork& work, MessageId message, Instant at) const {
  return work.write(update_duplicates, {{"message", message}, {"at", at}});
}

Result<std::vector<JournalRow>> MessageJournal::same_control_id(store::Reader& reader, std::string_view application, std::string_view facility,
                                                                std::string_view control_id) const {
  return reader.read_all(select_same, {{"control_id", control_id}, {"application", application}, {"facility", facility}}, row_from);
}

Result<std::optional<JournalRow>> MessageJournal::find(store::Reader& reader, MessageId message) const {
  return reader.read_one(select_message, {{"message", message}}, row_with_body);
}

Result<std::vector<JournalRow>> MessageJournal::oldest_stored(store::Reader& reader, std::int64_t most) const {
  return reader.read_all(select_stored, {{"most", most}}, row_with_body);
}

Result<bool> MessageJournal::is_stored(store::Reader& reader, MessageId message) const {
  CHARTA_TRY(const auto found, reader.read_one(select_is_stored, {{"message", message}}, [](const Row&) { return true; }));
  return found.has_value();
}

Result<std::vector<JournalRow>> MessageJournal::list(store::Reader& reader, const JournalFilter& filter, const access::Visibility& visibility) const {
  auto bindings = bindings_of(filter, visibility);
  bindings.push_back({"limit", filter.limit});
  bindings.push_back({"offset", filter.offset});
  std::vector<JournalRow> rows;
  CHARTA_TRY_DO(reader.read(select_list, store::Bindings(bindings), [&](const Row& row) {
    rows.push_back(row_from(row));
    return true;
  }));
  return rows;
}

Result<std::int64_t> MessageJournal::count(store::Reader& reader, const JournalFilter& filter, const access::Visibility& visibility) const {
  const auto bindings = bindings_of(filter, visibility);
  std::int64_t total = 0;
  CHARTA_TRY_DO(reader.read(count_list, store::Bindings(bindings), [&](const Row& row) {
    total = row.integer(0);
    return false;
  }));
  return total;
}

Result<MessageJournal::Counts> MessageJournal::counts(store::Reader& reader, Instant since) const {
  CHARTA_TRY(const auto counts, reader.read_one(select_counts, {{"since", since}}, [](const Row& row) {
    Counts found{row.integer(0), row.integer(1), row.integer(2), {}};
    if (!row.is_null(3)) found.last_received_at = row.instant(3);
    return found;
  }));
  return counts.value_or(Counts());
}

}  // namespace charta::intake
