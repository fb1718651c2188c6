// SPDX-License-Identifier: Apache-2.0
#include "app/data_entry_wiring.hpp"

#include "app/hospital.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using data_entry::CodeAnswer;
using data_entry::FieldKind;

/// What the lists that this hospital imported say of a code; nothing where none is loaded for that day.
CodeAnswer code_in_books(code_sets::BookShelf& shelf, FieldKind kind, std::string_view code, Date day) {
  CodeAnswer answer;
  if (kind != FieldKind::problem && kind != FieldKind::procedure) return answer;
  const auto list = shelf.texts(kind == FieldKind::problem ? "icd10cm" : "icd10pcs", day);
  if (!list) return answer;
  answer.has_set = true;
  const auto& texts = **list;
  const auto key = grouper::key_of(code);
  const auto found = std::find(texts.codes.begin(), texts.codes.end(), key);
  if (found == texts.codes.end()) return answer;
  const auto at = static_cast<std::size_t>(found - texts.codes.begin());
  answer.is_known = true;
  answer.is_billable = texts.billable[at] != 0;
  answer.title = texts.text(at);
  return answer;
}

}  // namespace

Result<std::unique_ptr<data_entry::EntryService>> open_data_entry(Hospital& hospital) {
  using namespace data_entry;
  CHARTA_TRY(auto rules, EntryRules::read(hospital.rules, hospital.clock.now().utc_date(), hospital.configuration.jurisdiction));
  CHARTA_TRY(auto zone, TimeZone::open(hospital.configuration.zone));
  EntryQuestions questions;
  questions.code = [&shelf = *hospital.code_shelf](FieldKind kind, std::string_view code, Date day) {
    return code_in_books(shelf, kind, code, day);
  };
  auto service = std::make_unique<EntryService>(
      *hospital.store, *hospital.resources, *hospital.patient_index, *hospital.encounters, *hospital.chart, *hospital.worklists,
      *hospital.ledger, hospital.clock, hospital.keys, std::move(zone), std::move(rules), std::move(questions));
  service->declare();
  return service;
}

}  // namespace charta::app
