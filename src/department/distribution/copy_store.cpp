// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/copy_store.hpp"

namespace charta::distribution {
namespace {

using store::Row;
using store::Statement;

#define COPY_COLUMNS                                                                                       \
  "copy, document, document_type, document_id, version, patient, encounter, title, type_code, recipient, " \
  "kind, recipient_name, account, purpose, reasons, rule, channel, address, content, state, problem, "     \
  "sendings, attempts, next_try_at, claimed_until, made_at, sent_at, delivered_at, opened_at, acted_at, "  \
  "settled_at, acted_by, action, remind_at, reminders, item, replaces, digest, proof, place, facility, "   \
  "sensitivity, released"

constexpr Statement insert_copy{"distribution.insert_copy", R"sql(
  INSERT INTO distribution_copy (
    copy, document, document_type, document_id, version, patient, encounter, title, type_code, recipient, kind,
    recipient_name, account, purpose, reasons, rule, channel, address, content, state, problem, sendings, attempts,
    next_try_at, claimed_until, made_at, sent_at, delivered_at, opened_at, acted_at, settled_at, acted_by, action,
    remind_at, reminders, item, replaces, digest, proof, place, facility, sensitivity, facility_bit, released)
  VALUES (
    :copy, :document, :document_type, :document_id, :version, :patient, :encounter, :title, :type_code, :recipient, :kind,
    :recipient_name, :account, :purpose, :reasons, :rule, :channel, :address, :content, :state, :problem, :sendings,
    :attempts, :next_try_at, :claimed_until, :made_at, :sent_at, :delivered_at, :opened_at, :acted_at, :settled_at,
    :acted_by, :action, :remind_at, :reminders, :item, :replaces, :digest, :proof, :place, :facility, :sensitivity,
    :facility_bit, :released)
  ON CONFLICT (copy) DO UPDATE SET
    patient = excluded.patient, encounter = excluded.encounter, title = excluded.title, type_code = excluded.type_code,
    kind = excluded.kind, recipient_name = excluded.recipient_name, account = excluded.account, purpose = excluded.purpose,
    reasons = excluded.reasons, rule = excluded.rule, channel = excluded.channel, address = excluded.address,
    state = excluded.state, problem = excluded.problem, sendings = excluded.sendings, attempts = excluded.attempts,
    next_try_at = excluded.next_try_at, claimed_until = excluded.claimed_until, sent_at = excluded.sent_at,
    delivered_at = excluded.delivered_at, opened_at = excluded.opened_at, acted_at = excluded.acted_at,
    settled_at = excluded.settled_at, acted_by = excluded.acted_by, action = excluded.action,
    remind_at = excluded.remind_at, reminders = excluded.reminders, item = excluded.item, replaces = excluded.replaces,
    digest = excluded.digest, proof = excluded.proof, place = excluded.place, facility = excluded.facility,
    sensitivity = excluded.sensitivity, facility_bit = excluded.facility_bit, released = excluded.released)sql"};
constexpr Statement select_copy{"distribution.select_copy", "SELECT " COPY_COLUMNS " FROM distribution_copy WHERE copy = :copy"};
constexpr Statement select_of_document{"distribution.select_of_document",
                                       "SELECT " COPY_COLUMNS " FROM distribution_copy WHERE document = :document ORDER BY copy"};
// One text for every list: what is not asked for is 0 or empty, and then everything answers.
#define COPY_SEEN " (facility_bit & :facilities) <> 0 AND (sensitivity & :hidden) = 0"
#define COPY_ASKED                                                                           \
  " AND (:state = '' OR state = :same_state) AND (:channel = '' OR channel = :same_channel)" \
  " AND (:is_current = 0 OR settled_at IS NULL)"                                             \
  " AND (:in_trouble = 0 OR state IN ('failed', 'recall-asked', 'unrecovered') OR (state = 'owed' AND attempts > 0))"
#define COPY_ORDER " ORDER BY copy DESC LIMIT :limit OFFSET :offset"
#define COPY_OF(column) " FROM distribution_copy WHERE " column " = :whose AND" COPY_SEEN COPY_ASKED
constexpr Statement list_all{"distribution.list_all",
                             "SELECT " COPY_COLUMNS " FROM distribution_copy WHERE" COPY_SEEN COPY_ASKED COPY_ORDER};
constexpr Statement list_patient{"distribution.list_patient", "SELECT " COPY_COLUMNS COPY_OF("patient") COPY_ORDER};
constexpr Statement list_document{"distribution.list_document", "SELECT " COPY_COLUMNS COPY_OF("document") COPY_ORDER};
constexpr Statement list_recipient{"distribution.list_recipient", "SELECT " COPY_COLUMNS COPY_OF("recipient") COPY_ORDER};
constexpr Statement list_account{"distribution.list_account", "SELECT " COPY_COLUMNS COPY_OF("account") COPY_ORDER};
// The first screen: what is in trouble is few, and has an index of its own.
constexpr Statement list_trouble{
    "distribution.list_trouble",
    "SELECT " COPY_COLUMNS
    " FROM distribution_copy WHERE (state IN ('failed', 'recall-asked', 'unrecovered') OR next_try_at IS NOT NULL) AND" COPY_SEEN
        COPY_ASKED COPY_ORDER};
constexpr Statement count_all{"distribution.count_all", "SELECT COUNT(*) FROM distribution_copy WHERE" COPY_SEEN COPY_ASKED};
constexpr Statement count_patient{"distribution.count_patient", "SELECT COUNT(*)" COPY_OF("patient")};
constexpr Statement count_document{"distribution.count_document", "SELECT COUNT(*)" COPY_OF("document")};
constexpr Statement count_recipient{"distribution.count_recipient", "SELECT COUNT(*)" COPY_OF("recipient")};
constexpr Statement count_account{"distribution.count_account", "SELECT COUNT(*)" COPY_OF("account")};
constexpr Statement select_figures{"distribution.select_figures", R"sql(
  SELECT channel, SUM(CASE WHEN state = 'owed' THEN 1 ELSE 0 END), SUM(CASE WHEN state = 'owed' AND attempts > 0 THEN 1 ELSE 0 END),
         SUM(CASE WHEN state = 'sent' THEN 1 ELSE 0 END), SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END),
         SUM(CASE WHEN state = 'recall-asked' THEN 1 ELSE 0 END), MIN(CASE WHEN state = 'owed' THEN made_at END),
         MAX(CASE WHEN state = 'owed' THEN problem ELSE '' END)
    FROM distribution_copy
   WHERE state IN ('owed', 'sent', 'failed', 'recall-asked') AND (facility_bit & :facilities) <> 0 AND (sensitivity & :hidden) = 0
   GROUP BY channel ORDER BY channel)sql"};
constexpr Statement select_due{"distribution.select_due",
                               "SELECT " COPY_COLUMNS
                               " FROM distribution_copy WHERE channel = :channel AND next_try_at <= :now"
                               " ORDER BY next_try_at, copy LIMIT :limit"};
constexpr Statement select_on_the_way{"distribution.select_on_the_way",
                                      "SELECT " COPY_COLUMNS
                                      " FROM distribution_copy WHERE channel = :channel AND state = 'sent' AND copy > :after"
                                      " ORDER BY copy LIMIT :limit"};
constexpr Statement select_to_remind{"distribution.select_to_remind",
                                     "SELECT " COPY_COLUMNS
                                     " FROM distribution_copy WHERE remind_at <= :now ORDER BY remind_at, copy LIMIT :limit"};
constexpr Statement select_failed_of{"distribution.select_failed_of",
                                     "SELECT " COPY_COLUMNS
                                     " FROM distribution_copy WHERE recipient = :recipient AND state = 'failed'"
                                     " ORDER BY copy LIMIT :limit"};
constexpr Statement select_unopened{"distribution.select_unopened",
                                    "SELECT " COPY_COLUMNS
                                    " FROM distribution_copy WHERE encounter = :encounter AND reminders > 1"
                                    " AND opened_at IS NULL AND settled_at IS NULL ORDER BY copy"};
constexpr Statement select_without_receipt{"distribution.select_without_receipt",
                                           "SELECT " COPY_COLUMNS
                                           " FROM distribution_copy WHERE channel = :channel AND state = 'sent'"
                                           " AND sent_at < :before ORDER BY copy LIMIT :limit"};
constexpr Statement select_to_carry{"distribution.select_to_carry",
                                    "SELECT " COPY_COLUMNS
                                    " FROM distribution_copy WHERE channel = 'ward-paper' AND state = 'owed'"
                                    " AND (:any = 1 OR place = :place) ORDER BY copy"};
constexpr Statement select_carried_of{"distribution.select_carried_of",
                                      "SELECT " COPY_COLUMNS
                                      " FROM distribution_copy WHERE patient = :patient AND channel = 'ward-paper'"
                                      " AND settled_at IS NULL ORDER BY copy"};
constexpr Statement update_claims{"distribution.release_claims", R"sql(
  UPDATE distribution_copy SET next_try_at = :now
   WHERE next_try_at IS NOT NULL AND claimed_until IS NOT NULL AND state = 'owed')sql"};
constexpr Statement relabel_copies{
    "distribution.relabel", "UPDATE distribution_copy SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient"};
constexpr Statement mark_copies{"distribution.set_marks", R"sql(
  UPDATE distribution_copy SET facility = :facility, facility_bit = :facility_bit, sensitivity = :sensitivity
   WHERE document = :document)sql"};

std::optional<Instant> instant_at(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.instant(column));
}

