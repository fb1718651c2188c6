// SPDX-License-Identifier: Apache-2.0
// A record with a search over it, on a store of either engine, and a reader of files that reads what a test wrote.
#pragma once
#include "access_schema.hpp"
#include "base/text.hpp"
#include "chart_schema.hpp"
#include "department/document_search/search_service.hpp"
#include "document_search_schema.hpp"
#include "ledger_schema.hpp"
#include "patient_index_schema.hpp"
#include "record/rules/rule_pack.hpp"
#include "resources_schema.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace charta::document_search {

/// A "PDF" is its text layer; one that begins with "IMAGES " has none, its pages are lines of words to be recognised.
class WrittenFiles final : public page_reader::PageReader {
 public:
  Result<std::vector<page_reading::PageImage>> pages_of(std::string_view bytes, std::string_view) override {
    std::vector<page_reading::PageImage> pages;
    for (const auto line : split(bytes.substr(std::min<std::size_t>(7, bytes.size())), '\n'))
      pages.push_back({std::string(line), "image/png", 10, 10, 300});
    return pages;
  }
  Result<page_reading::PageFindings> look(const page_reading::PageImage& page) override {
    page_reading::PageFindings findings;
    findings.blank = page.bytes.empty();
    findings.straightened = page;
    return findings;
  }
  Result<std::vector<page_reading::Word>> words(const page_reading::PageImage& page) override {
    std::vector<page_reading::Word> words;
    for (const auto word : split(page.bytes, ' ')) words.push_back({std::string(word), {}, 90, 0});
    return words;
  }
  Result<page_reading::PageImage> turned(const page_reading::PageImage& page, int) override { return page; }
  Result<std::string> searchable_pdf(const std::vector<page_reading::PageImage>&,
                                     const std::vector<std::vector<page_reading::Word>>&) override {
    return std::string();
  }
  Result<std::string> text_of_pdf(std::string_view pdf) override {
    if (is_away) return fail(ErrorKind::unavailable, "no reader could be started");
    if (pdf.starts_with("BROKEN")) return fail(ErrorKind::invalid, "the file is broken");
    return pdf.starts_with("IMAGES ") ? std::string("\f\f") : std::string(pdf);
  }
  bool is_away = false;
};

class SearchTest : public charta::testing::StoreTest {
 protected:
  void SetUp() override {
    open(
        {ledger_schema(), access_schema(), resources_schema(), patient_index_schema(), chart_schema(), document_search_schema()});
    make_services();
    ada_ = patient("Marsh", "Ada");
    tom_ = patient("Ferreira", "Tomas");
  }

  /// The services before the store that they stand on, as a server ends.
  void restart() {
    end_services();
    reopen();
    make_services();
  }
  void end_services() { search_.reset(), index_.reset(), resources_.reset(), bus_.reset(), ledger_.reset(); }

  void make_services() {
    end_services();
    ledger_ = std::make_unique<ledger::Ledger>(store(), clock_, keys_, options().directory + "/ledger.key");
    bus_ = std::make_unique<happenings::Bus>();
    resources_ = std::make_unique<resources::ResourceService>(store(), *ledger_, *bus_, clock_, keys_);
    const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
    const auto* weights = *book->in_force("patient-index/starter-weights", clock_.now().utc_date());
    index_ = std::make_unique<patient_index::PatientIndexService>(
        store(), *resources_, *ledger_, *bus_, clock_, keys_,
        *patient_index::Weights::parse(weights->parameters, weights->reference()));
    search_ = std::make_unique<SearchService>(store(), *resources_, *index_, *ledger_, reader_, clock_, keys_);
    using happenings::Happening;
    bus_->on("resource_changed", "patient_index", [this](store::UnitOfWork& work, const Happening& one) {
      return index_->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
    });
    if (listens_) {
      bus_->on("resource_changed", "search", [this](store::UnitOfWork& work, const Happening& one) {
        return search_->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
      });
      bus_->on("record_relabelled", "search", [this](store::UnitOfWork& work, const Happening& one) {
        return search_->on_relabelled(work, std::get<happenings::RecordRelabelled>(one));
      });
    }
  }

