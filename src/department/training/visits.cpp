// SPDX-License-Identifier: Apache-2.0
// Admissions, transfers, discharges, appointments, births, changes of person data: ADT and SIU.
#include "department/training/simulated_time.hpp"
#include "department/training/simulation_parts.hpp"

#include <algorithm>
#include <utility>

namespace charta::training {

void HospitalSimulation::Parts::plan_orders(int number, int count, std::int64_t within_minutes) {
  for (int i = 0; i < count; ++i) plan(later(5, within_minutes), Step::order, number, -1);
}

std::optional<SimulatedMessage> HospitalSimulation::Parts::admitted(int number) {
  Visit& stay = visit(number);
  stay.admitted_at = now_;
  if (stay.ward < 0) stay.ward = static_cast<int>(random_.below(static_cast<std::int64_t>(lists().wards.size())));
  stay.bed = static_cast<int>(random_.below(lists().wards[static_cast<std::size_t>(stay.ward)].beds));
  if (random_.chance(0.02)) {
    plan(later(10, one_hour), Step::cancel_admission, number);
    return adt("A01", number, "admitted, by mistake");
  }
  const std::int64_t stays = random_.between(one_day, 9 * one_day);
  plan(later(stays, stays + 1), Step::discharge, number, 1);
  plan_orders(number, static_cast<int>(random_.between(2, 6)), stays - one_hour);
  if (random_.chance(0.3)) plan(later(one_hour, stays - one_hour), Step::update_visit, number);
  if (random_.chance(0.35)) plan(later(2 * one_hour, stays - one_hour), Step::transfer, number);
  const int history = add_document(stay.person, number, -1, "34117-2", "History and physical note", stay.attending);
  plan_document(history, later(4 * one_hour, 22 * one_hour));
  return adt("A01", number, "admitted");
}

std::optional<SimulatedMessage> HospitalSimulation::Parts::discharged(int number, bool may_be_wrong) {
  Visit& stay = visit(number);
  if (!stay.open) return std::nullopt;
  stay.open = false;
  stay.discharged_at = now_;
  auto message = adt("A03", number, "discharged");
  if (may_be_wrong && random_.chance(0.02)) {
    plan(later(5, one_hour), Step::cancel_discharge, number);
    return message;
  }
  if (random_.chance(options_.faults.lost)) return message;  // nobody dictates the summary
  const bool late = random_.chance(options_.faults.late);
  const int summary = add_document(stay.person, number, -1, "18842-5", "Discharge summary", stay.attending);
  plan_document(summary, late ? later(12 * one_day, 35 * one_day) : later(4 * one_hour, 4 * one_day));
  return message;
}

std::optional<SimulatedMessage> HospitalSimulation::Parts::run_visit(const Event& event) {
  switch (event.step) {
    case Step::preadmit: {
      const int number = add_visit(any_person(0.55), 'I');
      if (!random_.chance(0.15)) return plan(now_, Step::admit, number), std::nullopt;
      plan(later(10 * one_hour, 3 * one_day), Step::admit, number);
      return adt("A05", number, "pre-admitted");
    }
    case Step::admit:
      return admitted(event.subject);
    case Step::update_visit:
      return visit(event.subject).open ? std::optional(adt("A08", event.subject, "visit data corrected")) : std::nullopt;
    case Step::transfer: {
      Visit& stay = visit(event.subject);
      if (!stay.open) return std::nullopt;
      const int before = stay.ward;
      stay.ward = static_cast<int>(random_.below(static_cast<std::int64_t>(lists().wards.size())));
      if (random_.chance(0.05)) plan(later(5, one_hour), Step::cancel_transfer, event.subject, before);
      return adt("A02", event.subject, "transferred");
    }
    case Step::cancel_transfer:
      if (!visit(event.subject).open) return std::nullopt;
      visit(event.subject).ward = event.extra;
      return adt("A12", event.subject, "transfer taken back");
    case Step::cancel_admission: {
      auto message = adt("A11", event.subject, "admission taken back");
      visit(event.subject).open = false;
      return message;
    }
    case Step::discharge:
      return discharged(event.subject, event.extra == 1);
    case Step::cancel_discharge: {
      visit(event.subject).open = true;
      plan(later(one_day, 3 * one_day), Step::discharge, event.subject, 0);
      return adt("A13", event.subject, "discharge taken back");
    }
    default: {
      const int number = add_visit(any_person(0.6), 'E');
      plan_orders(number, static_cast<int>(random_.between(1, 4)), 4 * one_hour);
      return adt("A04", number, "came to the emergency room");
    }
  }
}

SimulatedMessage HospitalSimulation::Parts::booking_message(std::string_view trigger, int number, std::string_view reason,
                                                            std::string_view status) {
  const Booking& booking = bookings_[static_cast<std::size_t>(number)];
  Draft draft{"SCHED", "SIU", trigger, "SIU_S12", booking.person};
  draft.story = "appointment: " + std::string(reason);
  auto writer = begin(draft);
  writer.sch(booking.number, reason, booking.start, status).pid(person(booking.person), "");
  writer.raw("PV1|1|O\r").ais(lists().services[static_cast<std::size_t>(booking.service)], booking.start);
  return finish(std::move(draft), writer);
}

std::optional<SimulatedMessage> HospitalSimulation::Parts::run_booking(const Event& event) {
  if (event.step == Step::book) {
    const int who = event.subject >= 0 ? event.subject : any_person(0.35);
    if (!is_registered(who)) {  // a schedule names only people whom registration knows
      plan(later(1, 2), Step::book, who);
      return person_message("A28", who, "registered when the appointment was made");
    }
    const auto service = static_cast<int>(random_.below(static_cast<std::int64_t>(lists().services.size())));
    bookings_.push_back({who, service, "B" + eight_digits(++numbers_), later(2 * one_hour, 12 * one_day)});
    const int number = static_cast<int>(bookings_.size()) - 1;
    const Instant start = bookings_.back().start;
    const auto before = [&](std::int64_t at_least) {
      return later(at_least, std::max(at_least, (start - now_).count() / 60000 - 30));
    };
    if (random_.chance(0.06))
      plan(before(10), Step::cancel_booking, number);
    else if (random_.chance(0.10))
      plan(before(10), Step::reschedule, number);
    else if (random_.chance(0.05))
      plan(before(10), Step::change_booking, number);
    plan(start, Step::arrive, number);
    return booking_message("S12", number, "BOOKED", "Booked");
  }
  Booking& booking = bookings_[static_cast<std::size_t>(event.subject)];
  if (booking.cancelled) return std::nullopt;
  if (event.step == Step::cancel_booking) {
    booking.cancelled = true;
    return booking_message("S15", event.subject, "CANCELLED", "Cancelled");
  }
  if (event.step == Step::reschedule) {
    booking.start = booking.start.plus(std::chrono::hours(24 * random_.between(1, 6)));
    plan(booking.start, Step::arrive, event.subject);
    return booking_message("S13", event.subject, "RESCHEDULED", "Booked");
  }
  if (event.step == Step::change_booking) return booking_message("S14", event.subject, "CHANGED", "Booked");
  if (now_ < booking.start) return std::nullopt;  // put off meanwhile
  booking.cancelled = true;                       // it has been kept, or missed
  if (random_.chance(0.05)) return std::nullopt;
  const int number = add_visit(booking.person, 'O');
  plan(later(5, 40), Step::order, number, booking.service);
  plan_orders(number, static_cast<int>(random_.below(3)), 2 * one_hour);
  return adt("A04", number, "came to the clinic");
}

std::optional<SimulatedMessage> HospitalSimulation::Parts::run_person(const Event& event) {
  const bool named = event.subject >= 0;
  switch (event.step) {
    case Step::birth: {
      const int mother = any_person(0.3);
      if (person(mother).sex != 'F' || !is_registered(mother) || person(mother).is_newborn) return std::nullopt;
      const int child = add_person(make_newborn(random_, person(mother), mother, now_.utc_date()));
      const int stay = add_visit(child, 'I');
      for (std::size_t ward = 0; ward < lists().wards.size(); ++ward)
        if (lists().wards[ward].service == "NBN") visit(stay).ward = static_cast<int>(ward);
      plan(later(one_day, 3 * one_day), Step::name_newborn, child, stay);
      return admitted(stay);
    }
    case Step::name_newborn: {
      Person& child = person(event.subject);
      child.name.given = given_name(random_, child.sex);
      child.is_newborn = false;
      return adt("A08", event.extra, "the newborn has a name");
    }
    case Step::update_person: {
      const int who = named ? event.subject : any_person(0);
      if (!is_registered(who)) return person_message("A28", who, "registered");
      Person& someone = person(who);
      if (someone.sex == 'F' && random_.chance(0.3)) {
        someone.former_families.insert(someone.former_families.begin(),
                                       std::exchange(someone.name.family, std::string(random_.one_of(lists().families))));
        return person_message("A31", who, "the family name has changed");
      }
      someone.street = std::to_string(random_.between(1, 980)) + " " + std::string(random_.one_of(lists().streets));
      return person_message("A31", who, "the address has changed");
    }
    case Step::renumber: {
      const int who = any_person(0);
      if (!is_registered(who)) return std::nullopt;
      const Person prior = person(who);
      person(who).mrn = "2" + prior.mrn;
      Draft draft{"ADT", "ADT", "A47", "ADT_A30", who};
      draft.story = "the medical record number was changed";
      auto writer = begin(draft);
      writer.evn("A47", now_).pid(person(who), "").mrg(prior);
      return finish(std::move(draft), writer);
    }
    case Step::register_twice: {
      const int who = any_person(0);
      if (!is_registered(who) || person(who).is_newborn || doubles_.contains(who)) return std::nullopt;
      const int second = add_person(make_duplicate(random_, person(who)));
      doubles_.emplace(who, second);
      plan(later(one_day, 6 * one_day), Step::merge, who, second);
      const int stay = add_visit(second, 'O');
      plan_orders(stay, 2, 3 * one_hour);
      return adt("A04", stay, "registered a second time under another number");
    }
    default: {
      const Person prior = person(event.extra);
      doubles_.erase(event.subject);
      ++truth_.merges;
      Draft draft{"ADT", "ADT", "A40", "ADT_A39", event.subject};
      draft.story = "two records of one person were merged";
      auto writer = begin(draft);
      writer.evn("A40", now_).pid(person(event.subject), "").mrg(prior);
      return finish(std::move(draft), writer);
    }
  }
}

}  // namespace charta::training
