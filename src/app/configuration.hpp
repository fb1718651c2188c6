// SPDX-License-Identifier: Apache-2.0
// Configuration: one struct, read once here and passed down as values. Flag over environment (CHARTA_…) over file over default.
#pragma once
#include "app/arguments.hpp"
#include "department/patient_index/number_series.hpp"

#include <cstdint>
#include <string>

namespace charta::app {

struct Address {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
};

/// What a server keeps ready of SQLite's write-ahead log, in bytes.
constexpr std::int64_t server_log_reserve = std::int64_t{64} << 20U;

struct Configuration {
  std::string data = "var/hospital";  ///< everything of the embedded default
  std::string database_url;           ///< empty: SQLite in `data`
  Address http{"127.0.0.1", 8080};
  Address mllp{"127.0.0.1", 2575};
  std::string mllp_certificate, mllp_key;  ///< PEM files; set: MLLP over TLS
  std::string ack = "done";                ///< "done" or "stored"
  bool read_only = false;
  std::int64_t log_reserve = 0;  ///< bytes, see store::StoreOptions; set by what serves
  std::string zone = "UTC";  ///< of the facility, IANA
  std::string jurisdiction = "US";
  std::string rules;  ///< data/rules of this build, unless named
  std::string web;    ///< web/dist of this build, unless named
  std::string log_file, log_level = "info";
  int node = 0;  ///< 0 to 63: which of several nodes over one PostgreSQL this is
  int io_threads = 0;  ///< 0: by the engine, see io_threads_of()
  int workers = 32;
  bool secure_cookies = false;  ///< behind TLS: cookies are sent over TLS only
  patient_index::NumberSeries numbers;  ///< the medical record numbers that this site issues itself; none unless declared
  std::string scan_folder;      ///< watched for scanned files; empty: none is
  std::string fax_folder;       ///< of a fax gateway: jobs out, receipts back; empty: none
  std::string direct_folder;    ///< of a Direct (secure mail) gateway; empty: none
  std::string mail_folder;      ///< watched for mails with scanned files (*.eml); empty: none is
  std::string blob_mirror;      ///< a folder on another disk for a second copy of every blob; empty: none
  std::string page_reader;      ///< the program charta-page-reader; of this build, unless named
  std::string downtime_folder;      ///< where the downtime pack is kept fresh; empty: none is
  std::string downtime_passphrase;  ///< a file: its first line closes the pack
  std::string witness;          ///< a file on another disk to which ledger checkpoints are copied
};

/// Threads that hear and answer HTTP: as many as were asked for, else 2, or 4 with PostgreSQL, where each waits for another process.
int io_threads_of(const Configuration& configuration);
/// Options of every command that opens the hospital.
std::span<const OptionSpec> configuration_options();
/// Reads the file that --config names (unknown keys are errors), then the environment, then the flags.
Result<Configuration> read_configuration(const Arguments& arguments);
/// "host:port" or "port".
Result<Address> parse_address(std::string_view text, const Address& standard);

}  // namespace charta::app
