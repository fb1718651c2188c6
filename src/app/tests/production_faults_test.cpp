// SPDX-License-Identifier: Apache-2.0
// Production sets while something fails on purpose: a reader that is away, one that mixes pages up, a document that is withheld
// meanwhile.
#include "app/tests/production_fixture.hpp"
#include "department/page_reader/page_reader.hpp"

#include <functional>
#include <utility>

namespace charta::app {
namespace {

using testing::RecordProduction;

/// Hands on what it is asked, but for what a test spoils.
class SpoiltReader : public page_reader::PageReader {
 public:
  explicit SpoiltReader(page_reader::PageReader& reader) : reader_(reader) {}
  Result<std::vector<page_reading::PageImage>> pages_of(std::string_view bytes, std::string_view type) override {
    return reader_.pages_of(bytes, type);
  }
  Result<page_reading::PageFindings> look(const page_reading::PageImage& page) override { return reader_.look(page); }
  Result<std::vector<page_reading::Word>> words(const page_reading::PageImage& page) override { return reader_.words(page); }
  Result<page_reading::PageImage> turned(const page_reading::PageImage& page, int degrees) override {
    return reader_.turned(page, degrees);
  }
  Result<std::string> searchable_pdf(const std::vector<page_reading::PageImage>& pages,
                                     const std::vector<std::vector<page_reading::Word>>& words) override {
    return reader_.searchable_pdf(pages, words);
  }
  Result<page_reader::Sheets> sheets_of(std::string_view bytes, bool is_stamped) override {
    if (failures > 0 && failures-- > 0) return fail(ErrorKind::unavailable, "no reader could be started");
    return reader_.sheets_of(bytes, is_stamped);
  }
  Result<std::string> stamped(const std::vector<page_reading::SetPart>& parts) override {
    if (const auto act = std::exchange(before_stamping, nullptr)) act();
    auto given = parts;
    if (swaps_pages) std::swap(given[given.size() - 1], given[given.size() - 2]);
    return reader_.stamped(given);
  }
  std::function<void()> before_stamping;  ///< once
  bool swaps_pages = false;
  int failures = 0;

 private:
  page_reader::PageReader& reader_;
};

class RecordProductionFaults : public RecordProduction {
 protected:
  void SetUp() override {
    RecordProduction::SetUp();
    if (IsSkipped()) return;
    reader_ = std::make_unique<SpoiltReader>(*hospital_->page_reader);
    service_ = std::make_unique<record_production::ProductionService>(
        *hospital_->store, *hospital_->resources, *hospital_->patient_index, *hospital_->chart, *reader_, *hospital_->jobs,
        *hospital_->ledger, clock_, hospital_->keys, hospital_->productions->rules());
    service_->declare();
  }
  void TearDown() override {
    RecordProduction::TearDown();
    service_.reset();
  }
  /// Lets the job run again, as often as it is due within minutes.
  void let_it_run_on() {
    for (int round = 0; round < 8; ++round) {
      clock_.advance(std::chrono::seconds(40));
      ASSERT_TRUE(hospital_->jobs->run_due());
    }
  }
  std::unique_ptr<SpoiltReader> reader_;
  std::unique_ptr<record_production::ProductionService> service_;
};
CHARTA_ON_BOTH_ENGINES(RecordProductionFaults);

TEST_P(RecordProductionFaults, ASetWhosePagesAreNotThoseOfTheChartIsNotKept) {
  document("First", "Seen today."), document("Second", "Seen again.");
  reader_->swaps_pages = true;
  const auto id = made(asked());
  EXPECT_EQ(detail(id).at("state"), "failed");
  EXPECT_TRUE(detail(id).says("are not those of the chart")) << detail(id).body;
  EXPECT_EQ(file(id, "pdf").status, 422);
}

TEST_P(RecordProductionFaults, AReaderThatIsAwayIsAskedAgainAndTheSetIsMadeOnce) {
  document("First", "Seen today.");
  reader_->failures = 1;
  const auto id = made(asked());
  EXPECT_EQ(detail(id).at("state"), "waiting");
  let_it_run_on();
  EXPECT_EQ(detail(id).at("state"), "made");
  EXPECT_EQ(detail(id).count("documents"), 1U);
}

TEST_P(RecordProductionFaults, WhatIsWithheldWhileASetIsMadeIsNotInIt) {
  document("First", "Seen today.");
  const auto other = document("Second", "Of somebody else.");
  const auto tina = sign_in("tina", {"technician"}).actor;
  reader_->before_stamping = [&] {
    ASSERT_TRUE(hospital_->misfiles->report(tina, "DocumentReference", other.text(), "reported-by-the-floor", ""));
  };
  const auto id = made(asked());
  EXPECT_EQ(detail(id).at("state"), "waiting") << "it is made anew";
  let_it_run_on();
  EXPECT_EQ(detail(id).at("state"), "made");
  EXPECT_EQ(detail(id).all("documents", "title"), std::vector<std::string>{"First"});
  EXPECT_EQ(file(id, "pdf").status, 200);
}

}  // namespace
}  // namespace charta::app
