// SPDX-License-Identifier: Apache-2.0
// Which account is whom of the medical staff, and what deficiencies learn from signatures.
#include "department/signatures/signature_service.hpp"

#include <algorithm>

namespace charta::signatures {
namespace {

using access::Actor;
using access::Permission;

ledger::Entry entry_about(UserId account, std::string_view reason, const std::string& staff_key) {
  ledger::Entry entry;
  entry.act = ledger::Act::permission_changed;
  entry.subject_kind = "user";
  entry.subject = account.key();
  entry.reason = reason;
  entry.digest = sha256(staff_key);
  return entry;
}

bool is_staff_key(const std::string& key) {
  if (key.size() > 300 || key.find_first_of(" \n\t") != std::string::npos) return false;
  if (key.starts_with("Practitioner/") || key.starts_with("PractitionerRole/")) return key.find('/') + 1 < key.size();
  const auto bar = key.find('|');
  return bar != std::string::npos && bar + 1 < key.size();
}

template <class Kind, class React>
happenings::Bus::Reaction when(React react) {
  return [react](store::UnitOfWork& work, const happenings::Happening& one) -> Result<void> {
    return react(work, std::get<Kind>(one));
  };
}

}  // namespace

Result<std::optional<Signer>> SignatureService::find_signer(store::Reader& reader, UserId account) const {
  CHARTA_TRY(const auto rows, rows_.of_account(reader, account));
  if (rows.empty()) return std::optional<Signer>();
  Signer signer{account, rows.front().standing, {}};
  for (const auto& row : rows) signer.known_as.push_back(row.known_as);
  return std::optional(std::move(signer));
}

Result<Signer> SignatureService::signer_of(const Actor& actor) {
  if (actor.kind != Actor::Kind::person) return fail(ErrorKind::forbidden, "only a person signs", "signer");
  CHARTA_TRY(auto signer, store_.read([&](store::Reader& reader) { return find_signer(reader, actor.author.user); }));
  if (!signer)
    return fail(
        ErrorKind::forbidden,
        "your account is not known as anybody of the medical staff; whoever manages people names your number in the record",
        "signer");
  return std::move(*signer);
}

Result<std::vector<SignerRow>> SignatureService::signers(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::manage_people));
  return store_.read([&](store::Reader& reader) { return rows_.signers(reader); });
}

Result<std::vector<SignerRow>> SignatureService::medical_staff(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  CHARTA_TRY(auto rows, store_.read([&](store::Reader& reader) { return rows_.signers(reader); }));
  std::vector<SignerRow> staff;
  for (auto& row : rows)
    if (std::none_of(staff.begin(), staff.end(), [&](const auto& one) { return one.account == row.account; }))
      staff.push_back(std::move(row));
  return staff;
}

Result<void> SignatureService::link(const Actor& actor, UserId account, const StaffMember& known_as,
                                    const std::string& standing) {
  CHARTA_TRY_DO(access::require(actor, Permission::manage_people));
  if (!is_staff_key(known_as.key))
    return fail(ErrorKind::invalid, "a key is 'Practitioner/id' or 'system|number', as the record writes it", "key");
  if (known_as.name.empty() || known_as.name.size() > 200)
    return fail(ErrorKind::missing, "the name that is printed with a signature has 1 to 200 bytes", "name");
  if (rules_.standing(standing) == nullptr)
    return fail(ErrorKind::unknown_code, "'" + standing + "' is no standing of the rule signatures/standings", "standing");
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto before, rows_.signer(work, known_as.key));
    if (before && before->account != account)
      return fail(ErrorKind::business_rule, "that key is known as another account's; take it from there first", "key");
    if (before) CHARTA_TRY_DO(rows_.remove_signer(work, known_as.key));
    CHARTA_TRY(const auto others, rows_.of_account(work, account));
    for (const auto& one : others)
      if (one.standing != standing)
        return fail(ErrorKind::business_rule, "this account has another standing by its other key; it has one", "standing");
    CHARTA_TRY_DO(rows_.add_signer(work, {account, known_as, standing, clock_.now(), actor.author.user}));
    return ledger_.record(work, actor.author, entry_about(account, "signer-linked", known_as.key));
  });
}

Result<void> SignatureService::unlink(const Actor& actor, const std::string& staff_key) {
  CHARTA_TRY_DO(access::require(actor, Permission::manage_people));
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto before, rows_.signer(work, staff_key));
    if (!before) return fail(ErrorKind::not_found, "no account is known by that key", "key");
    CHARTA_TRY_DO(rows_.remove_signer(work, staff_key));
    return ledger_.record(work, actor.author, entry_about(before->account, "signer-unlinked", staff_key));
  });
}

void SignatureService::declare() {
  worklists_.declare(correction_machine(),
                     [this](store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item,
                            const worklists::Act&) { return check_correction(work, guard, item); });
  completion_.ask_signatures_of(
      [this](store::Reader& reader, const chart::ChartEntry& line, chart_completion::DocumentDetail said) {
        return detail_of(reader, line, std::move(said));
      });
}

void SignatureService::subscribe(happenings::Bus& bus) {
  using namespace happenings;
  bus.on(
      "resource_changed", "signatures.on_resource_changed",
      when<ResourceChanged>([this](store::UnitOfWork& work, const ResourceChanged& one) { return document_changed(work, one); }));
  bus.on("record_moved", "signatures.on_moved",
         when<RecordMoved>([this](store::UnitOfWork& work, const RecordMoved& moved) -> Result<void> {
           for (const auto& piece : moved.pieces) {
             if (piece.type != "DocumentReference" && piece.type != "DiagnosticReport") continue;
             CHARTA_TRY_DO(rows_.move(work, piece.resource, moved.to, piece.marks.facility, piece.marks.sensitivity));
             CHARTA_TRY_DO(amendments_.move(work, piece.resource, moved.to, piece.marks.facility, piece.marks.sensitivity));
           }
           return {};
         }));
  bus.on("record_relabelled", "signatures.on_relabelled",
         when<RecordRelabelled>([this](store::UnitOfWork& work, const RecordRelabelled& one) -> Result<void> {
           CHARTA_TRY_DO(rows_.relabel(work, one.patient, one.removed, one.added));
           return amendments_.relabel(work, one.patient, one.removed, one.added);
         }));
}

/// What signatures know beyond what the document says: who signed and who must follow, and that it is being written anew.
Result<chart_completion::DocumentDetail> SignatureService::detail_of(store::Reader& reader, const chart::ChartEntry& line,
                                                                     chart_completion::DocumentDetail said) const {
  CHARTA_TRY(const auto correction, amendments_.newest_of(reader, line.resource));
  if (correction && is_with_transcription(correction->state)) {
    said.completion = "IP";
    return said;
  }
  CHARTA_TRY(const auto signatures, rows_.of_document(reader, line.resource));
  const auto state = state_of(signatures, rules_);
  const auto* next = rules_.meaning(state.needs);
  if (next == nullptr || next->stand != Stand::attending) return said;
  said.completion = "PA";
  CHARTA_TRY(const auto open, rows_.open_of_document(reader, line.resource));
  for (const auto& one : open)
    if (one.meaning == state.needs && one.asked.is_known()) said.cosigner = one.asked;
  return said;
}

}  // namespace charta::signatures
