// SPDX-License-Identifier: Apache-2.0
// The live index: read at a start, kept current, and what it asks people about.
#include "department/patient_index/identity_service.hpp"

#include "base/log.hpp"
#include "department/patient_index/matching_person.hpp"
#include "department/patient_index/person_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>

namespace charta::patient_index {
namespace {

using matching::Band;

constexpr std::int64_t rows_at_once = 1000;
constexpr std::size_t records_at_once = 200;  // between two looks whether the hospital is being stopped

matching::Person person_of(const IdentityStore::PersonRow& row) {
  Person person;
  parse_who(row.who, person);
  person.record.who.birth_date = row.birth_date;
  person.record.who.death_date = row.death_date;
  return person_to_match(person.record.who);
}

struct ReadIn {
  PatientId patient;
  std::int64_t version;
  matching::PlainPerson plain;
};

using Rows = std::vector<IdentityStore::PersonRow>;

std::future<Result<Rows>> read_ahead(store::Store& store, const IdentityStore& rows, PatientId after) {
  return std::async(std::launch::async, [&store, &rows, after] {
    return store.read([&](store::Reader& reader) { return rows.rows_after(reader, after, rows_at_once); });
  });
}

/// The records as the index takes them in.
std::future<std::vector<ReadIn>> fold_ahead(Rows rows, const matching::Vocabulary& vocabulary) {
  return std::async(std::launch::async, [rows = std::move(rows), &vocabulary] {
    std::vector<ReadIn> people;
    people.reserve(rows.size());
    for (const auto& row : rows) people.push_back({row.patient, row.version, matching::plain(person_of(row), vocabulary)});
    return people;
  });
}

std::string guard_codes(const std::vector<matching::Guard>& guards) {
  std::string text;
  for (const auto guard : guards) text += (text.empty() ? "" : ",") + std::string(code_of(guard));
  return text;
}

/// What the list shows beyond its columns: names of fields, never a value.
std::string detail_of(const Match& match, PatientId older, PatientId newer, const matching::Explanation& explanation) {
  std::string detail, agrees, differs;
  for (const auto& part : explanation.contributions) {
    std::string& list = part.bits > 0 ? agrees : differs;
    list += (list.empty() ? "" : ", ") + std::string(words_of(part.field));
  }
  json::Writer out(detail);
  out.begin_object().member("first", older.text()).member("second", newer.text()).member("band", name_of(match.decision.band));
  out.key("probability")
      .raw(fmt::format("{:.4f}", match.decision.probability))
      .key("bits")
      .raw(fmt::format("{:.1f}", match.bits));
  out.member("agrees", agrees).member("differs", differs).key("guards").begin_array();
  for (const auto guard : match.decision.guards) out.string(code_of(guard));
  out.end_array().end_object();
  return detail;
}

}  // namespace

IdentityService::IdentityService(store::Store& store, PatientIndexService& index, worklists::WorklistService& worklists,
                                 ledger::Ledger& ledger, const Clock& clock, KeySource& keys, MatchingRules rules,
                                 IdentityQuestions questions)
    : store_(store),
      index_(index),
      worklists_(worklists),
      ledger_(ledger),
      clock_(clock),
      keys_(keys),
      questions_(std::move(questions)),
      live_(std::move(rules)) {}

void IdentityService::declare() {
  worklists_.declare(
      identity_machine(),
      [this](store::UnitOfWork& work, std::string_view, const worklists::WorkItem& item, const worklists::Act&) {
        return check_linked(work, item);
      },
      [this](store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item, const worklists::Act& act) {
        return entered(work, actor, item, act);
      });
}

void IdentityService::subscribe(happenings::Bus& bus) {
  using namespace happenings;
  // Registrations and changes are only noted here, when their unit has committed: comparing waits for nobody's write.
  bus.on("patient_registered", "identity.note", [this](store::UnitOfWork& work, const Happening& it) -> Result<void> {
    note(work, std::get<PatientRegistered>(it).patient);
    return {};
  });
  bus.on("patient_changed", "identity.note", [this](store::UnitOfWork& work, const Happening& it) -> Result<void> {
    note(work, std::get<PatientChanged>(it).patient);
    return {};
  });
  bus.on("patients_linked", "identity.on_linked", [this](store::UnitOfWork& work, const Happening& it) {
    const auto& linked = std::get<PatientsLinked>(it);
    return on_linked(work, linked.survivor, linked.absorbed);
  });
  bus.on("patients_unlinked", "identity.on_unlinked", [this](store::UnitOfWork& work, const Happening& it) {
    const auto& unlinked = std::get<PatientsUnlinked>(it);
    return on_unlinked(work, unlinked.survivor, unlinked.absorbed);
  });
}

void IdentityService::note(store::UnitOfWork& work, PatientId patient) {
  work.after_commit([this, patient] {
    const std::lock_guard lock(noted_mutex_);
    noted_.push_back(patient);
  });
}

Result<void> IdentityService::load() {
  const std::lock_guard lock(loading_);
  if (ready_) return {};
  CHARTA_TRY(const auto total, store_.read([&](store::Reader& reader) { return rows_.count_persons(reader); }));
  to_load_ = total;
  live_.reserve(static_cast<std::size_t>(total));
  // While some rows are taken in, the next are folded, and those after them read: each is about a third of the work.
  std::future<std::vector<ReadIn>> folding;
  const auto take_in = [&] {
    if (!folding.valid()) return;
    const auto people = folding.get();
    for (const ReadIn& one : people) live_.put(one.patient, one.version, one.plain);
    loaded_ += static_cast<std::int64_t>(people.size());
  };
  for (auto reading = read_ahead(store_, rows_, PatientId());;) {
    CHARTA_TRY(auto rows, reading.get());
    if (rows.empty()) break;
    reading = read_ahead(store_, rows_, rows.back().patient);
    auto next = fold_ahead(std::move(rows), live_.rules().vocabulary);
    take_in();
    folding = std::move(next);
  }
  take_in();
  ready_ = true;
  log::info("patient_index.ready", {{"records", static_cast<std::int64_t>(live_.size())}});
  return {};
}

Result<std::int64_t> IdentityService::each_person(FunctionRef<void(PatientId, matching::Person&&)> take) {
  std::int64_t count = 0;
  for (PatientId after;;) {
    CHARTA_TRY(const auto rows,
               store_.read([&](store::Reader& reader) { return rows_.rows_after(reader, after, rows_at_once); }));
    if (rows.empty()) return count;
    for (const auto& row : rows) take(row.patient, person_of(row));
    count += static_cast<std::int64_t>(rows.size());
    after = rows.back().patient;
  }
}

Result<void> IdentityService::require_ready() const {
  if (ready_) return {};
  const std::int64_t of = std::max<std::int64_t>(1, to_load_);
  return fail(ErrorKind::busy,
              fmt::format("the patient index is being read in ({} % so far); ask again in a moment", loaded_ * 100 / of));
}

/// Puts the records as they stand now into the index.
Result<void> IdentityService::take_in(const std::vector<PatientId>& patients) {
  if (patients.empty()) return {};
  CHARTA_TRY(const auto persons, store_.read([&](store::Reader& reader) { return index_.rows().persons(reader, patients); }));
  for (const Person& person : persons) {
    const auto& record = person.record;
    if (person.deleted)
      live_.remove(record.patient, record.version);
    else
      live_.put(record.patient, record.version, matching::plain(person_to_match(record.who), live_.rules().vocabulary));
  }
  return {};
}

Result<std::size_t> IdentityService::catch_up(const std::function<void(std::chrono::steady_clock::duration)>& rest) {
  if (!ready_) CHARTA_TRY_DO(load());
  std::vector<PatientId> changed;
  {
    const std::lock_guard lock(noted_mutex_);
    const auto some = noted_.begin() + static_cast<std::ptrdiff_t>(std::min(noted_.size(), records_at_once));
    changed.assign(noted_.begin(), some);
    noted_.erase(noted_.begin(), some);
  }
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  const auto done = [&]() -> Result<void> {
    CHARTA_TRY_DO(take_in(changed));
    for (const PatientId patient : changed) {
      const auto began = std::chrono::steady_clock::now();
      CHARTA_TRY(const bool wrote, rescore(patient));
      if (wrote && rest) rest(std::chrono::steady_clock::now() - began);
    }
    return return_deferred();
  }();
  if (done) return changed.size();
  const std::lock_guard lock(noted_mutex_);  // all of them once more, when the store can be read and written again
  noted_.insert(noted_.end(), changed.begin(), changed.end());
  return done.error();
}

Result<bool> IdentityService::rescore(PatientId patient) {
  auto matches = live_.find(patient, today(), static_cast<std::size_t>(live_.rules().policy.pairs_a_record));
  CHARTA_TRY(const auto open, store_.read([&](store::Reader& reader) { return rows_.open_pairs(reader, patient); }));
  for (const IdentityPair& pair : open) {
    const PatientId other = pair.low == patient ? pair.high : pair.low;
    const bool found = std::any_of(matches.begin(), matches.end(), [&](const Match& match) { return match.patient == other; });
    if (found) continue;
    if (auto match = live_.compare(patient, other, today())) matches.push_back(std::move(*match));
  }
  if (matches.empty()) return false;
  return store_.write([&](store::UnitOfWork& work) -> Result<bool> {
    for (const Match& match : matches) CHARTA_TRY_DO(consider(work, patient, match.patient, match));
    return true;
  });
}

Result<bool> IdentityService::are_linked(store::Reader& reader, PatientId a, PatientId b) const {
  CHARTA_TRY(const auto group, index_.expand(reader, a));
  return std::find(group.begin(), group.end(), b) != group.end();
}

/// The guards that only the record knows: seen after death, in two beds at once.
Result<void> IdentityService::weigh(store::Reader& reader, const Person& low, const Person& high, Match& match) const {
  if (match.decision.band == Band::ignore || !questions_.is_inpatient_now) return {};
  const auto& guards = live_.rules().policy.guards;
  const auto watched = [&](matching::Guard guard) { return std::find(guards.begin(), guards.end(), guard) != guards.end(); };
  CHARTA_TRY(const bool low_in, questions_.is_inpatient_now(reader, low.record.patient));
  CHARTA_TRY(const bool high_in, questions_.is_inpatient_now(reader, high.record.patient));
  if (low_in && high_in && watched(matching::Guard::two_inpatient_stays))
    match.decision.guards.push_back(matching::Guard::two_inpatient_stays);
  const bool seen_after_death = (low.record.who.deceased && high_in) || (high.record.who.deceased && low_in);
  if (seen_after_death && watched(matching::Guard::visit_after_death))
    match.decision.guards.push_back(matching::Guard::visit_after_death);
  if (!match.decision.guards.empty()) match.decision.band = Band::review;
  return {};
}

Result<void> IdentityService::consider(store::UnitOfWork& work, PatientId a, PatientId b, Match match) {
  const PatientId low = std::min(a, b), high = std::max(a, b);
  CHARTA_TRY_DO(work.lock(low.key() ^ (high.key() << 1)));  // two passes, or two nodes, ask about a pair once
  CHARTA_TRY(auto before, rows_.pair(work, low, high));
  CHARTA_TRY(const bool linked, are_linked(work, low, high));
  const PairStep step = next_step(before, match, linked, live_.rules().policy);
  if (step == PairStep::nothing) return {};
  if (step == PairStep::withdraw) return close(work, *before, PairVerdict::withdrawn, "withdraw", "no-longer-alike");
  CHARTA_TRY(const auto older, index_.rows().person(work, low));
  CHARTA_TRY(const auto newer, index_.rows().person(work, high));
  if (!older || !newer || older->deleted || newer->deleted) return {};
  CHARTA_TRY_DO(weigh(work, *older, *newer, match));
  IdentityPair pair = before.value_or(IdentityPair{low, high, PairVerdict::open, {}, {}, 0, "", "", "", {}, {}});
  pair.pattern = match.pattern;
  pair.bits = match.bits;
  pair.band = name_of(match.decision.band);
  pair.guards = guard_codes(match.decision.guards);
  pair.rule = live_.rules().policy.rule;
  if (step == PairStep::refresh) {
    CHARTA_TRY_DO(worklists_.set_detail(work, pair.item, detail_of(match, low, high, live_.explain(low, high))));
    return rows_.save(work, pair);
  }
  return ask(work, std::move(pair), match, step == PairStep::ask_again, {*older, *newer});
}

Result<void> IdentityService::ask(store::UnitOfWork& work, IdentityPair pair, const Match& match, bool again,
                                  const std::vector<Person>& two) {
  worklists::NewWorkItem item;
  item.kind = identity_machine().kind;
  item.subject_type = item.second_subject_type = "Patient";
  item.subject = pair.low.key();
  item.second_subject = pair.high.key();
  item.patient = pair.high;  // the number that was given last
  item.priority = match.decision.band == Band::link ? worklists::Priority::urgent : worklists::Priority::routine;
  item.pool = "identity";
  item.reason_code = reason_of(match, again);
  item.rule = live_.rules().policy.rule;
  item.detail = detail_of(match, pair.low, pair.high, live_.explain(pair.low, pair.high));
  item.facility = two[1].record.facility;
  item.sensitivity = two[0].record.sensitivity | two[1].record.sensitivity;
  CHARTA_TRY(const auto opened, worklists_.open(work, system_, item));
  pair.item = opened.id;
  pair.verdict = PairVerdict::open;
  pair.found_at = clock_.now();
  pair.decided_at.reset();
  return rows_.save(work, pair);
}

Result<void> IdentityService::close(store::UnitOfWork& work, IdentityPair pair, PairVerdict verdict, std::string_view event,
                                    std::string_view reason) {
  pair.verdict = verdict;
  pair.decided_at = clock_.now();
  CHARTA_TRY_DO(rows_.save(work, pair));  // first: what `entered` finds is decided already
  worklists::Act act;
  act.event = event;
  act.reason_code = reason;
  CHARTA_TRY_DO(worklists_.apply(work, system_, pair.item, act));
  return {};
}

Result<void> IdentityService::check_linked(store::UnitOfWork& work, const worklists::WorkItem& item) {
  CHARTA_TRY(const bool linked, are_linked(work, PatientId(item.subject), PatientId(item.second_subject)));
  if (linked) return {};
  return fail(ErrorKind::business_rule, "choose which of the two records survives; merging them closes this item", "event");
}

Result<void> IdentityService::entered(store::UnitOfWork& work, const access::Actor& actor, const worklists::WorkItem& item,
                                      const worklists::Act& act) {
  if (item.state == "deferred" && act.waiting_until) {
    worklists::Act wait;
    wait.event = "wait";
    wait.reason_code = act.reason_code;
    wait.waiting_until = act.waiting_until;
    CHARTA_TRY_DO(worklists_.apply(work, actor, item.id, wait));
  }
  const auto verdict = parse_verdict(item.state);
  if (!verdict || *verdict == PairVerdict::open) return {};
  CHARTA_TRY(auto pair, rows_.pair_of_item(work, item.id));
  if (!pair || pair->verdict != PairVerdict::open) return {};
  pair->verdict = *verdict;
  pair->decided_at = clock_.now();
  return rows_.save(work, *pair);
}

Result<void> IdentityService::on_linked(store::UnitOfWork& work, PatientId survivor, PatientId absorbed) {
  CHARTA_TRY(const auto pair, rows_.pair(work, std::min(survivor, absorbed), std::max(survivor, absorbed)));
  if (!pair || pair->verdict != PairVerdict::open) return {};
  return close(work, *pair, PairVerdict::merged, "merge", "");
}

Result<void> IdentityService::on_unlinked(store::UnitOfWork& work, PatientId survivor, PatientId absorbed) {
  const PatientId low = std::min(survivor, absorbed), high = std::max(survivor, absorbed);
  CHARTA_TRY(auto pair, rows_.pair(work, low, high));
  if (pair && pair->verdict == PairVerdict::open) return {};
  if (!pair)
    pair = IdentityPair{low, high, PairVerdict::not_a_match, {}, {}, 0, "", "", live_.rules().policy.rule, clock_.now(), {}};
  pair->verdict = PairVerdict::not_a_match;
  pair->decided_at = clock_.now();
  if (const auto match = live_.compare(low, high, today())) {
    pair->pattern = match->pattern;
    pair->bits = match->bits;
    pair->band = name_of(match->decision.band);
  }
  return rows_.save(work, *pair);
}

/// What was put off comes back when its time has come; looked at once a minute.
Result<void> IdentityService::return_deferred() {
  const Instant now = clock_.now();
  if (now < look_at_deferred_) return {};
  look_at_deferred_ = now.plus(std::chrono::minutes(1));
  worklists::Filter filter;
  filter.kind = identity_machine().kind;
  filter.states = {"deferred"};
  filter.limit = 200;
  CHARTA_TRY(const auto page, worklists_.list(system_, filter));
  for (const auto& item : page.items) {
    if (item.waiting_until && *item.waiting_until > now) continue;
    worklists::Act back;
    back.event = "return";
    CHARTA_TRY_DO(worklists_.act(system_, item.id, back));
  }
  return {};
}

}  // namespace charta::patient_index
