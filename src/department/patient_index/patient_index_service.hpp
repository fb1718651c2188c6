// SPDX-License-Identifier: Apache-2.0
// The patient index: identify, find, rank, link and unlink.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "department/patient_index/identification.hpp"
#include "department/patient_index/patient_index_store.hpp"
#include "department/patient_index/ranking.hpp"
#include "record/access/actor.hpp"
#include "record/happenings/happening.hpp"
#include "record/ledger/ledger.hpp"
#include "record/resources/resource_service.hpp"
#include "store/store.hpp"

namespace charta::patient_index {

/// A line of the finder or a banner: docs/api.md PatientHit.
struct PatientHit {
  PatientId patient;
  std::string fhir_id, name, birth_date, sex, mrn, assigner, address, phone;
  std::vector<std::string> former_names;
  struct Number {
    std::string value, assigner, type, status;
  };
  std::vector<Number> numbers;
  bool deceased = false, overlay_flag = false, review_flag = false;
  bool restricted = false;  ///< the record carries a label of the whole record
  bool closed = false;      ///< restricted, and not open to who asks: shown by name, number and birth date, opened by breaking the glass
  PatientId merged_into;  ///< the surviving record, when this one was absorbed
  std::string why;        ///< which of the words found it: "name", "former name", "birth date", "number"
};

/// How two records become one person's, and who says so.
struct LinkAct {
  std::string reason;
  LinkKind kind = LinkKind::merge;
  std::string choices;  ///< JSON; empty: the rule of survivorship
  std::string told_by;  ///< the partner whose message said it; empty: a person here, who must tell the partners
  std::optional<Instant> at{};  ///< when it happened where it was decided; unset: now
};

struct Identification {
  Verdict verdict;
  std::vector<CandidateRecord> candidates;  ///< every record that holds one of the numbers, with the version read
  std::string fhir_id;                      ///< of the exact patient, for references
};

class PatientIndexService {
 public:
  PatientIndexService(store::Store& store, resources::ResourceService& resources, ledger::Ledger& ledger, const happenings::Bus& bus,
                      const Clock& clock, KeySource& keys, Weights weights);

  // Upkeep: the reaction to every write of a Patient, whatever its door (in_unit).
  Result<void> on_resource_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed);

  // Identification, on a snapshot or in the unit.
  Result<Identification> identify(store::Reader& reader, const Demographics& received, Date today, Purpose purpose = Purpose::file) const;
  /// Whether what was read on a snapshot still holds: the same holders in the same versions.
  Result<bool> still_holds(store::Reader& reader, const Demographics& received, const Identification& identification) const;
  /// Whether an event of this source at `at` is newer than what it last told; remembers it when it is.
  Result<bool> is_news(store::Reader& reader, PatientId patient, std::string_view source, Instant at) const;
  Result<void> remember_event(store::UnitOfWork& work, PatientId patient, std::string_view source, Instant at) const;

  // For people.
  Result<std::vector<PatientHit>> find(const access::Actor& actor, std::string_view typed, std::int64_t limit) const;
  /// Errors: `not_found` (no such record, or its existence is protected), `forbidden` (restricted: break the glass).
  Result<PatientHit> banner(const access::Actor& actor, PatientId patient) const;
  /// A record as the index itself knows it, whoever asks; nothing when it was deleted. Who shows it to somebody has asked `banner`
  /// or the record's protection first.
  Result<std::optional<PatientHit>> hit(store::Reader& reader, PatientId patient) const;
  /// The banners of those that the actor may see, in one look: for the rows of a list.
  Result<std::vector<PatientHit>> banners(const access::Actor& actor, const std::vector<PatientId>& patients) const;
  /// Guard of every write of a Patient: `link` is the index's to change, by a link with a history. Errors: `business_rule`.
  Result<void> guard_write(const access::Actor& actor, json::Value before, json::Value after) const;
  Result<std::vector<RankedCandidate>> candidates(const access::Actor& actor, const Demographics& received, std::size_t limit) const;

  // Links. Errors: `invalid` (a record with itself), `business_rule` (linked already; not linked), `not_found`.
  Result<void> link(store::UnitOfWork& work, const access::Actor& actor, PatientId survivor, PatientId absorbed, const LinkAct& act);
  /// Ends the link, whichever of the two survived in it.
  Result<void> unlink(store::UnitOfWork& work, const access::Actor& actor, PatientId survivor, PatientId absorbed, const LinkAct& act);
  Result<void> link(const access::Actor& actor, PatientId survivor, PatientId absorbed, std::string_view reason);
  Result<void> unlink(const access::Actor& actor, PatientId survivor, PatientId absorbed, std::string_view reason);
  /// The record that stands for this one after every merge and move: itself when it was never absorbed.
  Result<PatientId> survivor_of(store::Reader& reader, PatientId patient) const;
  /// All records of this person: the record itself and every one currently linked to it, over any number of links.
  Result<std::vector<PatientId>> expand(store::Reader& reader, PatientId patient) const;
  Result<std::vector<Link>> links(store::Reader& reader, PatientId patient) const { return store_of_index_.all_links(reader, patient); }
  /// Whether one of this person's records has, or had, a number of this assigner.
  Result<bool> has_number_of(store::Reader& reader, PatientId patient, std::string_view assigner) const;
  Result<std::int64_t> link_epoch(store::Reader& reader, PatientId patient) const;
  /// Flags a record so that nothing is filed to it without a person.
  Result<void> set_flags(store::UnitOfWork& work, const access::Actor& actor, PatientId patient, bool overlay, bool review);

  const PatientIndexStore& rows() const { return store_of_index_; }

 private:
  /// What the actor sees of a person: open, closed (restricted and announced), or nothing.
  std::optional<PatientHit> shown(const access::Actor& actor, const Person& person) const;
  /// The record with what its absorbed records add and a person chose (survivorship), as far as this actor sees them.
  Result<Person> as_shown(store::Reader& reader, const access::Actor& actor, Person person) const;
  /// Into which record this one was merged, if it was.
  Result<void> add_survivor(store::Reader& reader, PatientHit& hit) const;
  Result<void> begin_link(store::UnitOfWork& work, PatientId survivor, PatientId absorbed, const LinkAct& act);
  Result<Link> end_link(store::UnitOfWork& work, PatientId one, PatientId other, const LinkAct& act);
  Result<void> check_both(store::Reader& reader, PatientId one, PatientId other) const;
  Result<void> note_link(store::UnitOfWork& work, const access::Actor& actor, PatientId survivor, PatientId absorbed,
                         const LinkAct& act, bool begins);

  store::Store& store_;
  resources::ResourceService& resources_;
  ledger::Ledger& ledger_;
  const happenings::Bus& bus_;
  const Clock& clock_;
  KeySource& keys_;
  Weights weights_;
  PatientIndexStore store_of_index_;
};

}  // namespace charta::patient_index
