// SPDX-License-Identifier: Apache-2.0
#include "department/counter/counter_service.hpp"

#include <algorithm>

namespace charta::counter {
namespace {

using access::Actor;
using access::Permission;
using paper_charts::MovementCommand;
using paper_charts::Scanned;

constexpr std::size_t scans_at_once = 500, device_name_longest = 64, label_longest = 200;

bool is_confirmed(const CounterScan& scan, std::string_view what) {
  return std::find(scan.confirmed.begin(), scan.confirmed.end(), what) != scan.confirmed.end();
}

void ask(CounterScan& scan, std::string what, std::string says) {
  scan.outcome = "asks";
  scan.asks = std::move(what);
  scan.says = std::move(says);
}

/// What the house cannot do now: the device keeps the scan and sends it again.
bool is_for_later(const Error& error) {
  return error.kind == ErrorKind::unavailable || error.kind == ErrorKind::internal;
}

/// What is no volume's label is told at once to whoever stands there, and asked about later where nobody does.
void refuse_label(CounterScan& scan, std::string says) {
  ask(scan, "barcode", std::move(says));
  if (!scan.is_live) return;
  scan.outcome = "wrong";
  scan.asks.clear();
}

std::string words_of_label(Scanned kind) {
  if (kind == Scanned::separator) return "this is a cover sheet of the scanning desk, not a volume";
  if (kind == Scanned::damaged) return "one of the label's characters is wrong: scan it again, or print a new label";
  if (kind == Scanned::place) return "this is the label of a place, not of a volume";
  if (kind == Scanned::requisition) return "this is the slip of a request, not a volume";
  return "no volume has this barcode";
}

}  // namespace

Result<void> CounterService::check(const std::string& device, const std::vector<DeviceScan>& scans) const {
  if (device.empty() || device.size() > device_name_longest)
    return fail(ErrorKind::missing, "a device has a name of 1 to " + std::to_string(device_name_longest) + " characters",
                "device");
  if (scans.size() > scans_at_once)
    return fail(ErrorKind::too_large, "send at most " + std::to_string(scans_at_once) + " scans at once", "scans");
  for (const auto& one : scans) {
    if (one.number <= 0) return fail(ErrorKind::missing, "each scan has the device's own number, from 1", "number");
    if (!is_counter_kind(one.kind))
      return fail(ErrorKind::unknown_code, "'" + one.kind + "' is no mode of the counter; say check-in, charge-out, inventory, ward-receipt or "
                                                                      "ward-filed",
                  "kind");
    if (std::max({one.barcode.size(), one.to_barcode.size(), one.at_barcode.size(), one.purpose.size()}) > label_longest)
      return fail(ErrorKind::too_large, "a label has at most " + std::to_string(label_longest) + " characters", "barcode");
    if (one.kind == "inventory" && !one.audit.is_set())
      return fail(ErrorKind::missing, "an inventory scan says which audit it is read into", "audit");
  }
  return {};
}

Result<std::vector<CounterScan>> CounterService::receive(const Actor& actor, const std::string& device,
                                                         const std::vector<DeviceScan>& scans) {
  std::vector<CounterScan> all;
  for (const auto& one : scans) {
    CounterScan scan;
    static_cast<DeviceScan&>(scan) = one;
    scan.barcode = paper_charts::read_barcode(one.barcode).text;
    scan.id = keys_.next<CounterScanId>();
    scan.device = device;
    scan.received_at = clock_.now();
    scan.sent_by = actor.author.user;
    all.push_back(std::move(scan));
  }
  const auto added = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    for (auto& one : all) {
      CHARTA_TRY(const auto row, paper_rows_.volume_by_barcode(work, one.barcode));
      if (row) one.volume = row->volume.id;
      CHARTA_TRY_DO(rows_.add(work, one));
    }
    return {};
  });
  if (!added) return added.error();
  for (auto& one : all) {
    CHARTA_TRY(auto kept, store_.read([&](store::Reader& reader) { return rows_.scan_of(reader, device, one.number); }));
    if (!kept) return fail(ErrorKind::internal, "a scan that was received is not there");
    one = std::move(*kept);
  }
  return all;
}

Result<std::vector<CounterAnswer>> CounterService::take(const Actor& actor, const std::string& device,
                                                        const std::vector<DeviceScan>& scans) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY_DO(check(device, scans));
  const std::lock_guard lock(one_at_a_time_);
  CHARTA_TRY(auto all, receive(actor, device, scans));
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto& one = all[i];
    if (one.outcome != "received") continue;
    // The label as it was scanned tells what it is; what is kept of it is only what may be a volume's.
    const auto kind = paper_charts::read_barcode(scans[i].barcode).kind;
    if (one.kind != "inventory" && kind != Scanned::volume && kind != Scanned::foreign)
      refuse_label(one, words_of_label(kind));
    else
      CHARTA_TRY_DO(settle(actor, one));
    CHARTA_TRY_DO(keep(actor, one));
  }
  return answers_of(std::move(all));
}

