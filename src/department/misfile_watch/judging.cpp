// SPDX-License-Identifier: Apache-2.0
// A stored document compared with its chart: read outside the unit, judged on a snapshot, remembered in one unit.
#include "base/text.hpp"
#include "department/misfile_watch/misfile_service.hpp"
#include "department/patient_index/finder_query.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace charta::misfile_watch {
namespace {

constexpr std::size_t numbers_most = 40;
constexpr std::int64_t holders_most = 5, born_most = 200, namesakes_most = 20;
constexpr std::size_t compared_most = 8;  ///< of those whom the page seems to name: their linked records are read as well

void add_to(Known& known, const patient_index::Demographics& who) {
  known.who.identifiers.insert(known.who.identifiers.end(), who.identifiers.begin(), who.identifiers.end());
  known.who.names.insert(known.who.names.end(), who.names.begin(), who.names.end());
  if (!known.who.birth_date) known.who.birth_date = who.birth_date;
}

bool contains(const std::vector<PatientId>& records, PatientId patient) {
  return std::find(records.begin(), records.end(), patient) != records.end();
}

}  // namespace

/// Every number and every name of the person, whichever linked record holds it.
Result<Known> MisfileService::known(store::Reader& reader, PatientId patient) const {
  Known person;
  person.patient = patient;
  CHARTA_TRY(const auto own, index_.rows().person(reader, patient));
  if (own) add_to(person, own->record.who);
  CHARTA_TRY(const auto records, index_.expand(reader, patient));
  CHARTA_TRY(const auto others, index_.rows().persons(reader, records));
  for (const auto& other : others)
    if (other.record.patient != patient && !other.deleted) add_to(person, other.record.who);
  return person;
}

/// Whose visits the account numbers of the page are.
Result<void> MisfileService::add_accounts(store::Reader& reader, const PageSays& page, Known& own,
                                          const std::vector<PatientId>& own_records,
                                          std::map<PatientId, std::vector<std::string>>& accounts) const {
  for (const auto& number : page.accounts()) {
    std::set<std::string> spellings{number, upper_ascii(number)};
    for (const auto& spelling : spellings) {
      CHARTA_TRY(const auto visits, resources_.find_by_token(reader, "Encounter", "identifier", "", spelling));
      for (const auto key : visits) {
        CHARTA_TRY(const auto visit, resources_.load(reader, key));
        if (!visit || !visit->patient.is_set()) continue;
        if (contains(own_records, visit->patient))
          own.accounts.push_back(number);
        else
          accounts[visit->patient].push_back(number);
      }
    }
  }
  return {};
}

