// SPDX-License-Identifier: Apache-2.0
#include "app/bag_export.hpp"

#include "app/hospital.hpp"
#include "department/chart/attachments.hpp"
#include "department/document_imaging/filed_pages_store.hpp"
#include "formats/json/json.hpp"
#include "record/resources/whole_record_store.hpp"

#include <fstream>
#include <sstream>

namespace charta::app {
namespace {

using resources::ExportedVersion;

std::string extension_of(std::string_view media_type) {
  static constexpr std::pair<std::string_view, std::string_view> known[] = {
      {"application/pdf", "pdf"}, {"image/tiff", "tif"}, {"image/png", "png"}, {"image/jpeg", "jpg"},
      {"text/plain", "txt"},      {"text/html", "html"}, {"text/xml", "xml"},  {"application/xml", "xml"},
      {"application/rtf", "rtf"}, {"text/rtf", "rtf"}};
  for (const auto& [type, extension] : known)
    if (media_type.substr(0, media_type.find(';')) == type) return std::string(extension);
  return "bin";
}

bool is_record_number(json::Value identifier) {
  for (const auto coding : identifier["type"]["coding"])
    if (coding["code"].text() == "MR") return true;
  return false;
}

std::string record_number_of(json::Value patient) {
  for (const auto identifier : patient["identifier"])
    if (is_record_number(identifier)) return std::string(identifier["value"].text());
  return {};
}

/// Writes one version after the other into the bag's files.
class RecordWriter {
 public:
  RecordWriter(Hospital& hospital, store::Reader& reader, BagWriter& bag, BagAccount& account)
      : hospital_(hospital), reader_(reader), bag_(bag), account_(account) {}

  Result<void> begin() {
    CHARTA_TRY_DO(row("versions", {"type", "id", "version", "last_updated", "deleted", "patient", "newest"}));
    CHARTA_TRY_DO(row("patients", {"patient", "id", "record_number", "family", "given", "birth_date", "gender", "active"}));
    CHARTA_TRY_DO(row("identifiers", {"patient", "system", "value", "type"}));
    CHARTA_TRY_DO(row("encounters", {"encounter", "patient", "class", "status", "start", "end"}));
    return row("documents",
               {"type", "id", "patient", "code", "title", "date", "status", "number", "media_type", "file", "sha256", "problem"});
  }

  Result<void> write(const ExportedVersion& one) {
    const auto& resource = one.resource;
    ++account_.versions;
    CHARTA_TRY_DO(row("versions", {resource.type, resource.id, std::to_string(resource.version), resource.last_updated.text(),
                                   resource.deleted ? "1" : "0", patient_of(resource), one.is_newest ? "1" : "0"}));
    if (!resource.deleted) {
      const std::string folder = one.is_gone ? "deleted/" : "fhir/";
      CHARTA_TRY_DO(bag_.append(folder + resource.type + ".ndjson", resource.json + "\n"));
    }
    if (!one.is_newest || resource.deleted) return {};
    ++account_.resources;
    CHARTA_TRY(const auto document, json::Document::parse(resource.json));
    if (resource.type == "Patient") return write_patient(resource, document.root());
    if (resource.type == "Encounter") return write_encounter(resource, document.root());
    if (resource.type == "DocumentReference" || resource.type == "DiagnosticReport")
      return write_documents(resource, document.root());
    return {};
  }

 private:
  static std::string patient_of(const resources::StoredResource& resource) {
    return resource.type == "Patient" ? resource.key.text() : resource.patient.is_set() ? resource.patient.text() : std::string();
  }
  Result<void> row(std::string_view table, std::initializer_list<std::string_view> fields) {
    std::string line;
    add_csv(line, fields);
    return bag_.append("csv/" + std::string(table) + ".csv", line);
  }

