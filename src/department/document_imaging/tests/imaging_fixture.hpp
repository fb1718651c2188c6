// SPDX-License-Identifier: Apache-2.0
// An imaging desk over a store of either engine, two patients with visits, and a reader that reads what a test wrote.
#pragma once
#include "access_schema.hpp"
#include "base/text.hpp"
#include "chart_schema.hpp"
#include "department/document_imaging/imaging_service.hpp"
#include "document_imaging_schema.hpp"
#include "encounters_schema.hpp"
#include "jobs_schema.hpp"
#include "ledger_schema.hpp"
#include "patient_index_schema.hpp"
#include "record/rules/rule_pack.hpp"
#include "resources_schema.hpp"
#include "tests/support/test_store.hpp"
#include "worklists_schema.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace charta::document_imaging {

/// A "file" is a page a line: `SHEET <payload>` (two readers agree), `ONEWAY <payload>`, `BLANK`, `BROKEN`, else the words of the
/// page, its lines parted by " / "; `LIKE a …` are words on an image that looks like a. For the logic of the desk; that pages are really read is tested with the real readers.
class WrittenPages final : public page_reader::PageReader {
 public:
  Result<std::vector<page_reading::PageImage>> pages_of(std::string_view bytes, std::string_view) override {
    if (bytes.starts_with("NO FILE")) return fail(ErrorKind::invalid, "the file is encrypted");
    std::vector<page_reading::PageImage> pages;
    for (const auto line : split(bytes, '\n'))
      if (!line.empty()) pages.push_back({std::string(line), "image/png", 100, 100, 300});
    return pages;
  }
  int at_once() const override { return readers; }
  Result<page_reading::PageFindings> look(const page_reading::PageImage& page) override {
    const std::lock_guard lock(mutex);
    acts += 'l';
    if (fails_after >= 0 && fails_after-- == 0) return fail(ErrorKind::unavailable, "the reader ended");
    if (!ends_at.empty() && page.bytes.starts_with(ends_at)) return fail(ErrorKind::unavailable, "the reader ended");
    ++looks;
    if (page.bytes.starts_with("BROKEN")) return fail(ErrorKind::invalid, "the image is cut off");
    page_reading::PageFindings findings;
    findings.width = findings.height = 100;
    findings.dpi = 300;
    findings.blank = page.bytes.starts_with("BLANK");
    findings.straightened = page;
    if (page.bytes.starts_with("LIKE ")) findings.likeness = std::string(64, page.bytes[5]);  // "LIKE a …": its image is all a's
    findings.thumbnail = {"small " + page.bytes, "image/jpeg", 10, 10, 0};
    const auto blank = page.bytes.find(' ');
    if (page.bytes.starts_with("SHEET "))
      findings.symbols.push_back({"QRCode", page.bytes.substr(blank + 1), {}, {"zxing", "zbar"}});
    if (page.bytes.starts_with("ONEWAY ")) findings.symbols.push_back({"QRCode", page.bytes.substr(blank + 1), {}, {"zxing"}});
    return findings;
  }
  Result<std::vector<page_reading::Word>> words(const page_reading::PageImage& page) override {
    const std::lock_guard lock(mutex);
    acts += 'w';
    std::vector<page_reading::Word> list;
    if (page.bytes.starts_with("SHEET ") || page.bytes.starts_with("ONEWAY ")) return list;  // its symbol is not printed as text
    int line = 0;
    for (const auto word : split(page.bytes, ' ')) {
      if (word == "/")
        ++line;
      else if (!word.empty())
        list.push_back({std::string(word), {10, 10, 10, 10}, 95, line});
    }
    return list;
  }
  Result<page_reading::PageImage> turned(const page_reading::PageImage& page, int degrees) override {
    auto other = page;
    other.bytes = "TURNED " + std::to_string(degrees) + " " + page.bytes;
    return other;
  }
  Result<std::string> searchable_pdf(const std::vector<page_reading::PageImage>& pages,
                                     const std::vector<std::vector<page_reading::Word>>& words) override {
    std::string pdf = "%PDF-1.7\n";
    for (std::size_t i = 0; i < pages.size(); ++i) pdf += pages[i].bytes + " [" + std::to_string(words[i].size()) + " words]\n";
    return pdf;
  }