Result<std::vector<Known>> MisfileService::named_on(store::Reader& reader, const PageSays& page, Known& own,
                                                    const std::vector<PatientId>& own_records) const {
  std::set<PatientId> found;
  const auto add = [&](PatientId patient) {
    if (!contains(own_records, patient)) found.insert(patient);
    return true;
  };
  const auto& everything = system_.visibility;
  std::size_t asked = 0;
  for (const auto& number : page.numbers())
    if (asked++ < numbers_most) CHARTA_TRY_DO(index_.rows().by_number(reader, number, everything, holders_most, add));
  for (const auto day : page.days()) CHARTA_TRY_DO(index_.rows().by_birth_date(reader, day, everything, born_most, add));
  for (const auto& name : page.names()) {
    const auto family = patient_index::folded_words(name.family), given = patient_index::folded_words(name.given);
    if (family.empty() || given.empty()) continue;
    patient_index::PatientIndexStore::NameRange range;
    range.family_from = family, range.family_until = patient_index::prefix_end(family);
    range.given_from = given, range.given_until = patient_index::prefix_end(given);
    CHARTA_TRY_DO(index_.rows().by_name(reader, range, false, everything, namesakes_most, add));
  }
  std::map<PatientId, std::vector<std::string>> accounts;
  CHARTA_TRY_DO(add_accounts(reader, page, own, own_records, accounts));
  for (const auto& [patient, numbers] : accounts) found.insert(patient);

  CHARTA_TRY(const auto persons, index_.rows().persons(reader, {found.begin(), found.end()}));
  std::vector<std::pair<int, PatientId>> likely;
  for (const auto& person : persons) {
    Known one;
    one.patient = person.record.patient;
    one.who = person.record.who;
    if (const auto numbers = accounts.find(one.patient); numbers != accounts.end()) one.accounts = numbers->second;
    const int points = speaks_of(page, one, rules_, false).points;
    if (points > 0 && !person.deleted) likely.emplace_back(points, one.patient);
  }
  std::stable_sort(likely.begin(), likely.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (likely.size() > compared_most) likely.resize(compared_most);
  std::vector<Known> others;
  for (const auto& [points, patient] : likely) {
    CHARTA_TRY(auto whole, known(reader, patient));
    if (const auto numbers = accounts.find(patient); numbers != accounts.end()) whole.accounts = numbers->second;
    others.push_back(std::move(whole));
  }
  return others;
}

Result<std::optional<MisfileService::Judged>> MisfileService::judged(ResourceId resource, bool may_read) {
  std::optional<Judged> none;
  CHARTA_TRY(auto stored, store_.read([&](store::Reader& reader) { return resources_.load(reader, resource); }));
  if (!stored || stored->deleted || !stored->patient.is_set()) return none;
  Judged judged;
  judged.stored = std::move(*stored);
  CHARTA_TRY(judged.pages, source_.of(judged.stored, may_read));
  CHARTA_TRY(const auto verdicts, store_.read([&](store::Reader& reader) -> Result<std::vector<PageVerdict>> {
    std::vector<PageVerdict> list;
    CHARTA_TRY(auto own, known(reader, judged.stored.patient));
    CHARTA_TRY(const auto own_records, index_.expand(reader, judged.stored.patient));
    for (const auto& page : judged.pages.pages) {
      const PageSays says(page, labels_, rules_);
      if (says.said().empty() || is_beyond_doubt(says, own, rules_)) continue;
      CHARTA_TRY(const auto others, named_on(reader, says, own, own_records));
      list.push_back(judge(says, own, others, rules_));
    }
    return list;
  }));
  judged.finding = finding_of(verdicts);
  judged.finding.resource = resource;
  judged.finding.rule = rules_.rule;
  judged.finding.looked_at = clock_.now();
  return std::optional(std::move(judged));
}

Result<WorkItemId> MisfileService::open_item(store::UnitOfWork& work, const access::Actor& actor,
                                             const resources::StoredResource& stored, const Finding& finding,
                                             std::string_view reason) {
  worklists::NewWorkItem item;
  item.kind = misfile_machine().kind;
  item.subject_type = stored.type;
  item.subject = stored.key.key();
  item.patient = stored.patient;
  if (finding.other.is_set()) {
    item.second_subject = finding.other.key();
    item.second_subject_type = "Patient";
  }
  item.priority = priority_of(finding, rules_);
  item.pool = "identity";
  item.reason_code = reason;
  CHARTA_TRY(const auto line, chart_.rows().find(work, stored.key));
  json::Writer(item.detail)
      .begin_object()
      .member("title", line ? line->title : stored.type)
      .member("document", stored.type + "/" + stored.id)
      .member("signs", static_cast<std::int64_t>(finding.signs.size()))
      .end_object();
  item.rule = finding.rule;
  item.facility = stored.facility;
  item.sensitivity = stored.sensitivity;
  CHARTA_TRY(const auto opened, worklists_.open(work, actor, item));
  return opened.id;
}

/// What is found opens an item, unless a person said of the very same evidence that it is none; what agrees settles it.
Result<Finding> MisfileService::remember(store::UnitOfWork& work, const Judged& judged) {
  CHARTA_TRY_DO(work.lock(judged.stored.key.key()));
  Finding finding = judged.finding;
  CHARTA_TRY(const auto before, rows_.find(work, finding.resource));
  if (before) {
    finding.item = before->item;
    finding.dismissed = before->dismissed;
  }
  CHARTA_TRY(const auto open, worklists_.find_open(work, misfile_machine().kind, finding.resource.key()));
  const bool is_dismissed = finding.is_wrong && finding.evidence() == finding.dismissed;
  // What only a person said stays a person's to answer: the machine finding nothing is no answer.
  const bool was_found = before && before->is_wrong;
  if (finding.is_wrong && !open && !is_dismissed) {
    CHARTA_TRY(finding.item, open_item(work, system_, judged.stored, finding, reason_of(finding)));
  }
  if (before || finding.is_wrong) CHARTA_TRY_DO(rows_.save(work, finding));
  if (!judged.pages.words_digest.empty()) {
    CHARTA_TRY_DO(rows_.save_words(work, finding.resource, judged.stored.version, judged.pages.words_digest));
    CHARTA_TRY_DO(store_.blobs().add_reference(work, *Digest::parse_hex(judged.pages.words_digest), "misfile_reading",
                                               finding.resource.key()));
  }
  if (!finding.is_wrong && open && was_found) CHARTA_TRY_DO(close(work, finding.resource, "settle"));
  return finding;
}

Result<Finding> MisfileService::look_at(ResourceId resource) {
  CHARTA_TRY(auto finding, look(resource, true));
  return finding.value_or(Finding());
}

/// Nothing: a machine has to read it first, for it has no words, or to show where on the page the words of its text layer stand.
Result<std::optional<Finding>> MisfileService::look(ResourceId resource, bool may_read) {
  constexpr int attempts = 3;
  for (int attempt = 1;; ++attempt) {
    CHARTA_TRY(const auto one, judged(resource, may_read));
    if (!one) return std::optional(Finding());
    if (one->pages.is_unread || (one->pages.is_of_a_layer && one->finding.is_wrong)) return std::optional<Finding>();
    auto done = store_.write([&](store::UnitOfWork& work) -> Result<std::optional<Finding>> {
      CHARTA_TRY(const auto now, resources_.load(work, resource));
      if (!now || now->version != one->stored.version)
        return fail(ErrorKind::version_conflict, "the document changed while it was looked at");
      CHARTA_TRY(auto finding, remember(work, *one));
      return std::optional(std::move(finding));
    });
    if (done || done.error().kind != ErrorKind::version_conflict || attempt == attempts) return done;
  }
}

}  // namespace charta::misfile_watch
