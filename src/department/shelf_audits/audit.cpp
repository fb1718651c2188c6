// SPDX-License-Identifier: Apache-2.0
#include "department/shelf_audits/audit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace charta::shelf_audits {
namespace {

using access::Permission;

constexpr auto reading_shelves = Permission::file_documents;
constexpr worklists::Transition audit_steps[] = {
    {"planned", "begin", "reading", "", reading_shelves},
    {"planned", "abandon", "abandoned", "", reading_shelves, true},
    {"reading", "compare", "compared", "something-was-read", reading_shelves},
    {"reading", "abandon", "abandoned", "", reading_shelves, true},
    {"compared", "close", "closed", "findings-are-answered", reading_shelves},
};
constexpr std::string_view audit_final[] = {"closed", "abandoned"};
constexpr std::string_view audit_cancelled[] = {"abandoned"};
constexpr worklists::Title audit_titles[] = {
    {"reading", "Being read"}, {"begin", "Begin to read"}, {"compare", "It is read: compare"}};

struct FindingWords {
  FindingKind kind;
  std::string_view code, proposal;
};
constexpr std::array<FindingWords, 5> finding_words{{{FindingKind::out_of_place, "out-of-place", "put-right"},
                                                     {FindingKind::foreign, "foreign", "put-right"},
                                                     {FindingKind::stands_here, "stands-here", "record-here"},
                                                     {FindingKind::not_seen, "not-seen", "hunt"},
                                                     {FindingKind::no_volume, "no-volume", "new-label"}}};

const FindingWords& words_of(FindingKind kind) {
  return *std::find_if(finding_words.begin(), finding_words.end(), [&](const auto& one) { return one.kind == kind; });
}

class Comparing {
 public:
  Comparing(const std::vector<Expected>& expected, const std::vector<Read>& reads) : expected_(expected) {
    sort_out(reads);
    leave_out_the_edges();
  }

  Comparison compare() {
    find_order();
    for (std::size_t i = 0; i < volumes_.size(); ++i) judge(i);
    for (const auto& one : expected_)
      if (!seen_.contains(one.volume) && !one.moved_since) add(FindingKind::not_seen, of_volume(one.volume));
    auto& figures = all_.figures;
    figures.expected = std::ssize(expected_);
    figures.read = std::ssize(volumes_);
    return std::move(all_);
  }

 private:
  bool is_of_section(const Read& read) const {
    return !expected_.empty() && read.key >= expected_.front().key && read.key <= expected_.back().key;
  }

  /// Labels of no volume are told at once; a volume that was read twice counts where it was read first.
  void sort_out(const std::vector<Read>& reads) {
    for (const auto& read : reads) {
      if (!read.volume.is_set())
        add(FindingKind::no_volume, of_label(read));
      else if (seen_.insert(read.volume).second)
        volumes_.push_back(read);
    }
  }

  void leave_out_the_edges() {
    const auto is_inner = [&](const Read& read) { return is_of_section(read); };
    const auto first = std::find_if(volumes_.begin(), volumes_.end(), is_inner);
    if (first == volumes_.end()) return;
    const auto last = std::find_if(volumes_.rbegin(), volumes_.rend(), is_inner).base();
    const auto is_beyond = [&](const Read& read) { return read.by_record == ByRecord::here; };
    volumes_.erase(std::remove_if(last, volumes_.end(),
                                  [&](const Read& read) { return is_beyond(read) && read.key > expected_.back().key; }),
                   volumes_.end());
    volumes_.erase(volumes_.begin(), std::find_if(volumes_.begin(), volumes_.end(), [&](const Read& read) {
                     return !is_beyond(read) || read.key >= expected_.front().key;
                   }));
  }

  void find_order() {
    std::vector<std::string_view> keys;
    std::vector<std::size_t> at;
    for (std::size_t i = 0; i < volumes_.size(); ++i)
      if (is_of_section(volumes_[i])) {
        keys.emplace_back(volumes_[i].key);
        at.push_back(i);
      }
    for (const auto one : longest_in_order(keys)) in_order_.insert(at[one]);
  }