Result<void> CounterService::settle(const Actor& actor, CounterScan& scan) {
  if (is_ward_kind(scan.kind)) return take_on_ward(actor, scan);
  return scan.kind == "inventory" ? read_into_audit(actor, scan) : move(actor, scan);
}

Result<void> CounterService::read_into_audit(const Actor& actor, CounterScan& scan) {
  const auto read = audits_.read(actor, {scan.audit, scan.barcode, scan.device, scan.number, house_time(scan)});
  if (read) {
    scan.outcome = read->remark.empty() ? "done" : "remark";
    scan.asks.clear();
    scan.says = read->says;
    return {};
  }
  if (is_for_later(read.error())) return read.error();
  ask(scan, "audit", read.error().message);
  return {};
}

/// Taken twice it does nothing the second time: the floor knows what it received.
Result<void> CounterService::take_on_ward(const Actor& actor, CounterScan& scan) {
  if (!ward_scan_) return fail(ErrorKind::business_rule, "this house carries no copies to wards", "kind");
  const auto at = is_confirmed(scan, "device-clock") ? std::nullopt : said_time(scan, scan.received_at, rules_);
  const auto taken = ward_scan_(actor, scan, at);
  if (!taken && is_for_later(taken.error())) return taken.error();
  if (!taken || taken->outcome == "wrong") {
    refuse_label(scan, taken ? taken->says : taken.error().message);
    if (scan.outcome == "asks") scan.asks = "ward-copy";
    return {};
  }
  scan.outcome = taken->outcome;
  scan.asks.clear();
  scan.says = taken->says;
  return {};
}

/// What must be answered before the scan is even tried: empty when nothing.
Result<std::string> CounterService::asks_first(store::Reader& reader, const CounterScan& scan, std::string& says) const {
  CHARTA_TRY(const auto waiting, rows_.open_of_volume(reader, scan.volume));
  const bool is_behind = !waiting.empty() && waiting.front().id < scan.id;
  if (is_behind && !scan.is_live) {
    says = "an earlier scan of this volume waits for an answer";
    return std::string("earlier-scan");
  }
  CHARTA_TRY(const auto before, rows_.before(reader, scan.device, scan.number));
  if (before && went_back(house_time(*before), house_time(scan), rules_) && !is_confirmed(scan, "device-clock")) {
    says = "the device's clock was set back between two scans; its times cannot be believed";
    return std::string("confirm:device-clock");
  }
  return std::string();
}

Result<MovementCommand> CounterService::command_of(store::Reader& reader, const CounterScan& scan) const {
  MovementCommand command;
  command.kind = scan.kind;
  command.purpose = scan.purpose;
  command.confirmed = scan.confirmed;
  command.device = scan.device;
  command.device_number = scan.number;
  command.said_at = is_confirmed(scan, "device-clock") ? std::nullopt : said_time(scan, scan.received_at, rules_);
  for (const auto& [barcode, place, name] :
       {std::tuple(&scan.to_barcode, &command.to, "to_barcode"), std::tuple(&scan.at_barcode, &command.at, "at_barcode")}) {
    if (barcode->empty()) continue;
    CHARTA_TRY(const auto found, paper_rows_.place_by_barcode(reader, paper_charts::read_barcode(*barcode).text));
    if (!found) return fail(ErrorKind::not_found, "no place has the barcode that was scanned for it", name);
    *place = found->id;
  }
  if (scan.kind == "charge-out" && !command.to.is_set())
    return fail(ErrorKind::missing, "scan first to whom it goes", "to_barcode");
  return command;
}

Result<void> CounterService::move(const Actor& actor, CounterScan& scan) {
  if (!scan.volume.is_set()) {
    CHARTA_TRY(const auto row,
               store_.read([&](store::Reader& reader) { return paper_rows_.volume_by_barcode(reader, scan.barcode); }));
    if (row) scan.volume = row->volume.id;
  }
  if (!scan.volume.is_set()) {
    refuse_label(scan, "no volume has this barcode");
    return {};
  }
  CHARTA_TRY(const auto known,
             store_.read([&](store::Reader& reader) { return paper_rows_.scanned_before(reader, scan.device, scan.number); }));
  if (!known) return move_volume(actor, scan);
  scan.outcome = "done";
  scan.asks.clear();
  return {};
}

Result<void> CounterService::move_volume(const Actor& actor, CounterScan& scan) {
  std::string says;
  CHARTA_TRY(auto first, store_.read([&](store::Reader& reader) { return asks_first(reader, scan, says); }));
  if (!first.empty()) {
    ask(scan, std::move(first), std::move(says));
    return {};
  }
  const auto command = store_.read([&](store::Reader& reader) { return command_of(reader, scan); });
  const auto moved = command ? paper_.move(actor, scan.volume, *command) : Result<paper_charts::Moved>(command.error());
  if (moved) {
    scan.outcome = moved->movements.empty() ? "nothing-to-do" : "done";
    scan.asks.clear();
    scan.says = moved->says;
    return {};
  }
  if (is_for_later(moved.error())) return moved.error();
  ask(scan, moved.error().location.empty() ? "look" : moved.error().location, moved.error().message);
  return {};
}

