// SPDX-License-Identifier: Apache-2.0
#include "department/amendment_requests/amendment_store.hpp"

#include "base/text.hpp"

namespace charta::amendment_requests {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_AMENDMENT_COLUMNS                                                                                                 \
  "SELECT request, item, patient, received_on, channel, asked_by, wanted, because, wants_disclosed, state, due_at, entered_by, " \
  "entered_at, acknowledged_at, extended_at, extended_until, extension_reason, asked_author, asked_at, opinion, opinion_words, " \
  "opinion_at, decision, accepted_words, denied_words, grounds, contact, telephone, decided_by, decided_at, amended_at, "        \
  "statement, statement_on, rebuttal, rebutted_by, rebutted_at, closed_at, rule, facility, sensitivity FROM amendment_request "

constexpr Statement select_amendment{"amendment_requests.select_amendment", CHARTA_AMENDMENT_COLUMNS "WHERE request = :request"};
constexpr Statement select_amendment_of_item{"amendment_requests.select_amendment_of_item",
                                             CHARTA_AMENDMENT_COLUMNS "WHERE item = :item"};
constexpr Statement select_amendments_of_patient{"amendment_requests.select_amendments_of_patient", CHARTA_AMENDMENT_COLUMNS
                                                 "WHERE patient = :patient ORDER BY request DESC LIMIT 1000"};
constexpr Statement select_amendments_of_document{
    "amendment_requests.select_amendments_of_document", CHARTA_AMENDMENT_COLUMNS
    "WHERE request IN (SELECT d.request FROM amendment_document d WHERE d.document = :document) ORDER BY request LIMIT 1000"};
constexpr Statement select_open_amendments{"amendment_requests.select_open_amendments", CHARTA_AMENDMENT_COLUMNS
                                           "WHERE closed_at IS NULL ORDER BY due_at IS NULL, due_at, request LIMIT :most"};
constexpr Statement select_amendments_received{
    "amendment_requests.select_amendments_received", CHARTA_AMENDMENT_COLUMNS
    "WHERE received_on >= :from AND received_on < :until ORDER BY received_on DESC, request DESC LIMIT :most"};
#undef CHARTA_AMENDMENT_COLUMNS
constexpr Statement insert_amendment{"amendment_requests.insert_amendment", R"sql(
  INSERT INTO amendment_request (request, item, patient, received_on, channel, asked_by, wanted, because, wants_disclosed, state,
    due_at, entered_by, entered_at, extension_reason, asked_author, opinion, opinion_words, decision, accepted_words,
    denied_words, grounds, contact, telephone, decided_by, statement, rebuttal, rebutted_by, rule, facility, sensitivity)
  VALUES (:request, :item, :patient, :received_on, :channel, :asked_by, :wanted, :because, :wants_disclosed, :state, :due_at,
    :entered_by, :entered_at, '', 0, '', '', '', '', '', '', '', '', 0, '', '', 0, :rule, :facility, :sensitivity))sql"};
constexpr Statement update_amendment{"amendment_requests.update_amendment", R"sql(
  UPDATE amendment_request SET item = :item, wants_disclosed = :wants_disclosed, state = :state, due_at = :due_at,
    acknowledged_at = :acknowledged_at, extended_at = :extended_at, extended_until = :extended_until,
    extension_reason = :extension_reason, asked_author = :asked_author, asked_at = :asked_at, opinion = :opinion,
    opinion_words = :opinion_words, opinion_at = :opinion_at, decision = :decision, accepted_words = :accepted_words,
    denied_words = :denied_words, grounds = :grounds, contact = :contact, telephone = :telephone, decided_by = :decided_by,
    decided_at = :decided_at, amended_at = :amended_at, statement = :statement, statement_on = :statement_on,
    rebuttal = :rebuttal, rebutted_by = :rebutted_by, rebutted_at = :rebutted_at, closed_at = :closed_at, rule = :rule
   WHERE request = :request)sql"};
constexpr Statement insert_amendment_document{"amendment_requests.insert_document", R"sql(
  INSERT INTO amendment_document (request, role, document, resource_type, fhir_id, title, at, version, quote, linked_by, linked_at)
  VALUES (:request, :role, :document, :resource_type, :fhir_id, :title, :at, :version, :quote, :linked_by, :linked_at)
  ON CONFLICT DO NOTHING)sql"};
constexpr Statement select_amendment_documents{"amendment_requests.select_documents", R"sql(
  SELECT role, document, resource_type, fhir_id, title, at, version, quote
    FROM amendment_document WHERE request = :request ORDER BY role DESC, linked_at, document)sql"};
constexpr Statement select_linked_documents{"amendment_requests.select_linked_documents", R"sql(
  SELECT DISTINCT d.document FROM amendment_document d JOIN amendment_request r ON r.request = d.request
   WHERE r.patient = :patient AND r.state <> 'withdrawn')sql"};
constexpr Statement insert_amendment_person{"amendment_requests.insert_person", R"sql(
  INSERT INTO amendment_person (person, request, name, reached, why, informed_by, how)
  VALUES (:person, :request, :name, :reached, :why, 0, ''))sql"};
constexpr Statement update_amendment_person{"amendment_requests.update_person", R"sql(
  UPDATE amendment_person SET informed_at = :informed_at, informed_by = :informed_by, how = :how WHERE person = :person)sql"};
constexpr Statement select_amendment_persons{"amendment_requests.select_persons", R"sql(
  SELECT person, name, reached, why, informed_at, informed_by, how FROM amendment_person WHERE request = :request ORDER BY person)sql"};
constexpr Statement insert_amendment_letter{"amendment_requests.insert_letter", R"sql(
  INSERT INTO amendment_letter (letter, request, kind, title, made_at, made_by, body, rule)
  VALUES (:letter, :request, :kind, :title, :made_at, :made_by, :body, :rule))sql"};
constexpr Statement select_amendment_letter{"amendment_requests.select_letter", R"sql(
  SELECT letter, request, kind, title, made_at, made_by, body, rule FROM amendment_letter WHERE letter = :letter)sql"};
constexpr Statement select_amendment_letters{"amendment_requests.select_letters", R"sql(
  SELECT letter, request, kind, title, made_at, made_by, body, rule FROM amendment_letter WHERE request = :request ORDER BY letter)sql"};
constexpr Statement update_amendment_labels{"amendment_requests.update_labels", R"sql(
  UPDATE amendment_request SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient)sql"};

std::optional<Instant> instant_at(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.instant(column);
}
std::optional<Date> date_at(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.date(column);
}

std::string codes_text(const std::vector<std::string>& codes) {
  std::string text;
  for (const auto& one : codes) text += (text.empty() ? "" : " ") + one;
  return text;
}
std::vector<std::string> codes_in(const std::string& text) {
  std::vector<std::string> codes;
  if (text.empty()) return codes;
  for (const auto one : split(text, ' ')) codes.emplace_back(one);
  return codes;
}

void read_course(const Row& row, Amendment& request) {
  request.acknowledged_at = instant_at(row, 13);
  request.extended_at = instant_at(row, 14);
  request.extended_until = date_at(row, 15);
  request.extension_reason = row.string(16);
  request.asked_author = row.id<UserId>(17);
  request.asked_at = instant_at(row, 18);
  request.opinion = {row.string(19), row.string(20)};
  request.opinion_at = instant_at(row, 21);
  request.decided = {row.string(22), row.string(23), row.string(24), codes_in(row.string(25))};
  request.contact = {row.string(26), row.string(27)};
  request.decided_by = row.id<UserId>(28);
  request.decided_at = instant_at(row, 29);
  request.amended_at = instant_at(row, 30);
  request.statement = row.string(31);
  request.statement_on = date_at(row, 32);
  request.rebuttal = row.string(33);
  request.rebutted_by = row.id<UserId>(34);
  request.rebutted_at = instant_at(row, 35);
  request.closed_at = instant_at(row, 36);
}

Amendment amendment_from(const Row& row) {
  Amendment request;
  request.id = row.id<AmendmentId>(0);
  request.item = row.id<WorkItemId>(1);
  request.patient = row.id<PatientId>(2);
  request.received_on = row.date(3);
  request.channel = row.string(4);
  request.asked_by = row.string(5);
  request.wanted = row.string(6);
  request.because = row.string(7);
  request.wants_disclosed = row.integer(8) != 0;
  request.state = row.string(9);
  request.due_at = instant_at(row, 10);
  request.entered_by = row.id<UserId>(11);
  request.entered_at = row.instant(12);
  read_course(row, request);
  request.rule = row.string(37);
  request.facility = static_cast<int>(row.integer(38));
  request.sensitivity = static_cast<access::SensitivityMask>(row.integer(39));
  return request;
}

AmendmentDocument amendment_document_from(const Row& row) {
  AmendmentDocument one;
  one.role = parse_role(row.string(0)).value_or(Role::disputed);
  one.document = row.id<ResourceId>(1);
  one.resource_type = row.string(2);
  one.fhir_id = row.string(3);
  one.title = row.string(4);
  one.at = row.instant(5);
  one.version = row.integer(6);
  one.quote = row.string(7);
  return one;
}

PersonToInform amendment_person_from(const Row& row) {
  return {row.id<PersonId>(0), row.string(1), row.string(2), row.string(3), instant_at(row, 4), row.id<UserId>(5), row.string(6)};
}

AmendmentLetter amendment_letter_from(const Row& row) {
  return {row.id<AmendmentLetterId>(0),
          row.id<AmendmentId>(1),
          row.string(2),
          row.string(3),
          row.instant(4),
          row.id<UserId>(5),
          row.string(6),
          row.string(7)};
}

}  // namespace