  int looks = 0, fails_after = -1, readers = 1;
  std::string acts;     ///< `l` for a look, `w` for words, as they were asked
  std::mutex mutex;     ///< several pages are asked about at once
  std::string ends_at;  ///< at such a page every reader ends
};

class ImagingTest : public charta::testing::StoreTest {
 protected:
  void SetUp() override {
    open({ledger_schema(), access_schema(), jobs_schema(), worklists_schema(), resources_schema(), patient_index_schema(),
          encounters_schema(), chart_schema(), document_imaging_schema()});
    ledger_ = std::make_unique<ledger::Ledger>(store(), clock_, keys_, options().directory + "/ledger.key");
    jobs_ = std::make_unique<jobs::JobService>(store(), clock_, keys_);
    worklists_ = std::make_unique<worklists::WorklistService>(store(), *ledger_, clock_, keys_);
    resources_ = std::make_unique<resources::ResourceService>(store(), *ledger_, bus_, clock_, keys_);
    const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
    const Date today = clock_.now().utc_date();
    worklists_->set_reasons(*worklists::Reasons::from_rule(**book->in_force("worklists/reasons", today)));
    const auto* weights = *book->in_force("patient-index/starter-weights", today);
    index_ = std::make_unique<patient_index::PatientIndexService>(
        store(), *resources_, *ledger_, bus_, clock_, keys_,
        *patient_index::Weights::parse(weights->parameters, weights->reference()));
    encounters_ = std::make_unique<encounters::EncounterService>(*resources_, bus_, clock_);
    const auto* types = *book->in_force("chart/document-types", today);
    chart_ = std::make_unique<chart::ChartService>(store(), *resources_, *index_, bus_, clock_,
                                                   *chart::DocumentTypes::parse(types->parameters));
    listen();
    ImagingQuestions questions;
    questions.promises = [this](store::Reader&, PatientId) -> Result<std::vector<Promise>> { return promises_; };
    desk_ = std::make_unique<ImagingService>(store(), *resources_, *index_, *encounters_, *worklists_, *jobs_, *ledger_, clock_,
                                             keys_, reader_, cover_sheet::sheet_of, *ImagingRules::read(*book, today, "US"),
                                             questions);
    desk_->declare();
    ada_ = patient("Marsh", "Ada", "1961-04-02", "100042");
    tom_ = patient("Ferreira", "Tomas", "1975-11-30", "100077");
    visit_ = visit(ada_);
  }

