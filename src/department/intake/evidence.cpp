// SPDX-License-Identifier: Apache-2.0
// What came to a record under which demographics: read from the bytes as they were received.
#include "department/intake/arrival.hpp"
#include "department/intake/intake_service.hpp"

namespace charta::intake {
namespace {

constexpr std::int64_t most = 5000;

Evidence evidence_of(const JournalRow& row, patient_index::Demographics who) {
  Evidence evidence;
  evidence.message = row.message;
  evidence.at = row.received_at;
  evidence.type = row.type;
  evidence.sender = row.partner;
  evidence.who = std::move(who);
  for (const auto& line : parse_outcome_lines(row.outcome)) {
    if (!line.link_type.empty() && line.link_type != "Patient") evidence.resources.emplace_back(line.link_type, line.link_id);
  }
  return evidence;
}

}  // namespace

Result<std::vector<Evidence>> IntakeService::evidence(store::Reader& reader, PatientId patient) {
  JournalFilter filter;
  filter.patient = patient;
  filter.limit = most;
  CHARTA_TRY(const auto rows, journal_.list(reader, filter, actor_.visibility));
  std::vector<Evidence> all;
  for (auto listed = rows.rbegin(); listed != rows.rend(); ++listed) {
    CHARTA_TRY(const auto row, journal_.find(reader, listed->message));
    if (!row || row->state != "filed") continue;
    CHARTA_TRY(const auto bytes, load_body(store_.blobs(), row->body, row->size));
    if (is_document(*row)) {
      const auto document = cda::map_document(bytes, TimeZone::utc());
      if (document) all.push_back(evidence_of(*row, patient_index::demographics_of(document->patient)));
      continue;
    }
    const auto partner = partners_.of_sender(row->sender_application, row->sender_facility);
    const auto message = hl7v2::Message::parse(bytes, partner.charset);
    if (!message) continue;
    patient_index::Demographics who;
    if (const auto* pid = message->first("PID")) who = patient_index::demographics_of(*pid, sender_of(partner, message->header()));
    all.push_back(evidence_of(*row, std::move(who)));
  }
  return all;
}

}  // namespace charta::intake
