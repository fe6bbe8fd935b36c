// SPDX-License-Identifier: Apache-2.0
#include "signing.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/crypto/random.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <random>
#include <stdexcept>
#include <thread>

namespace signet::load {
namespace {

/// Where a secret that nobody has would be.
constexpr std::string_view kAbsent = "sk_0000000000";
constexpr std::int64_t kNanoseconds = 1'000'000'000;
/// Kept free at the end of every window: clocks, and a server that is slower than expected.
constexpr std::chrono::seconds kMargin{10};

struct Call {
  const Signer* who;
  std::string method, target, body;
  int expected_status;
};

/// Of one thread.
class Signing {
 public:
  Signing(const Wanted& wanted, const Signers& signers, std::uint64_t seed)
      : wanted_(wanted), signers_(signers), random_(seed) {}

  void sign(std::size_t number, Signed& out, Verification* sample) {
    const auto kind = wanted_.kinds[number];
    const auto call = choose(kind);
    const auto key = crypto::PrivateKey::from_seed(call.who->algorithm, call.who->seed);
    const auto timestamp = std::to_string(wanted_.start + wanted_.leaves[number] / kNanoseconds);
    std::array<std::uint8_t, 16> fresh{};
    crypto::system_random().fill(fresh);
    const auto nonce = to_base64(fresh);
    auto payload =
        canonical_request(call.method, call.target, timestamp, nonce, crypto::sha256_hex(as_bytes(call.body)));
    auto signature = key.sign(as_bytes(payload));
    out.requests[number] = {wire(call, timestamp, nonce, signature), kind, call.expected_status};
    if (sample) *sample = {key.public_key(), std::move(payload), std::move(signature)};
  }

 private:
  std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }

  Call choose(Kind kind) {
    const auto index = below(signers_.machines.size());
    const auto& machine = signers_.machines[index];
    const auto& secret = machine.secrets[below(machine.secrets.size())];
    switch (kind) {
      case Kind::read: return {&machine, "GET", "/v1/secret/" + secret, {}, 200};
      case Kind::list: return {&machine, "GET", "/v1/secrets", {}, 200};
      case Kind::write:
        return {&signers_.operators[below(signers_.operators.size())], "POST",
                "/v1/admin/vaults/" + signers_.vault + "/secrets/" + secret + "/versions",
                R"({"value":")" + std::string(wanted_.value_bytes, 'v') + "\"}", 201};
      case Kind::failing: break;
    }
    if (below(2) == 0) return {&machine, "GET", "/v1/secret/" + std::string(kAbsent), {}, 404};
    const auto& other = signers_.machines[index ^ 1].secrets;
    return {&machine, "GET", "/v1/secret/" + other[below(other.size())], {}, 403};
  }

  static std::string wire(const Call& call, const std::string& timestamp, const std::string& nonce,
                          ByteView signature) {
    const auto field = [](std::string_view name, std::string_view value) {
      return std::string(name) + ": " + std::string(value) + "\r\n";
    };
    const auto algorithm = call.who->algorithm;
    const bool is_operator = call.who->secrets.empty();
    auto text = call.method + " " + call.target + " HTTP/1.1\r\n" + field("Host", "localhost") +
                field(is_operator ? header::kOperatorId : header::kMachineId, call.who->id) +
                field(header::kTimestamp, timestamp) + field(header::kNonce, nonce) +
                field(header::kSignature, to_base64(signature));
    if (must_be_named(algorithm)) text += field(header::kAlgorithm, info(algorithm).name);
    if (!call.body.empty()) text += field("Content-Length", std::to_string(call.body.size()));
    return text + "\r\n" + call.body;
  }

  const Wanted& wanted_;
  const Signers& signers_;
  std::mt19937_64 random_;
};

void check(const Wanted& wanted, const Signers& signers) {
  if (signers.machines.empty() || signers.machines.size() % 2 != 0)
    throw std::runtime_error("the signers hold no machines of this algorithm, or an odd number of them");
  const bool writes = std::ranges::find(wanted.kinds, Kind::write) != wanted.kinds.end();
  if (writes && signers.operators.empty()) throw std::runtime_error("the signers hold no operator of this algorithm");
}

}  // namespace

Signed sign(const Wanted& wanted, const Signers& signers) {
  check(wanted, signers);
  const auto begin = std::chrono::steady_clock::now();
  const auto count = wanted.kinds.size();
  const auto step = std::max<std::size_t>(1, count / std::max<std::size_t>(1, wanted.samples));
  Signed result;
  result.requests.resize(count);
  const auto nobody =
      crypto::PrivateKey::from_seed(signers.machines[0].algorithm, signers.machines[0].seed).public_key();
  result.samples.resize((count + step - 1) / step, {nobody, {}, {}});
  std::vector<std::exception_ptr> failures(wanted.threads);
  {
    std::vector<std::jthread> threads;
    for (unsigned first = 0; first < wanted.threads; ++first)
      threads.emplace_back([&, first] {
        try {
          Signing signing(wanted, signers, first + 1);
          for (std::size_t i = first; i < count; i += wanted.threads)
            signing.sign(i, result, i % step == 0 ? &result.samples[i / step] : nullptr);
        } catch (...) {
          failures[first] = std::current_exception();
        }
      });
  }
  for (const auto& failure : failures)
    if (failure) std::rethrow_exception(failure);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

std::size_t requests_that_fit(const Mix& mix, double seconds_to_sign, double seconds_to_send) {
  const auto window =
      mix.has(Kind::write) ? 2 * limits::kOperatorWindow : limits::kMachineWindowPast + limits::kMachineWindowAhead;
  return static_cast<std::size_t>(static_cast<double>((window - kMargin).count()) /
                                  (seconds_to_sign + seconds_to_send));
}

}  // namespace signet::load
