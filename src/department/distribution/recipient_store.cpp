// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/recipient_store.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace charta::distribution {
namespace {

using store::Row;
using store::Statement;

#define RECIPIENT_COLUMNS "recipient, name_key, kind, name, account, ways, item, version, changed_at"

constexpr Statement upsert_recipient{"distribution.save_recipient", R"sql(
  INSERT INTO distribution_recipient (recipient, name_key, kind, name, folded, account, ways, is_known, item, version, changed_at)
  VALUES (:recipient, :name_key, :kind, :name, :folded, :account, :ways, :is_known, :item, :version, :changed_at)
  ON CONFLICT (recipient) DO UPDATE SET kind = excluded.kind, name = excluded.name, folded = excluded.folded,
    account = excluded.account, ways = excluded.ways, is_known = excluded.is_known, item = excluded.item,
    version = excluded.version, changed_at = excluded.changed_at)sql"};
constexpr Statement select_recipient{"distribution.recipient",
                                     "SELECT " RECIPIENT_COLUMNS " FROM distribution_recipient WHERE recipient = :recipient"};
constexpr Statement select_recipient_of_key{
    "distribution.recipient_of_key", "SELECT " RECIPIENT_COLUMNS " FROM distribution_recipient WHERE name_key = :name_key"};
constexpr Statement select_recipients{"distribution.recipients", "SELECT " RECIPIENT_COLUMNS
                                                                 " FROM distribution_recipient WHERE folded LIKE :part"
                                                                 " ORDER BY is_known, folded LIMIT :limit"};
constexpr Statement select_recipients_of_user{"distribution.recipients_of_user",
                                              "SELECT " RECIPIENT_COLUMNS
                                              " FROM distribution_recipient WHERE account = :account ORDER BY recipient"};
constexpr Statement insert_opt_out{"distribution.add_opt_out", R"sql(
  INSERT INTO distribution_opt_out (opt_out, recipient, role, type_code, patient, reason, said_at, said_by)
  VALUES (:opt_out, :recipient, :role, :type_code, :patient, :reason, :said_at, :said_by))sql"};
constexpr Statement update_opt_out{
    "distribution.end_opt_out", "UPDATE distribution_opt_out SET ended_at = :now WHERE opt_out = :opt_out AND ended_at IS NULL"};
constexpr Statement select_opt_outs{"distribution.opt_outs", R"sql(
  SELECT opt_out, recipient, role, type_code, patient, reason, said_at, said_by FROM distribution_opt_out
   WHERE ended_at IS NULL AND patient IN (0, :patient) ORDER BY opt_out)sql"};
constexpr Statement select_opt_out{"distribution.opt_out", R"sql(
  SELECT opt_out, recipient, role, type_code, patient, reason, said_at, said_by FROM distribution_opt_out
   WHERE opt_out = :opt_out AND ended_at IS NULL)sql"};
constexpr Statement select_begun{"distribution.begun", "SELECT at FROM distribution_begun WHERE id = 1"};
constexpr Statement insert_begun{"distribution.begin",
                                 "INSERT INTO distribution_begun (id, at) VALUES (1, :at) ON CONFLICT (id) DO NOTHING"};
constexpr Statement upsert_due{"distribution.ask", R"sql(
  INSERT INTO distribution_document (document, completion, sources, change, since, was_moved, is_due)
  VALUES (:document, :completion, :sources, 1, :since, :was_moved, 1)
  ON CONFLICT (document) DO UPDATE SET change = distribution_document.change + 1, is_due = 1,
    since = CASE WHEN distribution_document.is_due = 1 THEN distribution_document.since ELSE excluded.since END,
    completion = CASE WHEN excluded.completion = '' THEN distribution_document.completion ELSE excluded.completion END,
    sources = CASE WHEN excluded.sources = '' THEN distribution_document.sources
                   ELSE distribution_document.sources || ' ' || excluded.sources END,
    was_moved = GREATEST(distribution_document.was_moved, excluded.was_moved))sql"};
constexpr Statement select_due_documents{"distribution.due_documents", R"sql(
  SELECT document, completion, sources, change, since, was_moved FROM distribution_document
   WHERE is_due = 1 ORDER BY since, document LIMIT :limit)sql"};
constexpr Statement select_followed{"distribution.followed", R"sql(
  SELECT document, completion, sources, change, since, was_moved FROM distribution_document WHERE document = :document)sql"};
constexpr Statement update_done{"distribution.due_done", R"sql(
  UPDATE distribution_document SET is_due = 0, was_moved = 0 WHERE document = :document AND change = :change AND is_due = 1)sql"};
constexpr Statement update_due{"distribution.due_put_off",
                               "UPDATE distribution_document SET since = :since WHERE document = :document"};
constexpr Statement count_due{"distribution.due_count", "SELECT COUNT(*) FROM distribution_document WHERE is_due = 1"};

std::vector<MessageId> read_sources(std::string_view text) {
  std::vector<MessageId> sources;
  for (const auto one : split(text, ' '))
    if (const auto id = MessageId::parse(one))
      if (std::find(sources.begin(), sources.end(), *id) == sources.end()) sources.push_back(*id);
  return sources;
}

std::string print_ways(const std::vector<Way>& ways) {
  std::string text;
  for (const auto& way : ways) text += std::string(channel_code(way.channel)) + " " + way.address + "\n";
  return text;
}

std::vector<Way> read_ways(std::string_view text) {
  std::vector<Way> ways;
  for (const auto line : split(text, '\n')) {
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos) continue;
    if (const auto channel = parse_channel(line.substr(0, blank)))
      ways.push_back({*channel, std::string(line.substr(blank + 1))});
  }
  return ways;
}

