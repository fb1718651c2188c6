// SPDX-License-Identifier: Apache-2.0
#include "department/loose_reports/loose_service.hpp"

#include "department/paper_charts/barcode.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::loose_reports {
namespace {

using access::Actor;
using access::Permission;
using worklists::WorkItem;

template <class Kind, class React>
happenings::Bus::Reaction reaction_to(React react) {
  return [react](store::UnitOfWork& work, const happenings::Happening& one) -> Result<void> {
    return react(work, std::get<Kind>(one));
  };
}

std::string detail_of(const LooseReport& report) {
  std::string detail;
  json::Writer out(detail);
  out.begin_object().member("title", report.title).member("document", report.fhir_id).member("number", report.barcode);
  out.member("pages", report.pages).member("origin", report.origin);
  if (!report.lies_at.empty()) out.member("source", report.lies_at);
  out.end_object();
  return detail;
}

}  // namespace

void LooseService::declare() {
  worklists_.declare(
      loose_report_machine(),
      [this](store::UnitOfWork& work, std::string_view name, const WorkItem& item, const worklists::Act&) {
        return guard(work, name, item);
      },
      [this](store::UnitOfWork& work, const Actor& actor, const WorkItem& item, const worklists::Act& act) {
        return entered(work, actor, item, act);
      });
}

void LooseService::subscribe(happenings::Bus& bus) {
  using namespace happenings;
  bus.on("document_withdrawn", "loose_reports.on_withdrawn",
         reaction_to<DocumentWithdrawn>(
             [this](store::UnitOfWork& work, const DocumentWithdrawn& one) { return withdrawn(work, one.document); }));
  bus.on("record_moved", "loose_reports.on_moved",
         reaction_to<RecordMoved>([this](store::UnitOfWork& work, const RecordMoved& moved) -> Result<void> {
           for (const auto& piece : moved.pieces)
             CHARTA_TRY_DO(rows_.move(work, piece.resource, moved.to, piece.marks.facility, piece.marks.sensitivity));
           return {};
         }));
  bus.on("record_relabelled", "loose_reports.on_relabelled",
         reaction_to<RecordRelabelled>([this](store::UnitOfWork& work, const RecordRelabelled& one) {
           return rows_.relabel(work, one.patient, one.removed, one.added);
         }));
}

/// No list can say that something lies in its folder, or that a discharge was taken back: the rows must say so.
Result<void> LooseService::guard(store::UnitOfWork& work, std::string_view name, const WorkItem& item) {
  CHARTA_TRY(const auto report, rows_.of_item(work, item.id));
  if (!report) return fail(ErrorKind::internal, "no loose report stands behind item " + item.id.text());
  if (name != "both-barcodes-scanned") {
    if (!report->is_open) return {};
    return fail(ErrorKind::business_rule, "this happens by itself, when the message comes", "event");
  }
  CHARTA_TRY(const auto proofs, rows_.proofs_of(work, report->document));
  if (std::any_of(proofs.begin(), proofs.end(), [&](const FilingProof& one) { return one.report == report->id; })) return {};
  return fail(ErrorKind::business_rule, "scan the report and its folder: both barcodes are the proof that it was filed", "event");
}

Result<void> LooseService::entered(store::UnitOfWork& work, const Actor& actor, const WorkItem& item, const worklists::Act&) {
  if (!item.closed_at) return {};
  CHARTA_TRY(const auto report, rows_.of_item(work, item.id));
  if (!report) return {};
  if (report->is_open) CHARTA_TRY_DO(rows_.close(work, report->id, clock_.now()));
  return follower_ ? follower_(work, actor, *report, item.state) : Result<void>();
}

Result<LooseReport> LooseService::open(store::UnitOfWork& work, const NewLooseReport& given) {
  LooseReport report;
  static_cast<NewLooseReport&>(report) = given;
  report.id = keys_.next<LooseReportId>();
  report.came_at = clock_.now();
  worklists::NewWorkItem item;
  item.kind = loose_report_machine().kind;
  item.subject_type = report.resource_type;
  item.subject = report.document.key();
  item.patient = report.patient;
  item.due_at = report.came_at.plus(rules_.due_after);
  item.clock_basis = "arrival";
  item.pool = "file-room";
  item.reason_code = "loose-by-" + report.origin;
  item.rule = rules_.rule;
  item.facility = report.facility;
  item.sensitivity = report.sensitivity;
  item.detail = detail_of(report);
  item.rank = need_of({{}, {}, {}, report.came_at}, report.came_at, rules_).rank;
  CHARTA_TRY(const auto opened, worklists_.open(work, system_, item));
  report.item = opened.id;
  CHARTA_TRY_DO(rows_.add(work, report));
  return report;
}

