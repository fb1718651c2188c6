// SPDX-License-Identifier: Apache-2.0
#include "department/signatures/signature_store.hpp"

namespace charta::signatures {
namespace {

using store::Row;
using store::Statement;

constexpr Statement insert_signer{"signatures.insert_signer", R"sql(
  INSERT INTO signer (staff_key, account, name, standing, linked_at, linked_by)
  VALUES (:staff_key, :account, :name, :standing, :linked_at, :linked_by))sql"};
constexpr Statement delete_signer{"signatures.delete_signer", "DELETE FROM signer WHERE staff_key = :staff_key"};
constexpr Statement select_signer{"signatures.select_signer", R"sql(
  SELECT account, staff_key, name, standing, linked_at, linked_by FROM signer WHERE staff_key = :staff_key)sql"};
constexpr Statement select_signers_of{"signatures.select_signers_of", R"sql(
  SELECT account, staff_key, name, standing, linked_at, linked_by FROM signer WHERE account = :account
   ORDER BY linked_at, staff_key)sql"};
constexpr Statement select_signers{"signatures.select_signers", R"sql(
  SELECT account, staff_key, name, standing, linked_at, linked_by FROM signer ORDER BY name, linked_at, staff_key LIMIT 10000)sql"};
constexpr Statement insert_signature{"signatures.insert_signature", R"sql(
  INSERT INTO signature (signature, document, document_type, document_id, title, version, patient, patient_id, account,
    signer_key, signer_name, standing, meaning, statement, rule, signed_at, digest, facility, sensitivity)
  VALUES (:signature, :document, :document_type, :document_id, :title, :version, :patient, :patient_id, :account,
    :signer_key, :signer_name, :standing, :meaning, :statement, :rule, :signed_at, :digest, :facility, :sensitivity))sql"};
#define CHARTA_SIGNATURE_COLUMNS                                                                                        \
  "SELECT signature, document, document_type, document_id, title, version, patient, account, signer_key, signer_name, " \
  "standing, meaning, statement, rule, signed_at, digest, facility, sensitivity, patient_id, outdated_at FROM signature "
constexpr Statement select_signature{"signatures.select_signature", CHARTA_SIGNATURE_COLUMNS "WHERE signature = :signature"};
constexpr Statement select_of_document{"signatures.select_of_document",
                                       CHARTA_SIGNATURE_COLUMNS "WHERE document = :document ORDER BY signature"};
#undef CHARTA_SIGNATURE_COLUMNS
constexpr Statement outdate_signature{"signatures.outdate_signature",
                                      "UPDATE signature SET outdated_at = :at WHERE signature = :signature"};
constexpr Statement update_signature_place{"signatures.update_signature_place", R"sql(
  UPDATE signature SET patient = :patient, facility = :facility, sensitivity = :sensitivity WHERE document = :document)sql"};
constexpr Statement update_signature_labels{"signatures.update_signature_labels", R"sql(
  UPDATE signature SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient)sql"};
constexpr Statement upsert_request{"signatures.upsert_request", R"sql(
  INSERT INTO signature_request (document, meaning, asked_key, asked_name, asked_at, written_by)
  VALUES (:document, :meaning, :asked_key, :asked_name, :asked_at, :written_by)
  ON CONFLICT (document, meaning) DO UPDATE SET asked_key = excluded.asked_key, asked_name = excluded.asked_name,
    done_at = NULL)sql"};
constexpr Statement settle_requests{"signatures.settle_requests", R"sql(
  UPDATE signature_request SET done_at = :at WHERE document = :document AND done_at IS NULL)sql"};
constexpr Statement settle_request{"signatures.settle_request", R"sql(
  UPDATE signature_request SET done_at = :at WHERE document = :document AND meaning = :meaning AND done_at IS NULL)sql"};
constexpr Statement select_open_of_document{"signatures.select_open_of_document", R"sql(
  SELECT document, meaning, asked_key, asked_name, asked_at, written_by FROM signature_request
   WHERE document = :document AND done_at IS NULL ORDER BY asked_at, meaning)sql"};
constexpr Statement select_open_of{"signatures.select_open_of", R"sql(
  SELECT document, meaning, asked_key, asked_name, asked_at, written_by FROM signature_request
   WHERE asked_key = :asked_key AND done_at IS NULL ORDER BY asked_at LIMIT 1000)sql"};

SignerRow signer_from(const Row& row) {
  return {row.id<UserId>(0), {row.string(1), row.string(2)}, row.string(3), row.instant(4), row.id<UserId>(5)};
}

SignatureRequest request_from(const Row& row) {
  return {row.id<ResourceId>(0), row.string(1), {row.string(2), row.string(3)}, row.instant(4), row.id<UserId>(5)};
}

Signature signature_from(const Row& row) {
  Signature one;
  one.id = row.id<SignatureId>(0);
  one.document = row.id<ResourceId>(1);
  one.document_type = row.string(2);
  one.document_id = row.string(3);
  one.title = row.string(4);
  one.version = row.integer(5);
  one.patient = row.id<PatientId>(6);
  one.signer = row.id<UserId>(7);
  one.signer_key = row.string(8);
  one.signer_name = row.string(9);
  one.standing = row.string(10);
  one.meaning = row.string(11);
  one.statement = row.string(12);
  one.rule = row.string(13);
  one.at = row.instant(14);
  one.digest = Digest::parse_hex(row.text(15)).value_or(Digest());
  one.facility = static_cast<int>(row.integer(16));
  one.sensitivity = static_cast<std::uint32_t>(row.integer(17));
  one.patient_id = row.string(18);
  if (!row.is_null(19)) one.outdated_at = row.instant(19);
  return one;
}

}  // namespace

Result<void> SignatureStore::add_signer(store::UnitOfWork& work, const SignerRow& row) const {
  return work.write(insert_signer, {{"staff_key", row.known_as.key},
                                    {"account", row.account.key()},
                                    {"name", row.known_as.name},
                                    {"standing", row.standing},
                                    {"linked_at", row.linked_at},
                                    {"linked_by", row.linked_by.key()}});
}

Result<bool> SignatureStore::remove_signer(store::UnitOfWork& work, const std::string& staff_key) const {
  CHARTA_TRY(const auto gone, work.write_counted(delete_signer, {{"staff_key", staff_key}}));
  return gone > 0;
}

Result<std::optional<SignerRow>> SignatureStore::signer(store::Reader& reader, const std::string& staff_key) const {
  return reader.read_one(select_signer, {{"staff_key", staff_key}}, signer_from);
}

Result<std::vector<SignerRow>> SignatureStore::of_account(store::Reader& reader, UserId account) const {
  return reader.read_all(select_signers_of, {{"account", account.key()}}, signer_from);
}

Result<std::vector<SignerRow>> SignatureStore::signers(store::Reader& reader) const {
  return reader.read_all(select_signers, {}, signer_from);
}

Result<void> SignatureStore::add(store::UnitOfWork& work, const Signature& one) const {
  return work.write(insert_signature, {{"signature", one.id.key()},
                                       {"document", one.document.key()},
                                       {"document_type", one.document_type},
                                       {"document_id", one.document_id},
                                       {"title", one.title},
                                       {"version", one.version},
                                       {"patient", one.patient.key()},
                                       {"patient_id", one.patient_id},
                                       {"account", one.signer.key()},
                                       {"signer_key", one.signer_key},
                                       {"signer_name", one.signer_name},
                                       {"standing", one.standing},
                                       {"meaning", one.meaning},
                                       {"statement", one.statement},
                                       {"rule", one.rule},
                                       {"signed_at", one.at},
                                       {"digest", one.digest.hex()},
                                       {"facility", one.facility},
                                       {"sensitivity", static_cast<std::int64_t>(one.sensitivity)}});
}

Result<std::optional<Signature>> SignatureStore::find(store::Reader& reader, SignatureId id) const {
  return reader.read_one(select_signature, {{"signature", id.key()}}, signature_from);
}

Result<std::vector<Signature>> SignatureStore::of_document(store::Reader& reader, ResourceId document) const {
  return reader.read_all(select_of_document, {{"document", document.key()}}, signature_from);
}

Result<void> SignatureStore::outdate(store::UnitOfWork& work, SignatureId id, Instant at) const {
  return work.write(outdate_signature, {{"signature", id.key()}, {"at", at}});
}

Result<void> SignatureStore::move(store::UnitOfWork& work, ResourceId document, PatientId patient, int facility,
                                  std::uint32_t sensitivity) const {
  return work.write(update_signature_place, {{"document", document.key()},
                                             {"patient", patient.key()},
                                             {"facility", facility},
                                             {"sensitivity", static_cast<std::int64_t>(sensitivity)}});
}

Result<void> SignatureStore::relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed,
                                     std::uint32_t added) const {
  return work.write(
      update_signature_labels,
      {{"patient", patient.key()}, {"kept", ~static_cast<std::int64_t>(removed)}, {"added", static_cast<std::int64_t>(added)}});
}

