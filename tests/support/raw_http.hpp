// SPDX-License-Identifier: Apache-2.0
// A client that speaks raw bytes, so that a test says exactly what goes on the wire. It never waits long.
#pragma once

#include "signet/crypto/keys.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace signet::testing {

struct RawAnswer {
  int status = 0;  // 0: the connection ended without a whole one
  std::string head = {};
  std::string body = {};
  /// The header's value, or "(none)".
  [[nodiscard]] std::string operator[](std::string_view header) const;
};

/// Blocking.
class RawConnection {
 public:
  /// Any address of 127.0.0.0/8 is this machine's: a test has as many clients as it likes.
  explicit RawConnection(std::uint16_t port, const std::string& from = "127.0.0.1");
  RawConnection(RawConnection&& other) noexcept;
  RawConnection& operator=(RawConnection&&) = delete;
  ~RawConnection();

  /// False: the server has gone.
  bool send(std::string_view bytes) const;
  void end_sending() const;
  /// The next one, by its Content-Length. `with_body` is false for the answer to HEAD.
  [[nodiscard]] RawAnswer answer(bool with_body = true);
  [[nodiscard]] RawAnswer ask(std::string_view request);
  /// True: the server ended the stream properly and nothing more came before.
  [[nodiscard]] bool ended();
  /// True: an answer was begun and not finished.
  [[nodiscard]] bool cut_off() const { return !input_.empty(); }

 private:
  bool receive();

  int socket_;
  bool broken_ = false;
  std::string input_;
};

/// A request with the headers that each needs. `fields` are more of them, each with its line end.
[[nodiscard]] std::string http(std::string_view method, std::string_view target, std::string_view fields = {},
                               std::string_view body = {});

/// Who signs by hand.
struct RawSigner {
  std::string_view header;  // X-Machine-Id or X-Operator-Id
  std::string id;
  std::shared_ptr<const crypto::PrivateKey> key;
  std::chrono::seconds clock_error{0};

  /// The four headers, with the time as this one's clock has it and a nonce that was never used. Each with its line
  /// end.
  [[nodiscard]] std::string headers(std::string_view method, std::string_view target, std::string_view body = {}) const;
  /// The whole request.
  [[nodiscard]] std::string sign(std::string_view method, std::string_view target, std::string_view body = {},
                                 std::string_view fields = {}) const;
};

}  // namespace signet::testing
