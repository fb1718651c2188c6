// SPDX-License-Identifier: Apache-2.0
#include "department/training/opening.hpp"

#include "department/training/look_alikes.hpp"
#include "department/training/messages.hpp"

#include <algorithm>

namespace charta::training {
namespace {

constexpr int reports_in_a_message = 100;
constexpr std::uint64_t own_seed = 0xC4A27A;  // not the stream's: its numbers stay what they are without these charts

struct Note {
  std::string_view loinc, title;
};
constexpr Note before_dialysis{"34746-8", "Assessment before dialysis"};
constexpr Note treatment{"34746-8", "Dialysis treatment"};
constexpr Note after_dialysis{"34746-8", "Assessment after dialysis"};
constexpr Note progress_note{"11506-3", "Progress note"};
constexpr Note history_note{"34117-2", "History and physical note"};

Person make_chronic(Random& random, Date today) {
  Person person = make_person(random, today);
  person.mrn = "1900001";
  person.name = {"Ferreira", "Otto", "M", ""};
  person.former_families.clear();
  person.sex = 'M';
  person.born = today.plus_days(-71 * 365);
  return person;
}

Person make_protected(Random& random, Date today) {
  Person person = make_person(random, today);
  person.mrn = "1900002";
  person.name = {"Winterbourne", "Elodie", "", ""};
  person.former_families.clear();
  person.sex = 'F';
  person.born = today.plus_days(-44 * 365);
  return person;
}

/// Writes the messages of one person under one standing visit, numbered apart from the rest of the stream.
class Opening {
 public:
  Opening(const std::vector<Physician>& physicians, Instant start, const SimulationOptions& options)
      : physicians_(physicians), start_(start), options_(options), random_(own_seed) {}

  void chronic() {
    person_ = make_chronic(random_, start_.utc_date());
    const int count = options_.treatments;
    begin_visit("V90000001", start_.plus(std::chrono::minutes(-40)));
    registered("", "a dialysis patient is taken over from a practice");
    // The oldest first, as the old system exports them; taken over under the visit of today, so that nothing is owed for those
    // days.
    for (int first = 0; first < count; first += reports_in_a_message) {
      auto writer = begin("TRANS", "ORU", "R01", "ORU_R01");
      writer.pid(person_, visit_.account).pv1(visit_);
      for (int i = first; i < std::min(count, first + reports_in_a_message); ++i) treated(writer, i, count);
      finish("ORU^R01", "reports taken over from the practice's old system", Outcome::filed_unsolicited, writer);
    }
  }

  void protected_person() {
    person_ = make_protected(random_, start_.utc_date());
    begin_visit("V90000002", start_.plus(std::chrono::hours(-30)));
    registered("PD1||||||||||||Y\r", "a person is registered whose record is protected");
    auto writer = begin("TRANS", "ORU", "R01", "ORU_R01");
    writer.pid(person_, visit_.account).pv1(visit_);
    int hours = 28;
    for (const Note& note : {history_note, progress_note, progress_note}) {
      const Instant at = start_.plus(std::chrono::hours(-hours));
      hours -= 8;
      add(writer, note, at, {std::string(note.title), "Seen and examined.", "Written " + at.text() + "."});
    }
    finish("ORU^R01", "notes of a protected person", Outcome::filed_unsolicited, writer);
  }

  /// The first of two comes to the clinic and leaves a note there; the second is registered later the same day.
  void look_alikes() {
    int visits = 0;
    for (const LookAlikes& two : training::look_alikes(start_.utc_date())) {
      person_ = two.first;
      begin_visit("V9100" + std::to_string(1000 + visits++), start_.plus(std::chrono::minutes(-90)));
      registered("", "registered: " + std::string(two.story));
      auto writer = begin("TRANS", "ORU", "R01", "ORU_R01");
      writer.pid(person_, visit_.account).pv1(visit_);
      add(writer, progress_note, start_.plus(std::chrono::minutes(-60)), {std::string(progress_note.title), "Seen in the clinic, to return."});
      finish("ORU^R01", "a note of the clinic", Outcome::filed_unsolicited, writer);
      person_ = two.second;
      auto second = begin("ADT", "ADT", "A28", "ADT_A05");
      second.evn("A28", start_).pid(person_, "").raw("PV1|1|N\r");
      finish("ADT^A28", "looks like another: " + std::string(two.story), Outcome::filed, second);
    }
  }