Result<void> LooseService::close(store::UnitOfWork& work, const LooseReport& report, std::string_view event) {
  CHARTA_TRY_DO(rows_.close(work, report.id, clock_.now()));
  worklists::Act act;
  act.event = event;
  CHARTA_TRY_DO(worklists_.apply(work, system_, report.item, act));
  return {};
}

Result<std::vector<LooseReport>> LooseService::take_back(store::UnitOfWork& work, ResourceId encounter) {
  CHARTA_TRY(auto open, rows_.open_of_encounter(work, encounter));
  std::erase_if(open, [](const LooseReport& one) { return one.origin != "discharge"; });
  for (const auto& one : open) CHARTA_TRY_DO(close(work, one, "take-back"));
  return open;
}

Result<void> LooseService::withdrawn(store::UnitOfWork& work, ResourceId document) {
  CHARTA_TRY(const auto open, rows_.open_of_document(work, document));
  for (const auto& one : open) CHARTA_TRY_DO(close(work, one, "withdraw"));
  return {};
}

Result<void> LooseService::add_proof(store::UnitOfWork& work, FilingProof proof) {
  proof.id = keys_.next<FilingProofId>();
  proof.at = clock_.now();
  return rows_.add_proof(work, proof);
}

Result<void> LooseService::prove_version(store::UnitOfWork& work, const Actor& actor, FilingProof proof) {
  proof.kind = "version";
  proof.by = actor.author.user;
  return add_proof(work, std::move(proof));
}

Result<paper_charts::VolumeId> LooseService::folder_of(store::Reader& reader, std::string_view volume_barcode,
                                                       PatientId patient) {
  const auto scanned = paper_charts::read_barcode(volume_barcode);
  if (scanned.kind == paper_charts::Scanned::damaged)
    return fail(ErrorKind::invalid, "one of the folder label's characters is wrong: scan it again", "volume");
  CHARTA_TRY(const auto volume, paper_.volume_by_barcode(reader, scanned.text));
  if (!volume) return fail(ErrorKind::not_found, "no folder has this barcode; scan the label of the folder", "volume");
  CHARTA_TRY(const auto records, index_.expand(reader, patient));
  const auto whose = volume->volume.patient;
  if (whose == patient || std::find(records.begin(), records.end(), whose) != records.end()) return volume->volume.id;
  return fail(ErrorKind::business_rule, "this folder is another patient's: nothing was recorded; look for the right folder",
              "volume");
}

Result<LooseReport> LooseService::file(const Actor& actor, std::string_view report_barcode, std::string_view volume_barcode) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.write([&](store::UnitOfWork& work) -> Result<LooseReport> {
    CHARTA_TRY(auto report, rows_.of_barcode(work, paper_charts::read_barcode(report_barcode).text));
    if (!report || !actor.visibility.sees(report->facility, report->sensitivity, report->patient))
      return fail(ErrorKind::not_found, "no loose report has this barcode; scan the barcode of the printed report first",
                  "report");
    if (!report->is_open) return fail(ErrorKind::business_rule, "this report is loose no more; look at its proof", "report");
    CHARTA_TRY(const auto volume, folder_of(work, volume_barcode, report->patient));
    FilingProof proof{{},     "barcodes",      report->id, report->delivery,  report->document, report->version,
                      volume, report->patient, {},         actor.author.user, report->facility, report->sensitivity};
    CHARTA_TRY_DO(add_proof(work, std::move(proof)));
    worklists::Act act;
    act.event = "file";
    CHARTA_TRY(const auto item, worklists_.apply(work, actor, report->item, act));
    CHARTA_TRY_DO(ledger_.record(work, actor.author,
                                 {ledger::Act::filed,
                                  "loose_report",
                                  report->id.key(),
                                  report->version,
                                  report->patient,
                                  "both-barcodes",
                                  rules_.rule,
                                  {}}));
    report->is_open = false;
    report->closed_at = item.closed_at;
    return std::move(*report);
  });
}

Result<std::vector<FilingProof>> LooseService::proofs(const Actor& actor, ResourceId document) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(auto all, store_.read([&](store::Reader& reader) { return rows_.proofs_of(reader, document); }));
  std::erase_if(all, [&](const FilingProof& one) { return !actor.visibility.sees(one.facility, one.sensitivity, one.patient); });
  return all;
}

}  // namespace charta::loose_reports
