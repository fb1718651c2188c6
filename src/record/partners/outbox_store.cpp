// SPDX-License-Identifier: Apache-2.0
#include "record/partners/outbox_store.hpp"

#include "record/partners/outbox_state.hpp"

#include <algorithm>

namespace charta::partners {
namespace {

using store::Row;
using store::Statement;
using store::Value;

constexpr Statement select_partners{"partners.list", R"sql(
  SELECT id, name, application, facility_name, default_assigner, zone, charset, facility, endpoint, tls, enabled, version, wants
    FROM partner ORDER BY name)sql"};
constexpr Statement select_partner{"partners.find", R"sql(
  SELECT id, name, application, facility_name, default_assigner, zone, charset, facility, endpoint, tls, enabled, version, wants
    FROM partner WHERE id = :id)sql"};
constexpr Statement insert_partner{"partners.insert", R"sql(
  INSERT INTO partner (id, name, application, facility_name, default_assigner, zone, charset, facility, endpoint, tls, enabled, version,
                       wants)
  VALUES (:id, :name, :application, :facility_name, :default_assigner, :zone, :charset, :facility, :endpoint, :tls, :enabled, 1, :wants))sql"};
constexpr Statement update_partner_row{"partners.update", R"sql(
  UPDATE partner SET name = :name, application = :application, facility_name = :facility_name, default_assigner = :default_assigner,
         zone = :zone, charset = :charset, facility = :facility, endpoint = :endpoint, tls = :tls, enabled = :enabled, wants = :wants,
         version = version + 1
   WHERE id = :id AND version = :version)sql"};
constexpr Statement select_epoch{"partners.epoch", "SELECT epoch FROM partner_epoch WHERE id = 1"};
constexpr Statement update_epoch{"partners.raise_epoch", "UPDATE partner_epoch SET epoch = epoch + 1 WHERE id = 1"};

constexpr Statement insert_message{"outbox.insert", R"sql(
  INSERT INTO outbox_message (id, partner_id, control_id, patient_id, bytes, state, created_at, next_attempt_at)
  VALUES (:id, :partner_id, :control_id, :patient_id, :bytes, 'waiting', :created_at, :next_attempt_at))sql"};
constexpr Statement select_message{"outbox.find", R"sql(
  SELECT id, partner_id, control_id, bytes, state, attempts, created_at, next_attempt_at, acknowledgement, problem, patient_id,
         attempts_before
    FROM outbox_message WHERE id = :id)sql"};
constexpr Statement select_messages{"outbox.list", R"sql(
  SELECT id, partner_id, control_id, bytes, state, attempts, created_at, next_attempt_at, acknowledgement, problem, patient_id,
         attempts_before
    FROM outbox_message ORDER BY id DESC LIMIT :limit)sql"};
constexpr Statement select_messages_in{"outbox.list_in", R"sql(
  SELECT id, partner_id, control_id, bytes, state, attempts, created_at, next_attempt_at, acknowledgement, problem, patient_id,
         attempts_before
    FROM outbox_message WHERE state = :state ORDER BY id DESC LIMIT :limit)sql"};
constexpr Statement select_partners_with_work{"outbox.partners_with_work", R"sql(
  SELECT p.id FROM partner p
   WHERE EXISTS (SELECT 1 FROM outbox_message m WHERE m.partner_id = p.id AND m.state IN ('waiting', 'in-flight')) ORDER BY p.id)sql"};
constexpr Statement select_head{"outbox.head", R"sql(
  SELECT id, partner_id, control_id, bytes, state, attempts, created_at, next_attempt_at, acknowledgement, problem, patient_id,
         attempts_before, claimed_until
    FROM outbox_message WHERE partner_id = :partner_id AND state IN ('waiting', 'in-flight') ORDER BY id LIMIT 1)sql"};
constexpr Statement update_claimed{"outbox.claim", R"sql(
  UPDATE outbox_message SET state = 'in-flight', attempts = attempts + 1, claimed_until = :until_at
   WHERE id = :id AND attempts = :attempts AND (state = 'waiting' OR (state = 'in-flight' AND claimed_until <= :now)))sql"};
constexpr Statement update_settled{"outbox.settle", R"sql(
  UPDATE outbox_message SET state = :state, next_attempt_at = :next_attempt_at, acknowledgement = :acknowledgement, problem = :problem,
         claimed_until = NULL
   WHERE id = :id AND state = 'in-flight' AND attempts = :attempts)sql"};
constexpr Statement update_stepped{"outbox.step", R"sql(
  UPDATE outbox_message SET state = :to_state, next_attempt_at = :now, attempts_before = :attempts_before
   WHERE id = :id AND state = :from_state AND attempts = :attempts)sql"};

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> list;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) list.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

Partner partner_of(const Row& row) {
  Partner partner;
  partner.id = row.id<PartnerId>(0);
  partner.name = row.string(1);
  partner.application = row.string(2);
  partner.facility_name = row.string(3);
  partner.default_assigner = row.string(4);
  partner.zone = row.string(5);
  partner.charset = row.string(6);
  partner.facility = static_cast<int>(row.integer(7));
  partner.endpoint = row.string(8);
  partner.tls = row.integer(9) != 0;
  partner.enabled = row.integer(10) != 0;
  partner.version = row.integer(11);
  partner.wants = words(row.text(12));
  return partner;
}

OutboxMessage message_of(const Row& row) {
  OutboxMessage message;
  message.key = row.integer(0);
  message.partner = row.id<PartnerId>(1);
  message.control_id = row.string(2);
  message.bytes = Bytes(row.bytes(3));
  message.state = parse_outbox_state(row.text(4)).value_or(OutboxState::failed);
  message.attempts = static_cast<int>(row.integer(5));
  message.created_at = row.instant(6);
  message.next_attempt_at = row.instant(7);
  message.acknowledgement = row.string(8);
  message.problem = row.string(9);
  message.patient = row.id<PatientId>(10);
  message.attempts_before = static_cast<int>(row.integer(11));
  return message;
}

}  // namespace