  std::deque<SimulatedMessage> take() { return std::move(messages_); }

 private:
  void begin_visit(std::string account, Instant since) {
    visit_ = Visit();
    visit_.patient_class = 'O';
    visit_.account = std::move(account);
    visit_.attending = static_cast<int>(random_.below(static_cast<std::int64_t>(physicians_.size())));
    visit_.admitted_at = since;
    set_id_ = 0;
  }

  MessageWriter begin(std::string_view application, std::string_view code, std::string_view trigger, std::string_view structure) {
    MessageWriter writer(physicians_);
    std::string number = std::to_string(++numbers_);
    control_id_ = options_.control_id_prefix + std::string(application) + "H" + std::string(8 - number.size(), '0') + number;
    set_id_ = 0;
    writer.msh({application, code, trigger, structure, control_id_, options_.processing_id}, start_);
    return writer;
  }

  void finish(std::string type, std::string story, Outcome outcome, MessageWriter& writer) {
    SimulatedMessage message;
    message.at = start_;
    message.bytes = writer.take();
    message.control_id = control_id_;
    message.type = std::move(type);
    message.mrn = person_.mrn;
    message.expected = {outcome, {}};
    message.story = std::move(story);
    messages_.push_back(std::move(message));
  }

  void registered(std::string_view additional, std::string story) {
    auto writer = begin("ADT", "ADT", "A04", "ADT_A01");
    writer.evn("A04", start_).pid(person_, visit_.account).raw(additional).pv1(visit_);
    finish("ADT^A04", std::move(story), Outcome::filed, writer);
  }

  /// Three treatments a week, each with an assessment before it, the treatment, and an assessment after it.
  void treated(MessageWriter& writer, int number, int of) {
    const int session = number / 3, sessions = (of + 2) / 3, part = number % 3;
    const Instant at = start_.plus(std::chrono::hours(-24) * ((sessions - session) * 7 / 3) + std::chrono::hours(7 + 3 * part));
    const std::string which = "Treatment " + std::to_string(session + 1) + ".";
    if (part == 1) {
      add(writer, treatment, at, {which, "Four hours, " + std::to_string(1800 + random_.below(1400)) + " mL taken off."});
      return;
    }
    const auto tenths = 700 + random_.below(60);
    add(writer, part == 0 ? before_dialysis : after_dialysis, at,
        {which, "Weight " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " kg, no oedema.",
         "Blood pressure " + std::to_string(112 + random_.below(40)) + "/" + std::to_string(64 + random_.below(24)) + "."});
  }

  void add(MessageWriter& writer, const Note& note, Instant at, const std::vector<std::string>& lines) {
    const std::string filler = "H" + std::to_string(10'000'000 + ++reports_);
    writer.report(++set_id_, {note.loinc, note.title, filler, visit_.attending}, at);
    writer.text_obx({{}, note.loinc, note.title, {}, {}, ReportKind::document, 0, 0, {}}, lines, "F");
  }

  const std::vector<Physician>& physicians_;
  Instant start_;
  const SimulationOptions& options_;
  Random random_;
  Person person_;
  Visit visit_;
  std::string control_id_;
  int set_id_ = 0;
  std::uint64_t numbers_ = 0, reports_ = 0;
  std::deque<SimulatedMessage> messages_;
};

}  // namespace

std::deque<SimulatedMessage> opening_messages(const std::vector<Physician>& physicians, Instant start,
                                              const SimulationOptions& options) {
  Opening opening(physicians, start, options);
  if (options.treatments > 0) opening.chronic();
  if (options.protected_person) opening.protected_person();
  if (options.look_alikes) opening.look_alikes();
  return opening.take();
}

}  // namespace charta::training
