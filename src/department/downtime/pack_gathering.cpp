// SPDX-License-Identifier: Apache-2.0
#include "department/downtime/pack_gathering.hpp"

#include "record/ledger/ledger_store.hpp"

#include <algorithm>

namespace charta::downtime {
namespace {

using std::chrono::hours;
constexpr std::size_t nobody = ~std::size_t{0};
constexpr std::int64_t lines_most = 100'000;

Instant hours_from(Instant now, std::int64_t count) {
  return now.plus(hours(count));
}

void add_number(PackPerson& person, const std::string& number) {
  if (!number.empty() && std::find(person.numbers.begin(), person.numbers.end(), number) == person.numbers.end())
    person.numbers.push_back(number);
}

/// The record's own words where nothing stands yet, and every number of it.
void add_record(PackPerson& person, const patient_index::Person& record) {
  const auto& who = record.record.who;
  if (person.name.empty()) person.name = record.display_name;
  if (person.birth_date.empty()) person.birth_date = who.birth_text;
  if (person.sex.empty()) person.sex = who.sex;
  for (const auto& name : who.names)
    if (const auto words = patient_index::display_name(name); words != person.name) person.former_names.push_back(words);
  for (const auto& one : who.identifiers)
    if (one.type == "MR") add_number(person, one.value);
  for (const auto& one : who.identifiers)
    if (one.type != "SS") add_number(person, one.value);
}

}  // namespace

Result<Gathered> Gathering::gather() {
  gathered_.pack.made_at = now_;
  gathered_.pack.warn_minutes = rules_.warn_minutes;
  gathered_.pack.rule = rules_.rule;
  CHARTA_TRY_DO(take_visits());
  CHARTA_TRY_DO(take_requests());
  CHARTA_TRY_DO(take_appointments());
  CHARTA_TRY_DO(take_people());
  CHARTA_TRY_DO(take_volumes());
  CHARTA_TRY_DO(take_checkpoint());
  number_people();
  return std::move(gathered_);
}

Result<void> Gathering::take_visits() {
  const encounters::EncounterStore rows;
  CHARTA_TRY(visits_, rows.around_now(reader_, hours_from(now_, -24 * rules_.discharged_days),
                                      hours_from(now_, 24 * rules_.expected_days), rules_.people_most));
  leave_out_labelled(visits_, [](const auto& one) { return std::pair(one.sensitivity, one.patient); });
  for (const auto& one : visits_) add(one.patient);
  gathered_.pack.is_cut = static_cast<std::int64_t>(wanted_.size()) > rules_.people_most;
  return {};
}

Result<void> Gathering::take_requests() {
  const paper_charts::PaperStore rows;
  CHARTA_TRY(lines_, rows.open_lines(reader_, hours_from(now_, 24 * 365), {}, lines_most));
  leave_out_labelled(lines_, [](const auto& one) {
    return std::pair(one.requisition.sensitivity | one.volume.sensitivity, one.requisition.patient);
  });
  paper_charts::sort_for_walking(lines_);
  for (const auto& one : lines_) add(one.requisition.patient);
  return {};
}

Result<void> Gathering::take_appointments() {
  const paper_charts::PaperStore rows;
  CHARTA_TRY(appointments_, rows.open_appointments(reader_, hours_from(now_, 24 * rules_.expected_days), lines_most));
  std::erase_if(appointments_, [&](const auto& one) { return one.at < hours_from(now_, -24); });
  leave_out_labelled(appointments_, [](const auto& one) { return std::pair(one.sensitivity, one.patient); });
  for (const auto& one : appointments_) add(one.patient);
  return {};
}

/// One entry a person, whatever the number of their records.
Result<void> Gathering::take_people() {
  std::vector<PatientId> first;
  for (const auto& [key, place] : wanted_) first.emplace_back(key);
  for (auto& [key, place] : wanted_) place = nobody;
  CHARTA_TRY(const auto records, index_.rows().persons(reader_, first));
  for (const auto& one : records)
    if (!one.deleted && wanted_.at(one.record.patient.key()) == nobody) CHARTA_TRY_DO(take_group(one));
  return {};
}

Result<void> Gathering::take_group(const patient_index::Person& first) {
  std::vector<patient_index::Person> group = {first};
  if (first.link_epoch != 0) {
    CHARTA_TRY(const auto survivor, index_.survivor_of(reader_, first.record.patient));
    CHARTA_TRY(auto all, index_.expand(reader_, first.record.patient));
    std::stable_sort(all.begin(), all.end(), [&](auto a, auto b) { return a == survivor && b != survivor; });
    CHARTA_TRY(group, index_.rows().persons(reader_, all));
    std::stable_sort(group.begin(), group.end(),
                     [&](const auto& a, const auto& b) { return a.record.patient == survivor && b.record.patient != survivor; });
  }
  Told told;
  for (const auto& one : group) {
    told.restricted |= one.record.sensitivity != 0;
    add_record(told.person, one);
    wanted_[one.record.patient.key()] = told_.size();
  }
  told_.push_back(std::move(told));
  return {};
}

PackPerson* Gathering::person_of(PatientId patient) {
  const auto found = wanted_.find(patient.key());
  if (found == wanted_.end() || found->second == nobody || told_[found->second].restricted) return nullptr;
  return &told_[found->second].person;
}

Result<void> Gathering::take_volumes() {
  std::vector<PatientId> all;
  for (const auto& [key, place] : wanted_)
    if (person_of(PatientId(key)) != nullptr) all.emplace_back(key);
  const paper_charts::PaperStore rows;
  CHARTA_TRY(const auto volumes, rows.of_patients(reader_, all));
  for (const auto& row : volumes) {
    const auto& one = row.volume;
    if (one.sensitivity != 0 || one.state == "destroyed" || one.state == "merged") continue;
    person_of(one.patient)
        ->volumes.push_back({one.barcode, one.chart_number, one.kind, row.place, row.home, one.state, one.number, one.due_at});
  }
  for (const auto& one : visits_) {
    PackPerson* person = person_of(one.patient);
    if (person == nullptr) continue;
    if (one.status == "in-progress" && person->where.empty()) {
      person->where = one.location.empty() ? "in the house, place not known" : one.location;
      person->visit_class = one.class_code;
      person->since = one.started_at;
    } else if (one.status == "finished") {
      if (!person->left_at || *person->left_at < *one.ended_at) person->left_at = one.ended_at;
    } else if (one.status == "planned" && !person->expected_at) {
      person->expected_at = one.started_at;
    }
  }
  gathered_.patients = std::move(all);
  return {};
}

Result<void> Gathering::take_checkpoint() {
  const ledger::LedgerStore rows;
  CHARTA_TRY(const auto last, rows.last_checkpoint(reader_));
  if (last) gathered_.pack.checkpoint = PackCheckpoint{last->size, last->root, last->at};
  return {};
}

/// The people by name, and what is asked for them by their place in that list.
void Gathering::number_people() {
  Pack& pack = gathered_.pack;
  std::vector<std::size_t> order;
  for (std::size_t at = 0; at < told_.size(); ++at)
    if (!told_[at].restricted) order.push_back(at);
  for (const auto& [key, place] : wanted_)
    if (place != nobody && told_[place].restricted) labelled_.insert(key);
  pack.left_out =
      std::count_if(labelled_.begin(), labelled_.end(), [&](std::int64_t key) { return person_of(PatientId(key)) == nullptr; });
  std::sort(order.begin(), order.end(),
            [&](auto a, auto b) { return std::pair(told_[a].person.name, a) < std::pair(told_[b].person.name, b); });
  std::map<std::size_t, std::size_t> place;
  for (const auto at : order) place.emplace(at, place.size());
  for (const auto& line : lines_) {
    if (person_of(line.requisition.patient) == nullptr) continue;
    const auto& asked = line.requisition;
    pack.requests.push_back({place.at(wanted_.at(asked.patient.key())), line.volume.chart_number, line.volume.barcode, line.place,
                             line.deliver_to, asked.requester, std::string(worklists::priority_code(asked.priority)), asked.state,
                             line.volume.number, asked.needed_at, asked.needed_at <= hours_from(now_, rules_.pull_hours)});
  }
  for (const auto& one : appointments_)
    if (person_of(one.patient) != nullptr)
      pack.appointments.push_back({place.at(wanted_.at(one.patient.key())), one.at, one.clinic});
  for (const auto at : order) pack.people.push_back(std::move(told_[at].person));
}

}  // namespace charta::downtime