  Result<void> write_patient(const resources::StoredResource& resource, json::Value patient) {
    const auto name = patient["name"].at(0);
    std::string given;
    for (const auto one : name["given"]) given += (given.empty() ? "" : " ") + std::string(one.text());
    CHARTA_TRY_DO(row("patients",
                      {resource.key.text(), resource.id, record_number_of(patient), name["family"].text(), given,
                       patient["birthDate"].text(), patient["gender"].text(), patient["active"].text() == "false" ? "0" : "1"}));
    for (const auto identifier : patient["identifier"])
      CHARTA_TRY_DO(row("identifiers", {resource.key.text(), identifier["system"].text(), identifier["value"].text(),
                                        identifier["type"]["coding"].at(0)["code"].text()}));
    return {};
  }

  Result<void> write_encounter(const resources::StoredResource& resource, json::Value encounter) {
    return row("encounters", {resource.id, patient_of(resource), encounter["class"]["code"].text(), encounter["status"].text(),
                              encounter["period"]["start"].text(), encounter["period"]["end"].text()});
  }

  /// By record number where the patient has one; never by name.
  Result<std::string> folder_of(PatientId patient) {
    if (!patient.is_set()) return std::string("nobody");
    if (patient == folder_patient_) return folder_;
    CHARTA_TRY(const auto stored, hospital_.resources->load(reader_, ResourceId(patient.key())));
    folder_patient_ = patient;
    folder_ = patient.text();
    if (!stored || stored->deleted) return folder_;
    CHARTA_TRY(const auto document, json::Document::parse(stored->json));
    const auto number = record_number_of(document.root());
    if (!number.empty()) folder_ = bag_name(number) + "-" + patient.text();
    return folder_;
  }

  Result<void> write_documents(const resources::StoredResource& resource, json::Value document) {
    CHARTA_TRY(const auto folder, folder_of(resource.patient));
    const auto code = document[resource.type == "DiagnosticReport" ? "code" : "type"];
    const auto date = document[resource.type == "DiagnosticReport" ? "issued" : "date"].text();
    int number = 0;
    for (const auto attachment : chart::attachments_of(document)) {
      ++number;
      const auto media_type = attachment["contentType"].text();
      auto path =
          "documents/" + folder + "/" + bag_name(resource.id) + "/" + std::to_string(number) + "." + extension_of(media_type);
      const auto bytes = chart::bytes_of(reader_, *hospital_.resources, hospital_.store->blobs(), attachment);
      std::string problem = !bytes ? bytes.error().message : !*bytes ? "the bytes stand elsewhere" : "";
      std::string digest;
      if (problem.empty()) {
        ++account_.documents;
        digest = sha256(**bytes).hex();
        CHARTA_TRY_DO(bag_.add(path, **bytes));
      } else {
        ++account_.unreadable;
        path.clear();
      }
      CHARTA_TRY_DO(row("documents", {resource.type, resource.id, patient_of(resource), code["coding"].at(0)["code"].text(),
                                      attachment["title"].text(), date, document["status"].text(), std::to_string(number),
                                      media_type, path.empty() ? path : "data/" + path, digest, problem}));
    }
    return {};
  }

