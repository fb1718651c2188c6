// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/town.hpp"

#include "tests/people/people.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace charta::simulation {
namespace {

using people::Person;

constexpr std::int64_t minute = 15'000;

std::string hl7_time(Instant at) {
  const std::string text = at.text();  // 2026-03-01T00:00:00.000Z
  return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2) + text.substr(11, 2) + text.substr(14, 2) + text.substr(17, 2);
}

/// Writes one town's messages. Each kind of message is a line of a hospital's day.
class Teller {
 public:
  Teller(Random& random, Instant start) : random_(random), start_(start) {}

  Town tell(int stories) {
    for (int i = 0; i < stories; ++i) visit_of(static_cast<int>(random_.below(static_cast<std::int64_t>(people::all.size()))), i);
    for (int i = 0; i < 1 + stories / 3; ++i) mistake(i);
    std::stable_sort(town_.messages.begin(), town_.messages.end(),
                     [](const auto& a, const auto& b) { return a.at_ms < b.at_ms; });
    return std::move(town_);
  }

 private:
  static const Person& who(int person) { return people::all[static_cast<std::size_t>(person)]; }

  TownMessage begin(std::int64_t at, std::string_view application, std::string_view type, int person) {
    TownMessage message;
    message.at_ms = at;
    message.application = application;
    message.type = type;
    message.control_id = fmt::format("{}{}", application, ++numbers_);
    message.person = person;
    return message;
  }

  std::string header(const TownMessage& message, std::string_view type, std::string_view version = "2.5.1") const {
    const bool enhanced = message.control_id.back() == '7';
    return fmt::format("MSH|^~\\&|{}|{}|CHARTA|MAIN|{}||{}|{}|P|{}|||{}||UNICODE UTF-8\r", message.application, town_facility,
                       hl7_time(time(message.at_ms)), type, message.control_id, version, enhanced ? "AL|NE" : "|");
  }
  Instant time(std::int64_t at) const { return start_.plus(std::chrono::milliseconds(at)); }
  std::string pv1(const std::string& visit) const {
    return "PV1|1|I|3W^301^1^MAIN|||||||MED||||||||ATT|" + visit + "^^^MAIN^VN\r";
  }

  void send(TownMessage message, std::string segments, std::string_view version = "2.5.1") {
    message.bytes = header(message, message.type, version) + std::move(segments);
    town_.messages.push_back(std::move(message));
  }

  void adt(std::int64_t at, std::string_view trigger, int person, const std::string& visit) {
    auto message = begin(at, "REG", fmt::format("ADT^{}^ADT_A01", trigger), person);
    // An update that an older one overtakes says nothing new; it is filed as history.
    send(std::move(message), fmt::format("EVN|{}|{}\r", trigger, hl7_time(time(at))) + people::pid(who(person)) + "\r" +
                                 (visit.empty() ? std::string() : pv1(visit)));
  }

  std::string order_segments(const std::string& visit, std::string_view control, const std::string& placer,
                             std::int64_t at) const {
    return pv1(visit) + fmt::format(
                            "ORC|{}|{}^CPOE|||||^^^^^R||{}|||501^Hale^Ruth\rOBR|1|{}^CPOE||24323-8^Comprehensive metabolic "
                            "panel^LN|||{}|||||||||501^Hale^Ruth\r",
                            control, placer, hl7_time(time(at)), placer, hl7_time(time(at)));
  }

  void order(std::int64_t at, int person, const std::string& visit, const std::string& placer, bool cancels) {
    auto message = begin(at, "CPOE", "ORM^O01^ORM_O01", person);
    message.placer = placer;
    message.cancels = cancels;
    send(std::move(message), people::pid(who(person)) + "\r" + order_segments(visit, cancels ? "CA" : "NW", placer, at));
  }

  std::string result_segments(const TownMessage& message, const std::string& visit) {
    const std::string at = hl7_time(time(message.at_ms));
    const std::string numbers =
        (message.placer.empty() ? std::string() : message.placer + "^CPOE") + "|" + message.filler + "^LAB";
    return pv1(visit) +
           fmt::format(
               "ORC|RE|{}\rOBR|1|{}|24323-8^Comprehensive metabolic "
               "panel^LN|||{}|||||||||501^Hale^Ruth||||||{}|||{}\rOBX|1|NM|2823-3^Potassium^LN||{}|mmol/L|3.5-5.1|N|||{}\r",
               numbers, numbers, at, at, message.status, message.content, message.status);
  }

  void result(std::int64_t at, int person, const std::string& visit, const std::string& placer, const std::string& filler,
              std::string_view status, Truth truth) {
    auto message = begin(at, "LAB", "ORU^R01^ORU_R01", person);
    message.placer = placer;
    message.filler = filler;
    message.status = status;
    message.truth = truth;
    message.content = fmt::format("{}.{}", 3 + random_.below(3), 1 + random_.below(899));
    std::string segments = people::pid(who(person)) + "\r" + result_segments(message, visit);
    send(std::move(message), std::move(segments));
  }