Copy copy_from(const Row& row) {
  Copy one;
  int at = 0;
  one.id = row.id<CopyId>(at++);
  one.document = row.id<ResourceId>(at++);
  one.document_type = row.string(at++);
  one.document_id = row.string(at++);
  one.version = row.integer(at++);
  one.patient = row.id<PatientId>(at++);
  one.encounter = row.id<ResourceId>(at++);
  one.title = row.string(at++);
  one.type_code = row.string(at++);
  one.recipient = row.id<RecipientId>(at++);
  one.kind = parse_kind(row.text(at++)).value_or(RecipientKind::practitioner);
  one.recipient_name = row.string(at++);
  one.user = row.id<UserId>(at++);
  one.purpose = parse_purpose(row.text(at++)).value_or(Purpose::info);
  one.reasons = row.string(at++);
  one.rule = row.string(at++);
  one.channel = parse_channel(row.text(at++)).value_or(Channel::inbox);
  one.address = row.string(at++);
  one.content = row.text(at++) == "notice" ? CopyContent::notice : CopyContent::document;
  one.state = parse_state(row.text(at++)).value_or(CopyState::failed);
  one.problem = row.string(at++);
  one.sendings = static_cast<int>(row.integer(at++));
  one.attempts = static_cast<int>(row.integer(at++));
  one.next_try_at = instant_at(row, at++);
  one.claimed_until = instant_at(row, at++);
  one.made_at = row.instant(at++);
  one.sent_at = instant_at(row, at++);
  one.delivered_at = instant_at(row, at++);
  one.opened_at = instant_at(row, at++);
  one.acted_at = instant_at(row, at++);
  one.settled_at = instant_at(row, at++);
  one.acted_by = row.id<UserId>(at++);
  one.action = row.string(at++);
  one.remind_at = instant_at(row, at++);
  one.reminders = static_cast<int>(row.integer(at++));
  one.item = row.id<WorkItemId>(at++);
  one.replaces = row.id<CopyId>(at++);
  one.digest = row.string(at++);
  one.proof = row.string(at++);
  one.place = row.string(at++);
  one.facility = static_cast<int>(row.integer(at++));
  one.sensitivity = static_cast<std::uint32_t>(row.integer(at++));
  one.released = static_cast<std::uint32_t>(row.integer(at));
  return one;
}