  PatientId patient(const std::string& family, const std::string& given) {
    const auto created = resources_->create(system_, "Patient",
                                            R"({"resourceType":"Patient","name":[{"family":")" + family + R"(","given":[")" +
                                                given + R"("]}],"birthDate":"1961-04-02"})",
                                            "");
    EXPECT_TRUE(created) << created.error().message;
    return PatientId(created->key.key());
  }

  struct Filed {
    PatientId patient;
    std::string text, content_type = "text/plain", type = "11506-3", author = "Dr. Quill", date = "2026-01-10T08:00:00Z",
                      status = "current";
    int facility = 0;
    access::SensitivityMask sensitivity = 0;
  };
  static std::string body_of(const Filed& filed, const std::string& id = "") {
    return R"({"resourceType":"DocumentReference",)" + (id.empty() ? "" : R"("id":")" + id + R"(",)") + R"("status":")" +
           filed.status + R"(","type":{"coding":[{"system":"http://loinc.org","code":")" + filed.type +
           R"(","display":"Progress note"}]},"subject":{"reference":"Patient/)" + filed.patient.text() + R"("},"date":")" +
           filed.date + R"(","author":[{"display":")" + filed.author + R"("}],"content":[{"attachment":{"contentType":")" +
           filed.content_type + R"(","data":")" + to_base64(filed.text) + R"("}}]})";
  }
  /// Answers the document's FHIR id.
  std::string file(const Filed& filed) {
    resources::PutOptions options;
    options.facility = filed.facility;
    options.sensitivity = filed.sensitivity;
    auto prepared = resources_->prepare(body_of(filed), options);
    EXPECT_TRUE(prepared) << prepared.error().message;
    const auto written = store().write([&](store::UnitOfWork& work) { return resources_->put(work, system_, *prepared); });
    EXPECT_TRUE(written) << written.error().message;
    return written->id;
  }
  void change(const std::string& id, const Filed& filed) {
    const auto written = resources_->update(system_, "DocumentReference", id, body_of(filed, id), "");
    ASSERT_TRUE(written) << written.error().message;
  }
  void read_all() {
    for (int round = 0; round < 50; ++round) {
      const auto settled = search_->read_due();
      ASSERT_TRUE(settled) << settled.error().message;
      if (*settled == 0) return;
    }
    FAIL() << "there is always something to read";
  }
  SearchAnswer answer(const SearchCommand& command) {
    auto found = search_->search(actor_, command);
    EXPECT_TRUE(found) << found.error().message;
    return found ? *std::move(found) : SearchAnswer();
  }
  SearchAnswer answer(const std::string& text, PatientId whose = {}) {
    SearchCommand command;
    command.text = text;
    command.patient = whose;
    return answer(command);
  }
  /// FHIR ids of the documents found, best first.
  std::vector<std::string> found(const std::string& text, PatientId whose = {}) { return ids(answer(text, whose)); }
  static std::vector<std::string> ids(const SearchAnswer& answer) {
    std::vector<std::string> list;
    for (const auto& hit : answer.hits) list.push_back(hit.document.fhir_id);
    return list;
  }
  Figures figures() { return *search_->figures(); }

  ManualClock clock_{*Instant::parse("2026-01-15T12:00:00Z")};
  CountingKeys keys_{100'000};
  access::Actor system_ = access::Actor::system("desk");
  access::Actor actor_ = access::Actor::system("desk");  ///< who searches
  WrittenFiles reader_;
  bool listens_ = true;
  PatientId ada_, tom_;
  std::unique_ptr<happenings::Bus> bus_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<resources::ResourceService> resources_;
  std::unique_ptr<patient_index::PatientIndexService> index_;
  std::unique_ptr<SearchService> search_;
};

}  // namespace charta::document_search
