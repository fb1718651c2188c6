// SPDX-License-Identifier: Apache-2.0
// The full-text index from the console: beside a running server, or on a hospital opened here.
#include "app/commands.hpp"
#include "app/console.hpp"
#include "app/hospital.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

namespace charta::app {
namespace {

using document_search::Figures;

std::string as_json(const Figures& figures) {
  std::string text;
  json::Writer(text)
      .begin_object()
      .member("documents", figures.documents)
      .member("pages", figures.pages)
      .member("waiting", figures.due)
      .member("not_readable", figures.problems)
      .end_object();
  return text + "\n";
}

std::string as_text(const Figures& figures) {
  return fmt::format("{} documents with {} pages are searched; {} wait to be read, {} cannot be read\n", figures.documents,
                     figures.pages, figures.due, figures.problems);
}

/// What can be read without recognising images; the server reads those behind everything else.
Result<void> read_all(Hospital& hospital, Console& console) {
  std::int64_t read = 0;
  while (true) {
    CHARTA_TRY(const auto settled, hospital.document_search->read_due());
    read += settled;
    if (settled == 0) return {};
    if (read % 1024 == 0) console.err(fmt::format("{} documents read\n", read));
  }
}

}  // namespace

Result<void> index_documents_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  if (arguments.has("--rebuild")) CHARTA_TRY_DO(hospital.document_search->rebuild());
  CHARTA_TRY_DO(hospital.document_search->list_record());
  CHARTA_TRY_DO(read_all(hospital, console));
  CHARTA_TRY(const auto figures, hospital.document_search->figures());
  console.out(arguments.has("--json") ? as_json(figures) : as_text(figures));
  return {};
}

Result<void> index_documents(const Arguments& arguments) {
  return run_on_hospital("index documents", arguments);
}

}  // namespace charta::app