Result<void> AmendmentStore::add(store::UnitOfWork& work, const Amendment& request) const {
  return work.write(insert_amendment, {{"request", request.id},
                                       {"item", request.item.key()},
                                       {"patient", request.patient},
                                       {"received_on", request.received_on},
                                       {"channel", request.channel},
                                       {"asked_by", request.asked_by},
                                       {"wanted", request.wanted},
                                       {"because", request.because},
                                       {"wants_disclosed", request.wants_disclosed ? 1 : 0},
                                       {"state", request.state},
                                       {"due_at", request.due_at},
                                       {"entered_by", request.entered_by.key()},
                                       {"entered_at", request.entered_at},
                                       {"rule", request.rule},
                                       {"facility", request.facility},
                                       {"sensitivity", static_cast<std::int64_t>(request.sensitivity)}});
}

Result<void> AmendmentStore::update(store::UnitOfWork& work, const Amendment& request) const {
  const auto grounds = codes_text(request.decided.grounds);
  return work.write(update_amendment, {{"request", request.id},
                                       {"item", request.item.key()},
                                       {"wants_disclosed", request.wants_disclosed ? 1 : 0},
                                       {"state", request.state},
                                       {"due_at", request.due_at},
                                       {"acknowledged_at", request.acknowledged_at},
                                       {"extended_at", request.extended_at},
                                       {"extended_until", request.extended_until},
                                       {"extension_reason", request.extension_reason},
                                       {"asked_author", request.asked_author.key()},
                                       {"asked_at", request.asked_at},
                                       {"opinion", request.opinion.code},
                                       {"opinion_words", request.opinion.words},
                                       {"opinion_at", request.opinion_at},
                                       {"decision", request.decided.decision},
                                       {"accepted_words", request.decided.accepted},
                                       {"denied_words", request.decided.denied},
                                       {"grounds", grounds},
                                       {"contact", request.contact.title},
                                       {"telephone", request.contact.telephone},
                                       {"decided_by", request.decided_by.key()},
                                       {"decided_at", request.decided_at},
                                       {"amended_at", request.amended_at},
                                       {"statement", request.statement},
                                       {"statement_on", request.statement_on},
                                       {"rebuttal", request.rebuttal},
                                       {"rebutted_by", request.rebutted_by.key()},
                                       {"rebutted_at", request.rebutted_at},
                                       {"closed_at", request.closed_at},
                                       {"rule", request.rule}});
}