Result<void> SignatureStore::ask(store::UnitOfWork& work, const SignatureRequest& request) const {
  return work.write(upsert_request, {{"document", request.document.key()},
                                     {"meaning", request.meaning},
                                     {"asked_key", request.asked.key},
                                     {"asked_name", request.asked.name},
                                     {"asked_at", request.asked_at},
                                     {"written_by", request.written_by.key()}});
}

Result<void> SignatureStore::settle(store::UnitOfWork& work, ResourceId document, Instant at) const {
  return work.write(settle_requests, {{"document", document.key()}, {"at", at}});
}

Result<void> SignatureStore::settle_one(store::UnitOfWork& work, ResourceId document, const std::string& meaning,
                                        Instant at) const {
  return work.write(settle_request, {{"document", document.key()}, {"meaning", meaning}, {"at", at}});
}

Result<std::vector<SignatureRequest>> SignatureStore::open_of_document(store::Reader& reader, ResourceId document) const {
  return reader.read_all(select_open_of_document, {{"document", document.key()}}, request_from);
}

Result<std::vector<SignatureRequest>> SignatureStore::open_of(store::Reader& reader, const std::string& staff_key) const {
  return reader.read_all(select_open_of, {{"asked_key", staff_key}}, request_from);
}

}  // namespace charta::signatures
