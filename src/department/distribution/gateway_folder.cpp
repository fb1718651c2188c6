// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/gateway_folder.hpp"

#include "base/log.hpp"
#include "store/durable_file.hpp"

#include <algorithm>
#include <filesystem>

namespace charta::distribution {
namespace {

namespace fs = std::filesystem;

Error away(const std::string& what, const std::error_code& error) {
  return fail(ErrorKind::unavailable, "the gateway's folder is away: " + what + " (" + error.message() + "); it is tried again");
}

/// Beside its place, on the disk, then renamed: whoever looks sees the whole file or none.
Result<void> put_whole(const fs::path& folder, const std::string& name, BytesView bytes) {
  const auto beside = folder / ("." + name + ".part");
  std::error_code error;
  fs::remove(beside, error);
  {
    CHARTA_TRY(auto file, store::File::create(beside.string()));
    CHARTA_TRY_DO(file.write(bytes));
    CHARTA_TRY_DO(file.sync());
  }
  fs::permissions(beside, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::group_write, error);
  fs::rename(beside, folder / name, error);
  if (error) return away("a job cannot be put there", error);
  return store::sync_folder(folder.string());
}

bool is_receipt(const fs::path& path) {
  return path.extension() == ".json" && !path.filename().string().starts_with('.');
}

}  // namespace

std::string print_job(const Parcel& parcel) {
  const auto& copy = parcel.copy;
  std::string text;
  json::Writer out(text);
  out.begin_object().member("number", parcel.number).member("channel", channel_code(copy.channel)).member("to", copy.address);
  out.member("recipient", copy.recipient_name).member("purpose", purpose_code(copy.purpose));
  out.member("content", copy.content == CopyContent::notice ? "notice" : "document").member("file", parcel.number + ".pdf");
  out.member("sha256", parcel.sha256).member("bytes", static_cast<std::int64_t>(parcel.pdf.size()));
  if (!parcel.replaces.empty()) out.member("replaces", parcel.replaces);
  out.end_object();
  return text + "\n";
}

Result<Receipt> read_receipt(std::string_view text) {
  if (text.size() > largest_receipt) return fail(ErrorKind::invalid, "a receipt has at most 64 KB");
  CHARTA_TRY(const auto document, json::Document::parse(text));
  const auto root = document.root();
  if (!root.is_object()) return fail(ErrorKind::invalid, "a receipt is a JSON object");
  Receipt receipt;
  receipt.number = root["number"].text();
  receipt.state = root["state"].text();
  receipt.reason = std::string(root["reason"].text().substr(0, 300));
  if (!root["number"].is_string() || receipt.number.empty() || receipt.number.size() > 64)
    return fail(ErrorKind::missing, "a receipt says for which number it is", "number");
  if (!root["state"].is_string() || receipt.state.empty() || receipt.state.size() > 20)
    return fail(ErrorKind::missing, "a receipt says 'state': sent, delivered or failed", "state");
  receipt.id = root["id"].text();
  if (receipt.id.empty()) receipt.id = receipt.number + " " + receipt.state;
  if (receipt.id.size() > 200) return fail(ErrorKind::invalid, "'id' has at most 200 bytes", "id");
  return receipt;
}

Result<Dispatch> GatewayFolder::send(const Parcel& parcel) const {
  const auto out = fs::path(folder_) / "out";
  std::error_code error;
  if (!fs::is_directory(folder_, error))
    return fail(ErrorKind::unavailable, "the gateway's folder is away; it is tried again when it is there");
  fs::create_directories(out, error);
  if (error) return away("'out' cannot be made", error);
  CHARTA_TRY_DO(put_whole(out, parcel.number + ".pdf", parcel.pdf));
  CHARTA_TRY_DO(put_whole(out, parcel.number + ".json", print_job(parcel)));
  return Dispatch{"job " + parcel.number + " sha256 " + parcel.sha256, false};
}

Result<void> GatewayFolder::put_aside(const std::string& name, std::string_view where, const std::string& reason) const {
  const auto receipts = fs::path(folder_) / "receipts";
  const auto to = receipts / where;
  std::error_code error;
  fs::create_directories(to, error);
  auto place = to / name;
  for (int number = 2; !error && fs::exists(place); ++number)
    place = to / (fs::path(name).stem().string() + "-" + std::to_string(number) + ".json");
  if (!error && !reason.empty()) CHARTA_TRY_DO(put_whole(to, place.stem().string() + ".reason.txt", reason + "\n"));
  if (!error) fs::rename(receipts / name, place, error);
  if (error) return away("a receipt cannot be put aside", error);
  return {};
}

Result<std::int64_t> GatewayFolder::take_receipts(const std::function<Result<bool>(const Receipt&)>& take) const {
  const auto receipts = fs::path(folder_) / "receipts";
  std::error_code error;
  if (!fs::is_directory(receipts, error)) return 0;
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(receipts, error)) {
    std::error_code gone;
    if (entry.is_regular_file(gone) && is_receipt(entry.path())) names.push_back(entry.path().filename().string());
  }
  if (error) return away("receipts cannot be listed", error);
  std::sort(names.begin(), names.end());
  std::int64_t settled = 0;
  for (const auto& name : names) {
    const auto size = fs::file_size(receipts / name, error);
    if (error) continue;  // taken away meanwhile
    auto receipt = Result<Receipt>(fail(ErrorKind::invalid, "a receipt has at most 64 KB"));
    if (size <= largest_receipt) {
      CHARTA_TRY(const auto bytes, store::read_file((receipts / name).string()));
      receipt = read_receipt(bytes);
    }
    const auto taken = receipt ? take(*receipt) : Result<bool>(receipt.error());
    if (!taken && taken.error().kind == ErrorKind::unavailable) return taken.error();
    if (!taken) log::warning("distribution.receipt_refused", {{"problem", taken.error().message}});
    CHARTA_TRY_DO(put_aside(name, taken ? "taken" : "refused", taken ? "" : taken.error().message));
    ++settled;
  }
  return settled;
}

}  // namespace charta::distribution
