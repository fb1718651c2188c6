// SPDX-License-Identifier: Apache-2.0
// A patient with documents, and a release clerk who has sets made of them, over the real door with the real readers.
#pragma once
#include "app/tests/door_fixture.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "formats/pdf/print.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace charta::app::testing {

inline std::string test_data(const std::string& file) {
  const char* folder = std::getenv("CHARTA_TEST_DATA");
  std::ifstream in(std::string(folder == nullptr ? "/nowhere" : folder) + "/ocr/ocrmypdf/" + file, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

inline std::string printed_page(const std::string& words) {
  pdf::Canvas canvas;
  canvas.text(72, 700, 16, pdf::Font::regular, words);
  return pdf::printed({canvas}, {}, "a page");
}

class RecordProduction : public DoorTest {
 protected:
  void SetUp() override {
    DoorTest::SetUp();
    if (IsSkipped()) return;
    ada_ = patient("Marsh");
    rosa_ = person("rosa", {"release_clerk"});
    nora_ = person("nora", {"nurse"});
  }
  ResourceId document(const std::string& title, const std::string& bytes, const std::string& type = "text/plain",
                      const std::string& more = "", const std::string& status = "current") {
    return create("DocumentReference",
                  R"({"resourceType":"DocumentReference","status":")" + status + R"(","date":"2026-02-)" +
                      std::to_string(next_day_++) +
                      R"(T10:00:00Z","type":{"coding":[{"system":"http://loinc.org","code":"11506-3","display":")" + title +
                      R"("}]},"subject":{"reference":"Patient/)" + ada_.text() + R"("},)" + more +
                      R"("content":[{"attachment":{"contentType":")" + type + R"(","data":")" + to_base64(bytes) + R"("}}]})");
  }
  static std::string labelled(const std::string& code) {
    return R"("meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":")" + code + R"("}]},)";
  }
  std::string asked(const std::string& definition = "legal-health-record", const std::string& more = "") {
    return R"({"definition":")" + definition +
           R"(","purpose":"court","custodian":"Rosa Keller","custodian_title":"Custodian of records")" + more + "}";
  }
  std::string of_ada(const std::string& rest) { return "/api/patients/" + ada_.text() + rest; }
  /// Asks for a set and lets the job run. Answers the set's id.
  std::string made(const std::string& body) {
    const auto started = ask(rosa_, "POST", of_ada("/productions"), body);
    EXPECT_EQ(started.status, 201) << started.body;
    const auto ran = hospital_->jobs->run_due();
    EXPECT_TRUE(ran) << ran.error().message;
    return started.at("id");
  }
  Answer detail(const std::string& id) { return ask(rosa_, "GET", "/api/productions/" + id); }
  Answer file(const std::string& id, const std::string& which) {
    return ask(rosa_, "GET", "/api/productions/" + id + "/" + which);
  }
  std::vector<std::string> words_by_page(const std::string& pdf) {
    const auto text = hospital_->page_reader->text_of_pdf(pdf);
    EXPECT_TRUE(text) << text.error().message;
    std::vector<std::string> pages;
    for (const auto page : split(text ? *text : "", '\f')) pages.emplace_back(page);
    if (!pages.empty()) pages.pop_back();  // each page ends with a form feed
    return pages;
  }
  std::vector<std::vector<std::string>> rows(const std::string& csv) {
    std::vector<std::vector<std::string>> all;
    for (const auto line : split(csv, '\n')) {
      if (line.empty()) continue;
      all.emplace_back();
      for (const auto cell : split(line.substr(0, line.find('\r')), ',')) all.back().emplace_back(cell);
    }
    return all;
  }

  PatientId ada_;
  Visitor rosa_, nora_;
  int next_day_ = 10;
};

}  // namespace charta::app::testing