RecipientStore::StoredOptOut opt_out_from(const Row& row) {
  RecipientStore::StoredOptOut one;
  one.key = row.integer(0);
  one.recipient = row.string(1);
  one.role = row.string(2);
  one.type_code = row.string(3);
  one.patient = row.id<PatientId>(4);
  one.reason = row.string(5);
  one.said_at = row.instant(6);
  one.said_by = row.id<UserId>(7);
  return one;
}

DueDocument due_from(const Row& row) {
  return {row.id<ResourceId>(0), row.string(1), read_sources(row.text(2)), row.integer(3), row.instant(4), row.integer(5) != 0};
}

Recipient recipient_from(const Row& row) {
  Recipient one;
  one.id = row.id<RecipientId>(0);
  one.key = row.string(1);
  one.kind = parse_kind(row.text(2)).value_or(RecipientKind::practitioner);
  one.name = row.string(3);
  one.user = row.id<UserId>(4);
  one.ways = read_ways(row.text(5));
  one.item = row.id<WorkItemId>(6);
  one.version = row.integer(7);
  one.changed_at = row.instant(8);
  return one;
}

}  // namespace

const Way* Recipient::way(Channel channel) const {
  const auto found = std::find_if(ways.begin(), ways.end(), [&](const Way& one) { return one.channel == channel; });
  return found == ways.end() ? nullptr : &*found;
}

Result<void> RecipientStore::save(store::UnitOfWork& work, const Recipient& recipient) const {
  return work.write(upsert_recipient, {{"recipient", recipient.id},
                                       {"name_key", recipient.key},
                                       {"kind", kind_code(recipient.kind)},
                                       {"name", recipient.name},
                                       {"folded", folded(recipient.name + " " + recipient.key)},
                                       {"account", recipient.user.key()},
                                       {"ways", print_ways(recipient.ways)},
                                       {"is_known", recipient.is_known()},
                                       {"item", recipient.item.key()},
                                       {"version", recipient.version},
                                       {"changed_at", recipient.changed_at}});
}