Result<void> AmendmentStore::add_parts(store::Reader& reader, Amendment& request) const {
  CHARTA_TRY(request.documents, reader.read_all(select_amendment_documents, {{"request", request.id}}, amendment_document_from));
  CHARTA_TRY(request.persons, reader.read_all(select_amendment_persons, {{"request", request.id}}, amendment_person_from));
  return {};
}

Result<std::vector<Amendment>> AmendmentStore::with_parts(store::Reader& reader, Result<std::vector<Amendment>> requests) const {
  if (!requests) return requests;
  for (auto& one : *requests) {
    CHARTA_TRY_DO(add_parts(reader, one));
  }
  return requests;
}

Result<std::optional<Amendment>> AmendmentStore::find(store::Reader& reader, AmendmentId id) const {
  CHARTA_TRY(auto request, reader.read_one(select_amendment, {{"request", id}}, amendment_from));
  if (request) {
    CHARTA_TRY_DO(add_parts(reader, *request));
  }
  return request;
}

Result<std::optional<Amendment>> AmendmentStore::of_item(store::Reader& reader, WorkItemId item) const {
  CHARTA_TRY(auto request, reader.read_one(select_amendment_of_item, {{"item", item.key()}}, amendment_from));
  if (request) {
    CHARTA_TRY_DO(add_parts(reader, *request));
  }
  return request;
}