Result<std::vector<Partner>> OutboxStore::partners(store::Reader& reader) const {
  return reader.read_all(select_partners, {}, partner_of);
}

Result<std::optional<Partner>> OutboxStore::find_partner(store::Reader& reader, PartnerId id) const {
  return reader.read_one(select_partner, {{"id", id}}, partner_of);
}

Result<void> OutboxStore::add_partner(store::UnitOfWork& work, const Partner& partner) const {
  const std::string wants = joined(partner.wants);
  return work.write(insert_partner, {{"id", partner.id},
                                     {"name", partner.name},
                                     {"application", partner.application},
                                     {"facility_name", partner.facility_name},
                                     {"default_assigner", partner.default_assigner},
                                     {"zone", partner.zone},
                                     {"charset", partner.charset},
                                     {"facility", partner.facility},
                                     {"endpoint", partner.endpoint},
                                     {"tls", partner.tls},
                                     {"enabled", partner.enabled},
                                     {"wants", wants}});
}

Result<std::int64_t> OutboxStore::update_partner(store::UnitOfWork& work, const Partner& partner) const {
  const std::string wants = joined(partner.wants);
  return work.write_counted(update_partner_row, {{"name", partner.name},
                                                 {"application", partner.application},
                                                 {"facility_name", partner.facility_name},
                                                 {"default_assigner", partner.default_assigner},
                                                 {"zone", partner.zone},
                                                 {"charset", partner.charset},
                                                 {"facility", partner.facility},
                                                 {"endpoint", partner.endpoint},
                                                 {"tls", partner.tls},
                                                 {"enabled", partner.enabled},
                                                 {"wants", wants},
                                                 {"id", partner.id},
                                                 {"version", partner.version}});
}

Result<std::int64_t> OutboxStore::epoch(store::Reader& reader) const {
  CHARTA_TRY(const auto epoch, reader.read_one(select_epoch, {}, [](const Row& row) { return row.integer(0); }));
  return epoch.value_or(0);
}

Result<void> OutboxStore::raise_epoch(store::UnitOfWork& work) const {
  return work.write(update_epoch, {});
}

Result<void> OutboxStore::add_message(store::UnitOfWork& work, const OutboxMessage& message) const {
  return work.write(insert_message, {{"id", message.key},
                                     {"partner_id", message.partner},
                                     {"control_id", message.control_id},
                                     {"patient_id", message.patient},
                                     {"bytes", Value::bytes(message.bytes)},
                                     {"created_at", message.created_at},
                                     {"next_attempt_at", message.next_attempt_at}});
}

Result<std::optional<OutboxMessage>> OutboxStore::find_message(store::Reader& reader, std::int64_t key) const {
  return reader.read_one(select_message, {{"id", key}}, message_of);
}

Result<std::vector<OutboxMessage>> OutboxStore::messages(store::Reader& reader, std::optional<OutboxState> state,
                                                         std::int64_t limit) const {
  if (!state) return reader.read_all(select_messages, {{"limit", limit}}, message_of);
  return reader.read_all(select_messages_in, {{"state", outbox_state_code(*state)}, {"limit", limit}}, message_of);
}

Result<std::vector<PartnerId>> OutboxStore::partners_with_work(store::Reader& reader) const {
  return reader.read_all(select_partners_with_work, {}, [](const Row& row) { return row.id<PartnerId>(0); });
}

Result<std::optional<OutboxStore::Head>> OutboxStore::head(store::Reader& reader, PartnerId partner) const {
  return reader.read_one(select_head, {{"partner_id", partner}}, [](const Row& row) {
    return Head{message_of(row), row.instant(12)};
  });
}

Result<std::int64_t> OutboxStore::claim(store::UnitOfWork& work, const OutboxMessage& message, Instant now, Instant until) const {
  return work.write_counted(update_claimed,
                            {{"until_at", until}, {"id", message.key}, {"attempts", message.attempts}, {"now", now}});
}

Result<std::int64_t> OutboxStore::settle(store::UnitOfWork& work, const OutboxMessage& message) const {
  return work.write_counted(update_settled, {{"state", outbox_state_code(message.state)},
                                             {"next_attempt_at", message.next_attempt_at},
                                             {"acknowledgement", message.acknowledgement},
                                             {"problem", message.problem},
                                             {"id", message.key},
                                             {"attempts", message.attempts}});
}

Result<std::int64_t> OutboxStore::step(store::UnitOfWork& work, const OutboxMessage& message, OutboxState to, Instant now) const {
  return work.write_counted(update_stepped, {{"to_state", outbox_state_code(to)},
                                             {"now", now},
                                             {"attempts_before", message.attempts_before},
                                             {"id", message.key},
                                             {"from_state", outbox_state_code(message.state)},
                                             {"attempts", message.attempts}});
}

}  // namespace charta::partners
