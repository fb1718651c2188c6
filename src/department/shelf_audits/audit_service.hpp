// SPDX-License-Identifier: Apache-2.0
// Shelf-reading audits: a section at random is read volume by volume, compared with what the record expects, and put right by
// people.
#pragma once
#include "base/clock.hpp"
#include "department/paper_charts/paper_service.hpp"
#include "department/paper_charts/standing_store.hpp"
#include "department/shelf_audits/audit_rules.hpp"
#include "department/shelf_audits/audit_store.hpp"
#include "record/worklists/worklist_service.hpp"

#include <map>
#include <string>
#include <vector>

namespace charta::shelf_audits {

struct NewAudit {
  PlaceId room;
  std::int64_t volumes = 0;  ///< 0: by rule
  std::string from_number;   ///< where the section begins; empty: at random
};

/// One label, read by a device.
struct NewReading {
  AuditId audit;
  std::string barcode, device;
  std::int64_t device_number = 0;
  Instant at;
};

/// What a label says at once; the comparison follows when the whole section is read.
struct ReadAnswer {
  std::string remark;  ///< empty: as it should be; no-volume, read-before, stands-elsewhere, not-of-this-section, out-of-order
  std::string says;
  std::int64_t position = 0, expected = 0;
  VolumeId volume;
  PatientId patient;
};

struct AuditView {
  Audit audit;
  std::string room;
  std::int64_t readings = 0;
  std::vector<Finding> findings;
  std::map<VolumeId, paper_charts::VolumeRow> volumes;  ///< whom the findings name
};

struct RoomRate {
  PlaceId room;
  std::string path;
  std::int64_t audits = 0, read = 0, misfiled = 0, not_seen = 0;
  Rate rate;
};

class AuditService {
 public:
  AuditService(store::Store& store, paper_charts::PaperService& paper, worklists::WorklistService& worklists,
               ledger::Ledger& ledger, const Clock& clock, KeySource& keys, AuditRules rules)
      : store_(store),
        paper_(paper),
        worklists_(worklists),
        ledger_(ledger),
        clock_(clock),
        keys_(keys),
        rules_(std::move(rules)) {}

  void declare();  ///< at start-up: the queue `shelf-audit`, whose steps go by the worklist
  const AuditRules& rules() const { return rules_; }

  // All ask file-documents.
  /// Errors: `not_found` (no such room), `business_rule` (nothing stands there).
  Result<AuditId> plan(const access::Actor& actor, const NewAudit& audit);
  /// A label in the order in which it stands; what is only planned begins with it. A device's number is taken once.
  /// Errors: `business_rule` (it is compared already), `not_found`.
  Result<ReadAnswer> read(const access::Actor& actor, const NewReading& reading);
  Result<AuditView> view(const access::Actor& actor, AuditId audit);
  Result<std::vector<AuditView>> audits(const access::Actor& actor, bool open_only, std::int64_t limit);  ///< without findings
  /// The proposal is carried out, in the record as on the shelf. Errors: `business_rule` (answered already; the volume's machine
  /// refuses: it has moved meanwhile).
  Result<void> confirm(const access::Actor& actor, AuditId audit, std::int64_t finding);
  /// Errors: `unknown_code` (no such reason), `business_rule` (answered already).
  Result<void> dismiss(const access::Actor& actor, AuditId audit, std::int64_t finding, const std::string& reason);
  Result<std::vector<RoomRate>> rates(const access::Actor& actor, Instant from, Instant until);  ///< asks read-worklists

 private:
  Result<WorkItemId> open_item(store::UnitOfWork& work, const access::Actor& actor, const Audit& audit,
                               const paper_charts::Place& room);
  Result<std::string> number_at(store::Reader& reader, PlaceId room, const std::string& key) const;
  Result<void> step(store::UnitOfWork& work, const access::Actor& actor, WorkItemId item, std::string_view event);
  Result<void> guard(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item);
  Result<void> entered(store::UnitOfWork& work, const worklists::WorkItem& item, const worklists::Act& act);
  Result<void> take_expected(store::UnitOfWork& work, Audit& audit);
  Result<void> compare_now(store::UnitOfWork& work, Audit& audit);
  Result<Read> read_of(store::Reader& reader, const Audit& audit, const Reading& reading) const;
  Result<ByRecord> by_record(store::Reader& reader, const Audit& audit, const paper_charts::Volume& volume) const;
  Result<ReadAnswer> answer_to(store::Reader& reader, const Audit& audit, const Reading& reading,
                               const paper_charts::VolumeRow* row) const;
  Result<Finding> open_finding(store::Reader& reader, AuditId audit, std::int64_t number) const;
  Result<void> record_here(const access::Actor& actor, const Audit& audit, VolumeId volume);
  Result<void> answer(const access::Actor& actor, AuditId audit, Finding finding, std::string state, std::string reason);
  Result<Audit> audit_of_id(store::Reader& reader, AuditId audit) const;

  store::Store& store_;
  paper_charts::PaperService& paper_;
  worklists::WorklistService& worklists_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  AuditRules rules_;
  AuditStore rows_;
  paper_charts::PaperStore paper_rows_;
  paper_charts::StandingStore standing_;
};

}  // namespace charta::shelf_audits
