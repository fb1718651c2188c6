// SPDX-License-Identifier: Apache-2.0
// Messages that nobody should send and somebody does: each is kept byte for byte, answered, filed or held with a reason that a
// technician understands, on either database; and no damage to a message brings it into another patient's chart.
#include "department/intake/tests/intake_fixture.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace charta::intake::testing {
namespace {

class HardMessages : public IntakeTest {
 protected:
  static std::string report(const std::string& control_id, const std::string& pid, const std::string& value = "words") {
    return message("ORU^R01", control_id,
                   {pid, "OBR|1||F" + control_id + "^LAB|24323-8^Panel^LN|||20260115060000||||||||||||||||||F",
                    "OBX|1|TX|1^Note^L||" + value + "||||||F"});
  }
  static std::string code_of(const Received& received) {
    if (received.acknowledgements.empty()) return "";
    const auto parsed = hl7v2::Message::parse(received.acknowledgements[0]);
    return parsed ? parsed->text("MSA-1") : "unreadable";
  }
  /// Letters that no compression shortens.
  static std::string noise(std::size_t size) {
    std::mt19937 random(static_cast<unsigned>(size));
    std::string text;
    while (text.size() < size) text += static_cast<char>('A' + random() % 26);
    return text;
  }
};
CHARTA_ON_BOTH_ENGINES(HardMessages);

TEST_P(HardMessages, AreKeptAndAnsweredWhateverTheyHold) {
  auto& hospital = department();
  ASSERT_EQ(hospital.send(message("ADT^A28", "reg", {"EVN|A28|20260101080000", ada})).outcome, Outcome::filed);
  const std::string zero(1, '\0');
  const auto with = [](std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  const struct {
    const char* what;
    std::string text;
  } cases[] = {
      {"a zero byte in the control id", with(report("c1", ada), "|c1|", "|c" + zero + "1|")},
      {"a zero byte in the sender's name", with(report("c2", ada), "|LAB|", "|L" + zero + "AB|")},
      {"a zero byte in the type", with(report("c3", ada), "ORU^R01", "ORU^R" + zero + "01")},
      {"a zero byte in the patient's name", with(report("c4", ada), "Marsh", "Mar" + zero + "sh")},
      {"a zero byte in the number", with(report("c5", ada), "1001^", "1" + zero + "001^")},
      {"a zero byte in the result", report("c6", ada, "before" + zero + "after")},
      {"an escaped zero byte in the result", report("c7", ada, "before\\X00\\after")},
      {"bytes that are no UTF-8 in the control id", with(report("c8", ada), "|c8|", "|c\xff\xfe|")},
      {"bytes that are no UTF-8 in the sender's name", with(report("c9", ada), "|LAB|HOSP|", "|LAB|H\xf6SP\xff|")},
      {"bytes that are no UTF-8 where UTF-8 is promised",
       message("ORU^R01", "c10", {"PID|1||1001^^^HOSP^MR||M\xff\xfersh^Ada||19610402|F", "OBR|1||F|X", "OBX|1|TX|1||x"},
               "||||||UNICODE UTF-8")},
      {"a character set that nobody has", message("ORU^R01", "c11", {ada, "OBR|1||F|X", "OBX|1|TX|1||x"}, "||||||KLINGON")},
      {"a control id of 3,000 letters", with(report("c12", ada), "|c12|", "|" + noise(3'000) + "|")},
      {"a sender's name of 3,000 letters", with(report("c13", ada), "|LAB|", "|" + noise(3'001) + "|")},
      {"a type of 3,000 letters", with(report("c14", ada), "ORU^R01", noise(3'002) + "^R01")},
      {"a version of 3,000 letters", with(report("c15", ada), "2.5.1", noise(3'003))},
      {"a filler number of 5,000 letters", with(report("c16", ada), "|Fc16^LAB|", "|" + noise(5'000) + "^LAB|")},
      {"a filler number whose assigner has 5,000 letters", with(report("c28", ada), "|Fc28^LAB|", "|Fc28^" + noise(5'000) + "|")},
      {"a service code of 5,000 letters", with(report("c29", ada), "24323-8^", noise(5'001) + "^")},
      {"a service in 5,000 letters of words", with(report("c30", ada), "^Panel^", "^" + noise(5'002) + "^")},
      {"a service of a coding system of 5,000 letters", with(report("c31", ada), "^Panel^LN", "^Panel^" + noise(5'003))},
      {"an assigner of 5,000 letters", with(report("c32", ada), "^^^HOSP^MR", "^^^" + noise(5'004) + "^MR")},
      {"a finding's code of 5,000 letters", with(report("c33", ada), "|1^Note^L|", "|" + noise(5'005) + "^Note^L|")},
      {"an interpreter's number of 5,000 letters",
       with(report("c34", ada), "||||||||||||||||||F\r", "||||||||||||||||||F|||||||" + noise(5'006) + "&Weiss&Rosa\r")},
      {"a name of 5,000 letters",
       message("ADT^A28", "c35",
               {"EVN|A28|20260101080000", "PID|1||1035^^^HOSP^MR||" + noise(5'007) + "^" + noise(5'008) + "||19610402|F"})},
      {"a street, a telephone and an account of 3,000 letters",
       message("ADT^A28", "c36",
               {"EVN|A28|20260101080000", "PID|1||1036^^^HOSP^MR||Long^Lea||19610402|F|||" + noise(3'009) + "||" + noise(3'010) +
                                              "|||||" + noise(390) + "^^^" + noise(390) + "^AN"})},
      {"a result of 200,000 letters", report("c17", ada, noise(200'000))},
      {"3,000 numbers", with(report("c18", ada), "1001^^^HOSP^MR",
                             [] {
                               std::string all = "1001^^^HOSP^MR";
                               for (int i = 0; i < 3'000; ++i) all += "~" + std::to_string(i) + "^^^X^XX";
                               return all;
                             }())},
      {"3,000 segments that nobody knows", report("c19", ada) +
                                               [] {
                                                 std::string all;
                                                 for (int i = 0; i < 3'000; ++i) all += "ZZZ|" + std::to_string(i) + "|x\r";
                                                 return all;
                                               }()},
      {"escapes that never end", report("c20", ada, "\\F\\ \\X4 \\H \\.sp \\Z\\\\\\")},
      {"dates that never were", with(report("c21", ada), "20260115060000", "99999999999999")},
      {"only its header", "MSH|^~\\&|LAB|HOSP|CHARTA|HOSP|20260115080000||ORU^R01|c22|P|2.5.1\r"},
      {"a second header inside", report("c23", ada) + report("c24", ada)},
      {"two patients", report("c25", ada) + tom + "\rOBR|2||F99|X\rOBX|1|TX|1||of the other\r"},
      {"line ends of three kinds", with(with(report("c26", ada), "\rOBR", "\nOBR"), "\rOBX", "\r\nOBX")},
      {"no line end behind the last segment",
       [] {
         std::string text = report("c27", ada);
         text.pop_back();
         return text;
       }()},
  };
  for (const auto& each : cases) {
    SCOPED_TRACE(each.what);
    const auto received = hospital.send(each.text);
    EXPECT_NE(received.outcome, Outcome::unavailable) << "a sender would send it again and again";
    ASSERT_TRUE(received.message.is_set());
    EXPECT_NE(code_of(received), "") << "the sender waits for an answer";
    const auto row = hospital.row(received.message);
    EXPECT_NE(row.reason, "unexpected-error") << row.detail;
    EXPECT_TRUE(row.state == "filed" || row.work_item.is_set()) << row.state << ": nobody would see it";
    const auto view = hospital.intake->view(technician(), received.message);
    ASSERT_TRUE(view) << view.error().message;
    EXPECT_TRUE(view->raw == each.text) << "kept byte for byte";
    const auto again = hospital.send(each.text);
    EXPECT_EQ(code_of(again), code_of(received));
    EXPECT_EQ(hospital.count("message_journal WHERE duplicates = 1 AND message = " + std::to_string(received.message.key())), 1)
        << "sent again it is counted, not journalled twice";
  }
  EXPECT_EQ(hospital.count("resource WHERE patient <> 0 AND patient NOT IN (SELECT patient FROM patient_person)"), 0);
  const auto verified = hospital.ledger->verify();
  ASSERT_TRUE(verified);
  EXPECT_TRUE(verified->holds) << verified->first_broken;
}

TEST_P(HardMessages, LongHeadersThatDifferAtTheirEndsAreDifferentMessages) {
  auto& hospital = department();
  ASSERT_EQ(hospital.send(message("ADT^A28", "reg", {"EVN|A28|20260101080000", ada})).outcome, Outcome::filed);
  const std::string start = noise(4'000);
  const auto numbered = [](const std::string& control_id, const std::string& value) {
    return message("ORU^R01", control_id, {ada, "OBR|1||F1^LAB|24323-8^Panel^LN", "OBX|1|TX|1^Note^L||" + value + "||||||F"});
  };
  const auto first = hospital.send(numbered(start + "1", "words")), second = hospital.send(numbered(start + "2", "words"));
  ASSERT_TRUE(first.message.is_set());
  ASSERT_TRUE(second.message.is_set());
  EXPECT_NE(first.message, second.message);
  EXPECT_EQ(second.outcome, Outcome::filed) << "not taken for a changed duplicate of the first";
  EXPECT_EQ(hospital.send(numbered(start + "2", "other words")).outcome, Outcome::changed_duplicate);
  ASSERT_FALSE(second.acknowledgements.empty());
  const auto parsed = hl7v2::Message::parse(second.acknowledgements[0]);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->text("MSA-2"), start + "2") << "the whole control id is echoed";
}

// What a bad line does to a message: bytes turned, lost, doubled; segments lost, doubled, exchanged; the end cut off.
std::string damaged(std::string text, std::mt19937& random) {
  for (int wounds = 1 + static_cast<int>(random() % 3); wounds > 0 && text.size() > 20; --wounds) {
    const std::size_t at = 9 + random() % (text.size() - 9);
    switch (random() % 6) {
      case 0:
        text[at] = static_cast<char>(random() % 256);
        break;
      case 1:
        text.erase(at, 1 + random() % 4);
        break;
      case 2:
        text.insert(at, 1, "|^~\\&\r\n\x1c"[random() % 8]);
        break;
      case 3:
        text.resize(at);
        break;
      default: {
        const auto segment = text.find('\r', at);
        if (segment == std::string::npos) break;
        const auto end = text.find('\r', segment + 1);
        const std::string whole = text.substr(segment, end == std::string::npos ? end : end - segment);
        if (random() % 2 == 0)
          text.erase(segment, whole.size());
        else
          text.insert(segment, whole);
      }
    }
  }
  return text;
}

TEST_P(HardMessages, DamageNeverBringsAMessageIntoAnotherPatientsChart) {
  auto& hospital = department();
  for (const auto& [control_id, pid] : {std::pair("reg-1", ada), std::pair("reg-2", tom)})
    ASSERT_EQ(hospital.send(message("ADT^A28", control_id, {"EVN|A28|20260101080000", pid})).outcome, Outcome::filed);
  std::mt19937 random(20260301);
  int filed = 0, held = 0, silent = 0;
  for (int number = 0; number < 150; ++number) {
    const std::string whole = report("d" + std::to_string(number), ada, "result " + std::to_string(number));
    const std::string text = damaged(whole, random);
    if (text.find("1002") != std::string::npos || text.find("Quill") != std::string::npos) continue;
    SCOPED_TRACE(text);
    const auto received = hospital.send(text);
    ASSERT_NE(received.outcome, Outcome::unavailable);
    if (received.outcome == Outcome::unreadable) {
      EXPECT_TRUE(received.acknowledgements.empty());
      ++silent;
      continue;
    }
    ASSERT_TRUE(received.message.is_set());
    const auto row = hospital.row(received.message);
    EXPECT_NE(row.reason, "unexpected-error") << row.detail;
    if (received.outcome == Outcome::filed) {
      ++filed;
      // Filed without a person: number, full birth date and name must all have come through.
      for (const char* needed : {"1001", "Marsh", "Ada", "19610402"}) EXPECT_NE(text.find(needed), std::string::npos) << needed;
    } else {
      ++held;
      EXPECT_TRUE(row.state == "filed" || row.work_item.is_set() || received.outcome == Outcome::duplicate) << row.state;
    }
  }
  EXPECT_GT(filed, 10);
  EXPECT_GT(held, 20);
  EXPECT_EQ(hospital.count("patient_person"), 2) << "a result registers nobody";
  const auto quill = hospital.count(
      "chart_entry e JOIN patient_identifier i ON i.patient = e.patient WHERE i.value = '1002' AND e.kind <> 'visit'");
  EXPECT_EQ(quill, 0);
  EXPECT_GE(silent, 0);
}

TEST_P(HardMessages, ABatchFileLosesNothingWhateverStandsBetweenItsMessages) {
  auto& hospital = department();
  const std::string first = message("ADT^A28", "b1", {"EVN|A28|20260101080000", ada});
  const std::string second = report("b2", ada), third = report("b3", ada);
  const struct {
    const char* what;
    std::string file;
    std::int64_t messages, warnings;
  } cases[] = {
      {"one behind the other", first + second + third, 3, 0},
      {"blank lines between", first + "\r\n\r\n" + second + "\n\n" + third + "\r\r", 3, 0},
      {"as frames of a line", "\x0b" + first + "\x1c\r\x0b" + second + "\x1c\r\x0b" + third + "\x1c\r", 3, 0},
      {"a batch", "BHS|^~\\&|LAB\r" + first + second + third + "BTS|3\r", 3, 0},
      {"a file of two batches", "FHS|^~\\&\rBHS|^~\\&\r" + first + "BTS|1\rBHS|^~\\&\r" + second + third + "BTS|2\rFTS|2\r", 3,
       0},
      {"a count that is wrong", "BHS|^~\\&|LAB\r" + first + second + third + "BTS|7\r", 3, 1},
      {"a batch without its end", "BHS|^~\\&|LAB\r" + first + second + third, 3, 0},
      {"remarks of a person", "sent on Monday\n\n" + first + "\n\nhere the line broke\n\n" + second + third, 3, 2},
      {"a mark of UTF-8 at its beginning", "\xEF\xBB\xBF" + first + second + third, 3, 0},
      {"the last cut off in its middle", first + second + third.substr(0, third.size() / 2), 3, 0},
      {"nothing", "", 0, 0},
      {"nothing but line ends", "\r\n\r\n", 0, 0},
      {"no message at all", "GET / HTTP/1.1\r\n", 0, 1},
  };
  std::int64_t journalled = 0;
  for (const auto& each : cases) {
    SCOPED_TRACE(each.what);
    const auto imported = hospital.intake->import_bytes(each.file, "batch.hl7");
    EXPECT_EQ(imported.messages, each.messages);
    EXPECT_EQ(imported.filed + imported.held + imported.duplicates + imported.refused, each.messages) << "each has its end";
    EXPECT_EQ(static_cast<std::int64_t>(imported.warnings.size()), each.warnings);
    const auto now = hospital.count("message_journal");
    EXPECT_GE(now, journalled);
    journalled = now;
  }
  EXPECT_EQ(hospital.count("chart_entry WHERE kind = 'report'"), 2) << "and each was filed once";
}

}  // namespace
}  // namespace charta::intake::testing
