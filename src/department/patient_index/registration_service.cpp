// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/registration_service.hpp"

#include "department/patient_index/registration.hpp"

#include <algorithm>

namespace charta::patient_index {
namespace {

constexpr std::size_t most_candidates = 20;
constexpr int most_taken_numbers = 100'000;  // met one after another, before somebody must look at the series

bool all_told_apart(const CandidateAnswer& found, const std::optional<NoneOfThese>& none_of_these) {
  return std::all_of(found.candidates.begin(), found.candidates.end(), [&](const IndexCandidate& one) {
    return none_of_these &&
           std::find(none_of_these->shown.begin(), none_of_these->shown.end(), one.hit.patient) != none_of_these->shown.end();
  });
}

}  // namespace

RegistrationService::RegistrationService(store::Store& store, resources::ResourceService& resources, PatientIndexService& index,
                                         IdentityService& identity, worklists::WorklistService& worklists, ledger::Ledger& ledger,
                                         const Clock& clock, NumberSeries series)
    : store_(store),
      resources_(resources),
      index_(index),
      identity_(identity),
      worklists_(worklists),
      ledger_(ledger),
      clock_(clock),
      series_(std::move(series)) {}

Result<void> RegistrationService::check_reason(const std::string& reason) const {
  const auto known = worklists_.reasons().choices(identity_machine().kind, "register");
  if (std::any_of(known.begin(), known.end(), [&](const auto* one) { return one->code == reason; })) return {};
  if (reason.empty()) return fail(ErrorKind::missing, "say why none of these is the person", "none_of_these.reason");
  return fail(ErrorKind::unknown_code, "'" + reason + "' is no reason to tell people apart; choose one from the list",
              "none_of_these.reason");
}

Result<RegistrationOutcome> RegistrationService::register_patient(const access::Actor& actor, const Demographics& who,
                                                                  const std::optional<NoneOfThese>& none_of_these) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::register_patient));
  CHARTA_TRY_DO(check_registration(who, clock_.now().utc_date()));
  CHARTA_TRY_DO(require_series());
  const std::lock_guard lock(one_at_a_time_);
  RegistrationOutcome outcome;
  CHARTA_TRY(outcome.candidates, identity_.candidates(actor, who, most_candidates));
  if (!all_told_apart(outcome.candidates, none_of_these)) return outcome;
  const std::string reason = outcome.candidates.candidates.empty() ? std::string() : none_of_these->reason;
  if (!outcome.candidates.candidates.empty()) CHARTA_TRY_DO(check_reason(reason));
  CHARTA_TRY(const auto patient, issue(actor, who, outcome.candidates, reason));
  CHARTA_TRY_DO(identity_.take_in(patient));  // the next one who asks finds this record
  CHARTA_TRY(outcome.registered, store_.read([&](store::Reader& reader) { return index_.hit(reader, patient); }));
  return outcome;
}

Result<void> RegistrationService::require_series() const {
  if (series_.is_declared()) return {};
  return fail(ErrorKind::business_rule,
              "no record numbers are issued here: the site's configuration declares no series (mrn-assigner); register the "
              "person in the system that issues them");
}

Result<std::vector<TemporaryIdentity>> RegistrationService::reserve(store::UnitOfWork& work, const access::Actor& actor,
                                                                    const std::vector<Name>& names) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::register_patient));
  CHARTA_TRY_DO(require_series());
  std::vector<TemporaryIdentity> reserved;
  for (const Name& name : names) {
    CHARTA_TRY(const auto number, next_number(work));
    resources::PutOptions options;
    options.source = "registration";
    CHARTA_TRY(auto prepared, resources_.prepare(unknown_patient_of(name, {series_.assigner, number, "MRT"}), options));
    CHARTA_TRY_DO(resources_.put(work, actor, prepared));
    reserved.push_back({PatientId(prepared.key().key()), number, name});
  }
  return reserved;
}

Result<PatientId> RegistrationService::issue(const access::Actor& actor, const Demographics& who,
                                             const CandidateAnswer& candidates, const std::string& reason) {
  return store_.write([&](store::UnitOfWork& work) -> Result<PatientId> {
    CHARTA_TRY(const auto number, next_number(work));
    resources::PutOptions options;
    options.source = "registration";
    CHARTA_TRY(auto prepared, resources_.prepare(patient_of(who, {series_.assigner, number, "MR"}), options));
    CHARTA_TRY_DO(resources_.put(work, actor, prepared));
    const PatientId patient(prepared.key().key());
    CHARTA_TRY_DO(note_told_apart(work, actor, patient, candidates, reason));
    return patient;
  });
}

/// The next free number of the series: what another system has given under the same assigner is left out.
Result<std::string> RegistrationService::next_number(store::UnitOfWork& work) {
  CHARTA_TRY_DO(work.lock(static_cast<std::int64_t>(std::hash<std::string>{}(series_.assigner) >> 1U)));
  CHARTA_TRY(const auto issued, numbers_.issued(work, series_.assigner));
  std::int64_t place = std::max(issued + 1, series_.first);
  for (int tries = 0; tries < most_taken_numbers; ++tries, ++place) {
    const auto number = number_at(series_, place);
    if (!number) break;
    CHARTA_TRY(const auto holders, index_.rows().holders(work, {series_.assigner, *number, "MR"}));
    if (!holders.empty()) continue;
    CHARTA_TRY_DO(numbers_.set_issued(work, series_.assigner, place));
    return *number;
  }
  return fail(ErrorKind::business_rule, "the series of record numbers " + series_.pattern + " is used up; declare another");
}

/// In both charts: who told this record apart from that one, and why.
Result<void> RegistrationService::note_told_apart(store::UnitOfWork& work, const access::Actor& actor, PatientId patient,
                                                  const CandidateAnswer& candidates, const std::string& reason) {
  const std::string told = "told-apart:" + reason;
  for (const IndexCandidate& one : candidates.candidates) {
    for (const auto& [subject, chart] : {std::pair(one.hit.patient, patient), std::pair(patient, one.hit.patient)}) {
      ledger::Entry entry;
      entry.act = ledger::Act::commented;
      entry.subject_kind = "Patient";
      entry.subject = subject.key();
      entry.patient = chart;
      entry.reason = told;
      entry.rule = identity_.rules().policy.rule;
      CHARTA_TRY_DO(ledger_.record(work, actor.author, entry));
    }
  }
  return {};
}

}  // namespace charta::patient_index