  PatientId patient(const std::string& family, const std::string& given, const std::string& born, const std::string& number) {
    const auto created = resources_->create(
        system_, "Patient",
        R"({"resourceType":"Patient","name":[{"family":")" + family + R"(","given":[")" + given + R"("]}],"birthDate":")" + born +
            R"(","identifier":[{"system":"urn:oid:1.2.3","value":")" + number + R"(","type":{"coding":[{"code":"MR"}]}}]})",
        "");
    EXPECT_TRUE(created) << created.error().message;
    fhir_ids_[PatientId(created->key.key())] = created->id;
    return PatientId(created->key.key());
  }
  std::string visit(PatientId whose) {
    const auto created = resources_->create(
        system_, "Encounter",
        R"({"resourceType":"Encounter","status":"finished","class":{"code":"IMP"},"subject":{"reference":"Patient/)" +
            fhir_ids_.at(whose) + R"("},"period":{"start":"2026-02-20T08:00:00Z","end":"2026-02-27T08:00:00Z"}})",
        "");
    EXPECT_TRUE(created) << created.error().message;
    return created->id;
  }
  static access::Actor clerk(std::int64_t user) {
    auto actor = access::Actor::system("desk-1");
    actor.kind = access::Actor::Kind::person;
    actor.author.user = UserId(user);
    return actor;
  }
  static std::string sheet(const std::string& mrn, const std::string& type = "", const std::string& serial = "") {
    cover_sheet::CoverSheet one;
    one.kind = cover_sheet::Kind::patient;
    one.assigner = "urn:oid:1.2.3";
    one.mrn = mrn;
    one.document_type = type;
    one.serial = serial;
    return *cover_sheet::payload_of(one);
  }

  BatchId fed(const std::string& file, std::optional<std::int64_t> sheets, std::vector<std::string> expected = {}) {
    BatchHeader header;
    header.title = "Ward 3";
    header.sheets = sheets;
    header.expected_sheets = std::move(expected);
    const auto batch = desk_->prepare(mia_, header);
    EXPECT_TRUE(batch) << batch.error().message;
    const auto taken = desk_->feed(mia_, *batch, file, "application/pdf");
    EXPECT_TRUE(taken) << taken.error().message;
    EXPECT_TRUE(jobs_->run_due());
    return *batch;
  }
  BatchView view(BatchId batch) {
    auto found = desk_->view(mia_, batch);
    EXPECT_TRUE(found) << found.error().message;
    return std::move(*found);
  }
  std::string state(BatchId batch) { return view(batch).row.batch.state; }
  DocumentId document(BatchId batch, std::size_t number) { return view(batch).drafts.at(number).id; }

  /// What a clerk says of Ada's progress notes; every field the page does not say is keyed twice.
  IndexCommand of(PatientId whose, const std::string& type = "11524-6") {
    IndexCommand command;
    command.patient = whose;
    command.confirmed = {"name", "birth_date"};
    command.type = type;
    command.service_date = "2026-02-25";
    command.again_patient = whose == ada_ ? "100042" : "100077";
    command.again_type = type;
    command.again_service_date = "2026-02-25";
    return command;
  }
  void index(DocumentId id, const IndexCommand& command) {
    const auto done = desk_->index(mia_, id, command);
    ASSERT_TRUE(done) << done.error().message << " " << done.error().location;
  }
  Result<void> act(BatchId batch, const std::string& event, const std::string& reason = "") {
    worklists::Act one;
    one.event = event;
    one.reason_code = reason;
    return desk_->act(mia_, batch, one, 0);
  }
  void check_all(BatchId batch) {
    for (const auto& draft : view(batch).drafts) {
      if (!draft.sampled || !draft.verdict.empty()) continue;
      ASSERT_TRUE(desk_->check(ben_, draft.id, "", "", 0));
    }
  }
  std::int64_t lines(PatientId whose) {
    chart::TimelineQuery query;
    query.kind = "document";
    return chart_->timeline(system_, whose, query)->total;
  }
  template <class T>
  static void expect_error(const Result<T>& result, ErrorKind kind, const std::string& location = "") {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, kind) << result.error().message;
    if (location.empty()) return;
    EXPECT_EQ(result.error().location, location) << result.error().message;
  }

  ManualClock clock_{*Instant::parse("2026-03-01T08:00:00Z")};
  CountingKeys keys_{100'000};
  happenings::Bus bus_;
  access::Actor system_ = access::Actor::system("test");
  access::Actor mia_ = clerk(7), ben_ = clerk(8);
  WrittenPages reader_;
  std::vector<Promise> promises_;
  PatientId ada_, tom_;
  std::string visit_;
  std::map<PatientId, std::string> fhir_ids_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<jobs::JobService> jobs_;
  std::unique_ptr<worklists::WorklistService> worklists_;
  std::unique_ptr<resources::ResourceService> resources_;
  std::unique_ptr<patient_index::PatientIndexService> index_;
  std::unique_ptr<encounters::EncounterService> encounters_;
  std::unique_ptr<chart::ChartService> chart_;
  std::unique_ptr<ImagingService> desk_;

 private:
  void listen() {
    bus_.on("resource_changed", "patient_index", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return index_->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
    bus_.on("resource_changed", "encounters", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return encounters_->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
    bus_.on("resource_changed", "chart", [this](store::UnitOfWork& work, const happenings::Happening& one) {
      return chart_->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
  }
};

}  // namespace charta::document_imaging
