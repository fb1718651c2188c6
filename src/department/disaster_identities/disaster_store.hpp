// SPDX-License-Identifier: Apache-2.0
// The SQL of disasters: the only file that names their tables.
#pragma once
#include "department/disaster_identities/disaster.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::disaster_identities {

struct Disclosure {
  std::int64_t key = 0;
  InquiryId inquiry;
  PatientId patient;
  std::string basis, agreement, told, rule;
  UserId by;
  Instant at;
};

struct Inquiry {
  InquiryId id;
  DisasterId disaster;
  std::string caller, relation, contact, looking_for;
  UserId by;
  Instant at;
  std::vector<Disclosure> disclosures;
};

class DisasterStore {
 public:
  Result<void> add(store::UnitOfWork& work, const Disaster& disaster) const;
  Result<void> end(store::UnitOfWork& work, const Disaster& disaster) const;
  Result<std::optional<Disaster>> disaster(store::Reader& reader, DisasterId id) const;
  Result<std::vector<Disaster>> disasters(store::Reader& reader) const;  ///< the newest first

  Result<void> add(store::UnitOfWork& work, const Identity& identity) const;
  /// False when its version is not `expected` any more.
  Result<bool> save(store::UnitOfWork& work, const Identity& identity, std::int64_t expected) const;
  Result<std::optional<Identity>> identity(store::Reader& reader, PatientId patient) const;
  Result<std::vector<Identity>> identities(store::Reader& reader, DisasterId disaster) const;  ///< in their order

  Result<void> add(store::UnitOfWork& work, const Inquiry& inquiry) const;
  Result<void> add(store::UnitOfWork& work, const Disclosure& disclosure) const;
  Result<std::optional<Inquiry>> inquiry(store::Reader& reader, InquiryId id) const;
  Result<std::vector<Inquiry>> inquiries(store::Reader& reader, DisasterId disaster) const;
};

}  // namespace charta::disaster_identities
