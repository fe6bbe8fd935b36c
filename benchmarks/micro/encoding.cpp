// SPDX-License-Identifier: Apache-2.0
// The texts of a request: what is signed, its digest, the strict base64 of signatures, the record of the audit log.
#include "signet/schema/encoding.hpp"
#include "audit/audit.hpp"
#include "domain/audit_event.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/canonical_request.hpp"

#include <benchmark/benchmark.h>

namespace {

using namespace signet;

constexpr std::string_view kTarget = "/v1/secret/sk_4t8w2n6y1z", kTimestamp = "1790000000",
                           kNonce = "q1w2e3r4t5y6u7i8o9p0aa==";

void canonical_form(::benchmark::State& state) {
  const auto empty = crypto::sha256_hex({});
  for (auto _ : state) ::benchmark::DoNotOptimize(canonical_request("GET", kTarget, kTimestamp, kNonce, empty));
}
BENCHMARK(canonical_form);

/// As authentication has it: the grammar of the target, the digest of the body, the text.
void canonical_form_with_digest(::benchmark::State& state) {
  const Bytes body(static_cast<std::size_t>(state.range(0)), 1);
  for (auto _ : state) {
    ::benchmark::DoNotOptimize(is_target(kTarget));
    ::benchmark::DoNotOptimize(canonical_request("GET", kTarget, kTimestamp, kNonce, crypto::sha256_hex(body)));
  }
}
BENCHMARK(canonical_form_with_digest)->Arg(0)->Arg(250)->Arg(4'096);

void strict_base64(::benchmark::State& state) {
  const auto text = to_base64(Bytes(static_cast<std::size_t>(state.range(0)), 7));
  for (auto _ : state) ::benchmark::DoNotOptimize(from_base64(text));
}
BENCHMARK(strict_base64)->Arg(16)->Arg(64)->Arg(3'309)->Arg(3'373);

void audit_record(::benchmark::State& state) {
  const AuditEvent event{.action = Action::secret_read,
                         .log = "vault_a1b2c3d4e5f6g7h8",
                         .actor_kind = ActorKind::machine,
                         .actor_id = "7d1b0f0a-32c5-4c7a-8f43-5a1f4d9e6b21",
                         .machine_id = "7d1b0f0a-32c5-4c7a-8f43-5a1f4d9e6b21",
                         .secret_id = "sk_4t8w2n6y1z",
                         .address = "192.0.2.7",
                         .detail = "version 7"};
  const auto at = from_millis(1'790'000'000'000);
  for (auto _ : state) ::benchmark::DoNotOptimize(audit::encode_record(event, 1'234'567, at));
}
BENCHMARK(audit_record);

/// The record and its SHA-256: what a tree of hashes over the log takes for each of its leaves.
void audit_leaf(::benchmark::State& state) {
  const AuditEvent event{.action = Action::secret_read,
                         .log = "vault_a1b2c3d4e5f6g7h8",
                         .actor_kind = ActorKind::machine,
                         .secret_id = "sk_4t8w2n6y1z",
                         .detail = "version 7"};
  const auto at = from_millis(1'790'000'000'000);
  const Bytes leaf{0};
  for (auto _ : state) {
    const auto record = audit::encode_record(event, 1'234'567, at);
    ::benchmark::DoNotOptimize(crypto::sha256({ByteView(leaf), as_bytes(record)}));
  }
}
BENCHMARK(audit_leaf);

}  // namespace
