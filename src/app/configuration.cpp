// SPDX-License-Identifier: Apache-2.0
#include "app/configuration.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>

namespace charta::app {
namespace {

using Setter = std::function<Result<void>(Configuration&, const std::string&)>;

/// One key of the file, its environment variable CHARTA_<KEY>, and its flag --<key>.
struct Key {
  std::string_view name;
  Setter set;
};

Setter text(std::string Configuration::*member) {
  return [member](Configuration& to, const std::string& value) -> Result<void> {
    to.*member = value;
    return {};
  };
}

Setter number_text(std::string patient_index::NumberSeries::*member) {
  return [member](Configuration& to, const std::string& value) -> Result<void> {
    to.numbers.*member = value;
    return {};
  };
}

Result<void> set_first_number(Configuration& to, const std::string& value) {
  const auto read = parse_integer(value);
  if (!read || *read < 1) return fail(ErrorKind::invalid, "takes a whole number from 1 on, not '" + value + "'");
  to.numbers.first = *read;
  return {};
}

Setter address(Address Configuration::*member) {
  return [member](Configuration& to, const std::string& value) -> Result<void> {
    CHARTA_TRY(to.*member, parse_address(value, to.*member));
    return {};
  };
}

Setter number(int Configuration::*member, int least, int most) {
  return [=](Configuration& to, const std::string& value) -> Result<void> {
    const auto read = parse_integer(value);
    if (!read || *read < least || *read > most)
      return fail(ErrorKind::invalid,
                  "takes a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ", not '" + value + "'");
    to.*member = static_cast<int>(*read);
    return {};
  };
}

Setter flag(bool Configuration::*member) {
  return [member](Configuration& to, const std::string& value) -> Result<void> {
    if (value != "true" && value != "false" && !value.empty())
      return fail(ErrorKind::invalid, "takes true or false, not '" + value + "'");
    to.*member = value != "false";
    return {};
  };
}

Setter choice(std::string Configuration::*member, std::vector<std::string> allowed) {
  return [=](Configuration& to, const std::string& value) -> Result<void> {
    for (const auto& word : allowed)
      if (word == value) {
        to.*member = value;
        return {};
      }
    std::string list;
    for (const auto& word : allowed) list += (list.empty() ? "" : " or ") + word;
    return fail(ErrorKind::invalid, "takes " + list + ", not '" + value + "'");
  };
}

const std::vector<Key>& keys() {
  static const std::vector<Key> all = {{"data", text(&Configuration::data)},
                                       {"database", text(&Configuration::database_url)},
                                       {"http", address(&Configuration::http)},
                                       {"mllp", address(&Configuration::mllp)},
                                       {"mllp-certificate", text(&Configuration::mllp_certificate)},
                                       {"mllp-key", text(&Configuration::mllp_key)},
                                       {"ack", choice(&Configuration::ack, {"done", "stored"})},
                                       {"read-only", flag(&Configuration::read_only)},
                                       {"zone", text(&Configuration::zone)},
                                       {"jurisdiction", text(&Configuration::jurisdiction)},
                                       {"rules", text(&Configuration::rules)},
                                       {"web", text(&Configuration::web)},
                                       {"log", text(&Configuration::log_file)},
                                       {"log-level", choice(&Configuration::log_level, {"debug", "info", "warning", "error"})},
                                       {"node", number(&Configuration::node, 0, 63)},
                                       {"io-threads", number(&Configuration::io_threads, 0, 64)},
                                       {"workers", number(&Configuration::workers, 1, 512)},
                                       {"secure-cookies", flag(&Configuration::secure_cookies)},
                                       {"mrn-assigner", number_text(&patient_index::NumberSeries::assigner)},
                                       {"mrn-pattern", number_text(&patient_index::NumberSeries::pattern)},
                                       {"mrn-first", set_first_number},
                                       {"scan-folder", text(&Configuration::scan_folder)},
                                       {"mail-folder", text(&Configuration::mail_folder)},
                                       {"fax-folder", text(&Configuration::fax_folder)},
                                       {"direct-folder", text(&Configuration::direct_folder)},
                                       {"blob-mirror", text(&Configuration::blob_mirror)},
                                       {"page-reader", text(&Configuration::page_reader)},
                                       {"downtime-folder", text(&Configuration::downtime_folder)},
                                       {"downtime-passphrase", text(&Configuration::downtime_passphrase)},
                                       {"witness", text(&Configuration::witness)}};
  return all;
}

const Key* find_key(std::string_view name) {
  for (const Key& key : keys())
    if (key.name == name) return &key;
  return nullptr;
}

Result<void> set_from(Configuration& to, const Key& key, const std::string& value, const std::string& where) {
  if (const auto done = key.set(to, value); !done)
    return fail(ErrorKind::invalid, where + ": '" + std::string(key.name) + "' " + done.error().message, "usage");
  return {};
}

Result<void> read_file(Configuration& to, const std::string& path) {
  std::ifstream in(path);
  if (!in) return fail(ErrorKind::not_found, "the configuration file " + path + " cannot be read", "usage");
  std::ostringstream bytes;
  bytes << in.rdbuf();
  const auto document = json::Document::parse(bytes.str());
  if (!document || !document->root().is_object())
    return fail(ErrorKind::invalid, path + ": " + (document ? "must be a JSON object" : document.error().message), "usage");
  for (const json::Value value : document->root()) {
    if (value.key() == "$comment") continue;
    const Key* key = find_key(value.key());
    if (key == nullptr) {
      std::vector<std::string_view> names;
      for (const Key& known : keys()) names.push_back(known.name);
      const auto near = nearest(value.key(), names);
      return fail(ErrorKind::invalid,
                  path + ": unknown key '" + std::string(value.key()) + "'" +
                      (near.empty() ? "" : "; did you mean '" + std::string(near) + "'?"),
                  "usage");
    }
    CHARTA_TRY_DO(set_from(to, *key, std::string(value.text()), path));
  }
  return {};
}

std::string variable_of(std::string_view key) {
  std::string name = "CHARTA_" + upper_ascii(key);
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

}  // namespace

std::span<const OptionSpec> configuration_options() {
  static constexpr OptionSpec options[] = {
      {"--data", "DIR", "everything of the embedded default (var/hospital)"},
      {"--database", "URL", "postgresql://… instead of SQLite in DIR"},
      {"--http", "HOST:PORT", "where the web, the API and FHIR listen (127.0.0.1:8080)"},
      {"--mllp", "HOST:PORT", "where HL7 v2 listens (127.0.0.1:2575)"},
      {"--mllp-certificate", "FILE", "PEM certificate: MLLP over TLS"},
      {"--mllp-key", "FILE", "PEM key of that certificate"},
      {"--ack", "stored|done", "when a message is acknowledged: bytes durable, or everything done (done)"},
      {"--read-only", "", "serve without taking anything in"},
      {"--zone", "NAME", "the facility's IANA time zone (UTC)"},
      {"--jurisdiction", "CODE", "whose rules apply (US)"},
      {"--rules", "DIR", "rule packs instead of the shipped ones"},
      {"--web", "DIR", "the built web application instead of the shipped one"},
      {"--log", "FILE", "the operator's log instead of stderr"},
      {"--log-level", "LEVEL", "debug, info, warning or error (info)"},
      {"--node", "N", "0 to 63, when several nodes share one PostgreSQL"},
      {"--io-threads", "N", "threads that read and write sockets; 0: 2, or 4 with PostgreSQL (0)"},
      {"--workers", "N", "threads that wait for commits (32)"},
      {"--secure-cookies", "", "behind TLS: send cookies over TLS only"},
      {"--mrn-assigner", "URN",
       "the identifier system of the record numbers that this site issues (urn:oid:…); none: it issues none"},
      {"--mrn-pattern", "PATTERN", "how they look, a # for each digit (#######)"},
      {"--mrn-first", "N", "the first of them (1)"},
      {"--scan-folder", "DIR", "watched for scanned files, each of which becomes a batch of the imaging desk"},
      {"--fax-folder", "DIR", "of a fax gateway: jobs are put into out, receipts are found in receipts"},
      {"--direct-folder", "DIR", "of a Direct (secure mail) gateway, alike"},
      {"--mail-folder", "DIR", "watched for mails (*.eml) that a gateway drops: one mail, one batch of its attachments"},
      {"--blob-mirror", "DIR", "a folder on another disk that keeps a second copy of every document's bytes"},
      {"--page-reader", "FILE", "the program charta-page-reader instead of the one beside this program"},
      {"--downtime-folder", "DIR", "where the downtime pack is kept fresh, best a share that the workstations copy"},
      {"--downtime-passphrase", "FILE", "the file whose first line closes the pack (chmod 600)"},
      {"--witness", "FILE", "a file on another disk to which ledger checkpoints are copied"},
      {"--config", "FILE", "a JSON file with the same names (charta.example.json)"}};
  return options;
}

Result<Address> parse_address(std::string_view text, const Address& standard) {
  Address address = standard;
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos) address.host = std::string(text.substr(0, colon));
  const auto port = parse_integer(colon == std::string_view::npos ? text : text.substr(colon + 1));
  if (!port || *port < 0 || *port > 65535 || address.host.empty())
    return fail(ErrorKind::invalid, "takes HOST:PORT, not '" + std::string(text) + "'");
  address.port = static_cast<std::uint16_t>(*port);
  return address;
}

int io_threads_of(const Configuration& configuration) {
  if (configuration.io_threads > 0) return configuration.io_threads;
  return configuration.database_url.empty() ? 2 : 4;
}

Result<Configuration> read_configuration(const Arguments& arguments) {
  Configuration configuration;
  configuration.rules = CHARTA_DATA_FOLDER "/rules";
  configuration.web = CHARTA_WEB_FOLDER;
  if (arguments.has("--config")) CHARTA_TRY_DO(read_file(configuration, arguments.value("--config")));
  for (const Key& key : keys()) {
    if (const char* value = std::getenv(variable_of(key.name).c_str()); value != nullptr)
      CHARTA_TRY_DO(set_from(configuration, key, value, variable_of(key.name)));
    const std::string option = "--" + std::string(key.name);
    if (arguments.has(option)) CHARTA_TRY_DO(set_from(configuration, key, arguments.value(option), "the command line"));
  }
  if (configuration.mllp_certificate.empty() != configuration.mllp_key.empty())
    return fail(ErrorKind::invalid, "mllp-certificate and mllp-key go together; set both or neither", "usage");
  if (const auto series = patient_index::check(configuration.numbers); !series)
    return fail(ErrorKind::invalid, "mrn-pattern, mrn-first: " + series.error().message, "usage");
  return configuration;
}

}  // namespace charta::app
