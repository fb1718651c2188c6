// SPDX-License-Identifier: Apache-2.0
// Files through the same paths as the listeners, and sending to others.
#include "app/command_files.hpp"
#include "app/commands.hpp"
#include "app/console.hpp"
#include "app/hospital.hpp"
#include "formats/json/json.hpp"
#include "transport/mllp/client.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>

namespace charta::app {
namespace {

/// A Bundle runs as the transaction or batch it says it is (a collection as a batch of its entries is refused: it says nothing to
/// do); any other resource is created.
Result<std::int64_t> import_resource(Hospital& hospital, const std::string& text) {
  const auto actor = access::Actor::system("import");
  CHARTA_TRY(const auto document, json::Document::parse(text));
  const std::string type(document.root()["resourceType"].text());
  if (type == "Bundle") {
    CHARTA_TRY_DO(hospital.resources->bundle(actor, text, ""));
    return static_cast<std::int64_t>(document.root()["entry"].size());
  }
  const std::string id(document.root()["id"].text());
  if (id.empty())
    CHARTA_TRY_DO(hospital.resources->create(actor, type, text, ""));
  else
    CHARTA_TRY_DO(hospital.resources->update(actor, type, id, text, ""));
  return 1;
}

/// One resource a line, as bulk exports and bags have them; each line that is refused is said.
Result<std::int64_t> import_lines(Hospital& hospital, const std::string& file, Console& console) {
  std::ifstream lines(file, std::ios::binary);
  if (!lines) return fail(ErrorKind::not_found, file + " cannot be read");
  std::int64_t taken = 0, refused = 0, number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto imported = import_resource(hospital, line);
    taken += imported ? *imported : 0;
    refused += imported ? 0 : 1;
    if (!imported) console.err(fmt::format("{}, line {}: {}\n", file, number, imported.error().message));
  }
  if (refused > 0) return fail(ErrorKind::business_rule, fmt::format("{} of {} lines were refused", refused, number));
  return taken;
}

}  // namespace

Result<void> import_hl7_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  CHARTA_TRY(const auto files, files_of(arguments));
  intake::Imported sum;
  for (const std::string& file : files) {
    CHARTA_TRY(const auto one, hospital.intake->import_file(file));
    sum.messages += one.messages, sum.filed += one.filed, sum.held += one.held, sum.duplicates += one.duplicates,
        sum.refused += one.refused;
    for (const auto& warning : one.warnings) console.err(fmt::format("{}: {}\n", file, warning));
  }
  console.out(fmt::format("{} messages from {} files: {} filed, {} held, {} duplicates, {} refused\n", sum.messages, files.size(),
                          sum.filed, sum.held, sum.duplicates, sum.refused));
  if (sum.refused > 0)
    return fail(ErrorKind::business_rule,
                fmt::format("{} messages were refused; they are in the journal with their reasons", sum.refused));
  return {};
}

Result<void> import_cda_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  CHARTA_TRY(const auto files, files_of(arguments));
  intake::Imported sum;
  for (const std::string& file : files) {
    CHARTA_TRY(const auto one, hospital.intake->import_document(file));
    sum.filed += one.filed, sum.held += one.held, sum.duplicates += one.duplicates, sum.refused += one.refused;
    for (const auto& warning : one.warnings) console.err(fmt::format("{}: {}\n", file, warning));
  }
  console.out(fmt::format("{} documents: {} filed, {} held, {} duplicates, {} refused\n", files.size(), sum.filed, sum.held,
                          sum.duplicates, sum.refused));
  if (sum.refused > 0)
    return fail(ErrorKind::business_rule,
                fmt::format("{} documents were refused; they are in the journal with their reasons", sum.refused));
  return {};
}

Result<void> import_fhir_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  CHARTA_TRY(const auto files, files_of(arguments));
  std::int64_t resources = 0, refused = 0;
  for (const std::string& file : files) {
    if (file.ends_with(".ndjson")) {
      const auto lines = import_lines(hospital, file, console);
      resources += lines ? *lines : 0;
      refused += lines ? 0 : 1;
      if (!lines) console.err(fmt::format("{}: {}\n", file, lines.error().message));
      continue;
    }
    CHARTA_TRY(const auto text, read_whole(file));
    const auto imported = import_resource(hospital, text);
    if (imported) {
      resources += *imported;
    } else {
      ++refused;
      console.err(fmt::format("{}: {}{}\n", file, imported.error().location.empty() ? "" : imported.error().location + ": ",
                              imported.error().message));
    }
  }
  console.out(fmt::format("{} resources from {} files, {} files refused\n", resources, files.size(), refused));
  if (refused > 0) return fail(ErrorKind::business_rule, fmt::format("{} of {} files were refused", refused, files.size()));
  return {};
}

Result<void> send_hl7(const Arguments& arguments) {
  CHARTA_TRY(const auto file, only_word(arguments, "FILE"));
  if (!arguments.has("--to")) return fail(ErrorKind::invalid, "say where to with --to HOST:PORT", "usage");
  mllp::ClientOptions options;
  options.tls = arguments.has("--tls");
  CHARTA_TRY(const auto sum,
             mllp::send_file(
                 file, arguments.value("--to"), [](std::string_view line) { fmt::print(stderr, "{}\n", line); }, options));
  fmt::print("{} messages: {} accepted, {} refused, {} without an acknowledgement\n", sum.messages, sum.accepted, sum.refused,
             sum.failed);
  if (!sum.all_accepted()) return fail(ErrorKind::business_rule, "not every message was accepted");
  return {};
}

Result<void> search_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  CHARTA_TRY(const auto words, only_word(arguments, "\"WORDS\""));
  CHARTA_TRY(const auto hits, hospital.patient_index->find(access::Actor::system("console"), words, 20));
  for (const auto& hit : hits)
    console.out(fmt::format("{}  {:<32} {:<10} {} {}\n", hit.patient.text(), hit.name, hit.birth_date, hit.mrn, hit.assigner));
  if (hits.empty()) return fail(ErrorKind::not_found, "nobody is found by these words");
  return {};
}

Result<void> import_hl7(const Arguments& arguments) {
  return run_on_hospital("import hl7", arguments);
}

Result<void> import_fhir(const Arguments& arguments) {
  return run_on_hospital("import fhir", arguments);
}

Result<void> import_cda(const Arguments& arguments) {
  return run_on_hospital("import cda", arguments);
}

Result<void> search(const Arguments& arguments) {
  return run_on_hospital("search", arguments);
}

}  // namespace charta::app
