// SPDX-License-Identifier: Apache-2.0
#include "app/demo_physicians.hpp"

#include "app/hospital.hpp"
#include "base/text.hpp"
#include "department/signatures/my_list.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using signatures::StaffMember;

constexpr std::size_t burst = 6, notes_of_resident = 2;

class DemoPhysicians {
 public:
  DemoPhysicians(Hospital& hospital, const std::string& password) : hospital_(hospital), password_(password) {}

  Result<void> begin() {
    CHARTA_TRY(const auto before, hospital_.signatures->signers(system_));
    if (!before.empty()) return {};
    CHARTA_TRY(const auto owing, who_owes_most());
    if (owing.size() < 2) return {};
    attending_ = {owing[0].who.key, owing[0].who.name + ", MD"};
    CHARTA_TRY(const auto attending, account_of(attending_, "attending"));
    CHARTA_TRY(const auto resident, account_of({owing[1].who.key, owing[1].who.name + ", MD"}, "resident"));
    CHARTA_TRY_DO(dictates_late(resident));
    CHARTA_TRY_DO(signs_in_a_burst(attending));
    CHARTA_TRY_DO(sends_one_back(attending));
    CHARTA_TRY_DO(declines(attending));
    return is_asked(attending);
  }

 private:
  Result<std::vector<chart_completion::OwedByStaff>> who_owes_most() {
    CHARTA_TRY_DO(hospital_.completion->run_clock(5'000));
    CHARTA_TRY(auto owing, hospital_.completion->owed_by_staff(system_));
    std::erase_if(owing, [](const auto& one) { return !one.who.is_known(); });
    std::stable_sort(owing.begin(), owing.end(), [](const auto& one, const auto& other) { return one.owed > other.owed; });
    return owing;
  }

  Result<access::Actor> person(std::string_view name) {
    CHARTA_TRY(const auto users, hospital_.access->list_users(system_));
    access::Actor actor = system_;
    for (const auto& user : users) {
      if (user.name != name) continue;
      actor.kind = access::Actor::Kind::person;
      actor.author.user = user.id;
      actor.name = user.name;
    }
    return actor;
  }

  /// The surname, and a number where somebody has that name already.
  Result<std::string> free_login(const std::string& name) {
    CHARTA_TRY(const auto users, hospital_.access->list_users(system_));
    std::string login;
    for (const char c : lower_ascii(name.substr(0, name.find(',')))) {
      if (c == ' ') login.clear();
      if (c >= 'a' && c <= 'z') login += c;
    }
    if (login.empty()) login = "physician";
    std::string free = login;
    const auto is_taken = [&] {
      return std::any_of(users.begin(), users.end(), [&](const auto& user) { return user.name == free; });
    };
    for (int n = 2; is_taken(); ++n) free = login + std::to_string(n);
    return free;
  }

  Result<access::Actor> account_of(const StaffMember& known_as, const std::string& standing) {
    access::NewUser user;
    CHARTA_TRY(user.name, free_login(known_as.name));
    user.display_name = known_as.name;
    user.roles = {"physician"};
    user.password = password_;
    CHARTA_TRY(const auto added, hospital_.access->add_user(system_, user));
    CHARTA_TRY_DO(hospital_.signatures->link(system_, added.id, known_as, standing));
    return person(user.name);
  }

  Result<std::vector<signatures::OwedLine>> lines_of(const access::Actor& who, signatures::OwedAct act) {
    CHARTA_TRY(auto list, hospital_.my_list->of(who));
    std::erase_if(list.lines, [&](const auto& one) { return one.act != act; });
    return std::move(list.lines);
  }

  Result<signatures::SignRequest> as_shown(const access::Actor& who, const std::string& type, const std::string& id) {
    CHARTA_TRY(const auto shown, hospital_.signatures->show(who, type, id));
    signatures::SignRequest request{
        type, id, shown.offered.empty() ? "" : shown.offered.front()->code, shown.digest.hex(), shown.facts.version, {}};
    return request;
  }

  /// Two of the resident's summaries come days after the stay; they await who answers for them.
  Result<void> dictates_late(const access::Actor& resident) {
    CHARTA_TRY(const auto missing, lines_of(resident, signatures::OwedAct::write));
    std::vector<signatures::SignRequest> written;
    for (std::size_t n = 0; n < std::min(notes_of_resident, missing.size()); ++n) {
      const auto& line = missing[n];
      const auto note = hospital_.signatures->write(
          resident,
          {line.encounter, line.type_code, "Dictated late. The stay was without complications; the patient went home.", {}});
      if (!note) continue;  // a type that is not written here
      CHARTA_TRY(auto request, as_shown(resident, "DocumentReference", note->id));
      request.cosigner = attending_;
      written.push_back(std::move(request));
    }
    if (written.empty()) return {};
    CHARTA_TRY_DO(hospital_.signatures->sign(resident, written));
    return {};
  }

  Result<void> signs_in_a_burst(const access::Actor& physician) {
    CHARTA_TRY(const auto awaited, lines_of(physician, signatures::OwedAct::sign));
    std::vector<signatures::SignRequest> requests;
    for (const auto& line : awaited) {
      if (requests.size() >= burst || requests.size() + 4 >= awaited.size()) break;  // some are left for who tries it
      CHARTA_TRY(auto request, as_shown(physician, line.document_type, line.document_id));
      if (!request.meaning.empty() && request.meaning != "verifier") requests.push_back(std::move(request));
    }
    if (requests.empty()) return {};
    CHARTA_TRY_DO(hospital_.signatures->sign(physician, requests));
    return {};
  }

  Result<void> sends_one_back(const access::Actor& physician) {
    CHARTA_TRY(const auto awaited, lines_of(physician, signatures::OwedAct::sign));
    if (awaited.size() < 3) return {};
    const auto& last = awaited.back();
    CHARTA_TRY_DO(hospital_.signatures->ask_for_correction(physician, last.document_type, last.document_id,
                                                           "It was the left side, not the right; line four."));
    return {};
  }

  Result<void> declines(const access::Actor& physician) {
    CHARTA_TRY(const auto missing, lines_of(physician, signatures::OwedAct::write));
    if (missing.size() < 3) return {};
    CHARTA_TRY_DO(hospital_.my_list->decline(physician, missing.back().deficiency, "not-my-patient", ""));
    return {};
  }

  /// The coder asks about two stays; the physician has answered one.
  Result<void> is_asked(const access::Actor& physician) {
    CHARTA_TRY(const auto marta, person("marta"));
    CHARTA_TRY(const auto lines, lines_of(physician, signatures::OwedAct::sign));
    int asked = 0;
    for (const auto& line : lines) {
      if (asked == 2 || line.encounter.empty()) continue;
      CHARTA_TRY(const auto shown, hospital_.signatures->show(physician, line.document_type, line.document_id));
      const auto quote = first_words(shown.text);
      if (quote.empty() || hospital_.document_search->read_due().has_error()) continue;
      if (!ask(marta, physician, line, quote, asked == 0)) continue;
      ++asked;
    }
    return {};
  }

  static std::string first_words(const std::string& text) {
    const auto from = text.find('\n') == std::string::npos ? 0 : text.find('\n') + 1;
    const auto line = text.substr(from, text.find('\n', from) - from);
    return line.substr(0, 80);
  }

  /// False where the linter, or a document that nobody has read yet, does not let it be asked: then it is not there.
  bool ask(const access::Actor& marta, const access::Actor& physician, const signatures::OwedLine& line, const std::string& quote,
           bool is_answered) {
    physician_queries::NewQuery query;
    query.patient = line.patient;
    query.encounter = line.encounter;
    query.title = "Clarification of the course";
    query.question = "Please say in your own words what was found and treated in this stay.";
    query.to = physician.author.user;
    physician_queries::QuotedFinding finding;
    finding.resource_type = line.document_type;
    finding.fhir_id = line.document_id;
    finding.quote = quote;
    query.findings.push_back(std::move(finding));
    const auto findings = hospital_.queries->check(marta, query);
    if (!findings || !physician_queries::may_be_asked(*findings)) return false;
    const auto written = hospital_.queries->write(marta, query);
    if (!written || !hospital_.queries->send(marta, written->id)) return false;
    return !is_answered ||
           hospital_.queries->answer(physician, written->id, {0, "As the note says; nothing else was treated."}).has_value();
  }

  Hospital& hospital_;
  access::Actor system_ = access::Actor::system("demo");
  const std::string& password_;
  StaffMember attending_{};
};

}  // namespace

Result<void> furnish_demo_physicians(Hospital& hospital, const std::string& password) {
  return DemoPhysicians(hospital, password).begin();
}

Result<std::vector<std::string>> demo_physicians(Hospital& hospital) {
  CHARTA_TRY(const auto rows, hospital.signatures->signers(access::Actor::system("demo")));
  std::vector<std::string> all;
  for (const auto& row : rows) {
    CHARTA_TRY(const auto user, hospital.access->find_user(row.account));
    if (user) all.push_back(user->name + " (" + row.known_as.name + ")");
  }
  return all;
}

}  // namespace charta::app
