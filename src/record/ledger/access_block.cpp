// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/access_block.hpp"

#include <algorithm>

namespace charta::ledger {
namespace {

constexpr char block_version = 1;

void put(std::string& out, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
  out += static_cast<char>(number);
}

/// Small numbers of either sign become small numbers.
std::uint64_t zigzag(std::int64_t number) {
  return (static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63);
}
std::int64_t unzigzag(std::uint64_t number) {
  return static_cast<std::int64_t>(number >> 1) ^ -static_cast<std::int64_t>(number & 1);
}

class Source {
 public:
  explicit Source(std::string_view bytes) : bytes_(bytes) {}
  bool is_good() const { return good_; }
  bool at_end() const { return bytes_.empty(); }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
      const auto octet = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(octet & 0x7f) << shift;
      if (octet < 0x80) return value;
    }
    good_ = false;
    return 0;
  }
  std::string text() {
    const std::uint64_t size = number();
    if (!good_ || size > bytes_.size()) {
      good_ = false;
      return {};
    }
    std::string out(bytes_.substr(0, size));
    bytes_.remove_prefix(size);
    return out;
  }

 private:
  std::string_view bytes_;
  bool good_ = true;
};

void sort_and_count(std::vector<Access>& accesses) {
  std::sort(accesses.begin(), accesses.end());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < accesses.size(); ++i) {
    Access once = accesses[i];
    once.times = kept > 0 ? accesses[kept - 1].times : 0;
    if (kept > 0 && once == accesses[kept - 1]) {
      accesses[kept - 1].times += accesses[i].times;
    } else {
      accesses[kept++] = accesses[i];
    }
  }
  accesses.resize(kept);
}

void put_access(std::string& out, const Access& access, const Access& before) {
  put(out, static_cast<std::uint64_t>(access.patient - before.patient));
  put(out, access.act);
  put(out, access.kind);
  put(out, zigzag(access.subject - before.subject));
  put(out, zigzag(access.version));
  put(out, access.reason);
  put(out, access.rule);
  put(out, static_cast<std::uint64_t>(access.times));
}

Access take_access(Source& source, const Access& before) {
  Access access;
  access.patient = before.patient + static_cast<std::int64_t>(source.number());
  access.act = static_cast<std::uint32_t>(source.number());
  access.kind = static_cast<std::uint32_t>(source.number());
  access.subject = before.subject + unzigzag(source.number());
  access.version = unzigzag(source.number());
  access.reason = static_cast<std::uint32_t>(source.number());
  access.rule = static_cast<std::uint32_t>(source.number());
  access.times = static_cast<std::int64_t>(source.number());
  return access;
}

}  // namespace

std::uint32_t AccessTable::place_of(std::string_view text) {
  for (std::size_t place = 0; place < texts.size(); ++place)
    if (texts[place] == text) return static_cast<std::uint32_t>(place);
  texts.emplace_back(text);
  return static_cast<std::uint32_t>(texts.size() - 1);
}

void AccessTable::add(const Entry& entry) {
  accesses.push_back({entry.patient.key(), entry.subject, entry.subject_version, place_of(act_code(entry.act)),
                      place_of(entry.subject_kind), place_of(entry.reason), place_of(entry.rule), 1});
}

std::string write_block(AccessTable& table) {
  sort_and_count(table.accesses);
  std::string out(1, block_version);
  put(out, table.texts.size());
  for (const std::string& text : table.texts) {
    put(out, text.size());
    out += text;
  }
  put(out, table.accesses.size());
  Access before;
  for (const Access& access : table.accesses) {
    put_access(out, access, before);
    before = access;
  }
  return out;
}

std::optional<AccessTable> read_block(std::string_view body) {
  if (body.empty() || body.front() != block_version) return std::nullopt;
  Source source(body.substr(1));
  AccessTable table;
  table.texts.clear();
  for (std::uint64_t left = source.number(); left > 0 && source.is_good(); --left) table.texts.push_back(source.text());
  Access before;
  for (std::uint64_t left = source.number(); left > 0 && source.is_good(); --left) {
    before = take_access(source, before);
    if (std::max({before.act, before.kind, before.reason, before.rule}) >= table.texts.size()) return std::nullopt;
    table.accesses.push_back(before);
  }
  if (!source.is_good() || !source.at_end()) return std::nullopt;
  return table;
}

std::vector<std::int64_t> patients_of(const AccessTable& table) {
  std::vector<std::int64_t> patients;
  for (const Access& access : table.accesses)
    if (access.patient != 0 && (patients.empty() || patients.back() != access.patient)) patients.push_back(access.patient);
  return patients;
}

}  // namespace charta::ledger