  void judge(std::size_t index) {
    const Read& read = volumes_[index];
    const bool is_right = in_order_.contains(index);
    const bool is_of_here = is_of_section(read);
    if (is_right) ++all_.figures.in_order;
    if (!is_right) {
      Finding finding = of_volume(read.volume, read.position);
      finding.is_misfiled = true;
      if (is_of_here) finding.behind = before(read);
      add(is_of_here ? FindingKind::out_of_place : FindingKind::foreign, std::move(finding));
    }
    if (read.by_record != ByRecord::here) add(FindingKind::stands_here, of_volume(read.volume, read.position));
  }

  /// The last volume that stands right and belongs before it.
  VolumeId before(const Read& read) const {
    VolumeId found;
    for (const auto index : in_order_)
      if (volumes_[index].key <= read.key) found = volumes_[index].volume;
    return found;
  }

  static Finding of_volume(VolumeId volume, std::int64_t position = 0) {
    Finding finding;
    finding.volume = volume;
    finding.position = position;
    return finding;
  }

  static Finding of_label(const Read& read) {
    Finding finding;
    finding.barcode = read.barcode;
    finding.position = read.position;
    return finding;
  }

  void add(FindingKind kind, Finding finding) {
    finding.kind = kind;
    finding.number = std::ssize(all_.findings) + 1;
    auto& figures = all_.figures;
    if (kind == FindingKind::out_of_place) ++figures.out_of_place;
    if (kind == FindingKind::foreign) ++figures.foreign;
    if (kind == FindingKind::stands_here) ++figures.stands_here;
    if (kind == FindingKind::not_seen) ++figures.not_seen;
    if (kind == FindingKind::no_volume) ++figures.no_volume;
    all_.findings.push_back(std::move(finding));
  }

  const std::vector<Expected>& expected_;
  std::vector<Read> volumes_;
  std::set<VolumeId> seen_;
  std::set<std::size_t> in_order_;
  Comparison all_;
};

}  // namespace

const worklists::StateMachine& audit_machine() {
  static constexpr worklists::StateMachine machine{
      "shelf-audit", "Shelf reading", "planned", audit_steps, audit_final, audit_cancelled, Permission::read_worklists,
      false,         audit_titles};
  return machine;
}

std::string_view finding_code(FindingKind kind) {
  return words_of(kind).code;
}

std::string_view proposal_of(FindingKind kind) {
  return words_of(kind).proposal;
}

std::optional<FindingKind> parse_finding(std::string_view code) {
  for (const auto& one : finding_words)
    if (one.code == code) return one.kind;
  return std::nullopt;
}

Comparison compare(const std::vector<Expected>& expected, const std::vector<Read>& reads) {
  return Comparing(expected, reads).compare();
}

std::vector<std::size_t> longest_in_order(const std::vector<std::string_view>& keys) {
  std::vector<std::size_t> ends;  // ends[n]: where the lowest end of a run of n + 1 stands
  std::vector<std::size_t> previous(keys.size(), keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto at = std::upper_bound(ends.begin(), ends.end(), keys[i],
                                     [&](std::string_view key, std::size_t end) { return key < keys[end]; });
    if (at != ends.begin()) previous[i] = *(at - 1);
    if (at == ends.end())
      ends.push_back(i);
    else
      *at = i;
  }
  std::vector<std::size_t> run;
  if (!ends.empty())
    for (std::size_t at = ends.back(); at != keys.size(); at = previous[at]) run.push_back(at);
  std::reverse(run.begin(), run.end());
  return run;
}

Rate misfile_rate(std::int64_t misfiled, std::int64_t read, double z) {
  if (read <= 0) return {};
  const auto n = static_cast<double>(read);
  const double share = static_cast<double>(misfiled) / n, square = z * z;
  const double middle = (share + square / (2 * n)) / (1 + square / n);
  const double half = z / (1 + square / n) * std::sqrt(share * (1 - share) / n + square / (4 * n * n));
  return {1000 * share, 1000 * std::max(0.0, middle - half), 1000 * std::min(1.0, middle + half)};
}

}  // namespace charta::shelf_audits
