// SPDX-License-Identifier: Apache-2.0
#include "department/training/simulation.hpp"

#include "base/digest.hpp"
#include "department/training/documents.hpp"
#include "department/training/hospital.hpp"
#include "formats/hl7v2/message.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace charta::training {
namespace {

const Instant start = *Instant::parse("2025-03-01T00:00:00Z");

std::vector<SimulatedMessage> taken(HospitalSimulation& simulation, std::size_t count) {
  std::vector<SimulatedMessage> all;
  while (all.size() < count) all.push_back(*simulation.next());
  return all;
}

std::vector<SimulatedMessage> fortnight(std::uint64_t seed, SimulationOptions options = {}) {
  HospitalSimulation simulation(seed, start, options);
  std::vector<SimulatedMessage> all;
  for (auto message = simulation.next(); message->at < start.plus(std::chrono::hours(14 * 24)); message = simulation.next())
    all.push_back(*message);
  return all;
}

/// A registration desk that knows what the messages have told: what a records department could know, and nothing of the
/// simulation's truth.
class Desk {
 public:
  Outcome judged(const hl7v2::Message& message, const SimulatedMessage& sent) {
    const auto seen = digests_.try_emplace(message.header().control_id, sha256(sent.bytes));
    if (!seen.second) return seen.first->second == sha256(sent.bytes) ? Outcome::duplicate : Outcome::refused;
    const std::string mrn = message.text("PID-3.1");
    const std::string identity = message.text("PID-5.1") + "^" + message.text("PID-5.2") + "^" + message.text("PID-7");
    const std::string& code = message.header().message_code;
    if (code == "ADT") {
      known_[mrn] = identity;
      return Outcome::filed;
    }
    if (code == "ORM" || code == "OMG" || code == "OML" || code == "OMI") orders_.insert(message.text("ORC-2.1"));
    const auto found = known_.find(mrn);
    if (message.text("PID-3.4.1") != "NORTH" || found == known_.end()) return why_ = "unknown_patient", Outcome::held;
    if (found->second != identity) return why_ = "identity_conflict", Outcome::held;
    if (code == "ORU" && !orders_.contains(message.text("OBR-2.1"))) return Outcome::filed_unsolicited;
    return Outcome::filed;
  }
  std::string why_;

 private:
  std::map<std::string, Digest> digests_;
  std::map<std::string, std::string> known_;
  std::set<std::string> orders_;
};

TEST(HospitalSimulation, GivesTheSameBytesFromTheSameSeed) {
  HospitalSimulation one(7, start);
  HospitalSimulation two(7, start);
  HospitalSimulation other(8, start);
  const auto first = taken(one, 3000);
  const auto second = taken(two, 3000);
  const auto third = taken(other, 3000);
  std::size_t same = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    ASSERT_EQ(first[i].bytes, second[i].bytes);
    ASSERT_EQ(first[i].at, second[i].at);
    same += first[i].bytes == third[i].bytes ? 1 : 0;
  }
  EXPECT_LT(same, 10U);
}

TEST(HospitalSimulation, SendsInTheOrderOfTime) {
  Instant last = start;
  for (const auto& message : fortnight(1)) {
    ASSERT_GE(message.at, last);
    last = message.at;
  }
}

// The truth that the simulation keeps is what an independent reader of its messages comes to.
TEST(HospitalSimulation, WhatItExpectsFollowsFromItsMessages) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    Desk desk;
    for (const auto& sent : fortnight(seed)) {
      const auto message = hl7v2::Message::parse(sent.bytes);
      ASSERT_TRUE(message) << sent.story << ": " << message.error().message;
      const Outcome judged = desk.judged(*message, sent);
      ASSERT_EQ(name_of(judged), name_of(sent.expected.outcome)) << sent.type << " " << sent.story << "\n" << sent.bytes;
      if (judged == Outcome::held) {
        ASSERT_EQ(desk.why_, sent.expected.reason) << sent.story;
      }
    }
  }
}

