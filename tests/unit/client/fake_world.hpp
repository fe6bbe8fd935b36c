// SPDX-License-Identifier: Apache-2.0
// A server that answers from a list, and a clock that moves only when somebody sleeps.
#pragma once

#include "exchange.hpp"
#include "signet/schema/encoding.hpp"

#include <deque>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace signet::client {

using namespace std::chrono_literals;

inline constexpr std::string_view kMachine = "0b9c6f5e-6e0d-4b58-9a3b-0a7f5f1d2c3e";
inline constexpr std::string_view kOperator = "7d1b0f0a-32c5-4c7a-8f43-5a1f4d9e6b21";
inline constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(1'795'000'000)};
inline constexpr std::string_view kDateOfNow = "Wed, 18 Nov 2026 11:06:40 GMT";

struct FakeWorld {
  std::deque<std::expected<WireResponse, WireFailure>> answers = {};
  std::vector<WireRequest> requests = {};
  std::vector<std::chrono::seconds> sleeps = {};
  std::chrono::sys_seconds now = kNow;

  void answer(int status, std::string_view body = "{}", std::vector<WireHeader> headers = {}) {
    answers.emplace_back(
        WireResponse{.status = status, .headers = std::move(headers), .body = SecretBytes::from_text(body)});
  }
  void fail(WireFailure failure) { answers.emplace_back(std::unexpected(std::move(failure))); }

  [[nodiscard]] Surroundings surroundings() {
    return {[this] { return now; },
            [this](std::chrono::seconds time) {
              sleeps.push_back(time);
              now += time;
            },
            crypto::system_random()};
  }
  [[nodiscard]] std::shared_ptr<Exchange> exchange(std::optional<Signer> signer);
  [[nodiscard]] std::shared_ptr<Exchange> as_machine();
  [[nodiscard]] std::shared_ptr<Exchange> as_operator();

  [[nodiscard]] std::string header(std::size_t request, std::string_view name) const {
    for (const auto& header : requests.at(request).headers) {
      if (header.name == name) return header.value;
    }
    return {};
  }
  [[nodiscard]] std::string body(std::size_t request) const {
    return std::string(requests.at(request).body.expose_text());
  }
};

class FakeTransport final : public Transport {
 public:
  explicit FakeTransport(FakeWorld& world) : world_(world) {}
  std::expected<WireResponse, WireFailure> send(const WireRequest& request) override {
    world_.requests.push_back(
        {request.method, request.target, request.headers, request.body.clone(), request.patience});
    if (world_.answers.empty()) return std::unexpected(WireFailure{.kind = ErrorKind::server, .message = "unasked"});
    auto answer = std::move(world_.answers.front());
    world_.answers.pop_front();
    return answer;
  }

 private:
  FakeWorld& world_;
};

inline crypto::PrivateKey test_key() {
  return crypto::PrivateKey::from_seed(Algorithm::ed25519, SecretBytes(32).expose());
}

inline std::shared_ptr<Exchange> FakeWorld::exchange(std::optional<Signer> signer) {
  return std::make_shared<Exchange>("https://vault.example", std::make_unique<FakeTransport>(*this), std::move(signer),
                                    surroundings());
}
inline std::shared_ptr<Exchange> FakeWorld::as_machine() {
  return exchange(Signer(Plane::machine, std::string(kMachine), test_key()));
}
inline std::shared_ptr<Exchange> FakeWorld::as_operator() {
  return exchange(Signer(Plane::operator_, std::string(kOperator), test_key()));
}

/// A folder that is gone at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "signet-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace signet::client
