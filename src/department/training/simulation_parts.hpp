// SPDX-License-Identifier: Apache-2.0
// The inside of the simulation: its calendar of events, its people, and the steps by which they go through the hospital.
#pragma once
#include "department/training/documents.hpp"
#include "department/training/hospital.hpp"
#include "department/training/messages.hpp"
#include "department/training/simulation.hpp"

#include <deque>
#include <queue>
#include <unordered_map>

namespace charta::training {

enum class Step {
  day,
  known_person,
  resend,
  book,
  reschedule,
  change_booking,
  cancel_booking,
  arrive,
  preadmit,
  admit,
  update_visit,
  transfer,
  cancel_transfer,
  cancel_admission,
  discharge,
  cancel_discharge,
  birth,
  name_newborn,
  emergency,
  update_person,
  renumber,
  register_twice,
  merge,
  order,
  cancel_order,
  result,
  correct_result,
  stray_result,
  unknown_result,
  dictated,
  document,
  authenticate,
  addendum,
  edit,
  replace,
  cancel_document
};

struct Event {
  std::int64_t at;
  std::uint64_t sequence;  ///< of two at one time the first planned comes first
  Step step;
  int subject = -1;  ///< a person, visit, order or document, as the step needs
  int extra = 0;
  bool operator>(const Event& other) const { return at != other.at ? at > other.at : sequence > other.sequence; }
};

/// An appointment in the schedule.
struct Booking {
  int person, service;
  std::string number;
  Instant start;
  bool cancelled = false;
};

/// A document of a visit or an order, from dictation to its last version.
struct Document {
  int person, visit, order;
  std::string_view loinc, title;
  std::string number;
  int author, version = 1;
};

/// A message before it has its control id.
struct Draft {
  std::string_view application, code, trigger, structure;
  int person = -1;
  Expected expected = {};
  std::string placer = {}, document = {}, story = {};
};

/// PID of a message that may be wrong on purpose.
struct Identity {
  Person person;
  std::string_view assigner = own_assigner;
  Expected expected;
  std::string fault;
};

struct HospitalSimulation::Parts {
  Parts(std::uint64_t seed, Instant start, SimulationOptions options);

  std::optional<SimulatedMessage> next();
  SimulatedMessage counted(SimulatedMessage message);

  // the calendar
  void plan(Instant at, Step step, int subject = -1, int extra = 0);
  void plan_day();
  std::optional<SimulatedMessage> run(const Event& event);
  Instant later(std::int64_t from_minutes, std::int64_t until_minutes);

  // people
  int add_person(Person person);
  int any_person(double new_person);
  bool is_registered(int person) const { return registered_[static_cast<std::size_t>(person)]; }
  Person& person(int number) { return people_[static_cast<std::size_t>(number)]; }
  Visit& visit(int number) { return visits_[static_cast<std::size_t>(number)]; }
  Order& order(int number) { return orders_[static_cast<std::size_t>(number)]; }
  Document& document(int number) { return documents_[static_cast<std::size_t>(number)]; }
  int add_visit(int person, char patient_class);
  Identity identity_for_report(int person, bool has_order);

  // writing
  MessageWriter begin(const Draft& draft);
  SimulatedMessage finish(Draft draft, MessageWriter& writer);
  SimulatedMessage adt(std::string_view trigger, int visit, std::string story);
  SimulatedMessage person_message(std::string_view trigger, int person, std::string story);

  // visits.cpp
  std::optional<SimulatedMessage> run_visit(const Event& event);
  std::optional<SimulatedMessage> run_booking(const Event& event);
  std::optional<SimulatedMessage> run_person(const Event& event);
  std::optional<SimulatedMessage> admitted(int visit);
  std::optional<SimulatedMessage> discharged(int visit, bool final);
  SimulatedMessage booking_message(std::string_view trigger, int booking, std::string_view reason, std::string_view status);
  void plan_orders(int visit, int count, std::int64_t within_minutes);

  // reports.cpp
  std::optional<SimulatedMessage> run_report(const Event& event);
  std::optional<SimulatedMessage> ordered(int order, bool report_came_first);
  SimulatedMessage order_message(int order, std::string_view control, std::string story);
  std::optional<SimulatedMessage> resulted(int order, std::string_view status, bool order_unknown);
  SimulatedMessage unknown_result();
  std::optional<SimulatedMessage> run_document(const Event& event);
  SimulatedMessage document_message(std::string_view trigger, int document, std::string_view completion,
                                    std::string_view availability, bool content, std::string story);
  int add_document(int person, int visit, int order, std::string_view loinc, std::string_view title, int author);
  void plan_document(int document, Instant at);

  Random random_;
  SimulationOptions options_;
  Instant now_;
  std::vector<Physician> physicians_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> calendar_;
  std::uint64_t sequence_ = 0, control_ids_ = 0, numbers_ = 0;
  std::deque<Person> people_;
  std::deque<bool> registered_;
  std::deque<Visit> visits_;
  std::deque<Order> orders_;
  std::deque<Booking> bookings_;
  std::deque<Document> documents_;
  std::deque<SimulatedMessage> opening_;                       ///< sent before the calendar begins
  std::unordered_map<std::uint64_t, SimulatedMessage> again_;  ///< to be sent once more
  std::unordered_map<int, int> doubles_;                       ///< person registered twice -> the second registration
  std::string used_control_id_;
  Truth truth_;
};

}  // namespace charta::training