Result<void> CounterService::keep(const Actor& actor, const CounterScan& scan) {
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(rows_.save(work, scan));
    PatientId patient;
    if (scan.volume.is_set()) {
      CHARTA_TRY(const auto row, paper_rows_.volume(work, scan.volume));
      if (row) patient = row->volume.patient;
    }
    const std::string words =
        scan.kind + ":" + scan.outcome + (scan.reason.empty() ? "" : ":" + scan.reason) + ":" + who_scanned(scan);
    return ledger_.record(work, actor.author,
                          {ledger::Act::received, "counter_scan", scan.id.key(), 0, patient, words, rules_.rule, {}});
  });
}

Result<CounterScan> CounterService::waiting(CounterScanId id) {
  CHARTA_TRY(auto found, store_.read([&](store::Reader& reader) { return rows_.scan(reader, id); }));
  if (!found) return fail(ErrorKind::not_found, "no scan " + id.text());
  if (!found->is_open()) return fail(ErrorKind::business_rule, "this scan waits no more; it is " + found->outcome);
  return std::move(*found);
}

Result<CounterAnswer> CounterService::reply(const Actor& actor, CounterScanId id, const CounterReply& reply) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  const std::lock_guard lock(one_at_a_time_);
  CHARTA_TRY(auto scan, waiting(id));
  for (const auto& one : reply.confirmed)
    if (!is_confirmed(scan, one)) scan.confirmed.push_back(one);
  if (!reply.purpose.empty()) scan.purpose = reply.purpose;
  if (!reply.to_barcode.empty()) scan.to_barcode = reply.to_barcode;
  scan.answered_by = actor.author.user;
  scan.answered_at = clock_.now();
  CHARTA_TRY_DO(settle(actor, scan));
  CHARTA_TRY_DO(keep(actor, scan));
  if (!scan.is_open()) CHARTA_TRY_DO(go_on_behind(actor, scan));
  return answer_of(std::move(scan));
}

Result<CounterAnswer> CounterService::drop(const Actor& actor, CounterScanId id, const std::string& reason) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  if (reason.empty()) return fail(ErrorKind::missing, "say why the scan is dropped, by one of the reasons", "reason");
  if (!rules_.drop_reasons.contains(reason))
    return fail(ErrorKind::unknown_code, "'" + reason + "' is no reason to drop a scan", "reason");
  const std::lock_guard lock(one_at_a_time_);
  CHARTA_TRY(auto scan, waiting(id));
  scan.outcome = "dropped";
  scan.reason = reason;
  scan.answered_by = actor.author.user;
  scan.answered_at = clock_.now();
  CHARTA_TRY_DO(keep(actor, scan));
  CHARTA_TRY_DO(go_on_behind(actor, scan));
  return answer_of(std::move(scan));
}

/// Later scans of the volume that waited for this one, until one of them asks something itself.
Result<void> CounterService::go_on_behind(const Actor& actor, const CounterScan& scan) {
  if (!scan.volume.is_set()) return {};
  CHARTA_TRY(auto behind, store_.read([&](store::Reader& reader) { return rows_.open_of_volume(reader, scan.volume); }));
  for (auto& one : behind) {
    if (one.asks != "earlier-scan") continue;
    CHARTA_TRY_DO(settle(actor, one));
    CHARTA_TRY_DO(keep(actor, one));
    if (one.is_open()) return {};
  }
  return {};
}

Result<CounterAnswer> CounterService::answer_of(CounterScan scan) {
  CounterAnswer answer;
  if (scan.volume.is_set()) {
    CHARTA_TRY(answer.volume, store_.read([&](store::Reader& reader) { return paper_rows_.volume(reader, scan.volume); }));
  }
  answer.scan = std::move(scan);
  return answer;
}

Result<std::vector<CounterAnswer>> CounterService::answers_of(std::vector<CounterScan> scans) {
  std::vector<CounterAnswer> all;
  for (auto& one : scans) {
    CHARTA_TRY(auto answer, answer_of(std::move(one)));
    all.push_back(std::move(answer));
  }
  return all;
}

Result<std::vector<CounterAnswer>> CounterService::open(const Actor& actor, std::int64_t limit) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(auto scans, store_.read([&](store::Reader& reader) { return rows_.open(reader, limit); }));
  return answers_of(std::move(scans));
}

Result<std::vector<CounterAnswer>> CounterService::newest(const Actor& actor, std::int64_t limit) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(auto scans, store_.read([&](store::Reader& reader) { return rows_.newest(reader, limit); }));
  return answers_of(std::move(scans));
}

}  // namespace charta::counter
