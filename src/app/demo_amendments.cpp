// SPDX-License-Identifier: Apache-2.0
#include "app/demo_amendments.hpp"

#include "app/hospital.hpp"
#include "base/digest.hpp"

#include <fmt/format.h>

namespace charta::app {
namespace {

using namespace amendment_requests;

constexpr std::int64_t documents_looked_through = 400;
constexpr std::string_view two_sides =
    "PROCEDURE: Left knee arthroscopy.\n\nDESCRIPTION OF PROCEDURE:\nThe right knee was prepped and draped in the usual "
    "fashion.\n";

class DemoAmendments {
 public:
  explicit DemoAmendments(Hospital& hospital) : hospital_(hospital), amendments_(*hospital.amendments) {}

  Result<void> furnish() {
    const auto today = amendments_.zone().local_date(hospital_.clock.now());
    CHARTA_TRY(const auto before, amendments_.period(system_, today.plus_days(-366), today.plus_days(1)));
    if (!before.requests.empty()) return {};
    CHARTA_TRY(const auto documents, documents_of_two());
    if (documents.size() < 2) return {};
    CHARTA_TRY(const auto marta, person_called("marta"));
    CHARTA_TRY(const auto paul, person_called("paul"));
    CHARTA_TRY_DO(ask(marta, documents[0], today.plus_days(-1), "The date of my fall is wrong: it was a Tuesday.").first());
    return dispute(marta, paul, documents[1], today);
  }

 private:
  struct Asked {
    Result<Amendment> made;
    Result<void> first() const { return made ? Result<void>() : Result<void>(made.error()); }
  };

  Result<access::Actor> person_called(std::string_view name) {
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

  /// A document each of two people whom everybody may see.
  Result<std::vector<chart::ChartEntry>> documents_of_two() {
    return hospital_.store->read([&](store::Reader& reader) -> Result<std::vector<chart::ChartEntry>> {
      CHARTA_TRY(const auto all, hospital_.chart->rows().documents_after(reader, ResourceId(), documents_looked_through));
      std::vector<chart::ChartEntry> found;
      for (const auto document : all) {
        CHARTA_TRY(const auto line, hospital_.chart->rows().find(reader, document));
        const bool is_open = line && line->kind == "document" && line->sensitivity == 0 && line->patient.is_set();
        if (!is_open || (!found.empty() && found.front().patient == line->patient)) continue;
        found.push_back(*line);
        if (found.size() == 2) break;
      }
      return found;
    });
  }

  Asked ask(const access::Actor& clerk, const chart::ChartEntry& line, Date received, const std::string& wanted) {
    NewAmendment asked;
    asked.patient = line.patient;
    asked.received_on = received;
    asked.channel = "letter";
    asked.wanted = wanted;
    return {amendments_.receive(clerk, asked, {{line.resource_type, line.fhir_id, {}}})};
  }

  Result<void> dispute(const access::Actor& marta, const access::Actor& paul, const chart::ChartEntry& line, Date today) {
    const Contact contact{"Paul Okoro, Privacy Officer", "555-0142"};
    const auto asked = ask(marta, line, today.plus_days(-50), "I never smoked. Please strike it.");
    CHARTA_TRY(const auto request, asked.made);
    CHARTA_TRY_DO(amendments_.acknowledge(marta, request.id, contact));
    CHARTA_TRY_DO(amendments_.decide(paul, request.id, {"denied", {}, {}, {"accurate-and-complete"}}, contact));
    CHARTA_TRY_DO(amendments_.disagree(marta, request.id, "My neighbour smoked, I did not. I was asked in the night.", today));
    return two_sides_for(line);
  }

  Result<void> two_sides_for(const chart::ChartEntry& line) {
    CHARTA_TRY(const auto patient, hospital_.store->read([&](store::Reader& reader) {
      return hospital_.resources->load(reader, ResourceId(line.patient.key()));
    }));
    if (!patient) return {};
    const auto body = fmt::format(
        R"({{"resourceType":"DocumentReference","status":"current","docStatus":"final","date":"{}","type":{{"coding":[{{"system":"http://loinc.org","code":"11506-3","display":"Progress note"}}]}},"subject":{{"reference":"Patient/{}"}},"content":[{{"attachment":{{"contentType":"text/plain","data":"{}"}}}}]}})",
        hospital_.clock.now().text(), patient->id, to_base64(two_sides));
    CHARTA_TRY_DO(hospital_.resources->create(system_, "DocumentReference", body, ""));
    return {};
  }

  Hospital& hospital_;
  AmendmentService& amendments_;
  access::Actor system_ = access::Actor::system("demo");
};

}  // namespace

Result<void> furnish_demo_amendments(Hospital& hospital) {
  return DemoAmendments(hospital).furnish();
}

}  // namespace charta::app
