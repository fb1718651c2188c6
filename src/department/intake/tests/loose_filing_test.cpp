// SPDX-License-Identifier: Apache-2.0
// B3 at the door where a document comes without a patient's reference: filed when nothing is left to judge, else loose with the
// reason that the rule gives.
#include "department/intake/tests/intake_fixture.hpp"
#include "tests/support/case_table.hpp"

#include <map>
#include <memory>

namespace charta::intake::testing {
namespace {

using charta::testing::CaseLine;

class LooseFiling : public charta::testing::StoreTest {
 protected:
  void TearDown() override { house_.reset(); }
  Department& house() {
    store_ = &open({ledger_schema(), access_schema(), worklists_schema(), partners_schema(), resources_schema(),
                    patient_index_schema(), encounters_schema(), chart_schema(), record_moves_schema(), intake_schema()});
    house_ = std::make_unique<Department>(*store_, folder_.path());
    house_->bus.on("resource_changed", "intake", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return house_->intake->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
    return *house_;
  }
  store::Store* store_ = nullptr;
  charta::testing::TemporaryFolder folder_;
  std::unique_ptr<Department> house_;

  static std::string document_of(const CaseLine& line) {
    const auto [system, number] = split_mrn(line.value("mrn"));
    std::string inside = R"({"resourceType":"Patient","id":"p")";
    if (!number.empty())
      inside += R"(,"identifier":[{"system":")" + system + R"(","value":")" + number + R"(","type":{"coding":[{"code":"MR"}]}}])";
    if (const auto name = line.value("name"); !name.empty()) {
      const auto caret = name.find('^');
      inside += R"(,"name":[{"family":")" + name.substr(0, caret) + R"(")";
      if (caret != std::string::npos) inside += R"(,"given":[")" + name.substr(caret + 1) + R"("])";
      inside += "}]";
    }
    if (const auto born = line.value("born"); !born.empty()) inside += R"(,"birthDate":")" + born + R"(")";
    if (const auto sex = line.value("sex"); !sex.empty()) inside += R"(,"gender":")" + sex + R"(")";
    inside += "}";
    const bool names_nobody = line.has("nobody");
    return R"({"resourceType":"DocumentReference","status":"current","docStatus":"final","date":"2026-01-14T10:00:00Z",)" +
           (names_nobody ? std::string() : R"("contained":[)" + inside + "],") + R"("type":{"text":"Outside report"},)" +
           (names_nobody || line.has("subject") ? std::string() : context_of(line)) +
           (line.has("subject") ? R"("subject":{"reference":"#p"},)" : "") +
           R"("content":[{"attachment":{"contentType":"text/plain","data":"d29yZHM="}}]})";
  }
  static std::string context_of(const CaseLine& line) {
    const std::string related =
        line.has("order") ? R"(,"related":[{"identifier":{"system":"urn:orders","value":")" + line.value("order") + R"("}}])"
                          : "";
    return R"("context":{"sourcePatientInfo":{"reference":"#p"})" + related + "},";
  }
  static std::pair<std::string, std::string> split_mrn(const std::string& text) {
    const auto bar = text.find('|');
    if (bar == std::string::npos) return {};
    return {"urn:" + text.substr(0, bar), text.substr(bar + 1)};
  }
  static std::string patient_of(const CaseLine& line) {
    const auto [system, number] = split_mrn(line.value("mrn"));
    const auto name = line.value("name");
    const auto caret = name.find('^');
    return R"({"resourceType":"Patient","identifier":[{"system":")" + system + R"(","value":")" + number +
           R"(","type":{"coding":[{"code":"MR"}]}}],"name":[{"family":")" + name.substr(0, caret) + R"(","given":[")" +
           name.substr(caret + 1) + R"("]}],"birthDate":")" + line.value("born") + R"("})";
  }
};

TEST_P(LooseFiling, IsWhatTheTableOfCasesSays) {
  const auto cases = charta::testing::read_cases(std::string(CHARTA_MODULE_FOLDER) + "/tests/cases/loose_filing.case");
  ASSERT_GE(cases.size(), 14u);
  auto& hospital = house();
  const auto system = access::Actor::system("test");
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title);
    std::map<std::string, resources::Written> people;
    ResourceId document;
    for (const auto& line : one.lines) {
      if (line.verb == "registered") {
        const auto made = hospital.resources->create(system, "Patient", patient_of(line), "");
        ASSERT_TRUE(made) << made.error().message;
        people.emplace(line.value("patient"), *made);
        if (line.has("flag")) {
          ASSERT_TRUE(store_->write([&](store::UnitOfWork& work) {
            return hospital.index->set_flags(work, system, PatientId(made->key.key()), line.value("flag") == "overlay",
                                             line.value("flag") == "review");
          }));
        }
      } else if (line.verb == "ordered") {
        const auto& who = people.at(line.value("patient"));
        const auto stay = hospital.resources->create(
            system, "Encounter",
            R"({"resourceType":"Encounter","status":"in-progress","class":{"code":"IMP"},"subject":{"reference":"Patient/)" +
                who.key.text() + R"("}})",
            "");
        ASSERT_TRUE(stay) << stay.error().message;
        const auto order = hospital.resources->create(
            system, "ServiceRequest",
            R"({"resourceType":"ServiceRequest","status":"active","intent":"order","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:orders","value":")" +
                line.value("order") + R"("}],"code":{"text":"X-ray"},"subject":{"reference":"Patient/)" + who.key.text() +
                R"("},"encounter":{"reference":"Encounter/)" + stay->key.text() + R"("}})",
            "");
        ASSERT_TRUE(order) << order.error().message;
      } else if (line.verb == "arrives") {
        const auto made = hospital.resources->create(system, "DocumentReference", document_of(line), "");
        ASSERT_TRUE(made) << made.error().message << " " << made.error().location;
        document = made->key;
      } else {
        const auto stored = *store_->read([&](store::Reader& reader) { return hospital.resources->load(reader, document); });
        const auto item = *store_->read(
            [&](store::Reader& reader) { return hospital.worklists->find_open(reader, "loose-document", document.key()); });
        ASSERT_TRUE(stored);
        if (line.verb == "filed") {
          EXPECT_FALSE(item) << (item ? item->reason_code : "");
          EXPECT_EQ(stored->patient.key(), people.at(line.value("patient")).key.key());
          EXPECT_EQ(stored->json.find("\"encounter\"") != std::string::npos, line.value("encounter") == "orders");
        } else {
          ASSERT_EQ(line.verb, "loose");
          EXPECT_FALSE(stored->patient.is_set());
          ASSERT_TRUE(item);
          EXPECT_EQ(item->reason_code, line.value("because"));
          EXPECT_EQ(item->detail.find("\"likely\"") != std::string::npos, line.has("likely"));
        }
      }
    }
  }
}

CHARTA_ON_BOTH_ENGINES(LooseFiling);

}  // namespace
}  // namespace charta::intake::testing
