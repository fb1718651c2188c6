// SPDX-License-Identifier: Apache-2.0
// Orders, results and documents: ORM, OMG, OML, OMI, ORU and MDM, and what goes wrong with them.
#include "department/training/simulated_time.hpp"
#include "department/training/simulation_parts.hpp"

#include <algorithm>
#include <utility>

namespace charta::training {
namespace {

const Service& service_of(const Order& order) {
  return lists().services[static_cast<std::size_t>(order.service)];
}

std::string_view application_of(const Service& service) {
  if (service.department == "LAB" || service.department == "PATH") return "LAB";
  return service.department == "RAD" ? "RAD" : "TRANS";
}

/// A birth date with the slip of a typist: day and month turned round, else the year before.
Date mistyped(Date born) {
  const auto calendar = born.calendar();
  const auto day_number = static_cast<unsigned>(calendar.day());
  const auto month = static_cast<unsigned>(calendar.month());
  if (day_number <= 12 && day_number != month)
    return Date(std::chrono::year_month_day(calendar.year(), std::chrono::month(day_number), std::chrono::day(month)));
  return born.plus_days(-365);
}

}  // namespace

Identity HospitalSimulation::Parts::identity_for_report(int number, bool has_order) {
  Identity identity{person(number), own_assigner, {has_order ? Outcome::filed : Outcome::filed_unsolicited, {}}, {}};
  const FaultRates& faults = options_.faults;
  if (random_.chance(faults.wrong_mrn)) {
    const bool somebodys = people_.size() > 1 && random_.chance(0.5);
    auto other = static_cast<std::size_t>(random_.below(static_cast<std::int64_t>(people_.size())));
    if (static_cast<int>(other) == number) other = (other + 1) % people_.size();
    const bool known = somebodys && registered_[other] && people_[other].born != identity.person.born;
    identity.person.mrn = known ? people_[other].mrn : "9" + identity.person.mrn;
    identity.expected = {Outcome::held, known ? "identity_conflict" : "unknown_patient"};
    identity.fault = known ? ", under another patient's number" : ", under a number that nobody has";
  } else if (random_.chance(faults.mistyped_birth_date)) {
    identity.person.born = mistyped(identity.person.born);
    identity.expected = {Outcome::held, "identity_conflict"};
    identity.fault = ", with a mistyped birth date";
  } else if (random_.chance(faults.wrong_assigner)) {
    identity.assigner = foreign_assigner;
    identity.expected = {Outcome::held, "unknown_patient"};
    identity.fault = ", with the number of another hospital";
  }
  return identity;
}

SimulatedMessage HospitalSimulation::Parts::order_message(int number, std::string_view control, std::string story) {
  const Order& placed = order(number);
  const Service& service = service_of(placed);
  const std::string_view type = service.order_message;
  const std::string_view trigger = type == "ORM" ? "O01" : type == "OMG" ? "O19" : type == "OML" ? "O21" : "O23";
  const std::string_view structure = type == "ORM"   ? "ORM_O01"
                                     : type == "OMG" ? "OMG_O19"
                                     : type == "OML" ? "OML_O21"
                                                     : "OMI_O23";
  Draft draft{"CPOE", type, trigger, structure, placed.person};
  draft.placer = placed.placer;
  draft.story = std::move(story);
  auto writer = begin(draft);
  const Visit& stay = visit(placed.visit);
  writer.pid(person(placed.person), stay.account).pv1(stay).orc(control, placed, now_);
  if (type == "OML" || type == "OMG") writer.raw("TQ1|1||||||" + hl7_time(now_) + "||R\r");
  writer.obr(placed, "", now_);
  if (type == "OMI") writer.raw("IPC|" + placed.placer + "|" + placed.placer + "||" + placed.placer + "\r");
  return finish(std::move(draft), writer);
}

std::optional<SimulatedMessage> HospitalSimulation::Parts::ordered(int number, bool report_came_first) {
  const Order& placed = order(number);
  const Service& service = service_of(placed);
  const std::string name(service.name);
  if (report_came_first) return order_message(number, "NW", "ordered, behind its report: " + name);
  const FaultRates& faults = options_.faults;
  if (random_.chance(faults.cancelled_order)) {
    plan(later(10, service.hours_from * one_hour), Step::cancel_order, number);
    return order_message(number, "NW", "ordered, and soon cancelled: " + name);
  }
  if (random_.chance(faults.lost)) {
    truth_.lost_orders.push_back(placed.placer);
    return order_message(number, "NW", "ordered, and its report is lost: " + name);
  }
  const bool late = random_.chance(faults.late);
  if (late) ++truth_.late;
  const Instant reported =
      late ? later(3 * one_day, 9 * one_day) : later(service.hours_from * one_hour, service.hours_until * one_hour);
  if (service.report != ReportKind::document) {
    plan(reported, Step::result, number);
  } else {
    plan_document(add_document(placed.person, placed.visit, number, service.loinc, service.name, placed.physician), reported);
  }
  return order_message(number, "NW", (late ? "ordered, to be reported late: " : "ordered: ") + name);
}

std::optional<SimulatedMessage> HospitalSimulation::Parts::run_report(const Event& event) {
  if (event.step == Step::unknown_result) return unknown_result();
  if (event.step != Step::order && event.step != Step::stray_result) {
    if (event.step == Step::cancel_order) {
      order(event.subject).cancelled = true;
      ++truth_.cancelled;
      return order_message(event.subject, "CA", "cancelled: " + std::string(service_of(order(event.subject)).name));
    }
    return resulted(event.subject, event.step == Step::correct_result ? "C" : "F", event.extra == 1);
  }
  if (event.step == Step::order && event.extra <= -2) return ordered(-2 - event.extra, true);
  const Visit& stay = visit(event.subject);
  if (!stay.open && stay.patient_class == 'I') return std::nullopt;
  Order placed;
  placed.person = stay.person;
  placed.visit = event.subject;
  placed.service =
      event.extra >= 0 ? event.extra : static_cast<int>(random_.below(static_cast<std::int64_t>(lists().services.size())));
  placed.physician = stay.attending;
  placed.placer = "P" + eight_digits(++numbers_);
  placed.filler = "F" + eight_digits(++numbers_);
  placed.ordered_at = now_;
  orders_.push_back(placed);
  const int number = static_cast<int>(orders_.size()) - 1;
  const bool by_result = service_of(placed).report != ReportKind::document;
  if (by_result && random_.chance(options_.faults.without_order)) {
    orders_.back().placer.clear();
    return resulted(number, "F", true);
  }
  ++truth_.orders;
  if (random_.chance(options_.faults.unknown_patient)) plan(later(one_hour, 5 * one_hour), Step::unknown_result);
  if (by_result && random_.chance(options_.faults.out_of_order)) {
    plan(later(2, 30), Step::order, event.subject, -2 - number);
    return resulted(number, "F", true);
  }
  return ordered(number, false);
}

std::optional<SimulatedMessage> HospitalSimulation::Parts::resulted(int number, std::string_view status, bool order_unknown) {
  const Order& placed = order(number);
  if (placed.cancelled) return std::nullopt;
  const Service& service = service_of(placed);
  const bool corrected = status == "C";
  Identity identity = identity_for_report(placed.person, !order_unknown);
  Draft draft{application_of(service), "ORU", "R01", "ORU_R01", placed.person, identity.expected};
  draft.placer = placed.placer;
  draft.document = placed.filler;
  draft.story = std::string(corrected       ? "corrected"
                            : order_unknown ? "reported before any order"
                                            : "reported") +
                ": " + std::string(service.name) + identity.fault;
  if (!corrected && !used_control_id_.empty() && draft.application == "LAB" &&
      random_.chance(options_.faults.control_id_reused)) {
    draft.expected = {Outcome::refused, {}};
    draft.story += ", under the control id of another message";
  }
  const bool taken = draft.expected.outcome == Outcome::filed || draft.expected.outcome == Outcome::filed_unsolicited;
  if (taken && !corrected) ++truth_.reported;
  if (taken && !corrected && random_.chance(options_.faults.corrected))
    plan(later(one_hour, 2 * one_day), Step::correct_result, number, order_unknown ? 1 : 0);
  auto writer = begin(draft);
  const Visit& stay = visit(placed.visit);
  writer.pid(identity.person, stay.account, identity.assigner).pv1(stay);
  if (!placed.placer.empty()) writer.orc("RE", placed, now_);
  writer.obr(placed, status, now_);
  if (service.report == ReportKind::lab)
    writer.analytes(random_, service, status);
  else
    writer.text_obx(service, write_report(random_, service.name, static_cast<int>(random_.between(2, 6))), status);
  return finish(std::move(draft), writer);
}

SimulatedMessage HospitalSimulation::Parts::unknown_result() {
  Person stranger = make_person(random_, now_.utc_date());
  stranger.mrn = "8" + eight_digits(++numbers_);
  Order placed;
  placed.service = static_cast<int>(random_.below(7));
  placed.filler = "F" + eight_digits(++numbers_);
  placed.ordered_at = now_;
  Draft draft{"LAB", "ORU", "R01", "ORU_R01", -1, {Outcome::held, "unknown_patient"}};
  draft.document = placed.filler;
  draft.story = "reported for a person whom registration does not know";
  auto writer = begin(draft);
  writer.pid(stranger, "").obr(placed, "F", now_).analytes(random_, service_of(placed), "F");
  return finish(std::move(draft), writer);
}

int HospitalSimulation::Parts::add_document(int who, int stay, int for_order, std::string_view loinc, std::string_view title,
                                            int author) {
  documents_.push_back({who, stay, for_order, loinc, title, "T" + eight_digits(++numbers_), author});
  return static_cast<int>(documents_.size()) - 1;
}

void HospitalSimulation::Parts::plan_document(int number, Instant at) {
  if (random_.chance(0.15)) plan(at.plus(std::chrono::minutes(-random_.between(30, 180))), Step::dictated, number);
  plan(at, Step::document, number);
}

std::optional<SimulatedMessage> HospitalSimulation::Parts::run_document(const Event& event) {
  const int number = event.subject;
  const std::string title(document(number).title);
  switch (event.step) {
    case Step::dictated:
      return document_message("T01", number, "DI", "UN", false, "dictated: " + title);
    case Step::document: {
      if (random_.chance(0.8)) plan(later(30, 2 * one_day), Step::authenticate, number);
      if (random_.chance(0.04)) plan(later(2 * one_day, 5 * one_day), Step::addendum, number);
      if (random_.chance(0.04)) plan(later(2 * one_day, 5 * one_day), Step::edit, number);
      if (random_.chance(0.02)) plan(later(2 * one_day, 5 * one_day), Step::replace, number);
      if (random_.chance(0.01)) plan(later(6 * one_day, 8 * one_day), Step::cancel_document, number);
      return document_message("T02", number, "DO", "AV", true, "written: " + title);
    }
    case Step::authenticate:
      return document_message("T04", number, "AU", "AV", true, "signed: " + title);
    case Step::addendum:
      return document_message("T05", number, "DO", "AV", false, "an addendum is announced: " + title);
    case Step::edit:
      ++document(number).version;
      return document_message("T08", number, "AU", "AV", true, "edited: " + title);
    case Step::replace:
      ++document(number).version;
      return document_message("T10", number, "AU", "AV", true, "replaced: " + title);
    default:
      return document_message("T11", number, "", "CA", false, "taken back: " + title);
  }
}

SimulatedMessage HospitalSimulation::Parts::document_message(std::string_view trigger, int number, std::string_view completion,
                                                             std::string_view availability, bool content, std::string story) {
  const Document& written = document(number);
  const bool first = trigger == "T02";
  Identity identity = first ? identity_for_report(written.person, true) : Identity{person(written.person), own_assigner, {}, {}};
  Draft draft{"TRANS", "MDM", trigger, content ? "MDM_T02" : "MDM_T01", written.person, identity.expected};
  const Order none;
  const Order& asked = written.order >= 0 ? order(written.order) : none;
  draft.placer = asked.placer;
  draft.document = written.number;
  draft.story = std::move(story) + identity.fault;
  if (first && identity.expected.outcome == Outcome::filed) ++truth_.reported;
  auto writer = begin(draft);
  const Visit& stay = visit(written.visit);
  std::string number_now = written.number;
  std::string parent;
  if (trigger == "T10" || trigger == "T05") parent = std::exchange(number_now, written.number + (trigger == "T10" ? "R" : "A"));
  writer.evn(trigger, now_).pid(identity.person, stay.account, identity.assigner).pv1(stay);
  writer.txa(
      {written.loinc, written.title, number_now, parent, asked.placer, asked.filler, completion, availability, written.author},
      now_);
  if (!content) return finish(std::move(draft), writer);
  const auto lines = write_report(random_, written.title, 3 + written.version);
  const std::string_view status = completion == "AU" ? "F" : "P";
  // The form of a document is its own from the first version to the last: text, RTF or PDF.
  if (number % 3 == 0)
    writer.embedded_obx(written.loinc, written.title, "application", "pdf", to_base64(as_pdf(lines)), status);
  else if (number % 3 == 1)
    writer.embedded_obx(written.loinc, written.title, "application", "rtf", to_base64(as_rtf(lines)), status);
  else
    writer.text_obx({{}, written.loinc, written.title, {}, {}, ReportKind::document, 0, 0, {}}, lines, status);
  return finish(std::move(draft), writer);
}

}  // namespace charta::training