struct Eyes {
  std::int64_t facilities, hidden;
};
Eyes eyes_of(const access::Visibility& visibility) {
  return {static_cast<std::int64_t>(visibility.facilities),
          static_cast<std::int64_t>(access::full_clearance & ~visibility.clearance)};
}

/// The statement for the narrowest member of the filter, and whose it is.
struct Narrowed {
  const Statement& list;
  const Statement& count;
  std::int64_t whose = 0;
};
Narrowed narrowed(const CopyFilter& filter) {
  if (filter.document.is_set()) return {list_document, count_document, filter.document.key()};
  if (filter.patient.is_set()) return {list_patient, count_patient, filter.patient.key()};
  if (filter.recipient.is_set()) return {list_recipient, count_recipient, filter.recipient.key()};
  if (filter.user.is_set()) return {list_account, count_account, filter.user.key()};
  return {list_all, count_all, 0};
}

std::vector<store::Binding> bindings_of(const CopyFilter& filter, const access::Visibility& visibility, std::int64_t whose) {
  const auto eyes = eyes_of(visibility);
  const std::string_view state = filter.state ? state_code(*filter.state) : std::string_view();
  const std::string_view channel = filter.channel ? channel_code(*filter.channel) : std::string_view();
  std::vector<store::Binding> all{{"facilities", eyes.facilities},
                                  {"hidden", eyes.hidden},
                                  {"state", state},
                                  {"same_state", state},
                                  {"channel", channel},
                                  {"same_channel", channel},
                                  {"is_current", filter.is_current},
                                  {"in_trouble", filter.in_trouble}};
  if (whose != 0) all.push_back({"whose", whose});
  return all;
}

}  // namespace

