// SPDX-License-Identifier: Apache-2.0
#include "signet/client/pins.hpp"

#include "fail.hpp"
#include "signet/client/private_file.hpp"
#include "signet/schema/json.hpp"

#include <fmt/format.h>

namespace signet::client {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMaxPins = 1'024 * 1'024;

/// An object of objects {"fingerprint","number"}.
Result<Json> load(const fs::path& file) {
  if (!fs::exists(file)) return Json::object();
  const auto text = read_private_file(file, kMaxPins);
  if (!text) return std::unexpected(text.error());
  auto json = parse_json_object(text->expose());
  if (!json) return fail(ErrorKind::local, fmt::format("{} does not hold what was pinned", file.string()));
  return std::move(*json);
}

}  // namespace

Result<void> check_pin(const fs::path& file, std::string_view name, const Pin& pin, Unlike unlike) {
  auto pins = load(file);
  if (!pins) return std::unexpected(pins.error());
  if (const Json* known = find_member(*pins, name); known != nullptr && unlike == Unlike::refuse) {
    const auto* fingerprint = known->is_object() ? find_text(*known, "fingerprint") : nullptr;
    const Json* number = known->is_object() ? find_member(*known, "number") : nullptr;
    if (fingerprint == nullptr || number == nullptr || !number->is_number_unsigned())
      return fail(ErrorKind::local, fmt::format("{} does not hold what was pinned", file.string()));
    if (std::string_view(*fingerprint) != pin.fingerprint)
      return fail(ErrorKind::local, fmt::format("the key of {} is {}, and was {} before: somebody replaced it. Ask its "
                                                "owner, and if it is right, trust it anew",
                                                name, pin.fingerprint, std::string_view(*fingerprint)));
    if (pin.number < number->get<std::uint64_t>())
      return fail(ErrorKind::local,
                  fmt::format("{} went back from {} to {}", name, number->get<std::uint64_t>(), pin.number));
    if (pin.number == number->get<std::uint64_t>()) return {};
  }
  (*pins)[SecretString(name)] = Json{{"fingerprint", json_text(pin.fingerprint)}, {"number", pin.number}};
  return write_private_file(file, as_bytes(to_public_text(*pins) + "\n"), IfThere::replace);
}

}  // namespace signet::client
