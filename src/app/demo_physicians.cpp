// SPDX-License-Identifier: Apache-2.0
#include "app/demo_physicians.hpp"

#include "app/hospital.hpp"
#include "department/signatures/my_list.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using signatures::StaffMember;

constexpr std::size_t burst = 6, notes_of_resident = 2;

class DemoPhysicians {
 public:
  explicit DemoPhysicians(Hospital& hospital) : hospital_(hospital) {}

  Result<void> begin() {
    CHARTA_TRY(const auto before, hospital_.signatures->signers(system_));
    if (!before.empty()) return {};
    CHARTA_TRY(const auto owing, who_owes_most());
    if (owing.size() < 2) return {};
    hale_key_ = {owing[0].who.key, "Ruth Hale, MD"};
    CHARTA_TRY_DO(link("hale", hale_key_, "attending"));
    CHARTA_TRY_DO(link("reed", {owing[1].who.key, "Noah Reed, MD"}, "resident"));
    CHARTA_TRY(const auto hale, person("hale"));
    CHARTA_TRY(const auto reed, person("reed"));
    CHARTA_TRY_DO(dictates_late(reed));
    CHARTA_TRY_DO(signs_in_a_burst(hale));
    CHARTA_TRY_DO(sends_one_back(hale));
    CHARTA_TRY_DO(declines(hale));
    return is_asked(hale);
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

  Result<void> link(std::string_view name, const StaffMember& known_as, const std::string& standing) {
    CHARTA_TRY(const auto who, person(name));
    if (who.kind != access::Actor::Kind::person) return {};  // data of an earlier version, without this account
    return hospital_.signatures->link(system_, who.author.user, known_as, standing);
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
  Result<void> dictates_late(const access::Actor& reed) {
    CHARTA_TRY(const auto missing, lines_of(reed, signatures::OwedAct::write));
    std::vector<signatures::SignRequest> written;
    for (std::size_t n = 0; n < std::min(notes_of_resident, missing.size()); ++n) {
      const auto& line = missing[n];
      const auto note = hospital_.signatures->write(
          reed,
          {line.encounter, line.type_code, "Dictated late. The stay was without complications; the patient went home.", {}});
      if (!note) continue;  // a type that is not written here
      CHARTA_TRY(auto request, as_shown(reed, "DocumentReference", note->id));
      request.cosigner = hale_key_;
      written.push_back(std::move(request));
    }
    if (written.empty()) return {};
    CHARTA_TRY_DO(hospital_.signatures->sign(reed, written));
    return {};
  }

  Result<void> signs_in_a_burst(const access::Actor& hale) {
    CHARTA_TRY(const auto awaited, lines_of(hale, signatures::OwedAct::sign));
    std::vector<signatures::SignRequest> requests;
    for (const auto& line : awaited) {
      if (requests.size() >= burst || requests.size() + 4 >= awaited.size()) break;  // some are left for who tries it
      CHARTA_TRY(auto request, as_shown(hale, line.document_type, line.document_id));
      if (!request.meaning.empty() && request.meaning != "verifier") requests.push_back(std::move(request));
    }
    if (requests.empty()) return {};
    CHARTA_TRY_DO(hospital_.signatures->sign(hale, requests));
    return {};
  }

  Result<void> sends_one_back(const access::Actor& hale) {
    CHARTA_TRY(const auto awaited, lines_of(hale, signatures::OwedAct::sign));
    if (awaited.size() < 3) return {};
    const auto& last = awaited.back();
    CHARTA_TRY_DO(hospital_.signatures->ask_for_correction(hale, last.document_type, last.document_id,
                                                           "It was the left side, not the right; line four."));
    return {};
  }

  Result<void> declines(const access::Actor& hale) {
    CHARTA_TRY(const auto missing, lines_of(hale, signatures::OwedAct::write));
    if (missing.size() < 3) return {};
    CHARTA_TRY_DO(hospital_.my_list->decline(hale, missing.back().deficiency, "not-my-patient", ""));
    return {};
  }

  /// The coder asks about two stays; the physician has answered one.
  Result<void> is_asked(const access::Actor& hale) {
    CHARTA_TRY(const auto marta, person("marta"));
    CHARTA_TRY(const auto lines, lines_of(hale, signatures::OwedAct::sign));
    int asked = 0;
    for (const auto& line : lines) {
      if (asked == 2 || line.encounter.empty()) continue;
      CHARTA_TRY(const auto shown, hospital_.signatures->show(hale, line.document_type, line.document_id));
      const auto quote = first_words(shown.text);
      if (quote.empty() || hospital_.document_search->read_due().has_error()) continue;
      if (!ask(marta, hale, line, quote, asked == 0)) continue;
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
  bool ask(const access::Actor& marta, const access::Actor& hale, const signatures::OwedLine& line, const std::string& quote,
           bool is_answered) {
    physician_queries::NewQuery query;
    query.patient = line.patient;
    query.encounter = line.encounter;
    query.title = "Clarification of the course";
    query.question = "Please say in your own words what was found and treated in this stay.";
    query.to = hale.author.user;
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
           hospital_.queries->answer(hale, written->id, {0, "As the note says; nothing else was treated."}).has_value();
  }

  Hospital& hospital_;
  access::Actor system_ = access::Actor::system("demo");
  StaffMember hale_key_{};
};

}  // namespace

Result<void> furnish_demo_physicians(Hospital& hospital) {
  return DemoPhysicians(hospital).begin();
}

}  // namespace charta::app