Result<void> CopyStore::add(store::UnitOfWork& work, const Copy& copy) const {
  return save(work, copy);
}

Result<void> CopyStore::save(store::UnitOfWork& work, const Copy& copy) const {
  return work.write(insert_copy, {{"copy", copy.id},
                                  {"document", copy.document},
                                  {"document_type", copy.document_type},
                                  {"document_id", copy.document_id},
                                  {"version", copy.version},
                                  {"patient", copy.patient},
                                  {"encounter", copy.encounter.key()},
                                  {"title", copy.title},
                                  {"type_code", copy.type_code},
                                  {"recipient", copy.recipient},
                                  {"kind", kind_code(copy.kind)},
                                  {"recipient_name", copy.recipient_name},
                                  {"account", copy.user.key()},
                                  {"purpose", purpose_code(copy.purpose)},
                                  {"reasons", copy.reasons},
                                  {"rule", copy.rule},
                                  {"channel", channel_code(copy.channel)},
                                  {"address", copy.address},
                                  {"content", copy.content == CopyContent::notice ? "notice" : "document"},
                                  {"state", state_code(copy.state)},
                                  {"problem", copy.problem},
                                  {"sendings", copy.sendings},
                                  {"attempts", copy.attempts},
                                  {"next_try_at", copy.next_try_at},
                                  {"claimed_until", copy.claimed_until},
                                  {"made_at", copy.made_at},
                                  {"sent_at", copy.sent_at},
                                  {"delivered_at", copy.delivered_at},
                                  {"opened_at", copy.opened_at},
                                  {"acted_at", copy.acted_at},
                                  {"settled_at", copy.settled_at},
                                  {"acted_by", copy.acted_by.key()},
                                  {"action", copy.action},
                                  {"remind_at", copy.remind_at},
                                  {"reminders", copy.reminders},
                                  {"item", copy.item.key()},
                                  {"replaces", copy.replaces.key()},
                                  {"digest", copy.digest},
                                  {"proof", copy.proof},
                                  {"place", copy.place},
                                  {"facility", copy.facility},
                                  {"facility_bit", std::int64_t{1} << static_cast<unsigned>(copy.facility)},
                                  {"sensitivity", copy.sensitivity},
                                  {"released", copy.released}});
}

Result<std::optional<Copy>> CopyStore::find(store::Reader& reader, CopyId id) const {
  return reader.read_one(select_copy, {{"copy", id}}, copy_from);
}

Result<std::vector<Copy>> CopyStore::of_document(store::Reader& reader, ResourceId document) const {
  return reader.read_all(select_of_document, {{"document", document}}, copy_from);
}

Result<std::vector<Copy>> CopyStore::list(store::Reader& reader, const CopyFilter& filter,
                                          const access::Visibility& visibility) const {
  const auto by = narrowed(filter);
  auto bindings = bindings_of(filter, visibility, by.whose);
  bindings.push_back({"limit", filter.limit});
  bindings.push_back({"offset", filter.offset});
  const bool only_settled_trouble = by.whose == 0 && filter.in_trouble && !filter.channel && !filter.state;
  std::vector<Copy> rows;
  CHARTA_TRY_DO(reader.read(only_settled_trouble ? list_trouble : by.list, store::Bindings(bindings), [&](const Row& row) {
    rows.push_back(copy_from(row));
    return true;
  }));
  return rows;
}

