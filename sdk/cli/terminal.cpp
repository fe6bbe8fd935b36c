// SPDX-License-Identifier: Apache-2.0
#include "terminal.hpp"

#include <termios.h>
#include <unistd.h>

namespace signet::cli {
namespace {

constexpr std::size_t kMaxLine = 4'096;

/// Echo, line editing and signals are off: an interrupt must not leave a terminal that shows nothing, so Ctrl-C arrives
/// as a character.
class HiddenInput {
 public:
  explicit HiddenInput(int terminal) : terminal_(terminal) {
    if (::tcgetattr(terminal_, &before_) != 0) return;
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG);
    hidden.c_cc[VMIN] = 1;
    hidden.c_cc[VTIME] = 0;
    changed_ = ::tcsetattr(terminal_, TCSAFLUSH, &hidden) == 0;
  }
  ~HiddenInput() {
    if (changed_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
  }
  HiddenInput(const HiddenInput&) = delete;
  HiddenInput& operator=(const HiddenInput&) = delete;
  [[nodiscard]] bool works() const { return changed_; }

 private:
  int terminal_;
  termios before_{};
  bool changed_ = false;
};

/// A character of UTF-8 may have several bytes.
void erase_character(SecretBytes& line) {
  std::size_t size = line.size();
  while (size > 0 && (line.expose()[size - 1] & 0xC0) == 0x80) --size;
  line.resize(size > 0 ? size - 1 : 0);
}

}  // namespace

std::optional<SecretBytes> read_hidden_line(int terminal, const std::function<void()>& ask) {
  constexpr std::uint8_t kInterrupt = 3, kEnd = 4, kBackspace = 8, kEraseLine = 21, kDelete = 127;
  const HiddenInput hidden(terminal);
  if (!hidden.works()) return std::nullopt;
  ask();  // only now: what is typed at once must neither be shown nor lost
  SecretBytes line;
  line.reserve(kMaxLine);
  for (;;) {
    std::uint8_t byte = 0;
    if (::read(terminal, &byte, 1) != 1) return std::nullopt;
    if (byte == '\n' || byte == '\r') return line;
    if (byte == kInterrupt || (byte == kEnd && line.empty())) return std::nullopt;
    if (byte == kBackspace || byte == kDelete) {
      erase_character(line);
    } else if (byte == kEraseLine) {
      line.resize(0);
    } else if (byte == kEnd || line.size() == kMaxLine) {
      return std::nullopt;
    } else {
      line.append({&byte, 1});
    }
  }
}

}  // namespace signet::cli
