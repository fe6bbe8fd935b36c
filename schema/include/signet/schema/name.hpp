// SPDX-License-Identifier: Apache-2.0
// Names that people give to things. One name must have one spelling in bytes and look like what it is, so a name is in
// Unicode's composed form (NFC) and has nothing that is drawn as nothing or turns the writing around.
#pragma once

#include <string_view>

namespace signet {

/// 1 to limits::kMaxName code points of UTF-8; no space at either end; no control, format, bidi, zero-width or other
/// invisible character, no line separator, no noncharacter; in NFC.
///
/// The NFC rule is sound but not complete: whatever passes is in NFC, and what is in NFC passes unless it has a letter
/// with a separate diacritic of U+0300..U+036F or kana voicing mark (the composed letter is wanted), a lone conjoining
/// jamo (the syllable is wanted), or a composing mark behind another mark.
[[nodiscard]] bool is_display_name(std::string_view text);

/// For the message to whoever sent another one.
inline constexpr std::string_view kDisplayNameRule =
    "1 to 255 characters, without a space at either end, without control or invisible characters, letters composed "
    "(NFC)";

/// `[A-Za-z0-9._-]{1,253}`.
[[nodiscard]] bool is_hostname(std::string_view text);

}  // namespace signet
