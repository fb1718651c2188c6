// SPDX-License-Identifier: Apache-2.0
// The SQL of the patient index: the only file that names its tables.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "department/patient_index/finder_query.hpp"
#include "department/patient_index/identification.hpp"
#include "record/access/actor.hpp"
#include "store/store.hpp"

namespace charta::patient_index {

/// A person row with everything the index knows.
struct Person {
  CandidateRecord record;
  std::string fhir_id, display_name;
  std::vector<std::string> identifier_status;  ///< "current" or "former", beside record.who.identifiers
  std::int64_t link_epoch = 0;
  bool deleted = false;
};

/// What a link of two records says of their numbers.
enum class LinkKind {
  merge,  ///< the absorbed number is given up (A40)
  link,   ///< one person with two numbers that both stand (A24)
  move    ///< a number that stood with the wrong person, brought to the right one (A43)
};
std::string_view link_kind_code(LinkKind kind);

struct Link {
  std::int64_t key = 0;
  PatientId survivor, absorbed;
  Instant from;
  std::optional<Instant> until;
  std::string reason, ended_reason;
  LinkKind kind = LinkKind::merge;
  std::string choices;  ///< survivorship field by field, as JSON; empty: the rule
};

class PatientIndexStore {
 public:
  Result<std::optional<Person>> person(store::Reader& reader, PatientId patient) const;
  Result<std::vector<Person>> persons(store::Reader& reader, const std::vector<PatientId>& patients) const;
  Result<std::vector<Person>> holders(store::Reader& reader, const Identifier& identifier) const;
  Result<std::int64_t> version(store::Reader& reader, PatientId patient) const;  ///< 0: not there

  /// Writes person, names and numbers; `before` is what stands (absent: a new row).
  Result<void> save(store::UnitOfWork& work, const Person& person, const std::optional<Person>& before, Instant now) const;
  Result<void> set_flags(store::UnitOfWork& work, PatientId patient, bool overlay, bool review) const;

  Result<std::optional<Instant>> last_event(store::Reader& reader, PatientId patient, std::string_view source) const;
  Result<void> save_event(store::UnitOfWork& work, PatientId patient, std::string_view source, Instant at) const;

  using Found = FunctionRef<bool(PatientId)>;  ///< false: enough
  struct NameRange {
    std::string family_from, family_until, given_from, given_until;
    std::int64_t born_from = 0, born_until = 0;  ///< days; both 0: any
  };
  Result<void> by_name(store::Reader& reader, const NameRange& range, bool given_only, const access::Visibility& visibility, std::int64_t limit, Found found) const;
  Result<void> by_birth_date(store::Reader& reader, Date day, const access::Visibility& visibility, std::int64_t limit, Found found) const;
  Result<void> by_number(store::Reader& reader, std::string_view folded_prefix, const access::Visibility& visibility, std::int64_t limit, Found found) const;

  Result<std::vector<Link>> open_links(store::Reader& reader, PatientId patient) const;
  Result<std::vector<Link>> all_links(store::Reader& reader, PatientId patient) const;
  Result<void> add_link(store::UnitOfWork& work, const Link& link) const;
  Result<std::int64_t> end_link(store::UnitOfWork& work, PatientId survivor, PatientId absorbed, Instant at, std::string_view reason) const;
  Result<void> raise_link_epoch(store::UnitOfWork& work, PatientId patient) const;
};

}  // namespace charta::patient_index
