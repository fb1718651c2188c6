// SPDX-License-Identifier: Apache-2.0
#include "base/log.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace charta::log {
namespace {

constexpr const char* line_pattern = R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

std::shared_ptr<spdlog::logger>& logger() {
  static std::shared_ptr<spdlog::logger> instance = [] {
    auto made = std::make_shared<spdlog::logger>("charta", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern(line_pattern, spdlog::pattern_time_type::utc);
    made->set_level(spdlog::level::warn);
    return made;
  }();
  return instance;
}

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

void append_escaped(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  out += '"';
}

struct AppendValue {
  std::string& out;
  void operator()(std::int64_t value) const { out += fmt::format("{}", value); }
  void operator()(double value) const { out += fmt::format("{:.3f}", value); }
  void operator()(bool value) const { out += value ? "true" : "false"; }
  void operator()(std::string_view value) const { append_escaped(out, value); }
};

}  // namespace

void write(Level level, std::string_view event, Fields fields) {
  const auto rank = to_spdlog(level);
  if (!logger()->should_log(rank)) return;
  std::string line = "\"event\":";
  append_escaped(line, event);
  for (const Field& field : fields) {
    line += ',';
    append_escaped(line, field.key);
    line += ':';
    std::visit(AppendValue{line}, field.value);
  }
  logger()->log(rank, spdlog::string_view_t(line.data(), line.size()));
}

void open(const std::string& file, Level level) {
  auto made = std::make_shared<spdlog::logger>("charta", std::make_shared<spdlog::sinks::basic_file_sink_mt>(file));
  made->set_pattern(line_pattern, spdlog::pattern_time_type::utc);
  made->flush_on(spdlog::level::info);
  made->set_level(to_spdlog(level));
  logger() = made;
}

void set_level(Level level) {
  logger()->set_level(to_spdlog(level));
}

}  // namespace charta::log
