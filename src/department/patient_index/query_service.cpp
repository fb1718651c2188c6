// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/query_service.hpp"

#include <algorithm>

namespace charta::patient_index {
namespace {

using matching::Field;

/// HL7 table 0392, match reason code.
std::vector<std::string> match_reasons(const matching::Explanation& explanation) {
  std::vector<std::string> codes;
  for (const auto& part : explanation.contributions) {
    if (part.bits <= 0) continue;
    const bool is_exact = part.level == matching::Level::exact;
    if (part.field == Field::surname || part.field == Field::given_name) codes.emplace_back(is_exact ? "NA" : "NP");
    if (part.field == Field::birth_date) codes.emplace_back("DB");
    if (part.field == Field::phone) codes.emplace_back("PH");
    if (part.field == Field::national_id) codes.emplace_back("SS");
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

void keep_domains(Demographics& who, const std::vector<std::string>& domains) {
  if (domains.empty()) return;
  std::erase_if(who.identifiers,
                [&](const Identifier& id) { return std::find(domains.begin(), domains.end(), id.assigner) == domains.end(); });
}

bool sees(const access::Actor& actor, const Person& person) {
  const auto& record = person.record;
  return !person.deleted && actor.visibility.sees(record.facility, record.sensitivity, record.patient);
}

std::string_view code_of(ErrorKind kind) {  // table 0357
  if (kind == ErrorKind::missing) return "101";
  if (kind == ErrorKind::invalid) return "102";
  if (kind == ErrorKind::unknown_code || kind == ErrorKind::not_found) return "204";
  return "207";
}

}  // namespace

Result<void> QueryService::note(const access::Actor& actor, PatientId patient) {
  ledger::Entry entry;
  entry.act = patient.is_set() ? ledger::Act::viewed : ledger::Act::searched;
  entry.subject_kind = "Patient";
  entry.subject = patient.key();
  entry.patient = patient;
  ledger_.record_program_read(actor.author, entry);
  return {};
}

Result<std::vector<PatientId>> QueryService::holders(const access::Actor& actor, const Identifier& number) {
  if (number.assigner.empty()) {
    CHARTA_TRY(const auto hits, index_.find(actor, number.value, 10));
    std::vector<PatientId> found;
    for (const auto& hit : hits) found.push_back(hit.patient);
    return found;
  }
  CHARTA_TRY(const auto persons, store_.read([&](store::Reader& reader) { return index_.rows().holders(reader, number); }));
  std::vector<PatientId> found;
  for (const Person& person : persons)
    if (sees(actor, person)) found.push_back(person.record.patient);
  return found;
}

Result<QueryAnswer> QueryService::by_demographics(const PatientQuery& query, const access::Actor& actor) {
  QueryAnswer answer;
  std::vector<std::pair<PatientId, QueryHit>> found;
  const auto add = [&](PatientId patient, double probability, std::vector<std::string> agrees) {
    const bool known = std::any_of(found.begin(), found.end(), [&](const auto& one) { return one.first == patient; });
    if (!known && found.size() < query.limit) found.emplace_back(patient, QueryHit{{}, probability, std::move(agrees)});
  };
  for (const Identifier& number : query.who.identifiers) {
    CHARTA_TRY(const auto holding, holders(actor, number));
    for (const PatientId patient : holding) add(patient, 0, {});
  }
  CHARTA_TRY(const auto alike, identity_.candidates(actor, query.who, query.limit));
  for (const auto& one : alike.candidates) add(one.hit.patient, one.match.decision.probability, match_reasons(one.explanation));
  const Name& name = query.who.names.front();
  if (found.empty() && !name.family.empty()) {  // too little for a score: everybody of that name, as the finder has them
    std::string typed = name.family;
    if (!name.given.empty()) typed += "," + name.given;
    if (query.who.birth_date) typed += " " + query.who.birth_date->text();
    CHARTA_TRY(const auto hits, index_.find(actor, typed, static_cast<std::int64_t>(query.limit)));
    for (const auto& hit : hits) add(hit.patient, 0, {});
  }
  CHARTA_TRY_DO(note(actor, {}));
  for (auto& [patient, hit] : found) {
    CHARTA_TRY(const auto person,
               store_.read([&, id = patient](store::Reader& reader) { return index_.rows().person(reader, id); }));
    if (!person || !sees(actor, *person)) continue;
    CHARTA_TRY_DO(note(actor, patient));
    hit.who = person->record.who;
    keep_domains(hit.who, query.domains);
    answer.hits.push_back(std::move(hit));
  }
  if (answer.hits.empty()) answer.status = "NF";
  return answer;
}

Result<QueryAnswer> QueryService::by_number(const PatientQuery& query, const access::Actor& actor) {
  CHARTA_TRY(const auto holding, holders(actor, query.number));
  CHARTA_TRY_DO(note(actor, holding.empty() ? PatientId() : holding.front()));
  QueryAnswer answer;
  if (holding.empty()) {  // ITI-9, case 3: the number is not known here
    answer.acknowledgement = answer.status = "AE";
    answer.error_code = "204";
    answer.error_location = "QPD-3.1";
    answer.error_text = "no patient here has this number from this assigner";
    return answer;
  }
  const auto linked = store_.read([&](store::Reader& reader) -> Result<std::vector<Person>> {
    CHARTA_TRY(const auto records, index_.expand(reader, holding.front()));
    return index_.rows().persons(reader, records);
  });
  if (!linked) return linked.error();
  QueryHit hit;
  for (const Person& person : *linked) {
    if (!sees(actor, person)) continue;
    for (const Identifier& id : person.record.who.identifiers)
      if (is_record_number(id.type) && (id.assigner != query.number.assigner || id.value != query.number.value))
        hit.who.identifiers.push_back(id);
  }
  keep_domains(hit.who, query.domains);
  if (hit.who.identifiers.empty())
    answer.status = "NF";
  else
    answer.hits.push_back(std::move(hit));
  return answer;
}

Result<QueryAnswer> QueryService::look_up(const PatientQuery& query, const access::Actor& actor) {
  if (!access::require(actor, access::Permission::search_record))
    return fail(ErrorKind::forbidden, "this sender may not ask about patients; have it registered as a partner, then ask again",
                "MSH-3");
  return query.kind == PatientQuery::Kind::identifiers ? by_number(query, actor) : by_demographics(query, actor);
}

std::string QueryService::answer(const hl7v2::Message& question, const access::Actor& actor, const hl7v2_fhir::Sender& sender) {
  QueryAnswer answer;
  Result<QueryAnswer> found = [&]() -> Result<QueryAnswer> {
    CHARTA_TRY(const auto query, read_query(question, sender));
    return look_up(query, actor);
  }();
  if (found) {
    answer = std::move(*found);
  } else {
    const Error& error = found.error();
    answer.acknowledgement = error.kind == ErrorKind::busy || error.kind == ErrorKind::unavailable ? "AR" : "AE";
    answer.status = "AE";
    answer.error_code = code_of(error.kind);
    answer.error_location = error.location;
    answer.error_text = error.message;
  }
  std::string at;
  for (const char c : clock_.now().text().substr(0, 19))
    if (c >= '0' && c <= '9') at += c;
  return print_answer(question, answer, print_key(keys_.next_key()), at + "+0000");
}

}  // namespace charta::patient_index