Result<std::vector<Amendment>> AmendmentStore::of_patient(store::Reader& reader, PatientId patient) const {
  return with_parts(reader, reader.read_all(select_amendments_of_patient, {{"patient", patient}}, amendment_from));
}

Result<std::vector<Amendment>> AmendmentStore::of_document(store::Reader& reader, ResourceId document) const {
  return with_parts(reader, reader.read_all(select_amendments_of_document, {{"document", document}}, amendment_from));
}

Result<std::vector<Amendment>> AmendmentStore::open(store::Reader& reader, std::int64_t most) const {
  return with_parts(reader, reader.read_all(select_open_amendments, {{"most", most}}, amendment_from));
}

Result<std::vector<Amendment>> AmendmentStore::received_between(store::Reader& reader, Date from, Date until,
                                                                std::int64_t most) const {
  return with_parts(
      reader, reader.read_all(select_amendments_received, {{"from", from}, {"until", until}, {"most", most}}, amendment_from));
}

Result<std::set<ResourceId>> AmendmentStore::linked_documents(store::Reader& reader, PatientId patient) const {
  CHARTA_TRY(const auto list, reader.read_all(select_linked_documents, {{"patient", patient}},
                                              [](const Row& row) { return row.id<ResourceId>(0); }));
  return std::set<ResourceId>(list.begin(), list.end());
}

Result<void> AmendmentStore::link(store::UnitOfWork& work, AmendmentId request, const AmendmentDocument& one, UserId by,
                                  Instant at) const {
  return work.write(insert_amendment_document, {{"request", request},
                                                {"role", role_code(one.role)},
                                                {"document", one.document},
                                                {"resource_type", one.resource_type},
                                                {"fhir_id", one.fhir_id},
                                                {"title", one.title},
                                                {"at", one.at},
                                                {"version", one.version},
                                                {"quote", one.quote},
                                                {"linked_by", by.key()},
                                                {"linked_at", at}});
}

Result<void> AmendmentStore::add_person(store::UnitOfWork& work, AmendmentId request, const PersonToInform& person) const {
  return work.write(
      insert_amendment_person,
      {{"person", person.id}, {"request", request}, {"name", person.name}, {"reached", person.reached}, {"why", person.why}});
}

Result<void> AmendmentStore::informed(store::UnitOfWork& work, const PersonToInform& person) const {
  return work.write(update_amendment_person, {{"person", person.id},
                                              {"informed_at", person.informed_at},
                                              {"informed_by", person.informed_by.key()},
                                              {"how", person.how}});
}

Result<void> AmendmentStore::add_letter(store::UnitOfWork& work, const AmendmentLetter& letter) const {
  return work.write(insert_amendment_letter, {{"letter", letter.id},
                                              {"request", letter.request},
                                              {"kind", letter.kind},
                                              {"title", letter.title},
                                              {"made_at", letter.made_at},
                                              {"made_by", letter.made_by.key()},
                                              {"body", letter.body},
                                              {"rule", letter.rule}});
}

Result<std::optional<AmendmentLetter>> AmendmentStore::letter(store::Reader& reader, AmendmentLetterId id) const {
  return reader.read_one(select_amendment_letter, {{"letter", id}}, amendment_letter_from);
}

Result<std::vector<AmendmentLetter>> AmendmentStore::letters(store::Reader& reader, AmendmentId request) const {
  return reader.read_all(select_amendment_letters, {{"request", request}}, amendment_letter_from);
}

Result<void> AmendmentStore::relabel(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                                     access::SensitivityMask added) const {
  return work.write(
      update_amendment_labels,
      {{"patient", patient}, {"kept", ~static_cast<std::int64_t>(removed)}, {"added", static_cast<std::int64_t>(added)}});
}

}  // namespace charta::amendment_requests
