// SPDX-License-Identifier: Apache-2.0
// Every message of the shared test data ends filed or held with a reason that a technician understands.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "department/intake/intake_service.hpp"
#include "department/intake/tests/intake_fixture.hpp"

namespace charta::intake::testing {
namespace {

class SampleMessages : public IntakeTest {
 protected:
  void send_all(const std::vector<std::string>& messages);
};

std::string folder_of_samples() {
  const char* given = std::getenv("CHARTA_TEST_DATA");
  return std::string(given != nullptr ? given : CHARTA_SOURCE_FOLDER "/../shared/data") + "/hl7v2";
}

std::vector<std::string> sample_messages() {
  std::vector<std::string> files, messages;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(folder_of_samples(), problem)) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    const std::string bytes = text.str();
    for (const auto message : hl7v2::split_batch(bytes).messages) messages.emplace_back(message);
  }
  return messages;
}

/// Many samples share one control id: given one each, every message is tried for itself.
std::string with_control_id(const std::string& message, int number) {
  const auto header_end = message.find_first_of("\r\n");
  const auto begin = message.find("MSH");
  if (begin == std::string::npos || message.size() < begin + 4) return message;
  const char separator = message[begin + 3];
  std::size_t at = begin;
  for (int field = 0; field < 9 && at < header_end; ++field) at = message.find(separator, at + 1);
  if (at >= header_end) return message;
  const auto end = std::min(message.find(separator, at + 1), header_end);
  return message.substr(0, at + 1) + "SAMPLE-" + std::to_string(number) + message.substr(end);
}

class SampleMessagesAlone : public SampleMessages {};

TEST_P(SampleMessages, EndFiledOrHeldWithAReason) { send_all(sample_messages()); }

TEST_P(SampleMessagesAlone, EndFiledOrHeldWithAReason) {
  auto messages = sample_messages();
  for (std::size_t i = 0; i < messages.size(); ++i) messages[i] = with_control_id(messages[i], static_cast<int>(i));
  send_all(messages);
}

void SampleMessages::send_all(const std::vector<std::string>& messages) {
  if (messages.empty()) GTEST_SKIP() << "no samples at " << folder_of_samples();
  EXPECT_GE(messages.size(), 206U);
  auto& hospital = department();
  std::map<std::string, std::map<std::string, int>> table;
  std::size_t duplicates = 0;
  for (const auto& message : messages) {
    const auto received = hospital.send(message);
    ASSERT_NE(received.outcome, Outcome::unavailable) << message.substr(0, 120);
    if (received.outcome == Outcome::duplicate) {
      ++duplicates;
      continue;
    }
    ASSERT_TRUE(received.message.is_set());
    const auto row = hospital.row(received.message);
    const std::string what = row.state == "filed" ? "filed" : row.state + ": " + row.reason;
    ++table[row.type.empty() ? "(none)" : row.type][what];
    EXPECT_TRUE(row.state == "filed" || row.state == "held" || row.state == "refused");
    if (row.state == "filed") continue;
    EXPECT_TRUE(row.work_item.is_set());
    EXPECT_GT(row.detail.size(), 20U) << row.reason;
    EXPECT_NE(row.reason, "unexpected-error") << message.substr(0, 200);
    EXPECT_NE(row.reason, "not-fileable") << row.detail << "\n" << message.substr(0, 200);
    const auto view = hospital.intake->view(technician(), received.message);
    ASSERT_TRUE(view) << view.error().message;
    EXPECT_EQ(view->raw, message);
  }
  for (const auto& [type, outcomes] : table) {
    for (const auto& [what, count] : outcomes) std::printf("  %-10s %3d  %s\n", type.c_str(), count, what.c_str());
  }
  std::printf("  exact duplicates among them: %zu\n", duplicates);
  EXPECT_EQ(static_cast<std::size_t>(hospital.count("message_journal")) + duplicates, messages.size());
  // Nothing was filed without the rule: every report, order, document and appointment stands under the patient whose number came with it.
  EXPECT_EQ(hospital.count("message_journal WHERE state = 'filed' AND patient IS NULL"), 0);
  EXPECT_EQ(hospital.count("message_journal WHERE state = 'filed' AND patient NOT IN (SELECT patient FROM patient_person)"), 0);
  EXPECT_EQ(hospital.count("chart_entry WHERE patient NOT IN (SELECT patient FROM patient_person)"), 0);
}

CHARTA_ON_BOTH_ENGINES(SampleMessages);
CHARTA_ON_BOTH_ENGINES(SampleMessagesAlone);

}  // namespace
}  // namespace charta::intake::testing
