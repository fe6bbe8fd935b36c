// SPDX-License-Identifier: Apache-2.0
// Fetches one secret with the C++ SDK:  fetch_example SECRET_ID
// The identity is found as the documentation says: $SIGNET_IDENTITY, else the only one under $SIGNET_HOME or ~/.signet.
#include <signet/client/client.hpp>

#include <cstdio>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: fetch_example SECRET_ID\n");
    return 1;
  }
  auto identity = signet::client::load_identity();
  if (!identity) return std::fprintf(stderr, "%s\n", identity.error().message.c_str()), 1;
  auto client = signet::client::Client::open(std::move(*identity));
  if (!client) return std::fprintf(stderr, "%s\n", client.error().message.c_str()), 1;
  const auto secret = client->get(argv[1]);
  if (!secret) return std::fprintf(stderr, "%s\n", secret.error().message.c_str()), 1;
  const auto value = secret->value.expose_text();
  std::printf("%.*s\n", static_cast<int>(value.size()), value.data());
}
