// SPDX-License-Identifier: Apache-2.0
// The file room of the paper charts' tests with a shelf of eight folders, and audits over it.
#pragma once
#include "department/paper_charts/tests/paper_fixture.hpp"
#include "department/shelf_audits/audit_service.hpp"
#include "shelf_audits_schema.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace charta::shelf_audits {

class AuditTest : public paper_charts::PaperTest {
 protected:
  void SetUp() override {
    paper_charts::PaperTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    const auto migrated = store().migrate(shelf_audits_schema());
    ASSERT_TRUE(migrated) << migrated.error().message;
    const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
    const auto rules = AuditRules::read(*book, clock_.now().utc_date(), "US");
    ASSERT_TRUE(rules) << rules.error().message;
    service_ = std::make_unique<AuditService>(store(), *desk_, *worklists_, *ledger_, clock_, keys_, *rules);
    service_->declare();
    audits_ = service_.get();
    for (int i = 1; i <= 8; ++i) folder(i);
    clock_.advance(std::chrono::hours(1));
  }
  /// 00-00-41, 00-01-41, …: they stand side by side in terminal-digit order.
  VolumeId folder(int number) {
    paper_charts::NewVolume one;
    one.patient = tom_;
    one.home = shelf_;
    one.number = number;
    one.chart_number = "000" + std::to_string(number) + "41";
    const auto made = desk_->add_volume(mia_, one);
    EXPECT_TRUE(made) << made.error().message;
    folders_[number] = made ? *made : VolumeId();
    return folders_[number];
  }
  std::string label(int number) { return now(folders_.at(number)).barcode; }
  AuditId plan(std::int64_t volumes = 8, const std::string& from = "00-01-41") {
    const auto made = audits_->plan(mia_, {room_, volumes, from});
    EXPECT_TRUE(made) << made.error().message;
    return made ? *made : AuditId();
  }
  Result<ReadAnswer> read(AuditId audit, const std::string& barcode) {
    return audits_->read(mia_, {audit, barcode, "tablet-1", ++scanned_, clock_.now()});
  }
  void read_all(AuditId audit, const std::vector<int>& numbers) {
    for (const int one : numbers) {
      const auto answer = read(audit, label(one));
      ASSERT_TRUE(answer) << answer.error().message;
    }
  }
  Result<worklists::WorkItem> step_audit(AuditId audit, const std::string& event, const std::string& reason = "") {
    return act(audits_->view(mia_, audit)->audit.item, event, reason);
  }
  std::map<int, Finding> findings_by_number(AuditId audit) {
    std::map<int, Finding> all;
    const auto view = audits_->view(mia_, audit);
    for (const auto& one : view->findings) all[static_cast<int>(one.number)] = one;
    return all;
  }

  std::unique_ptr<AuditService> service_;
  AuditService* audits_ = nullptr;
  std::map<int, VolumeId> folders_;
  std::int64_t scanned_ = 0;
};

}  // namespace charta::shelf_audits
