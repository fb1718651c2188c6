// SPDX-License-Identifier: Apache-2.0
#include "app/commands.hpp"

#include "app/configuration.hpp"

#include <deque>

namespace charta::app {
namespace {

/// The options of opening a hospital, and a command's own before them. Kept for the program's life: spans point into them.
std::span<const OptionSpec> with_configuration(std::span<const OptionSpec> own) {
  static std::deque<std::vector<OptionSpec>> kept;
  std::vector<OptionSpec>& options = kept.emplace_back(own.begin(), own.end());
  const auto shared = configuration_options();
  options.insert(options.end(), shared.begin(), shared.end());
  return options;
}

}  // namespace

std::span<const Command> commands() {
  static constexpr OptionSpec serve_options[] = {
      {"--first-user", "", "make the first administrator when there is nobody yet, and say the password once"}};
  static constexpr OptionSpec demo_options[] = {{"--serve", "", "go on serving, with a live feed, until Ctrl-C"},
                                                {"--seed", "N", "the same seed, the same hospital (7)"},
                                                {"--patients", "N", "people registered before the first day (400)"},
                                                {"--beds", "N", "of the hospital (120)"},
                                                {"--days", "N", "of history before now (4)"}};
  static constexpr OptionSpec user_add_options[] = {{"--role", "ROLE", "a role of data/rules/access; may be given several times"},
                                                    {"--display", "NAME", "the name as colleagues read it"},
                                                    {"--program", "", "an account for a program: tokens only"}};
  static constexpr OptionSpec token_options[] = {
      {"--scope", "SCOPE", "permissions or roles, separated by blanks; all of the account's otherwise"},
      {"--expires", "TIME", "RFC 3339; never otherwise"}};
  static constexpr OptionSpec send_options[] = {{"--to", "HOST:PORT", "the listener"}, {"--tls", "", "over TLS"}};
  static constexpr OptionSpec sheet_options[] = {
      {"--out", "FILE", "the PDF, or the ZPL for a label printer"},
      {"--kind", "K", "patient, document_type, patch or sticker; patient where a record number is given, else patch"},
      {"--mrn", "N", "whose papers follow"},
      {"--type", "CODE", "the LOINC code of the document type"},
      {"--count", "N", "how many, each with its own serial (200 at most)"},
      {"--zpl", "", "ZPL II instead of a PDF"}};
  static constexpr OptionSpec pack_options[] = {{"--out", "FILE", "where the pack goes; into the downtime folder otherwise"}};
  static constexpr OptionSpec scan_options[] = {{"--sheets", "N", "sheets of the one file, counted by hand"},
                                                {"--duplex", "", "both sides were scanned"},
                                                {"--title", "TEXT", "what the desk calls the batch"}};
  static constexpr OptionSpec restore_options[] = {
      {"--ledger-key", "FILE", "the ledger.key of the hospital that was backed up; its checkpoints are trusted with it"}};
  static constexpr OptionSpec json_option[] = {{"--json", "", "machine-readable output"}};
  static constexpr OptionSpec release_option[] = {
      {"--release", "R", "the version of files that do not say theirs, for instance 43.0, FY2026 or 2026q1"},
      {"--smaller", "", "take a set with far fewer rows than what stands, which is refused otherwise as cut short"},
      {"--cpt-licence", "TEXT", "this site's own licence of CPT; files with CPT codes are refused without it"}};
  static constexpr OptionSpec fetch_options[] = {
      {"--year", "Y", "the fiscal year (the current one)"},
      {"--smaller", "", "take a set with far fewer rows than what stands, which is refused otherwise as cut short"}};
  static constexpr OptionSpec code_search_options[] = {{"--system", "S", "icd10cm, icd10pcs or hcpcs alone"},
                                                       {"--limit", "N", "how many codes (10)"},
                                                       {"--on", "DAY", "codes in force on that day (today)"},
                                                       {"--json", "", "machine-readable output"}};
  static constexpr OptionSpec code_diff_options[] = {{"--set", "S", "icd10cm (where nothing is said), icd10pcs, hcpcs or cpt"},
                                                     {"--json", "", "machine-readable output"}};
  static constexpr OptionSpec trace_option[] = {
      {"--trace", "", "with the reasons: why this MDC and DRG, edits in words, which single code carries the DRG"},
      {"--without", "CODE", "what each claim would be without this code (again for another one)"},
      {"--with", "CODE[:POA]", "what each claim would be with this code (again for another one)"}};
  static constexpr OptionSpec link_options[] = {
      {"--columns", "MAP.json", "which column is which field; once, or once for every list"},
      {"--pairs", "OUT.csv", "where the pairs go, with probability, band and reasons"},
      {"--without-duplicates", "", "no list holds a person twice: only pairs of two lists, one to one"},
      {"--model", "MODEL.json", "weights; trained on the lists themselves otherwise"},
      {"--threads", "N", "all processors otherwise"}};
  static constexpr OptionSpec duplicates_options[] = {
      {"--out", "FILE.csv", "the pairs that wait for a person: numbers and scores, no names"},
      {"--json", "", "machine-readable output"}};
  static constexpr OptionSpec documents_options[] = {{"--rebuild", "", "take every word out and read every document again"},
                                                     {"--json", "", "machine-readable output"}};
  static constexpr OptionSpec bag_options[] = {
      {"--all", "", "everything"},
      {"--patient", "ID", "the record of one person, linked records among it: an id or a record number"}};
  static constexpr OptionSpec fixity_options[] = {
      {"--now", "", "read everything back at once, both copies"},
      {"--accept-mirror", "", "take the mirror's folder as it stands: a new disk, or one that was brought back"},
      {"--json", "", "machine-readable output"}};
  static constexpr OptionSpec train_options[] = {
      {"--rule", "RULE.json", "without lists: where the rule with the weights of the index here goes"},
      {"--columns", "MAP.json", "which column is which field; once, or once for every list"},
      {"--model", "MODEL.json", "where the weights go"},
      {"--without-duplicates", "", "no list holds a person twice"}};
  static const Command all[] = {
      {"serve", "[--data DIR] [--http HOST:PORT] [--mllp HOST:PORT]", "Serve a hospital until Ctrl-C.",
       with_configuration(serve_options), serve},
      {"demo", "[--serve] [--seed N] [--patients N]",
       "Fill a data directory with the simulated hospital through the real listener.", with_configuration(demo_options), demo},
      {"user add", "NAME --role ROLE… [--program]",
       "Add an account; the password is read from the terminal, stdin or CHARTA_PASSWORD.", with_configuration(user_add_options),
       user_add},
      {"user list", "", "List accounts.", with_configuration(json_option), user_list},
      {"user disable", "NAME", "Disable an account; its sessions and tokens end.", configuration_options(), user_disable},
      {"user token", "NAME [--scope …] [--expires …]", "Issue a bearer token; the token alone goes to stdout.",
       with_configuration(token_options), user_token},
      {"import hl7", "PATH…", "Take HL7 v2 messages in from files or folders, as if they had been sent.", configuration_options(),
       import_hl7},
      {"import fhir", "PATH…", "Take FHIR resources and bundles in from files or folders.", configuration_options(), import_fhir},
      {"import scan", "PATH… [--sheets N] [--duplex] [--title T]",
       "Take scanned paper in (PDF, TIFF, PNG, JPEG); each file becomes a batch of the imaging desk.",
       with_configuration(scan_options), import_scan},
      {"import dicom", "PATH…", "Take DICOM files in from files, folders or a disc: into charts, or held for a person.",
       configuration_options(), import_dicom},
      {"import paper", "FILE.csv…",
       "Take over a file room's index of an earlier system: places, volumes with their loans, old numbers.",
       configuration_options(), import_paper},
      {"cover-sheets", "--out FILE [--kind K] [--mrn N] [--type CODE] [--count N] [--zpl]",
       "Print separator sheets and stickers for the scanning desk.", with_configuration(sheet_options), cover_sheets},
      {"downtime build", "[--out FILE]", "Write the downtime pack: one encrypted page that a browser opens without the server.",
       with_configuration(pack_options), downtime_build},
      {"import cda", "PATH…", "Take C-CDA documents in from files or folders.", configuration_options(), import_cda},
      {"send hl7", "FILE --to HOST:PORT", "Send the messages of a file and check every acknowledgement.", send_options, send_hl7},
      {"codes import", "FILE… [--release R] [--smaller] [--cpt-licence TEXT]",
       "Import publishers' unchanged files, folders or archives of them (MS-DRG, Table 5, code editor, ICD-10, HCPCS, NCCI, …).",
       with_configuration(release_option), codes_import},
      {"codes fetch", "[--year Y]",
       "Download the publishers' code sets of a fiscal year and import them, where there is a network.",
       with_configuration(fetch_options), codes_fetch},
      {"codes list", "", "List the loaded code sets, their dates, files and checksums.", with_configuration(json_option),
       codes_list},
      {"codes search", "\"WORDS\" [--system S] [--limit N]",
       "The encoder from a shell: codes for words, index paths, abbreviations, misspellings.",
       with_configuration(code_search_options), codes_search},
      {"codes diff", "EARLIER LATER [--set S] [--json]",
       "What changed between two loaded releases: codes added, deleted, retitled, billable or no more, and what stands in their "
       "place.",
       with_configuration(code_diff_options), codes_diff,
       "codes diff FY2025 FY2026\n"
       "codes diff FY2025 FY2026 --set icd10pcs\n"
       "codes diff 2025 2026 --json | jq '.differences[] | select(.what == \"deleted\")'"},
      {"group", "FILE.jsonl|- [--trace] [--without CODE] [--with CODE[:POA]]",
       "Group and edit a file of claims (- for a pipe), one JSON a line in and out, in order.", with_configuration(trace_option),
       group_claims},
      {"search", "\"WORDS\"", "Find patients from a shell.", configuration_options(), search},
      {"index link", "FILE.csv… --columns MAP.json --pairs OUT.csv",
       "Find the records of one person in lists, without storing them.", with_configuration(link_options), index_link},
      {"index duplicates", "[--out FILE.csv] [--json]",
       "Compare the whole patient index with itself; pairs that look alike become work, and the duplicate error rate is printed.",
       with_configuration(duplicates_options), index_duplicates},
      {"index documents", "[--rebuild] [--json]",
       "Read what waits to be searched and say what the full-text index holds; with --rebuild everything of the record anew.",
       with_configuration(documents_options), index_documents},
      {"index train", "--rule RULE.json | FILE.csv… --columns MAP.json --model MODEL.json",
       "Estimate weights from the records themselves: of this hospital's patient index, or of lists.",
       with_configuration(train_options), index_train},
      {"verify", "", "Re-compute the ledger and the blobs; name the first thing that does not hold.",
       with_configuration(json_option), verify},
      {"fixity", "[--now] [--json] [--accept-mirror]",
       "Say when the stored bytes were last found whole, and how the mirror stands; with --now read all of them back and mend "
       "what decayed.",
       with_configuration(fixity_options), fixity_account},
      {"export bagit", "FOLDER --all | --patient ID",
       "Write the record as a BagIt folder that is read without this program: FHIR, CSV and every document in its own bytes.",
       with_configuration(bag_options), export_bagit},
      {"backup", "FILE", "Write a consistent copy of everything while serving goes on.", configuration_options(), backup},
      {"restore", "FILE [--ledger-key FILE]", "Restore a backup into an empty data directory, and verify it.",
       with_configuration(restore_options), restore},
      {"migrate", "", "Apply the schema's missing steps and stop.", configuration_options(), migrate},
      {"version", "", "Print the version.", {}, version},
  };
  return all;
}

}  // namespace charta::app
