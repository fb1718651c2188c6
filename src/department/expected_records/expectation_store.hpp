// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/expected_records/expectation.hpp"
#include "store/store.hpp"

#include <optional>
#include <vector>

namespace charta::expected_records {

Result<void> insert_expectation(store::UnitOfWork& work, const Expectation& expectation);
/// The state of its work item, written alike.
Result<void> set_state(store::UnitOfWork& work, WorkItemId item, std::string_view state);
/// Everything that may change after it was opened.
/// Open ones only: a closed one opens no work item any more.
Result<void> relabel_expectations(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added);
/// What an order, visit or appointment promised stands with its new record.
Result<void> move_expectations(store::UnitOfWork& work, const happenings::RecordMoved::Piece& piece, PatientId to);
Result<void> update_expectation(store::UnitOfWork& work, const Expectation& expectation);

Result<std::optional<Expectation>> find_by_work_item(store::Reader& reader, WorkItemId item);
Result<std::vector<Expectation>> find_by_order(store::Reader& reader, ResourceId order);
Result<std::vector<Expectation>> find_by_encounter(store::Reader& reader, ResourceId encounter);
Result<std::vector<Expectation>> find_by_appointment(store::Reader& reader, ResourceId appointment);
Result<std::vector<Expectation>> find_by_document(store::Reader& reader, ResourceId document);
Result<std::vector<Expectation>> find_open_of_patient(store::Reader& reader, PatientId patient);

/// Everything that an arriving document could fulfil, in one statement of index look-ups: by the document itself, its placer and
/// filler numbers (of anybody), and the person's open ones.
Result<std::vector<Expectation>> find_candidates(store::Reader& reader, const happenings::DocumentFiled& document);

/// What a department owes today.
struct DepartmentCount {
  std::string department;
  std::int64_t open = 0, expected_today = 0, overdue = 0;
  std::optional<Instant> longest_overdue;
};
Result<std::vector<DepartmentCount>> count_by_department(store::Reader& reader, const access::Visibility& visibility, Instant now,
                                                         Instant end_of_day);

}  // namespace charta::expected_records
