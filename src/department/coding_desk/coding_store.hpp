// SPDX-License-Identifier: Apache-2.0
// The SQL of coding; the sums of final cases are case_mix_store's.
#pragma once
#include "department/coding_desk/abstract.hpp"
#include "department/coding_desk/coding_case.hpp"
#include "store/store.hpp"

namespace charta::coding_desk {

enum class SheetOf { coder, reviewer };

class CodingStore {
 public:
  Result<void> save(store::UnitOfWork& work, const CodingCase& one) const;
  Result<std::optional<CodingCase>> find(store::Reader& reader, ResourceId encounter) const;
  Result<std::vector<CodingCase>> of_patient(store::Reader& reader, PatientId patient, std::int64_t most) const;
  /// Final ones of discharges in [from, until), the newest first.
  Result<std::vector<CodingCase>> final_between(store::Reader& reader, Instant from, Instant until, std::int64_t most) const;

  Result<void> save_sheet(store::UnitOfWork& work, ResourceId encounter, SheetOf whose, const CodedSheet& sheet) const;
  Result<CodedSheet> sheet(store::Reader& reader, ResourceId encounter, SheetOf whose) const;
  /// A diagnosis was opened in the tabular list; who did so first stays.
  Result<void> save_verified(store::UnitOfWork& work, ResourceId encounter, SheetOf whose, std::string_view code, UserId by,
                             Instant at) const;

  Result<void> save_entry(store::UnitOfWork& work, ResourceId encounter, const AbstractEntry& entry) const;
  /// The record's own value stands again.
  Result<void> remove_entry(store::UnitOfWork& work, ResourceId encounter, std::string_view element) const;
  Result<std::vector<AbstractEntry>> entries(store::Reader& reader, ResourceId encounter) const;

  /// Cases whose codes or abstract rest on words of this document.
  Result<std::vector<ResourceId>> resting_on(store::Reader& reader, ResourceId document) const;

  Result<void> save_answer(store::UnitOfWork& work, ResourceId encounter, const AnsweredFinding& answer) const;
  Result<std::vector<AnsweredFinding>> answers(store::Reader& reader, ResourceId encounter) const;

  /// Who worked on the coder's side of it.
  Result<void> add_hand(store::UnitOfWork& work, ResourceId encounter, UserId person) const;
  Result<bool> is_hand(store::Reader& reader, ResourceId encounter, UserId person) const;

  /// What came, until it is looked at; the version goes up, so that nobody goes on from a screen without it.
  Result<void> add_news(store::UnitOfWork& work, ResourceId encounter, const CodingNews& news) const;
  Result<std::vector<CodingNews>> news(store::Reader& reader, ResourceId encounter) const;
  Result<void> clear_news(store::UnitOfWork& work, ResourceId encounter) const;

  Result<void> relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const;

 private:
  Result<void> read_verified(store::Reader& reader, ResourceId encounter, SheetOf whose, CodedSheet& sheet) const;
  Result<void> forget_verified(store::UnitOfWork& work, ResourceId encounter, SheetOf whose) const;
  Result<void> save_lines(store::UnitOfWork& work, ResourceId encounter, SheetOf whose, LineKind kind,
                          const std::vector<CodedLine>& lines) const;
};

}  // namespace charta::coding_desk
