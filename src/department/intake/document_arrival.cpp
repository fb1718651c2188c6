// SPDX-License-Identifier: Apache-2.0
// C-CDA documents in: journalled byte for byte, filed or held like a message, told apart by their id and their bytes.
#include "base/log.hpp"
#include "department/intake/arrival.hpp"
#include "department/intake/keepable.hpp"

#include <fstream>
#include <sstream>

namespace charta::intake {
namespace {

std::string type_of_document(const cda::Header& header) {
  return column_text(header.type_code.empty() ? std::string(document_type) : std::string(document_type) + "^" + header.type_code);
}

}  // namespace

Result<IntakeService::Arrival> IntakeService::read_document(BytesView bytes, const Connection& connection) {
  auto arrival = arrived(bytes, connection);
  auto& row = arrival.row;
  row.sender_application = std::string(document_type);
  row.type = std::string(document_type);
  CHARTA_TRY(row.body, store_body(store_.blobs(), bytes, row.hash, options_.row_limit));
  auto document = cda::map_document(bytes, TimeZone::utc());
  if (!document) {
    row.control_id = "unreadable:" + row.hash.hex().substr(0, 24);  // the same bytes again are counted, not refused again
    arrival.cannot = Hold{"not-readable", document.error().message, document.error().location};
    arrival.outcome_when_held = Outcome::unreadable;
    return arrival;
  }
  const auto& header = document->header;
  row.sender_facility = column_text(header.custodian);
  row.control_id = column_text(header.id.text());
  row.type = type_of_document(header);
  row.version = header.release;
  arrival.partner = partners_.of_sender(row.sender_application, row.sender_facility);
  row.partner = arrival.partner.name;
  row.facility = arrival.partner.facility;
  // Its times without an offset are those of who keeps it, which only the document tells.
  const auto sender = sender_of_document(arrival.partner);
  if (sender.zone.name() != TimeZone::utc().name()) document = cda::map_document(bytes, sender.zone);
  if (!document) return document.error();
  arrival.document = std::move(*document);
  arrival.original = Bytes(bytes);
  return arrival;
}

Received IntakeService::receive_document(BytesView bytes, const Connection& connection) {
  try {
    if (bytes.size() > options_.size_limit) {
      log::error("intake.too_large", {{"listener", connection.listener}});
      if (alarm_) alarm_(Outcome::too_large, MessageId());
      return Received{Outcome::too_large, {}, {}, false};
    }
    auto arrival = read_document(bytes, connection);
    const auto outcome = arrival ? claim(*arrival, AckMode::done) : Result<Outcome>(arrival.error());
    if (!outcome) {
      log::warning("intake.not_claimed", {{"why", name_of(outcome.error().kind)}});
      return Received{Outcome::unavailable, {}, {}, false};
    }
    if (raises_alarm(*outcome)) {
      log::error("intake.alarm", {{"message", arrival->row.message.text()}, {"outcome", outcome_code(*outcome)}});
      if (alarm_) alarm_(*outcome, arrival->row.message);
    }
    return Received{*outcome, arrival->duplicate_of.is_set() ? arrival->duplicate_of : arrival->row.message, {}, false};
  } catch (const std::exception&) {
    log::error("intake.exception", {});
    return Received{Outcome::unavailable, {}, {}, false};
  }
}

Result<MessageRow> IntakeService::settled(MessageId message) {
  CHARTA_TRY(auto row, store_.read([&](store::Reader& reader) { return journal_.find(reader, message); }));
  if (!row) return fail(ErrorKind::not_found, "no message " + message.text());
  std::string sentence = row->detail.empty() ? hold_sentence(row->reason) : row->detail;
  return MessageRow{std::move(*row), std::move(sentence)};
}

Result<Imported> IntakeService::import_document(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorKind::not_found, path + " cannot be read");
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return fail(ErrorKind::unavailable, path + " could not be read to its end");
  const auto received = receive_document(text.str(), {"import", path, AckMode::done});
  Imported imported;
  imported.messages = 1;
  imported.filed = received.outcome == Outcome::filed ? 1 : 0;
  imported.duplicates = received.outcome == Outcome::duplicate ? 1 : 0;
  imported.held = received.outcome == Outcome::held || received.outcome == Outcome::changed_duplicate ? 1 : 0;
  imported.refused = 1 - imported.filed - imported.duplicates - imported.held;
  if (imported.filed + imported.duplicates > 0 || !received.message.is_set()) return imported;
  CHARTA_TRY(const auto one, settled(received.message));
  imported.warnings.push_back(one.row.state + ": " + one.reason_sentence);
  return imported;
}

}  // namespace charta::intake