TEST(HospitalSimulation, SaysWhatEveryMessageIs) {
  for (const auto& sent : fortnight(4)) {
    const auto message = hl7v2::Message::parse(sent.bytes);
    ASSERT_TRUE(message);
    const auto& header = message->header();
    EXPECT_EQ(header.control_id, sent.control_id);
    EXPECT_EQ(header.message_code + "^" + header.trigger, sent.type);
    EXPECT_EQ(header.structure, hl7v2::structure_of(header.message_code, header.trigger)) << sent.type;
    EXPECT_FALSE(sent.story.empty());
    if (!sent.placer.empty() && message->first("ORC") != nullptr) {
      EXPECT_EQ(message->text("ORC-2.1"), sent.placer);
    }
  }
}

TEST(HospitalSimulation, SendsEveryKindOfMessage) {
  std::set<std::string> kinds;
  for (const std::uint64_t seed : {5U, 6U})
    for (const auto& sent : fortnight(seed)) kinds.insert(sent.type);
  const std::set<std::string> wanted{"ADT^A01", "ADT^A02", "ADT^A03", "ADT^A04", "ADT^A05", "ADT^A08", "ADT^A11", "ADT^A12",
                                     "ADT^A13", "ADT^A28", "ADT^A31", "ADT^A40", "ADT^A47", "ORM^O01", "OMG^O19", "OML^O21",
                                     "OMI^O23", "ORU^R01", "MDM^T01", "MDM^T02", "MDM^T04", "MDM^T05", "MDM^T08", "MDM^T10",
                                     "MDM^T11", "SIU^S12", "SIU^S13", "SIU^S14", "SIU^S15"};
  EXPECT_EQ(kinds, wanted);
}

TEST(HospitalSimulation, MakesItsMistakesAtTheRatesItIsTold) {
  HospitalSimulation simulation(9, start);
  while (simulation.truth().messages < 60000) simulation.next();
  const Truth& truth = simulation.truth();
  const auto part = [](std::uint64_t count, std::uint64_t of) { return static_cast<double>(count) / static_cast<double>(of); };
  EXPECT_NEAR(part(truth.count(Outcome::duplicate), truth.messages), 0.01, 0.003);
  EXPECT_NEAR(part(truth.lost_orders.size(), truth.orders), 0.02, 0.006);
  EXPECT_NEAR(part(truth.late, truth.orders), 0.047, 0.01);
  EXPECT_GT(truth.count(Outcome::held), 100U);
  EXPECT_GE(truth.count(Outcome::refused), 1U);
  EXPECT_GT(truth.merges, 3U);
}

TEST(HospitalSimulation, WithoutFaultsEverythingIsFiled) {
  SimulationOptions options;
  options.faults = FaultRates::none();
  HospitalSimulation simulation(10, start, options);
  while (simulation.truth().messages < 20000) simulation.next();
  EXPECT_EQ(simulation.truth().count(Outcome::filed), simulation.truth().messages);
  EXPECT_TRUE(simulation.truth().lost_orders.empty());
}

TEST(HospitalSimulation, ALostReportIsNeverSent) {
  HospitalSimulation simulation(11, start);
  std::set<std::string> reported;
  for (int i = 0; i < 40000; ++i) {
    const auto sent = *simulation.next();
    if ((sent.type == "ORU^R01" || sent.type == "MDM^T02") && !sent.placer.empty()) reported.insert(sent.placer);
  }
  ASSERT_FALSE(simulation.truth().lost_orders.empty());
  for (const auto& lost : simulation.truth().lost_orders) EXPECT_FALSE(reported.contains(lost));
}

