// SPDX-License-Identifier: Apache-2.0
// A disaster from its declaration to the last one identified: identities reserved, used, found out, given back; families'
// questions.
#pragma once
#include "base/clock.hpp"
#include "department/disaster_identities/disaster_store.hpp"
#include "department/patient_index/registration_service.hpp"
#include "record/worklists/worklist_service.hpp"

#include <string>
#include <vector>

namespace charta::disaster_identities {

struct NewDisaster {
  std::string what, reason;
  std::int64_t count = 0;  ///< identities to reserve at once
};

/// Who somebody turns out to be, with the two identifiers of the real record that the person typed.
struct Identified {
  PatientId real;
  std::string number, birth_date, note;
};

struct NewInquiry {
  std::string caller, relation, contact, looking_for;
};

struct NewDisclosure {
  PatientId patient;
  std::string basis, agreement, told;
};

struct DisasterView {
  Disaster disaster;
  std::vector<Identity> identities;
  std::vector<Inquiry> inquiries;
};

class DisasterService {
 public:
  DisasterService(store::Store& store, patient_index::PatientIndexService& index,
                  patient_index::RegistrationService& registration, worklists::WorklistService& worklists, ledger::Ledger& ledger,
                  const Clock& clock, KeySource& keys, DisasterRules rules)
      : store_(store),
        index_(index),
        registration_(registration),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        rules_(std::move(rules)) {}

  /// At start-up: the queue `disaster-identity`.
  void declare_queue();
  void subscribe(happenings::Bus& bus);
  const DisasterRules& rules() const { return rules_; }

  // Declaring and reserving ask register-patient; ending asks link-patients.
  /// Errors: `missing` (what, reason), `invalid` (more than the rule allows at once), `business_rule` (no numbers are issued
  /// here).
  Result<DisasterId> declare(const access::Actor& actor, const NewDisaster& disaster);
  /// Errors: also `business_rule` (it has ended; its names are used up).
  Result<void> reserve(const access::Actor& actor, DisasterId disaster, std::int64_t count);
  /// Retires what nobody used. Those still unknown stay in the queue.
  Result<void> end(const access::Actor& actor, DisasterId disaster);

  // Read-record; identities stand there by number and stand-in name.
  Result<std::vector<Disaster>> disasters(const access::Actor& actor);
  Result<DisasterView> view(const access::Actor& actor, DisasterId disaster);

  /// Somebody bears the identity, or more is known of them. Asks register-patient. Errors: `version_conflict` (somebody was
  /// faster), `business_rule` (another of this event bears the tag; it is identified or retired).
  Result<Identity> describe(const access::Actor& actor, PatientId patient, const Description& seen, std::int64_t version);
  /// These three answer of which event. Links the two as the index does (A40). Asks link-patients. Errors: `business_rule`
  /// (number or birth date is not the real record's; it is nobody's now; the real one is temporary too).
  Result<DisasterId> identify(const access::Actor& actor, PatientId patient, const Identified& found);
  /// Ends the link: somebody unknown again.
  Result<DisasterId> take_back(const access::Actor& actor, PatientId patient, const std::string& reason);

  // Families. Asks read-record; each question and each answer stands in the ledger.
  Result<InquiryId> ask(const access::Actor& actor, DisasterId disaster, const NewInquiry& inquiry);
  /// Errors: `unknown_code` (basis, agreement), `missing` (what was told), `not_found`.
  Result<DisasterId> tell(const access::Actor& actor, InquiryId inquiry, const NewDisclosure& disclosure);

  /// Chart kits of a run of identities as one PDF; each print stands in the ledger of its record.
  Result<std::string> kits(const access::Actor& actor, DisasterId disaster, std::int64_t from, std::int64_t until);

 private:
  Result<Disaster> found(store::Reader& reader, DisasterId id) const;
  Result<Identity> found(store::Reader& reader, PatientId patient) const;
  Result<void> reserve(store::UnitOfWork& work, const access::Actor& actor, const Disaster& disaster, std::int64_t count);
  Result<void> check_two_identifiers(store::Reader& reader, const access::Actor& actor, const Identified& said) const;
  Result<void> save(store::UnitOfWork& work, const access::Actor& actor, Identity identity, std::string_view act);
  Result<void> open_item(store::UnitOfWork& work, const access::Actor& actor, Identity& identity);
  Result<void> linked(store::UnitOfWork& work, PatientId survivor, PatientId absorbed);
  Result<void> unlinked(store::UnitOfWork& work, PatientId survivor, PatientId absorbed);
  Result<void> entered(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item);
  Result<void> note(store::UnitOfWork& work, const access::Actor& actor, ledger::Act act, std::string_view kind,
                    std::int64_t subject, PatientId patient, std::string_view reason, std::string_view rule = {});

  store::Store& store_;
  patient_index::PatientIndexService& index_;
  patient_index::RegistrationService& registration_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  DisasterRules rules_;
  DisasterStore rows_;
  access::Actor system_ = access::Actor::system("disaster-identities");
};

}  // namespace charta::disaster_identities