Result<std::int64_t> CopyStore::count(store::Reader& reader, const CopyFilter& filter,
                                      const access::Visibility& visibility) const {
  const auto by = narrowed(filter);
  const auto bindings = bindings_of(filter, visibility, by.whose);
  std::int64_t total = 0;
  CHARTA_TRY_DO(reader.read(by.count, store::Bindings(bindings), [&](const Row& row) {
    total = row.integer(0);
    return false;
  }));
  return total;
}

Result<std::vector<ChannelFigures>> CopyStore::figures(store::Reader& reader, const access::Visibility& visibility) const {
  const auto eyes = eyes_of(visibility);
  return reader.read_all(select_figures, {{"facilities", eyes.facilities}, {"hidden", eyes.hidden}}, [](const Row& row) {
    return ChannelFigures{parse_channel(row.text(0)).value_or(Channel::inbox),
                          row.integer(1),
                          row.integer(2),
                          row.integer(3),
                          row.integer(4),
                          row.integer(5),
                          instant_at(row, 6),
                          row.string(7)};
  });
}

Result<std::vector<Copy>> CopyStore::due(store::Reader& reader, Channel channel, Instant now, std::int64_t limit) const {
  return reader.read_all(select_due, {{"channel", channel_code(channel)}, {"now", now}, {"limit", limit}}, copy_from);
}

Result<std::int64_t> CopyStore::release_claims(store::UnitOfWork& work, Instant now) const {
  return work.write_counted(update_claims, {{"now", now}});
}

Result<std::vector<Copy>> CopyStore::on_the_way(store::Reader& reader, Channel channel, CopyId after, std::int64_t limit) const {
  return reader.read_all(select_on_the_way, {{"channel", channel_code(channel)}, {"after", after.key()}, {"limit", limit}},
                         copy_from);
}

Result<std::vector<Copy>> CopyStore::to_remind(store::Reader& reader, Instant now, std::int64_t limit) const {
  return reader.read_all(select_to_remind, {{"now", now}, {"limit", limit}}, copy_from);
}

Result<std::vector<Copy>> CopyStore::unopened_of(store::Reader& reader, ResourceId encounter) const {
  return reader.read_all(select_unopened, {{"encounter", encounter}}, copy_from);
}

Result<std::vector<Copy>> CopyStore::without_receipt(store::Reader& reader, Channel channel, Instant sent_before,
                                                     std::int64_t limit) const {
  return reader.read_all(select_without_receipt, {{"channel", channel_code(channel)}, {"before", sent_before}, {"limit", limit}},
                         copy_from);
}

Result<std::vector<Copy>> CopyStore::failed_of(store::Reader& reader, RecipientId recipient, std::int64_t limit) const {
  return reader.read_all(select_failed_of, {{"recipient", recipient}, {"limit", limit}}, copy_from);
}

Result<std::vector<Copy>> CopyStore::to_carry(store::Reader& reader, std::string_view place) const {
  return reader.read_all(select_to_carry, {{"any", place.empty()}, {"place", place}}, copy_from);
}

Result<std::vector<Copy>> CopyStore::carried_of(store::Reader& reader, PatientId patient) const {
  return reader.read_all(select_carried_of, {{"patient", patient}}, copy_from);
}

Result<void> CopyStore::relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const {
  return work.write(
      relabel_copies,
      {{"patient", patient}, {"kept", static_cast<std::int64_t>(~removed)}, {"added", static_cast<std::int64_t>(added)}});
}

Result<void> CopyStore::set_marks(store::UnitOfWork& work, ResourceId document, int facility, std::uint32_t sensitivity) const {
  return work.write(mark_copies, {{"document", document},
                                  {"facility", facility},
                                  {"facility_bit", std::int64_t{1} << static_cast<unsigned>(facility)},
                                  {"sensitivity", sensitivity}});
}

}  // namespace charta::distribution