  void document(std::int64_t at, int person, const std::string& visit, std::size_t size) {
    auto message = begin(at, "TRANS", "MDM^T02^MDM_T02", person);
    message.document = fmt::format("D{}", numbers_);
    message.content = fmt::format("Dictation {} of {} ", message.document, people::all[static_cast<std::size_t>(person)].mrn);
    while (message.content.size() < size) message.content += fmt::format("and word {} ", random_.below(1'000'000));
    const std::string now = hl7_time(time(at));
    std::string segments =
        fmt::format("EVN|T02|{}\r", now) + people::pid(who(person)) + "\r" + pv1(visit) +
        fmt::format(
            "TXA|1|18842-5^Discharge summary^LN|TX|{}|501^Hale^Ruth|||||||{}^TRANS|||||AU||AV\rOBX|1|TX|18842-5^Discharge "
            "summary^LN||{}||||||F\r",
            now, message.document, message.content);
    send(std::move(message), std::move(segments));
  }

  void visit_of(int person, int number) {
    const std::string visit = fmt::format("V{}", 5000 + number);
    std::int64_t at = random_.between(0, 90) * minute;
    if (registered_.insert(person).second) adt(at, "A28", person, "");
    if (random_.chance(0.85)) adt(at += random_.between(1, 10) * minute, "A01", person, visit);
    for (int i = 0, orders = static_cast<int>(random_.between(0, 3)); i < orders; ++i)
      ordered(at + random_.between(1, 60) * minute, person, visit);
    if (random_.chance(0.3)) adt(at + random_.between(10, 100) * minute, "A08", person, visit);
    if (random_.chance(0.6)) document(at + random_.between(5, 120) * minute, person, visit, random_.chance(0.03) ? 300'000 : 60);
  }

  void ordered(std::int64_t at, int person, const std::string& visit) {
    const std::string placer = fmt::format("P{}", 100 + ++orders_), filler = fmt::format("F{}", 100 + orders_);
    order(at, person, visit, placer, false);
    if (random_.chance(0.1)) return order(at + random_.between(1, 20) * minute, person, visit, placer, true);
    if (random_.chance(0.1)) return;  // the report that never comes
    if (random_.chance(0.3)) result(at += random_.between(1, 20) * minute, person, visit, placer, filler, "P", Truth::overtaken);
    const bool corrected = random_.chance(0.15);
    result(at += random_.between(1, 20) * minute, person, visit, placer, filler, "F",
           corrected ? Truth::overtaken : Truth::fileable);
    if (corrected) result(at + random_.between(1, 20) * minute, person, visit, placer, filler, "C", Truth::fileable);
  }

  /// What goes wrong at the sender.
  void mistake(int number) {
    const std::int64_t at = random_.between(5, 150) * minute;
    const int person = static_cast<int>(random_.below(static_cast<std::int64_t>(people::all.size())));
    switch (random_.below(6)) {
      case 0:
        return wrong_number(at, person, number);
      case 1:
        return wrong_birth_date(at, person, number);
      case 2:
        return unknown_number(at, number);
      case 3:
        return used_control_id(at);
      case 4:
        return send_unsupported(at, person);
      default:
        return send_garbage(at);
    }
  }

  void wrong(std::int64_t at, int person, Person claimed, std::string_view assigner, int number) {
    auto message = begin(at, "LAB", "ORU^R01^ORU_R01", person);
    message.filler = fmt::format("W{}", 100 + number);
    message.status = "F";
    message.content = "9.9";
    message.truth = Truth::wrong;
    std::string segments = people::pid(claimed, assigner) + "\r" + result_segments(message, "V1");
    send(std::move(message), std::move(segments));
  }
  void wrong_number(std::int64_t at, int person, int number) {
    const int other = (person + 1 + static_cast<int>(random_.below(static_cast<std::int64_t>(people::all.size()) - 1))) %
                      static_cast<int>(people::all.size());
    Person claimed = who(person);
    claimed.mrn = who(other).mrn;
    wrong(at, person, claimed, "MAIN", number);
  }
  void wrong_birth_date(std::int64_t at, int person, int number) {
    Person claimed = who(person);
    claimed.born = "19000101";
    wrong(at, person, claimed, "MAIN", number);
  }
  void unknown_number(std::int64_t at, int number) {
    wrong(at, -1, {"7777", "Nobody", "Known", "19800101", "F", "", ""}, random_.chance(0.5) ? "MAIN" : "ELSEWHERE", number);
  }

  void used_control_id(std::int64_t at) {
    if (town_.messages.empty()) return;
    auto& first = town_.messages[static_cast<std::size_t>(random_.below(static_cast<std::int64_t>(town_.messages.size())))];
    if (first.truth != Truth::fileable || first.type.starts_with("ADT")) return;
    first.truth = Truth::changed;  // whichever comes first is taken
    TownMessage second = first;
    second.at_ms = std::max(at, first.at_ms) + 1;
    second.bytes += "NTE|1||another message under the same number\r";
    town_.messages.push_back(std::move(second));
  }
  void send_unsupported(std::int64_t at, int person) {
    auto message = begin(at, "REG", "BAR^P01^BAR_P01", person);
    message.truth = Truth::unsupported;
    send(std::move(message), people::pid(who(person)) + "\r");
  }
  void send_garbage(std::int64_t at) {
    auto message = begin(at, "LAB", "", -1);
    message.truth = Truth::unreadable;
    message.bytes = fmt::format("no header at all, number {}\r", message.control_id);
    town_.messages.push_back(std::move(message));
  }

  Random& random_;
  Instant start_;
  Town town_;
  std::set<int> registered_;
  int numbers_ = 1000, orders_ = 0;
};

}  // namespace

Town tell(Random& random, Instant start, int stories) {
  return Teller(random, start).tell(stories);
}

}  // namespace charta::simulation
