// SPDX-License-Identifier: Apache-2.0
#include "department/chart/attachments.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "department/chart/blob_url.hpp"

namespace charta::chart {
namespace {

constexpr std::string_view binary_reference = "Binary/";

Result<std::optional<Bytes>> bytes_in(std::string_view data) {
  if (data.empty()) return std::optional<Bytes>();
  auto bytes = from_base64(data);
  return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

}  // namespace

std::vector<json::Value> attachments_of(json::Value resource) {
  std::vector<json::Value> list;
  for (const auto form : resource["presentedForm"]) list.push_back(form);
  for (const auto content : resource["content"]) list.push_back(content["attachment"]);
  return list;
}

Result<std::optional<Bytes>> bytes_of(store::Reader& reader, resources::ResourceService& resources, store::Blobs& blobs,
                                      json::Value attachment) {
  const auto url = attachment["url"].text();
  const auto data = attachment["data"].text();
  if (!data.empty()) return bytes_in(data);
  if (url.starts_with(blob_url)) {
    const auto digest = Digest::parse_hex(url.substr(blob_url.size()));
    if (!digest) return std::optional<Bytes>();
    CHARTA_TRY(auto bytes, blobs.get(*digest));
    return std::optional(std::move(bytes));
  }
  if (!url.starts_with(binary_reference)) return std::optional<Bytes>();
  CHARTA_TRY(const auto binary, resources.load(reader, "Binary", url.substr(binary_reference.size())));
  if (!binary || binary->deleted) return std::optional<Bytes>();
  CHARTA_TRY(const auto body, json::Document::parse(binary->json));
  return bytes_in(body.root()["data"].text());
}

}  // namespace charta::chart
