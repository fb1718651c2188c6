// SPDX-License-Identifier: Apache-2.0
#include "department/training/simulation.hpp"

#include "department/training/opening.hpp"
#include "department/training/simulation_parts.hpp"

#include <algorithm>
#include <utility>

namespace charta::training {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_ms = 24 * 60 * minute_ms;

std::string padded(std::uint64_t number, std::size_t width) {
  std::string digits = std::to_string(number);
  return digits.size() >= width ? digits : std::string(width - digits.size(), '0') + digits;
}

}  // namespace

std::string_view name_of(Outcome outcome) {
  static constexpr std::string_view names[] = {"filed", "filed unsolicited", "held", "duplicate", "refused"};
  return names[static_cast<std::size_t>(outcome)];
}

FaultRates FaultRates::none() {
  return {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
}

HospitalSimulation::Parts::Parts(std::uint64_t seed, Instant start, SimulationOptions options)
    : random_(seed), options_(std::move(options)), now_(start), physicians_(make_physicians(random_, 60)), opening_(opening_messages(physicians_, start, options_)) {
  for (int i = 0; i < options_.known_people; ++i) plan(start.plus(std::chrono::milliseconds(200 * i)), Step::known_person);
  plan(start.plus(std::chrono::milliseconds(200 * options_.known_people + 1000)), Step::day);
}

void HospitalSimulation::Parts::plan(Instant at, Step step, int subject, int extra) {
  calendar_.push({std::max(at, now_).milliseconds(), ++sequence_, step, subject, extra});
}

Instant HospitalSimulation::Parts::later(std::int64_t from_minutes, std::int64_t until_minutes) {
  return now_.plus(std::chrono::milliseconds(random_.between(from_minutes * minute_ms, until_minutes * minute_ms)));
}

/// A day's arrivals: 85 % of the beds turned over in 5.2 days, half as many outpatients as beds, a quarter in the emergency room.
void HospitalSimulation::Parts::plan_day() {
  const auto beds = options_.beds;
  const auto at_random = [&](int count, Step step) {
    for (int i = 0; i < count; ++i) plan(later(1, 24 * 60 - 1), step);
  };
  at_random(static_cast<int>(beds * 0.85 / 5.2), Step::preadmit);
  at_random(beds / 2, Step::book);
  at_random(beds / 4, Step::emergency);
  at_random(beds / 150, Step::birth);
  at_random(beds / 40, Step::update_person);
  at_random(beds / 300, Step::renumber);
  at_random(beds / 100, Step::register_twice);
  plan(now_.plus(std::chrono::milliseconds(day_ms)), Step::day);
}

SimulatedMessage HospitalSimulation::Parts::counted(SimulatedMessage message) {
  ++truth_.messages;
  ++truth_.by_outcome[static_cast<std::size_t>(message.expected.outcome)];
  return message;
}

std::optional<SimulatedMessage> HospitalSimulation::Parts::next() {
  if (!opening_.empty()) {
    SimulatedMessage message = std::move(opening_.front());
    opening_.pop_front();
    return counted(std::move(message));
  }
  while (!calendar_.empty()) {
    const Event event = calendar_.top();
    calendar_.pop();
    now_ = Instant(event.at);
    auto message = run(event);
    if (!message) continue;
    return counted(std::move(*message));
  }
  return std::nullopt;
}

std::optional<SimulatedMessage> HospitalSimulation::Parts::run(const Event& event) {
  switch (event.step) {
    case Step::day:
      plan_day();
      return std::nullopt;
    case Step::known_person:
      return person_message("A28", add_person(make_person(random_, now_.utc_date())), "a known person is registered");
    case Step::resend: {
      auto node = again_.extract(static_cast<std::uint64_t>(event.subject));
      node.mapped().at = now_;
      return std::move(node.mapped());
    }
    case Step::book:
    case Step::reschedule:
    case Step::change_booking:
    case Step::cancel_booking:
    case Step::arrive:
      return run_booking(event);
    case Step::birth:
    case Step::name_newborn:
    case Step::update_person:
    case Step::renumber:
    case Step::register_twice:
    case Step::merge:
      return run_person(event);
    case Step::preadmit:
    case Step::admit:
    case Step::update_visit:
    case Step::transfer:
    case Step::cancel_transfer:
    case Step::cancel_admission:
    case Step::discharge:
    case Step::cancel_discharge:
    case Step::emergency:
      return run_visit(event);
    case Step::order:
    case Step::cancel_order:
    case Step::result:
    case Step::correct_result:
    case Step::stray_result:
    case Step::unknown_result:
      return run_report(event);
    default:
      return run_document(event);
  }
}

int HospitalSimulation::Parts::add_person(Person person) {
  person.mrn = padded(1000000 + people_.size(), 7);
  people_.push_back(std::move(person));
  registered_.push_back(false);
  ++truth_.people;
  const int number = static_cast<int>(people_.size()) - 1;
  // One in a hundred has a twin, who is registered soon.
  if (!people_.back().is_newborn && random_.chance(0.01)) {
    people_.push_back(make_twin(random_, people_.back()));
    people_.back().mrn = padded(1000000 + people_.size() - 1, 7);
    registered_.push_back(false);
    ++truth_.people;
    plan(later(1, 600), Step::update_person, number + 1);
  }
  return number;
}

int HospitalSimulation::Parts::any_person(double new_person) {
  if (people_.empty() || random_.chance(new_person)) return add_person(make_person(random_, now_.utc_date()));
  return static_cast<int>(random_.below(static_cast<std::int64_t>(people_.size())));
}

int HospitalSimulation::Parts::add_visit(int person, char patient_class) {
  Visit visit;
  visit.person = person;
  visit.patient_class = patient_class;
  visit.account = "V" + padded(++numbers_, 8);
  visit.attending = static_cast<int>(random_.below(static_cast<std::int64_t>(physicians_.size())));
  visit.admitted_at = now_;
  visits_.push_back(std::move(visit));
  ++truth_.visits;
  return static_cast<int>(visits_.size()) - 1;
}

MessageWriter HospitalSimulation::Parts::begin(const Draft& draft) {
  MessageWriter writer(physicians_);
  std::string id = options_.control_id_prefix + std::string(draft.application) + padded(++control_ids_, 9);
  if (draft.expected.outcome == Outcome::refused)
    id = used_control_id_;
  else if (draft.application == "LAB")
    used_control_id_ = id;
  writer.msh({draft.application, draft.code, draft.trigger, draft.structure, id, options_.processing_id}, now_);
  return writer;
}

SimulatedMessage HospitalSimulation::Parts::finish(Draft draft, MessageWriter& writer) {
  SimulatedMessage message;
  message.at = now_;
  message.bytes = writer.take();
  const std::size_t id = [&] {  // MSH-10 begins behind the ninth separator
    std::size_t at = 0;
    for (int separators = 0; separators < 9; ++at) separators += message.bytes[at] == '|' ? 1 : 0;
    return at;
  }();
  message.control_id = message.bytes.substr(id, message.bytes.find('|', id) - id);
  message.type = std::string(draft.code) + "^" + std::string(draft.trigger);
  if (draft.person >= 0) message.mrn = person(draft.person).mrn;
  message.placer = std::move(draft.placer);
  message.document = std::move(draft.document);
  message.expected = std::move(draft.expected);
  message.story = std::move(draft.story);
  if (message.expected.outcome != Outcome::refused && random_.chance(options_.faults.duplicate_send)) {
    const std::uint64_t key = ++numbers_;
    SimulatedMessage copy = message;
    copy.expected = {Outcome::duplicate, {}};
    copy.story = "sent twice: " + message.story;
    again_.emplace(key, std::move(copy));
    plan(later(1, 90), Step::resend, static_cast<int>(key));
  }
  return message;
}

SimulatedMessage HospitalSimulation::Parts::adt(std::string_view trigger, int number, std::string story) {
  const Visit& stay = visit(number);
  Draft draft{"ADT", "ADT", trigger, "ADT_A01", stay.person};
  if (trigger == "A02" || trigger == "A03") draft.structure = trigger == "A02" ? "ADT_A02" : "ADT_A03";
  if (trigger == "A05") draft.structure = "ADT_A05";
  if (trigger == "A11" || trigger == "A12") draft.structure = "ADT_A09";
  draft.story = std::move(story);
  auto writer = begin(draft);
  writer.evn(trigger, now_).pid(person(stay.person), stay.account);
  if (person(stay.person).mother >= 0) writer.mother_nk1(person(person(stay.person).mother));
  writer.pv1(stay);
  registered_[static_cast<std::size_t>(stay.person)] = true;
  return finish(std::move(draft), writer);
}

SimulatedMessage HospitalSimulation::Parts::person_message(std::string_view trigger, int number, std::string story) {
  Draft draft{"ADT", "ADT", trigger, "ADT_A05", number};
  draft.story = std::move(story);
  auto writer = begin(draft);
  writer.evn(trigger, now_).pid(person(number), "").raw("PV1|1|N\r");
  registered_[static_cast<std::size_t>(number)] = true;
  return finish(std::move(draft), writer);
}

HospitalSimulation::HospitalSimulation(std::uint64_t seed, Instant start, SimulationOptions options)
    : parts_(std::make_unique<Parts>(seed, start, std::move(options))) {}
HospitalSimulation::~HospitalSimulation() = default;
HospitalSimulation::HospitalSimulation(HospitalSimulation&&) noexcept = default;
HospitalSimulation& HospitalSimulation::operator=(HospitalSimulation&&) noexcept = default;
std::optional<SimulatedMessage> HospitalSimulation::next() {
  return parts_->next();
}
const Truth& HospitalSimulation::truth() const {
  return parts_->truth_;
}

}  // namespace charta::training