TEST(HospitalSimulation, SendsDocumentsAsTextRtfAndPdf) {
  std::map<std::string, int> kinds;
  for (const auto& sent : fortnight(12)) {
    if (sent.type != "MDM^T02") continue;
    const auto message = hl7v2::Message::parse(sent.bytes);
    if (message->text("OBX-2") == "TX") {
      ++kinds["text"];
      EXPECT_NE(message->text("OBX-5").find('\n'), std::string::npos);
      continue;
    }
    const auto bytes = from_base64(message->text("OBX-5.5"));
    ASSERT_TRUE(bytes);
    const std::string kind = message->text("OBX-5.3");
    ++kinds[kind];
    EXPECT_TRUE(bytes->starts_with(kind == "pdf" ? "%PDF-1.4" : "{\\rtf1")) << kind;
  }
  EXPECT_GT(kinds["text"], 50);
  EXPECT_GT(kinds["rtf"], 50);
  EXPECT_GT(kinds["pdf"], 50);
}

TEST(HospitalSimulation, HasPeopleWhoAreHardToTellApart) {
  std::set<std::string> twins;
  std::map<std::string, std::set<std::string>> born_and_family;
  int newborn = 0;
  int suffixes = 0;
  int former = 0;
  int beyond_ascii = 0;
  for (const auto& sent : fortnight(13)) {
    const auto message = hl7v2::Message::parse(sent.bytes);
    if (message->header().message_code != "ADT") continue;
    const std::string family = message->text("PID-5.1");
    born_and_family[family + message->text("PID-7") + message->text("PID-11.1")].insert(message->text("PID-5.2"));
    newborn += message->text("PID-5.2") == "BABYBOY" ? 1 : 0;
    suffixes += message->text("PID-5.4").empty() ? 0 : 1;
    former += message->first("PID")->field(5).repetitions().size() > 1 ? 1 : 0;
    for (const char c : family) beyond_ascii += static_cast<unsigned char>(c) > 127 ? 1 : 0;
  }
  for (const auto& [key, given] : born_and_family)
    if (given.size() > 1) twins.insert(key);
  EXPECT_GT(twins.size(), 5U);
  EXPECT_GT(newborn, 3);
  EXPECT_GT(suffixes, 20);
  EXPECT_GT(former, 20);
  EXPECT_GT(beyond_ascii, 20);
}

TEST(SimulatedPdf, HasItsObjectsWhereItsTableSays) {
  const Bytes pdf = as_pdf({"Heading", "with (parentheses) and a \\", "Müller"});
  const auto table = pdf.find("xref\n");
  const auto said = std::stoul(pdf.substr(pdf.find("startxref\n") + 10));
  EXPECT_EQ(said, table);
  for (int object = 1; object <= 5; ++object) {
    const auto at = std::stoul(pdf.substr(table + 9 + static_cast<std::size_t>(object) * 20, 10));
    EXPECT_TRUE(pdf.substr(at).starts_with(std::to_string(object) + " 0 obj")) << object;
  }
  EXPECT_NE(pdf.find("(with \\(parentheses\\) and a \\\\) Tj"), std::string::npos);
  EXPECT_NE(pdf.find("(M?ller)"), std::string::npos);
}

TEST(Feed, PlaysTheHospitalAgainstAClock) {
  HospitalSimulation simulation(14, start);
  const Instant now = *Instant::parse("2026-01-01T00:00:00Z");
  Feed feed(simulation, start, now, 60.0);
  EXPECT_TRUE(feed.due(now)) << "the first person is registered at once";
  EXPECT_FALSE(feed.due(now)) << "the second is not yet";
  const Instant next = feed.next_at();
  EXPECT_GT(next, now);
  EXPECT_TRUE(feed.due(next));
  int in_a_minute = 0;
  while (feed.due(now.plus(std::chrono::minutes(1)))) ++in_a_minute;
  EXPECT_GT(in_a_minute, 190) << "a simulated hour";
  EXPECT_LT(in_a_minute, 400);
}

TEST(HospitalLists, HoldAHospitalOfThreeHundredBeds) {
  int beds = 0;
  for (const auto& ward : lists().wards) beds += ward.beds;
  EXPECT_EQ(beds, 300);
  EXPECT_GT(lists().families.size(), 300U);
  for (const auto& service : lists().services) EXPECT_LT(service.hours_from, service.hours_until) << service.code;
}

}  // namespace
}  // namespace charta::training
