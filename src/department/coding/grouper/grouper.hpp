// SPDX-License-Identifier: Apache-2.0
// The MS-DRG grouper: a pure function from a claim and the published tables to a DRG, with the reasons kept.
// Source: CMS, MS-DRG Definitions Manual (pre-MDC, MDC assignment, surgical hierarchy, appendices C and I).
#pragma once
#include "department/coding/grouper/drg_tables.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace charta::grouper {

struct ClaimDiagnosis {
  CodeKey code = 0;
  char poa = ' ';  ///< Y, N, U, W, 1 or blank
};

/// What the grouper reads of a discharge. `sex`: 'M', 'F', anything else unknown.
struct Claim {
  ClaimDiagnosis principal;
  std::vector<ClaimDiagnosis> secondary;
  std::vector<CodeKey> procedures;
  int age = -1;  ///< in years
  char sex = 'U';
  int discharge_status = 0;
  std::vector<std::string> unreadable;  ///< what was given in a code's place and is none, by the number of its key
};
/// The code as a person reads it; of an unreadable one what was given, in quotes.
std::string words_of(const Claim& claim, CodeKey code);
std::string diagnosis_words(const Claim& claim, CodeKey code);  ///< with its dot

enum class ReturnCode : std::uint8_t {
  ok,
  invalid_principal,
  cannot_be_principal,
  invalid_sex,
  invalid_discharge_status,
  no_drg,
  hac_without_poa  ///< a hospital-acquired condition whose POA says neither that it was there nor that it was not
};
std::string_view name_of(ReturnCode code);  ///< "OK", "INVALID_PDX", "DX_CANNOT_BE_PDX", …

/// How a secondary diagnosis counted.
enum class Use : std::uint8_t { neither, cc, mcc, cc_excluded, mcc_excluded, cc_excluded_by_logic, mcc_excluded_by_logic };
std::string_view name_of(Use use);            ///< "NEITHER", "CC", "MCC_EXCLUDED", "CC_EXCLUDED_BY_DRG_LOGIC", …
std::string_view name_of(Severity severity);  ///< "NON_CC", "CC", "MCC"
std::string_view name_of(MedSurg kind);       ///< "NONE", "MEDICAL", "SURGICAL"

enum class HacStatus : std::uint8_t { not_applicable, drg_unchanged, drg_changed, ungroupable };
std::string_view name_of(HacStatus status);

/// Why a secondary diagnosis with a CC or MCC level did not count at all.
enum class Lost : std::uint8_t { nothing, excluded_by_principal, died, hospital_acquired };

struct DiagnosisUse {
  Use initial = Use::neither, final = Use::neither;
  bool carries_initial = false, carries_final = false;  ///< the DRG asks for it
  bool is_hac = false, lacks_poa = false;
  Lost lost = Lost::nothing;
  std::uint8_t hac = 0;  ///< the number of the condition that it met, hospital-acquired or not
};

struct ProcedureUse {
  bool is_operating_room = false, carries_initial = false, carries_final = false;
};

/// One pass: before hospital-acquired conditions are taken away (initial), or after (final).
struct Outcome {
  int mdc = 0, drg = 999, base_drg = 999;
  ReturnCode code = ReturnCode::ok;
  MedSurg med_surg = MedSurg::none;
  Severity severity = Severity::none;
  bool has_severity = false;
  int line = -1;        ///< of DrgTables::lines that gave the DRG; -1: none
  int entered_by = -1;  ///< the line that sent the claim on from pre-MDC; -1: by the principal diagnosis
  int logic_mdc = 0;    ///< where the line was found: 29 for unrelated procedures
};

struct Grouping {
  Outcome initial, final;
  HacStatus hac_status = HacStatus::not_applicable;
  int hac_count = 0;
  std::vector<DiagnosisUse> secondary;
  std::vector<ProcedureUse> procedures;
  std::vector<std::uint16_t> clusters;  ///< formed, by place in DrgTables::clusters
};

/// Room that is kept from claim to claim, so that grouping allocates nothing once warm. One per thread.
class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

 private:
  friend void group(const DrgTables&, const Claim&, Workspace&, Grouping&);
  struct Room;
  Room* room_;
};

/// Groups `claim` by `tables` (prepared) into `grouping`, whose room is used again.
void group(const DrgTables& tables, const Claim& claim, Workspace& workspace, Grouping& grouping);
Grouping group(const DrgTables& tables, const Claim& claim);

}  // namespace charta::grouper
