// SPDX-License-Identifier: Apache-2.0
// The bytes of a connection through the whole server: head, route, authentication, handler, commit, answer. First as
// they are: they never show the vault's value. Then signed for what they ask, by an operator or a machine as the first
// byte says, so that handlers are reached: only the machine that may read it gets the value.
#include "body_reader.hpp"
#include "fuzz/require.hpp"
#include "fuzz/vault.hpp"
#include "request_head.hpp"

using namespace signet;
using signet::testing::require;

namespace {

testing::FuzzedVault& the_vault() {
  static testing::FuzzedVault vault;
  return vault;
}

/// Null: refused, or not whole.
std::optional<std::string> body_of(const net::CheckedHead& head, std::string_view bytes) {
  net::BodyReader reader(head, 1 << 20);
  while (!reader.done()) {
    const auto taken = reader.feed(bytes);
    if (!taken || bytes.empty()) return std::nullopt;
    bytes.remove_prefix(*taken);
  }
  return std::string(reader.take().expose_text());
}

void require_hidden(const testing::Answer& answer) { require(!answer.text.contains(testing::kFuzzedValue)); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto bytes = as_text({data + 1, size - 1});
  const auto end = net::find_head_end(bytes);
  if (!end || !*end) return 0;
  auto head = net::check_head(bytes.substr(0, **end));
  if (!head) return 0;
  const auto body = body_of(*head, bytes.substr(**end));
  if (!body) return 0;
  auto& world = the_vault();
  head->request.address = *Address::parse("203.0.113.9");
  require_hidden(world.receive(head->request, *body));

  const bool as_machine = (data[0] & 1U) != 0;
  auto again =
      world.vault.sign(as_machine ? world.reader : world.vault.root, head->request.method, head->request.target, *body);
  // What else was said stays.
  for (const auto& field : head->request.headers)
    if (again.request.head.count(field.name) == 0) again.request.head.headers.push_back(field);
  const auto answer = world.receive(again.request.head, *body);
  if (!as_machine) require_hidden(answer);
  return 0;
}
