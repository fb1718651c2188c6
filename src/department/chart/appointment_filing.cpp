// SPDX-License-Identifier: Apache-2.0
// SIU^S12 to S15 as Appointment. Source: HL7 v2.8 chapter 10; FHIR R4 Appointment (app-3: a booked one has start and end).
#include "base/text.hpp"
#include "department/chart/chart_service.hpp"

namespace charta::chart {
namespace {

using hl7v2_fhir::Elements;

std::optional<Instant> first_moment(const hl7v2::Message& message, const hl7v2_fhir::Sender& sender, std::initializer_list<const char*> paths) {
  for (const auto* path : paths) {
    if (const auto at = hl7v2_fhir::moment(message.text(path), sender)) return at;
  }
  return std::nullopt;
}

/// SCH-9 or AIS-7 with its unit; a half hour where nobody says.
std::chrono::minutes duration_of(const hl7v2::Message& message) {
  for (const auto& [amount, unit] : {std::pair("SCH-9", "SCH-10"), std::pair("AIS-7", "AIS-8")}) {
    const auto number = parse_integer(stripped(message.text(amount)));
    if (!number || *number <= 0 || *number > 100'000) continue;
    const auto code = lower_ascii(stripped(message.text(unit)));
    if (code.starts_with("s")) return std::chrono::minutes((*number + 59) / 60);
    if (code.starts_with("h")) return std::chrono::minutes(*number * 60);
    return std::chrono::minutes(*number);
  }
  return std::chrono::minutes(30);
}

}  // namespace

class AppointmentFiling {
 public:
  AppointmentFiling(ChartService& chart, store::Reader& reader, const FilingContext& context)
      : chart_(chart), reader_(reader), context_(context), make_(document_, context.sender) {}

  Result<PreparedFiling> prepare() {
    const auto* sch = context_.message.first("SCH");
    if (sch == nullptr) return hold("no-appointment", "the message carries no appointment (SCH)");
    const auto filler = hl7v2_fhir::entity_id(sch->field(2), context_.sender), placer = hl7v2_fhir::entity_id(sch->field(1), context_.sender);
    if (filler.empty() && placer.empty()) return hold("no-appointment-number", "the appointment has no number (SCH-1, SCH-2)");
    const bool cancels = context_.message.header().trigger == "S15";
    CHARTA_TRY(auto before, chart_.known(reader_, context_, filing_, "appointment", filler.empty() ? placer : filler, ""));
    if (cancels && !before) return hold("appointment-not-known", "the appointment that this message cancels is not known here");
    json::Document earlier;
    if (before) {
      CHARTA_TRY(earlier, json::Document::parse(before->json));
    }
    auto appointment = before ? make_.editable(earlier.root()) : document_.object();
    describe(appointment, *sch, cancels);
    add_number(appointment, placer, "PLAC");
    add_number(appointment, filler, "FILL");
    CHARTA_TRY(auto item, chart_.make_item(context_, appointment, before));
    if (!before) {
      const auto& number = filler.empty() ? placer : filler;
      item.keys.push_back({"appointment", number.system, number.value, "", item.prepared.key(), context_.patient});
    }
    const auto start = Instant::parse(appointment["start"].text());
    if (cancels) {
      item.happening = happenings::AppointmentCancelled{item.prepared.key(), item.entry->patient};
    } else if (start) {
      item.happening = happenings::AppointmentBooked{item.prepared.key(), item.entry->patient, *start, item.entry->title_code, {context_.facility, context_.sensitivity}};
    }
    filing_.notes.push_back(cancels ? "appointment cancelled" : before ? "appointment changed" : "appointment booked");
    filing_.items.push_back(std::move(item));
    return std::move(filing_);
  }

 private:
  void add_number(json::Value appointment, const hl7v2_fhir::EntityId& number, std::string_view type) {
    if (number.empty()) return;
    for (const auto one : appointment["identifier"]) {
      if (one["value"].text() == number.value && one["system"].text() == number.system) return;
    }
    make_.append_to(appointment, "identifier", make_.identifier(number, type));
  }

  void describe(json::Value appointment, const hl7v2::Segment& sch, bool cancels) {
    document_.set_first(appointment, "resourceType", document_.string("Appointment"));
    const auto start = first_moment(context_.message, context_.sender, {"AIS-4", "TQ1-7", "SCH-11.4", "AIP-6", "AIL-6", "AIG-8"});
    if (start) {
      document_.set(appointment, "start", start->text());
      document_.set(appointment, "end", start->plus(duration_of(context_.message)).text());
    }
    document_.set(appointment, "status", cancels ? "cancelled" : appointment["start"] ? "booked" : "proposed");
    if (const auto* ais = context_.message.first("AIS")) {
      if (const auto service = make_.concept_of(ais->field(3).repetition(1))) {
        auto list = document_.array();
        document_.append(list, service);
        document_.set(appointment, "serviceType", list);
      }
    }
    if (const auto reason = make_.concept_of(sch.field(7).repetition(1))) {
      auto list = document_.array();
      document_.append(list, reason);
      document_.set(appointment, "reasonCode", list);
    }
    auto participants = document_.array();
    document_.append(participants, participant(whose(appointment), cancels));
    if (const auto* aip = context_.message.first("AIP")) add(participants, make_.person(aip->field(3).repetition(1)), cancels);
    if (const auto* ail = context_.message.first("AIL")) {
      auto place = document_.object();
      const std::string room(stripped(ail->field(3).text(1))), name(stripped(ail->field(3).text(4)));
      make_.set(place, "display", make_.text(name.empty() ? room : room + " " + name));
      add(participants, place, cancels);
    }
    document_.set(appointment, "participant", participants);
  }

  /// The record that it was booked for stays its owner, whatever was linked since.
  json::Value whose(json::Value appointment) {
    for (const auto one : appointment["participant"]) {
      if (one["actor"]["reference"].text().starts_with("Patient/")) return document_.copy(one["actor"]);
    }
    return make_.reference("Patient", context_.patient_id);
  }

  void add(json::Value participants, json::Value who, bool cancels) {
    if (who && who.size() > 0) document_.append(participants, participant(who, cancels));
  }

  json::Value participant(json::Value who, bool cancels) {
    auto value = document_.object();
    document_.set(value, "actor", who);
    document_.set(value, "status", cancels ? "declined" : "accepted");
    return value;
  }

  ChartService& chart_;
  store::Reader& reader_;
  const FilingContext& context_;
  json::Document document_;
  Elements make_;
  PreparedFiling filing_;
};

Result<PreparedFiling> ChartService::prepare_appointment(store::Reader& reader, const FilingContext& context) {
  return AppointmentFiling(*this, reader, context).prepare();
}

}  // namespace charta::chart
