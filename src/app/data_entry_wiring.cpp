// SPDX-License-Identifier: Apache-2.0
#include "app/data_entry_wiring.hpp"

#include "app/hospital.hpp"
#include "department/coding/code_sets/code_library.hpp"

#include <mutex>

namespace charta::app {
namespace {

using data_entry::CodeAnswer;
using data_entry::FieldKind;

/// The code sets that this hospital imported, opened when somebody first types a code. One at a time: the library keeps what it
/// loads.
class CodeTitles {
 public:
  explicit CodeTitles(Hospital& hospital) : hospital_(hospital) {}

  CodeAnswer of(FieldKind kind, std::string_view code, Date day) {
    if (kind != FieldKind::problem && kind != FieldKind::procedure) return {};
    const std::lock_guard lock(mutex_);
    if (!library_) {
      auto opened = code_sets::CodeLibrary::open(hospital_.configuration.data + "/codes", hospital_.rules);
      if (!opened) return {};
      library_ = std::make_unique<code_sets::CodeLibrary>(std::move(*opened));
    }
    const std::string_view wanted = kind == FieldKind::problem ? "icd10cm" : "icd10pcs";
    bool has_set = false;
    for (const auto& entry : library_->entries()) has_set = has_set || entry.kind == wanted;
    const auto encoder = has_set ? library_->encoder(day) : Result<const encoder::Encoder*>(fail(ErrorKind::not_found, "none"));
    if (!encoder) return {};
    return look_up(**encoder, kind == FieldKind::problem ? encoder::System::icd10cm : encoder::System::icd10pcs, code);
  }

 private:
  static CodeAnswer look_up(const encoder::Encoder& encoder, encoder::System system, std::string_view code) {
    CodeAnswer answer;
    answer.has_set = true;
    encoder::Encoder::Question question;
    question.words = code;
    question.only = &system;
    const auto key = grouper::key_of(code);
    answer.title = encoder.title(system, key);
    answer.is_known = !answer.title.empty();
    answer.is_billable = answer.is_known;
    for (const auto& hit : encoder.search(question))
      if (hit.code == key && !hit.by_index) answer.is_billable = hit.is_billable;
    return answer;
  }

  Hospital& hospital_;
  std::mutex mutex_;
  std::unique_ptr<code_sets::CodeLibrary> library_;
};

}  // namespace

Result<std::unique_ptr<data_entry::EntryService>> open_data_entry(Hospital& hospital) {
  using namespace data_entry;
  CHARTA_TRY(auto rules, EntryRules::read(hospital.rules, hospital.clock.now().utc_date(), hospital.configuration.jurisdiction));
  CHARTA_TRY(auto zone, TimeZone::open(hospital.configuration.zone));
  EntryQuestions questions;
  questions.code = [titles = std::make_shared<CodeTitles>(hospital)](FieldKind kind, std::string_view code, Date day) {
    return titles->of(kind, code, day);
  };
  auto service = std::make_unique<EntryService>(
      *hospital.store, *hospital.resources, *hospital.patient_index, *hospital.encounters, *hospital.chart, *hospital.worklists,
      *hospital.ledger, hospital.clock, hospital.keys, std::move(zone), std::move(rules), std::move(questions));
  service->declare();
  return service;
}

}  // namespace charta::app
