// SPDX-License-Identifier: Apache-2.0
// What other systems send to the file room: a search, a requisition, a resource that was printed once. Each is understood or
// refused with words; what is read of a resource is printed and read again the same.
#include "department/paper_interface/paper_query.hpp"
#include "department/paper_interface/paper_resources.hpp"
#include "department/paper_interface/sent_request.hpp"
#include "tests/fuzz/property.hpp"

using namespace charta;
using namespace charta::paper_interface;

namespace {

void search(std::string_view text) {
  for (const auto* type : {"Basic", "Location"}) {
    (void)part_of_search(type, text);
    const auto query = read_paper_query(type, text);
    if (!query) {
      CHARTA_PROPERTY(!query.error().message.empty());
      continue;
    }
    CHARTA_PROPERTY(query->count >= 0 && query->count <= 500);
  }
  (void)read_identity(text);
}

void read_back(json::Value root) {
  if (const auto volume = volume_of(root)) {
    const VolumeWords words{"Patient/1", Instant(1'740'832'200'000), ""};
    const auto printed = json::Document::parse(volume_json(*volume, words));
    CHARTA_PROPERTY(printed.has_value());
    const auto again = volume_of(printed->root());
    CHARTA_PROPERTY(again.has_value());
    CHARTA_PROPERTY(again->volume.barcode == volume->volume.barcode && again->volume.place == volume->volume.place);
  }
  if (const auto movement = movement_of(root))
    CHARTA_PROPERTY(json::Document::parse(movement_json(*movement, {"Patient/1", "", 0, 0})).has_value());
  if (const auto place = place_of(root)) CHARTA_PROPERTY(place_of(json::Document::parse(place_json(*place))->root()).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  search(text);
  const auto document = json::Document::parse(text);
  if (!document) return 0;
  (void)is_requisition(document->root());
  const auto sent = read_sent_request(document->root());
  if (!sent) {
    CHARTA_PROPERTY(!sent.error().message.empty());
  } else {
    CHARTA_PROPERTY(!sent->value.empty() && !sent->patient.empty() && !sent->place.empty());
    CHARTA_PROPERTY(sent->digest().size() == 64);
  }
  read_back(document->root());
  return 0;
}