  Hospital& hospital_;
  store::Reader& reader_;
  BagWriter& bag_;
  BagAccount& account_;
  PatientId folder_patient_;
  std::string folder_;
};

Result<void> write_pages(store::Reader& reader, const std::vector<PatientId>& patients, BagWriter& bag) {
  std::string header;
  add_csv(header, {"page", "document", "patient", "place", "width", "height", "dpi", "turned", "media_type", "sha256"});
  CHARTA_TRY_DO(bag.append("csv/pages.csv", header));
  const auto write = [&](const document_imaging::FiledPage& page) {
    std::string line;
    add_csv(line, {page.page.text(), page.document, page.patient.text(), std::to_string(page.place), std::to_string(page.width),
                   std::to_string(page.height), std::to_string(page.dpi), std::to_string(page.turned), page.original_type,
                   page.original});
    return bag.append("csv/pages.csv", line);
  };
  if (patients.empty()) return document_imaging::each_filed_page(reader, {}, write);
  for (const auto patient : patients) CHARTA_TRY_DO(document_imaging::each_filed_page(reader, patient, write));
  return {};
}

/// Goes on by time, so that a long ledger is not counted from its beginning for every piece.
Result<void> write_ledger_of(Hospital& hospital, store::Reader& reader, PatientId patient, BagWriter& bag) {
  ledger::Filter filter;
  filter.patient = patient;
  filter.sort = "at";
  filter.limit = 1000;
  while (true) {
    CHARTA_TRY(const auto entries, hospital.ledger->list(reader, filter));
    for (const auto& entry : entries) {
      std::string line;
      add_csv(line, {entry.id.text(), entry.at.text(), entry.author.user.is_set() ? entry.author.user.text() : "",
                     entry.author.workstation, entry.act, entry.subject_kind, print_key(entry.subject),
                     std::to_string(entry.subject_version), entry.patient.is_set() ? entry.patient.text() : "", entry.reason,
                     entry.rule, entry.digest_hex});
      CHARTA_TRY_DO(bag.append("csv/ledger.csv", line));
      const bool same = filter.from && *filter.from == entry.at;
      filter.from = entry.at;
      filter.offset = same ? filter.offset + 1 : 1;
    }
    if (static_cast<std::int64_t>(entries.size()) < filter.limit) return {};
  }
}

Result<void> write_ledger(Hospital& hospital, store::Reader& reader, const std::vector<PatientId>& patients, BagWriter& bag) {
  std::string header;
  add_csv(header, {"entry", "at", "user", "workstation", "act", "subject_kind", "subject", "subject_version", "patient", "reason",
                   "rule", "sha256"});
  CHARTA_TRY_DO(bag.append("csv/ledger.csv", header));
  if (patients.empty()) return write_ledger_of(hospital, reader, {}, bag);
  for (const auto patient : patients) CHARTA_TRY_DO(write_ledger_of(hospital, reader, patient, bag));
  return {};
}

/// What stands in the bag, in plain words: data/export/README.txt and dictionary.csv of this program's data folder.
Result<void> write_words(BagWriter& bag) {
  for (const auto* name : {"README.txt", "dictionary.csv"}) {
    const std::string path = std::string(CHARTA_DATA_FOLDER "/export/") + name;
    CHARTA_TRY(const auto text, store::read_file(path));
    CHARTA_TRY_DO(bag.add(name == std::string_view("dictionary.csv") ? "csv/dictionary.csv" : name, text));
  }
  return {};
}

}  // namespace

Result<BagAccount> export_bag(Hospital& hospital, const BagOrder& order) {
  BagAccount account;
  CHARTA_TRY(auto bag, BagWriter::begin(order.folder));
  const auto written = hospital.store->read([&](store::Reader& reader) -> Result<void> {
    std::vector<PatientId> patients;
    for (const auto patient : order.patients) {
      CHARTA_TRY(const auto linked, hospital.patient_index->expand(reader, patient));
      patients.insert(patients.end(), linked.begin(), linked.end());
      if (linked.empty()) patients.push_back(patient);
    }
    RecordWriter record(hospital, reader, bag, account);
    CHARTA_TRY_DO(record.begin());
    CHARTA_TRY_DO(resources::each_version(reader, patients, [&](const ExportedVersion& one) { return record.write(one); }));
    CHARTA_TRY_DO(write_pages(reader, patients, bag));
    return write_ledger(hospital, reader, patients, bag);
  });
  if (!written) return written.error();
  CHARTA_TRY_DO(write_words(bag));
  account.files = bag.files();
  account.bytes = bag.bytes();
  CHARTA_TRY(const auto digest, bag.finish({{"Source-Organization", "Charta " CHARTA_VERSION},
                                            {"Bagging-Date", hospital.clock.now().utc_date().text()},
                                            {"External-Description", order.patients.empty() ? "The whole record of a hospital"
                                                                                            : "The record of one person"}}));
  const auto noted = hospital.store->write([&](store::UnitOfWork& work) -> Result<void> {
    const auto patient = order.patients.empty() ? PatientId() : order.patients[0];
    return hospital.ledger->record(
        work, access::Actor::system("console").author,
        {ledger::Act::exported, "bag", 0, 0, patient, order.patients.empty() ? "whole-record" : "one-patient", {}, digest});
  });
  if (!noted) return noted.error();
  return account;
}

}  // namespace charta::app
