// SPDX-License-Identifier: Apache-2.0
// Families' questions and what they are told; chart kits.
#include "department/disaster_identities/disaster_service.hpp"
#include "department/disaster_identities/kits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::disaster_identities {

using access::Permission;

Result<InquiryId> DisasterService::ask(const access::Actor& actor, DisasterId disaster, const NewInquiry& inquiry) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  CHARTA_TRY_DO(require_said(inquiry.caller, "who asks", "caller"));
  CHARTA_TRY_DO(require_said(inquiry.looking_for, "whom they look for", "looking_for"));
  const Inquiry one{keys_.next<InquiryId>(), disaster,        inquiry.caller,
                    inquiry.relation,        inquiry.contact, inquiry.looking_for,
                    actor.author.user,       clock_.now(),    {}};
  return store_.write([&](store::UnitOfWork& work) -> Result<InquiryId> {
    CHARTA_TRY_DO(found(work, disaster));
    CHARTA_TRY_DO(rows_.add(work, one));
    CHARTA_TRY_DO(note(work, actor, ledger::Act::created, "disaster_inquiry", one.id.key(), {}, "asked"));
    return one.id;
  });
}

Result<DisasterId> DisasterService::tell(const access::Actor& actor, InquiryId inquiry, const NewDisclosure& told) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  const Basis* basis = rules_.basis(told.basis);
  if (basis == nullptr)
    return fail(ErrorKind::unknown_code, "say on what basis they were told; choose one from the list", "basis");
  const bool known = std::find(rules_.agreements.begin(), rules_.agreements.end(), told.agreement) != rules_.agreements.end();
  if (basis->needs_agreement && !known)
    return fail(ErrorKind::unknown_code, "say whether the patient agreed, or could not be asked", "agreement");
  CHARTA_TRY_DO(require_said(told.told, "what they were told", "told"));
  const Disclosure one{keys_.next_key(),       inquiry,           told.patient, told.basis, told.agreement, told.told,
                       rules_.disclosure_rule, actor.author.user, clock_.now()};
  return store_.write([&](store::UnitOfWork& work) -> Result<DisasterId> {
    CHARTA_TRY(const auto asked, rows_.inquiry(work, inquiry));
    if (!asked) return fail(ErrorKind::not_found, "there is no inquiry " + inquiry.text());
    if (told.patient.is_set() || basis->needs_agreement) CHARTA_TRY_DO(found(work, told.patient));
    CHARTA_TRY_DO(rows_.add(work, one));
    CHARTA_TRY_DO(note(work, actor, ledger::Act::exported, "disaster_inquiry", inquiry.key(), told.patient, "told:" + told.basis,
                       rules_.disclosure_rule));
    return asked->disaster;
  });
}

Result<std::string> DisasterService::kits(const access::Actor& actor, DisasterId id, std::int64_t from, std::int64_t until) {
  CHARTA_TRY_DO(access::require(actor, Permission::register_patient));
  CHARTA_TRY(const auto view, this->view(actor, id));
  std::vector<Kit> kits;
  for (const auto& one : view.identities)
    if (one.place >= from && one.place <= until && one.state != "unused")
      kits.push_back({registration_.series().assigner, one.number, one.name});
  if (kits.empty()) return fail(ErrorKind::not_found, "there are no identities with these numbers to print");
  if (static_cast<std::int64_t>(kits.size()) > rules_.kits_at_once)
    return fail(ErrorKind::invalid, fmt::format("print {} kits at a time at most", rules_.kits_at_once), "until");
  CHARTA_TRY(auto pdf, kits_as_pdf(kits));
  const auto written = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    for (const auto& one : view.identities)
      if (one.place >= from && one.place <= until && one.state != "unused")
        CHARTA_TRY_DO(note(work, actor, ledger::Act::printed, "disaster_identity", one.patient.key(), one.patient, "chart-kit"));
    return {};
  });
  if (!written) return written.error();
  return pdf;
}

}  // namespace charta::disaster_identities