Result<std::optional<Recipient>> RecipientStore::find(store::Reader& reader, RecipientId id) const {
  return reader.read_one(select_recipient, {{"recipient", id}}, recipient_from);
}

Result<std::optional<Recipient>> RecipientStore::of_key(store::Reader& reader, std::string_view key) const {
  return reader.read_one(select_recipient_of_key, {{"name_key", key}}, recipient_from);
}

Result<std::vector<Recipient>> RecipientStore::list(store::Reader& reader, std::string_view part, std::int64_t limit) const {
  std::string words = folded(part);
  std::erase_if(words, [](char c) { return c == '%' || c == '_'; });
  return reader.read_all(select_recipients, {{"part", "%" + words + "%"}, {"limit", limit}}, recipient_from);
}

Result<std::vector<Recipient>> RecipientStore::of_user(store::Reader& reader, UserId user) const {
  return reader.read_all(select_recipients_of_user, {{"account", user}}, recipient_from);
}

Result<void> RecipientStore::add_opt_out(store::UnitOfWork& work, const StoredOptOut& one, Instant now, UserId by) const {
  return work.write(insert_opt_out, {{"opt_out", one.key},
                                     {"recipient", one.recipient},
                                     {"role", one.role},
                                     {"type_code", one.type_code},
                                     {"patient", one.patient.key()},
                                     {"reason", one.reason},
                                     {"said_at", now},
                                     {"said_by", by.key()}});
}

Result<std::int64_t> RecipientStore::end_opt_out(store::UnitOfWork& work, std::int64_t key, Instant now) const {
  return work.write_counted(update_opt_out, {{"opt_out", key}, {"now", now}});
}

Result<std::vector<RecipientStore::StoredOptOut>> RecipientStore::opt_outs(store::Reader& reader, PatientId patient) const {
  return reader.read_all(select_opt_outs, {{"patient", patient.key()}}, opt_out_from);
}

Result<std::optional<RecipientStore::StoredOptOut>> RecipientStore::opt_out(store::Reader& reader, std::int64_t key) const {
  return reader.read_one(select_opt_out, {{"opt_out", key}}, opt_out_from);
}

Result<std::optional<Instant>> RecipientStore::begun_at(store::Reader& reader) const {
  return reader.read_one(select_begun, {}, [](const Row& row) { return row.instant(0); });
}

Result<void> RecipientStore::begin(store::UnitOfWork& work, Instant now) const {
  return work.write(insert_begun, {{"at", now}});
}

Result<void> RecipientStore::ask(store::UnitOfWork& work, ResourceId document, std::string_view completion, MessageId source,
                                 bool was_moved, Instant now) const {
  return work.write(upsert_due, {{"document", document},
                                 {"completion", completion},
                                 {"sources", source.is_set() ? source.text() : std::string()},
                                 {"since", now},
                                 {"was_moved", was_moved ? 1 : 0}});
}

Result<std::vector<DueDocument>> RecipientStore::due(store::Reader& reader, std::int64_t limit) const {
  return reader.read_all(select_due_documents, {{"limit", limit}}, due_from);
}

Result<std::optional<DueDocument>> RecipientStore::followed(store::Reader& reader, ResourceId document) const {
  return reader.read_one(select_followed, {{"document", document}}, due_from);
}

Result<bool> RecipientStore::done(store::UnitOfWork& work, const DueDocument& due) const {
  CHARTA_TRY(const auto gone, work.write_counted(update_done, {{"document", due.document}, {"change", due.change}}));
  return gone > 0;
}

Result<void> RecipientStore::put_off(store::UnitOfWork& work, const DueDocument& due, Instant now) const {
  return work.write(update_due, {{"document", due.document}, {"since", now}});
}

Result<std::int64_t> RecipientStore::waiting(store::Reader& reader) const {
  CHARTA_TRY(const auto count, reader.read_one(count_due, {}, [](const Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

}  // namespace charta::distribution
